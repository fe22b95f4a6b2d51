"""A small chat server that speaks Slack's wire protocols, for tests and the
demo. What it imitates, and how strictly, is described in README.md."""
