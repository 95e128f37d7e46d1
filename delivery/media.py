"""Handing out pictures, films and captions: to everybody what a public page shows, to people at work what they are shown.

A file is public as long as a content item that may be read now points to it. Everybody else who is shown one (in the
preview, on the ballot, at the moderator's check) gets its address with a key that opens this file for them alone, while
they are logged in (`address_for`).
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.signing import Signer
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from wagtail.models import GroupCollectionPermission

from articles.models import CaptionFile, Film, PictureRendition
from delivery.models import ContentItem, Facet, ItemFacet

PUBLIC_FOLDERS = ("images/", "films/", "captions/")
ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
YEAR = 365 * 24 * 60 * 60
KEY = "key"

# Not left to the machine we run on: with `nosniff`, captions of another type are not read.
TYPES = {".vtt": "text/vtt; charset=utf-8", ".webp": "image/webp", ".mp4": "video/mp4", ".webm": "video/webm"}


def media_response(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of this name, or the part that was asked for: players ask for films in parts. Raises Http404."""
    if not could_be_ours(name):
        raise Http404
    if is_public(name):
        response = _file(request, name)
        # Names are random and files never change: what came once need never be asked for again.
        response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        response["Access-Control-Allow-Origin"] = "*"
        return response
    if not may_be_shown(name, to=request.user, key=request.GET.get(KEY, "")):
        raise Http404
    response = _file(request, name)
    response["Cache-Control"] = "private, no-store"
    return response


# -- who gets which file


def files_in(said: Any) -> set[str]:
    """The names of all our files that a projected item, or a part of one, shows."""
    if isinstance(said, dict):
        own = {_name_at(said["url"])} - {""} if _is_a_file(said) else set()
        return own.union(*map(files_in, said.values()))
    return set().union(*map(files_in, said)) if isinstance(said, list) else set()


def with_keys_for(user: Any, said: Any) -> Any:
    """The same item, with the address of each file as `user` can open it from where the item is shown."""
    if isinstance(said, dict):
        own = {"url": address_for(said["url"], user=user)} if _is_a_file(said) else {}
        return {name: with_keys_for(user, value) for name, value in said.items()} | own
    return [with_keys_for(user, value) for value in said] if isinstance(said, list) else said


def _is_a_file(said: dict[str, Any]) -> bool:
    """A rendition, a film or captions. An address that somebody typed (a source) opens nothing, whatever it says."""
    return "url" in said and ("bytes" in said or {"locale", "label"} <= said.keys())


def could_be_ours(name: str) -> bool:
    """Whether a file of this name may be looked for at all. No database is asked about what no file is called."""
    return name.startswith(PUBLIC_FOLDERS) and ".." not in name.split("/") and "\x00" not in name


def is_public(name: str) -> bool:
    """Whether something that may be read now shows this file."""
    shown = ItemFacet.objects.filter(facet=Facet.FILE, value=name)
    return shown.filter(item__in=ContentItem.objects.on_show()).exists()


def may_be_shown(name: str, *, to: Any, key: str) -> bool:
    """Whether somebody who is logged in was shown a page with this file, or looks after the collection that it is in."""
    if not to.is_authenticated or not to.has_perm("wagtailadmin.access_admin"):
        return False
    return constant_time_compare(_key_to(name, to), key) or to.is_superuser or _looks_after(to, name)


def address_for(address: str, *, user: Any) -> str:
    """An address of one of our files as `user` can open it, from where they are; any other address as it is."""
    name = _name_at(address)
    return f"{settings.MEDIA_URL}{name}?{KEY}={_key_to(name, user)}" if name else address


def _key_to(name: str, user: Any) -> str:
    return Signer(salt="delivery.media").signature(f"{user.pk}:{name}")


def _name_at(address: str) -> str:
    ours = settings.PUBLIC_URL + settings.MEDIA_URL
    return address.removeprefix(ours) if address.startswith(ours) else ""


def _looks_after(user: Any, name: str) -> bool:
    collection = _collection_of(name)
    return GroupCollectionPermission.objects.filter(group__user=user, collection=collection).exists()


def _collection_of(name: str) -> int | None:
    rows: Any = {
        "images": PictureRendition.objects.values_list("image__collection", flat=True),
        "films": Film.objects.values_list("collection", flat=True),
        "captions": CaptionFile.objects.values_list("collection", flat=True),
    }
    folder = name.partition("/")[0]
    return rows[folder].filter(file=name).first() if folder in rows else None


# -- the file itself


def _file(request: HttpRequest, name: str) -> HttpResponseBase:
    stream = _opened(name)
    size = default_storage.size(name)
    kind = TYPES.get(PurePath(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        response: HttpResponseBase = FileResponse(stream, content_type=kind)
        response["Content-Length"] = str(size)
    elif part[0] >= size:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = _partial(stream, part, size, kind)
    response["Accept-Ranges"] = "bytes"
    return response


def _opened(name: str) -> File:
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
