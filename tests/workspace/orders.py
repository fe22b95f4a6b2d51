"""What can be ordered to happen to Slack's sockets."""


def orders(socket, count=None, value=None):
    """{word: what to call}; count: how many of the connections, or times."""
    return {
        "warning": lambda: socket.ask_to_leave("warning", count),
        "refresh": lambda: socket.ask_to_leave("refresh_requested", count),
        "silence": lambda: socket.fall_silent(count),
        "reset": lambda: socket.reset(count),
        "ghost": lambda: socket.haunt(count or 1),
        "no ghosts": socket.exorcise,
        "link_disabled": lambda: socket.disable(True),
        "link_enabled": lambda: socket.disable(False),
        "lose acks": lambda: setattr(socket, "ignored_acks", count or 1),
        "double": lambda: setattr(socket, "doubled", count or 1),
        "refuse": lambda: socket.refusals.extend(
            [int(value or 503)] * (count or 1)),
        "faster": lambda: socket.timing.faster(float(value)),
    }
