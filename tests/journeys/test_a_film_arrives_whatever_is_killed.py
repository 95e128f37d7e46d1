"""The power goes in the middle of a piece, or the line. What the server then says that it has is on its disk, byte for byte."""

from __future__ import annotations

import http.client
import random
import socket
import threading
import time
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from articles.films import HEAVIEST_UPLOAD
from articles.models import ResumableUpload
from articles.models.uploads import fingerprint_of
from articles.upload_views import LARGEST_PIECE
from tests.articles.editor import logged_in
from tests.articles.media import mp4
from tests.factories import member_of
from tests.journeys.killing import A_KEY, Waymark

pytestmark = pytest.mark.django_db(transaction=True)

UPLOADS = reverse("articles:uploads")
KILLS = 4


class Sender:
    """Somebody's phone, on a line of its own each time."""

    def __init__(self, waymark: Waymark, user: Any) -> None:
        self.waymark = waymark
        session = logged_in(user).cookies["sessionid"].value
        cookie = f"sessionid={session}; csrftoken={A_KEY}"
        self.headers = {"Cookie": cookie, "X-CSRFToken": A_KEY, "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        """The status and the headers of the answer; 0 where there is none."""
        line = http.client.HTTPConnection("127.0.0.1", self.waymark.port, timeout=30)
        try:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, address, body or None, self.headers | said)
            answer = line.getresponse()
            return answer.status, answer.headers
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            line.close()

    def begin(self, length: int) -> str:
        status, headers = self.ask("POST", UPLOADS, Upload_Length=str(length))
        assert status == 201
        return str(headers["Location"])

    def how_far(self, address: str) -> int:
        status, headers = self.ask("HEAD", address)
        assert status == 200
        return int(headers["Upload-Offset"])

    def piece(self, address: str, piece: bytes, offset: int) -> int:
        kind = "application/offset+octet-stream"
        return self.ask("PATCH", address, piece, Upload_Offset=str(offset), Content_Type=kind)[0]


def test_what_is_here_after_a_kill_in_the_middle_of_a_piece_is_true_and_the_film_arrives(waymark, whole_newham):
    chance, sender = random.Random(1), Sender(waymark, member_of(whole_newham))
    content = mp4() + chance.randbytes(KILLS * LARGEST_PIECE)
    address = sender.begin(len(content))
    began = time.monotonic()
    assert sender.piece(address, content[:LARGEST_PIECE], 0) == 204
    usual, offset = time.monotonic() - began, LARGEST_PIECE

    for _kill in range(KILLS):
        piece = content[offset : offset + LARGEST_PIECE]
        sending = threading.Thread(target=sender.piece, args=(address, piece, offset))
        sending.start()
        time.sleep(chance.uniform(0, usual))
        waymark.kill()
        sending.join()
        waymark.start()
        said = sender.how_far(address)
        assert said in (offset, offset + len(piece))
        assert stored()[:said] == content[:said]
        offset = said
    while offset < len(content):
        assert sender.piece(address, content[offset : offset + LARGEST_PIECE], offset) == 204
        offset = sender.how_far(address)

    assert stored() == content


def stored() -> bytes:
    with default_storage.open(ResumableUpload.objects.get().file.name) as file:
        return file.read()


def test_half_a_piece_does_not_count(waymark, whole_newham):
    writer = member_of(whole_newham)
    sender = Sender(waymark, writer)
    address = sender.begin(5000)
    said = sender.headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    with socket.create_connection(("127.0.0.1", waymark.port)) as line:
        line.sendall(f"PATCH {address} HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n{head}\r\n".encode() + mp4()[:99])

    time.sleep(1)

    assert ResumableUpload.objects.get(whose=fingerprint_of(writer)).received == sender.how_far(address) == 0


def test_a_stranger_who_sends_a_film_is_answered_before_any_of_it_is_read(waymark):
    """Wherever it goes, and as whatever it comes: nothing of it is kept anywhere."""
    for address in (reverse("wagtailmedia:add", args=["video"]), UPLOADS, reverse("wagtailadmin_login"), "/"):
        with socket.create_connection(("127.0.0.1", waymark.port), timeout=10) as line:
            head = f"POST {address} HTTP/1.1\r\nHost: a\r\nContent-Length: {HEAVIEST_UPLOAD}\r\n"
            head += f"Cookie: csrftoken={A_KEY}\r\nX-CSRFToken: {A_KEY}\r\n"
            line.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n".encode())

            answer = line.recv(4096)

        assert answer.split()[1] in (b"401", b"413"), address
