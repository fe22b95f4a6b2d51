"""The chat servers that a scene can play on."""

import importlib
import importlib.util

PLATFORMS = ("slack", "mattermost")


def workspace_for(platform):
    """The class of that platform's test workspace."""
    if platform == "slack":
        return importlib.import_module("workspace.workspace").Workspace
    return importlib.import_module(
        "workspace.mattermost.workspace").MattermostWorkspace
