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
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import Signer
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from wagtail.models import GroupCollectionPermission

from articles.captions import read_stored
from articles.media.subtitles import written
from articles.models import CaptionFile, Film, PictureRendition
from delivery.answers import SHARED, etag_of, is_among
from delivery.models import ContentItem, Facet, ItemFacet

CAPTIONS = "captions/"
PUBLIC_FOLDERS = ("images/", "films/", CAPTIONS)
ONE_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
YEAR = 365 * 24 * 60 * 60
KEY = "key"

# Not left to the machine we run on: with `nosniff`, captions of another type are not read.
TYPES = {
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}


def media_response(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of this name, or the part that was asked for: players ask for films in parts. Raises Http404."""
    if not could_be_ours(name):
        raise Http404
    if is_public(name):
        response = _file(request, name)
        # Names are random and files never change: a phone that has one need never ask again. Caches that many share give it
        # out no longer than a withdrawal may take; those that do not know their own headers keep nothing.
        response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
        for name_of_header in ("CDN-Cache-Control", "Surrogate-Control"):
            response[name_of_header] = SHARED
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


def captions_at(address: str) -> list[str]:
    """What readers get of the captions at one of our addresses, with or without a key; nothing where there are none."""
    name = address.removeprefix(settings.PUBLIC_URL).removeprefix(settings.MEDIA_URL).partition("?")[0]
    if not (could_be_ours(name) and name.startswith(CAPTIONS)):
        return []
    try:
        with default_storage.open(name) as stored:
            return [cue.text for cue in read_stored(stored).cues]
    except OSError:
        return []


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
    if name.startswith(CAPTIONS):
        stream, size = _captions_written_anew(stream)
    etag = _etag_of(name, stream, size)
    response = _whole_or_part(request, name, stream, size, etag)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _etag_of(name: str, stream: File, size: int) -> str:
    """By name, because files never change; by what is in them for captions, which are written anew each time."""
    if isinstance(stream, ContentFile):
        said = stream.read()
        stream.seek(0)
        return etag_of(said)
    return etag_of(f"{name} {size}".encode())


def _whole_or_part(request: HttpRequest, name: str, stream: File, size: int, etag: str) -> HttpResponseBase:
    kind = TYPES.get(PurePath(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if is_among(etag, request.headers.get("If-None-Match", "")):
        return _without_body(stream, 304)
    # The rest of another file is worth nothing: whoever names one gets the whole.
    is_of_this_file = request.headers.get("If-Range", etag) == etag
    part = _part(request.headers.get("Range", ""), size) if is_of_this_file else None
    if part is None:
        response = FileResponse(stream, content_type=kind)
        response["Content-Length"] = str(size)
        return response
    if part[0] >= size:
        nothing = _without_body(stream, 416)
        nothing["Content-Range"] = f"bytes */{size}"
        return nothing
    return _partial(stream, part, size, kind)


def _without_body(stream: File, status: int) -> HttpResponse:
    """Of no type: Django would call nothing a page."""
    stream.close()
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


def _opened(name: str) -> File:
    try:
        return default_storage.open(name)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error


def _captions_written_anew(stored: File) -> tuple[File, int]:
    """The captions that people read and checked, and nothing else that a file may hold that came in before we wrote them anew.

    What is agreed covers the bytes of the stored file: they stay as they are, and are never handed out.
    """
    with stored:
        content = written(read_stored(stored).cues)
    return ContentFile(content), len(content)


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
