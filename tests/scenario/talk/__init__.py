"""The scenario language: conversations that anyone can read, played for real.
README.md in the folder above describes it."""
