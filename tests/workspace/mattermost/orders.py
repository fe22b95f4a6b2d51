"""What can be ordered to happen to the websockets, the bot and the server."""


def orders(hub, count=None, value=None):
    """{word: what to call}; count: how many of the connections, or events."""
    ws = hub.ws
    return {
        "silence": lambda: silence(hub, count),
        "reset": lambda: reset(hub, count),
        "close": lambda: close(hub, count),
        "forget": lambda: forget(hub, count),
        "gap": lambda: setattr(hub, "misses", count or 1),
        "restart": lambda: hub.spawn(ws.restart(float(value or 0))),
        "bot off": lambda: ws.set_bot(bot(ws), False),
        "bot on": lambda: ws.set_bot(bot(ws), True),
        "zombie": lambda: (ws.set_bot(bot(ws), False),
                           ws.set_bot(bot(ws), True)),
        "deaf": lambda: deafen(hub, count),
        "token off": lambda: ws.end_token(token(ws), False),
        "token on": lambda: token(ws).update(is_active=True),
        "revoke": lambda: ws.end_token(token(ws), True),
        "hears only": lambda: token(ws).update(is_active=False),
        "refuse": lambda: hub.refusals.extend(
            [int(value or 503)] * (count or 1)),
        "let in": hub.refusals.clear,
        "limit": lambda: ws.limits.on(float(value or 10), count or 100),
        "no limit": ws.limits.off,
        "untrusted": lambda: setattr(ws.calls, "trusted", []),
        "trusted": lambda: setattr(ws.calls, "trusted", None),
        "faster": lambda: hub.timing.faster(float(value)),
    }


def bot(ws):
    return ws.world.bots[ws.world.app["user"]]


def token(ws):
    return ws.world.tokens[ws.bot_token]


def theirs(hub, count):
    """Connections of the bot."""
    return [c for c in hub.connections
            if c.user == hub.world.app["user"]][:count]


def silence(hub, count):
    """The network swallows everything; nobody closes anything."""
    for connection in theirs(hub, count):
        connection.sock.silent = True
        hub.journal.note("socket", what="silent", number=connection.number)


def deafen(hub, count):
    """It brings no events any more, but answers whatever it is asked: seen
    on newer servers after a bot was off and on."""
    for connection in theirs(hub, count):
        connection.mute = True
        hub.journal.note("socket", what="deaf", number=connection.number)


def reset(hub, count):
    """RST; the server remembers the connection."""
    for connection in theirs(hub, count):
        connection.sock.reset()
        hub.gone(connection)


def close(hub, count):
    """A plain close of TCP, without a close frame."""
    for connection in theirs(hub, count):
        connection.sock.hang_up()
        hub.gone(connection)


def forget(hub, count):
    """Its queue overflowed while it was gone: closed, and not known any
    more."""
    for connection in theirs(hub, count):
        connection.sock.hang_up()
        hub.gone(connection)
        hub.known.remove(connection)
        hub.journal.note("socket", what="forgotten", number=connection.number)
