"""Handing out pictures, films and captions: the files readers are meant to have, and no other."""

from __future__ import annotations

import mimetypes
import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PUBLIC_FOLDERS = ("images/", "films/", "captions/")
ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
YEAR = 365 * 24 * 60 * 60


def media_response(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of this name, or the part that was asked for: players ask for films in parts. Raises Http404."""
    stream = _opened(name)
    size = default_storage.size(name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        response: HttpResponseBase = FileResponse(stream, content_type=kind)
        response["Content-Length"] = str(size)
    elif part[0] >= size:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = _partial(stream, part, size, kind)
    response["Accept-Ranges"] = "bytes"
    # Names are random and files never change: what came once need never be asked for again.
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _opened(name: str) -> File:
    if not name.startswith(PUBLIC_FOLDERS) or ".." in name.split("/") or "\x00" in name:
        raise Http404
    try:
        return default_storage.open(name)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None when the whole file is meant."""
    match = ONE_RANGE.match(asked)
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) <= end or int(first) >= size else None


def _partial(stream: File, part: tuple[int, int], size: int, kind: str) -> HttpResponse:
    first, last = part
    with stream:
        stream.seek(first)
        response = HttpResponse(stream.read(last - first + 1), status=206, content_type=kind)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response
