"""REST: files."""

import struct

from aiohttp import web

from .errors import AppError, bad_body, bad_url, forbidden
from .ids import new_id
from .route import route
from .shapes import file_view

KINDS = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif",
         "txt": "text/plain", "csv": "text/csv"}


@route("POST", "/files", also="files.upload")
async def upload(request):
    http = request.http
    if http.content_type == "multipart/form-data":
        channel_id, client_ids, parts = await taken_apart(request)
    else:
        channel_id = request.query.get("channel_id")
        client_ids = None
        parts = [(request.query.get("filename", ""), request.raw)]
        if not channel_id:
            raise bad_url("channel_id")
    channel = request.world.channels.get(channel_id)
    if channel is None or not request.world.is_member(
            channel, request.user["id"]):
        raise forbidden()
    if not parts or not parts[0][0]:
        raise bad_body("filename")
    infos = [keep(request, name, data) for name, data in parts]
    return 201, {"file_infos": [file_view(i, request.world.modern) for i in infos],
                 "client_ids": client_ids}


async def taken_apart(request):
    """(channel id, client ids, [(name, bytes)]) of a multipart body, which
    has been read already."""
    form = await request.http.post()
    parts = [(v.filename, v.file.read()) for v in form.values()
             if isinstance(v, web.FileField)]
    ids = [v for v in form.getall("client_ids", []) if isinstance(v, str)]
    return form.get("channel_id"), ids, parts


def keep(request, name, data):
    extension = name.rpartition(".")[2].lower()
    kind = KINDS.get(extension, "application/octet-stream")
    info = {"id": new_id(), "user_id": request.user["id"], "channel_id": "",
            "create_at": request.world.now(),
            "update_at": request.world.now(), "delete_at": 0, "name": name,
            "extension": extension, "size": len(data), "mime_type": kind}
    if kind == "image/png" and data[:4] == b"\x89PNG":
        width, height = struct.unpack(">II", data[16:24])
        info.update(width=width, height=height, has_preview_image=True,
                    mini_preview=None)
    info.update(remote_id="", data=data)
    request.world.files[info["id"]] = info
    return info


def readable(request):
    info = request.world.files.get(request.id("file_id"))
    if info is None:
        raise AppError("app.file_info.get.app_error", 404)
    post = request.world.posts.get(info.get("post_id"))
    if info["user_id"] != request.user["id"] and (
            post is None or not request.world.may_read(
                request.user, request.world.channels[post["channel_id"]])):
        raise forbidden()
    return info


@route("GET", "/files/{file_id}/info")
def get_info(request):
    return file_view(readable(request), request.world.modern)


@route("GET", "/files/{file_id}")
def get_file(request):
    info = readable(request)
    return web.Response(body=info["data"], content_type=info["mime_type"])
