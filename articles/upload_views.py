"""Films that come in piece by piece, and go on where they stopped: tus 1.0.0 (https://tus.io/protocols/resumable-upload),
its core with `creation` and `termination`. Who may add a film may send one, and only who began it goes on with it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from articles.films import HEAVIEST_UPLOAD, container_of
from articles.models import Film
from articles.models.films import NO_FILM, TOO_HEAVY
from articles.models.uploads import ResumableUpload, WrongOffset

VERSION = "1.0.0"
LARGEST_PIECE = 2 * 1024**2
A_PIECE = "application/offset+octet-stream"

View = Callable[..., HttpResponse]


class Refused(Exception):
    """With the status of the answer, and what whoever sent it reads."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


def _tus(**methods: View) -> View:
    """The address with these methods, and with what holds for every request and every answer."""
    allowed = ", ".join([*methods, "OPTIONS"])

    @wraps(next(iter(methods.values())))
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _chosen(request, methods)(request, *args, **kwargs)
        except Refused as refused:
            response = HttpResponse(refused.sentence, status=refused.status, content_type="text/plain; charset=utf-8")
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        if response.status_code in (405, 412):
            response["Allow"], response["Tus-Version"] = allowed, VERSION
        return response

    return answer


def _chosen(request: HttpRequest, methods: dict[str, View]) -> View:
    if not policy_registry.get_by_type(Film).user_has_permission(request.user, "add"):
        raise Refused(403)
    method = request.method or ""
    if method == "POST":  # not of a GET, which is asked for no key against forged requests
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "OPTIONS":
        return _what_we_can_do
    if method not in methods:
        raise Refused(405)
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(412)
    return methods[method]


def _what_we_can_do(request: HttpRequest, token: str = "") -> HttpResponse:
    said = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(HEAVIEST_UPLOAD)}
    return HttpResponse(status=204, headers=said)


def _begin(request: HttpRequest) -> HttpResponse:
    length = _number(request, "Upload-Length")
    if length > HEAVIEST_UPLOAD:
        raise Refused(413, str(TOO_HEAVY))
    if not length:
        raise Refused(400, _("There is nothing in this file. Choose another one."))
    begun = ResumableUpload.objects.begin(request.user, length=length, called=_called(request))
    return HttpResponse(status=201, headers={"Location": reverse("articles:upload", args=[begun.token])})


def _how_far(request: HttpRequest, token: str) -> HttpResponse:
    mine = _mine(request, token)
    return HttpResponse(headers={"Upload-Offset": str(mine.received), "Upload-Length": str(mine.length)})


def _piece(request: HttpRequest, token: str) -> HttpResponse:
    mine, offset = _mine(request, token), _number(request, "Upload-Offset")
    if request.content_type != A_PIECE:
        raise Refused(415)
    length = _number(request, "Content-Length", missing=411)
    if length > LARGEST_PIECE or offset + length > mine.length:
        raise Refused(413)
    if offset != mine.received:
        raise Refused(409)
    try:
        mine.append(_whole_body(request, length), offset=offset)
    except WrongOffset as somebody_was_first:
        raise Refused(409) from somebody_was_first
    _look_at_the_beginning(mine)
    return HttpResponse(status=204, headers={"Upload-Offset": str(mine.received)})


def _forget(request: HttpRequest, token: str) -> HttpResponse:
    _mine(request, token).forget()
    return HttpResponse(status=204)


uploads = _tus(POST=_begin)
upload = _tus(HEAD=_how_far, PATCH=_piece, DELETE=_forget)


def _mine(request: HttpRequest, token: str) -> ResumableUpload:
    mine = ResumableUpload.objects.of(request.user).called_by_token(token)
    if mine is None or not mine.is_there():
        raise Refused(404)
    return mine


def _look_at_the_beginning(mine: ResumableUpload) -> None:
    """As soon as it is there: nobody sends 200 MB of something that we do not take."""
    beginning = mine.beginning()
    if beginning is not None and container_of(beginning) is None:
        mine.forget()
        raise Refused(415, str(NO_FILM))


def _whole_body(request: HttpRequest, length: int) -> bytes:
    """Before any row is held: a slow line keeps nobody waiting."""
    try:
        piece = request.body
    except UnreadablePostError as cut:
        raise Refused(400) from cut
    if len(piece) != length:
        raise Refused(400)
    return piece


def _number(request: HttpRequest, name: str, *, missing: int = 400) -> int:
    said = request.headers.get(name) or ""
    if not said:
        raise Refused(missing)
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise Refused(400)
    return int(said)


def _called(request: HttpRequest) -> str:
    """How its sender calls the file: `Upload-Metadata` has names, each with its value in Base64."""
    said = dict(pair.strip().partition(" ")[::2] for pair in request.headers.get("Upload-Metadata", "").split(","))
    try:
        return base64.b64decode(said.get("filename", ""), validate=True).decode().replace("\0", "")
    except (binascii.Error, UnicodeDecodeError) as unreadable:
        raise Refused(400) from unreadable
