"""What a client asks over its websocket, and the answers."""

import json


def on_text(hub, connection, data):
    """False ends the connection."""
    try:
        asked = json.loads(data)
        seq, action = asked.get("seq", 0), asked.get("action", "")
    except (ValueError, AttributeError):
        return False
    if not isinstance(seq, int) or seq <= 0:
        connection.reply(failed(
            0, "api.web_socket_router.bad_seq.app_error",
            "Invalid sequence for WebSocket message.", 400))
    elif action == "authentication_challenge":
        return challenge(hub, connection, seq, asked)
    elif connection.user is None:
        pass                        # nobody answers a stranger
    elif connection.deaf:
        connection.reply(failed(
            seq, "api.web_socket_router.not_authenticated.app_error",
            "WebSocket connection is not authenticated. Please log in "
            "and try again.", 401))
    elif action not in ACTIONS:
        connection.reply(failed(
            seq, "api.web_socket_router.bad_action.app_error",
            "Unknown WebSocket action.", 500))
    elif hub.world.session(connection.token) is None:
        connection.reply(failed(
            seq, "api.context.invalid_token.error",
            f"Invalid session token={connection.token}, err=", 401))
    else:
        answer = ACTIONS[action](hub, asked.get("data") or {})
        reply = {"status": "OK", "seq_reply": seq}
        if answer is not None:
            reply["data"] = answer
        connection.reply(reply)
    return True


def challenge(hub, connection, seq, asked):
    if connection.user is not None:
        return True
    token = (asked.get("data") or {}).get("token")
    user = hub.world.session(token) if isinstance(token, str) else None
    if user is None:
        return False
    hub.enter(connection, user["id"], token, {})
    connection.reply({"status": "OK", "seq_reply": seq})
    hub.set_status(user["id"], "online")
    return True


def failed(seq, id_, message, status):
    reply = {"status": "FAIL", "seq_reply": seq, "error": {
        "id": id_, "message": message, "detailed_error": "",
        "status_code": status}}
    if not seq:
        del reply["seq_reply"]
    return reply


ACTIONS = {
    "ping": lambda hub, data: {
        "node_id": "", "server_time": hub.world.now(), "text": "pong",
        "version": hub.ws.release},
    "user_typing": lambda hub, data: None,
    "get_statuses": lambda hub, data: dict(hub.status),
    "get_statuses_by_ids": lambda hub, data: {
        i: hub.status.get(i, "offline") for i in data.get("user_ids", [])},
}
