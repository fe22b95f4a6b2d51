"""The Mattermost side of the test workspace."""

from .workspace import MattermostWorkspace  # noqa: F401
