"""Whom a request comes from: believed of our own proxies alone, and tried through a real nginx with the file in docs/."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.proxies import SAID_BY_PROXIES, BehindOurProxies, TrustedProxies
from tests.left_out import NGINX

HOUSE = Path(__file__).parent.parent
OURS = (HOUSE / "docs" / "nginx-waymark.conf").read_text()

# Says what Waymark would be told, and which of the two groups of workers it is.
WHO_ASKS = """
import json, os, time
from cms.proxies import BehindOurProxies, TrustedProxies

def said(environ, start_response):
    if environ["PATH_INFO"].endswith("slow/"):
        time.sleep(60)
    heard = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "REMOTE_"))}
    body = json.dumps(heard | {"workers": os.environ["WORKERS"]}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]

application = BehindOurProxies(said, TrustedProxies(os.environ.get("PROXIES", "").split(",")))
"""
FORGED = {
    "X-Real-IP": "1.2.3.4",
    "X-Forwarded-For": "1.2.3.4",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=1.2.3.4",
    "X_Real_IP": "1.2.3.4",
}


def heard(proxies: list[str], **environ: str) -> dict[str, Any]:
    """The environ as it reaches Waymark."""
    seen: dict[str, Any] = {}
    BehindOurProxies(lambda given, _start: (seen.update(given), [])[1], TrustedProxies(proxies))(
        environ, lambda *_: None
    )
    return seen


def test_nothing_that_a_stranger_writes_about_proxies_is_heard():
    forged = dict.fromkeys(SAID_BY_PROXIES, "1.2.3.4")

    assert heard(["127.0.0.1"], REMOTE_ADDR="203.0.113.7", **forged) == {"REMOTE_ADDR": "203.0.113.7"}
    assert heard([], REMOTE_ADDR="127.0.0.1", **forged) == {"REMOTE_ADDR": "127.0.0.1"}
    assert heard(["none"], REMOTE_ADDR="", **forged) == {"REMOTE_ADDR": ""}


@pytest.mark.parametrize(
    ("proxies", "peer"),
    [
        (["127.0.0.1"], "127.0.0.1"),
        (["10.0.0.0/8"], "10.1.2.3"),
        (["unix"], ""),
        (["::1"], "::1"),
        (["127.0.0.1"], "::ffff:127.0.0.1"),
    ],
)
def test_a_proxy_of_ours_is_believed_about_the_sender_and_about_https(proxies, peer):
    said = heard(proxies, REMOTE_ADDR=peer, HTTP_X_REAL_IP="198.51.100.2", HTTP_X_FORWARDED_PROTO="https")

    assert said == {"REMOTE_ADDR": "198.51.100.2", "HTTP_X_FORWARDED_PROTO": "https"}


@given(st.text(max_size=40))
def test_what_is_no_address_is_nobodys(said):
    after = heard(["127.0.0.1"], REMOTE_ADDR="127.0.0.1", HTTP_X_REAL_IP=said)["REMOTE_ADDR"]

    assert ip_address(after)
    assert after == "127.0.0.1" or said.strip()


def test_a_proxy_that_does_not_say_whom_it_speaks_for_is_complained_about_once(caplog):
    behind = BehindOurProxies(lambda *_: [], TrustedProxies(["127.0.0.1"]))
    for _time in range(3):
        behind({"REMOTE_ADDR": "127.0.0.1"}, lambda *_: None)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "X-Real-IP" in caplog.text


@pytest.mark.parametrize("named", ["1", "nginx", "10.0.0.1/8", "http://127.0.0.1"])
def test_a_proxy_is_named_by_its_address(named):
    with pytest.raises(ValueError, match="no address"):
        TrustedProxies([named])


# -- through a real nginx


@dataclass
class Nginx:
    port: int

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30) as response:
                return response.status, dict(response.headers), response.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def as_here(port: int, readers: int, admin: int, folder: Path) -> str:
    """Our file, with the addresses of this test in it, and with less patience."""
    here = OURS.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("advice.example.org", "127.0.0.1")
    here = here.replace("127.0.0.1:8000", f"127.0.0.1:{readers}").replace("127.0.0.1:8001", f"127.0.0.1:{admin}")
    here = here.replace("/var/cache/nginx/waymark", f"{folder}/kept").replace("/srv/waymark/var", str(folder))
    assert "proxy_read_timeout 45s" in here
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
        daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
        {"user root;" if os.geteuid() == 0 else ""}
        events {{ worker_connections 64; }}
        http {{ {places} {here.replace("proxy_read_timeout 45s", "proxy_read_timeout 1s")} }}
    """


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: Any) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "who_asks.py").write_text(WHO_ASKS)
    (folder / "static").mkdir()
    (folder / "static" / "style.0123456789ab.css").write_text("a {}")
    (folder / "static" / "style.css").write_text("a {}")
    port, readers, admin = free_port(), free_port(), free_port()
    (folder / "nginx.conf").write_text(as_here(port, readers, admin, folder))
    started = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(place)),
                *("--no-ws", "--log-level", "error", "--workers-kill-timeout", "1", "who_asks:application"),
            ],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(HOUSE), "WORKERS": name, "PROXIES": "127.0.0.1"},
        )
        for name, place in (("readers", readers), ("admin", admin))
    ]
    started.append(subprocess.Popen([NGINX or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]))
    try:
        for place in (port, readers, admin):
            wait_for(place)
        yield Nginx(port)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("it did not start")


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/api/v1/", "/api/docs/", "/media/images/x.webp"])
@pytest.mark.nginx
def test_through_our_nginx_a_forged_header_changes_nothing(nginx, path):
    status, _headers, plain = nginx.get(path)
    _status, _headers, forged = nginx.get(f"{path}?again", **FORGED)

    assert status == 200
    assert json.loads(plain)["REMOTE_ADDR"] == "127.0.0.1"
    assert json.loads(forged) == json.loads(plain)
    assert json.loads(forged)["HTTP_X_FORWARDED_PROTO"] == "http"


@pytest.mark.nginx
def test_our_nginx_sends_the_admin_to_workers_of_its_own(nginx):
    assert json.loads(nginx.get("/admin/pages/1/")[2])["workers"] == "admin"
    for path in ("/", "/api/v1/", "/media/x", "/healthz", "/administrators/"):
        assert json.loads(nginx.get(path)[2])["workers"] == "readers"


@pytest.mark.parametrize(
    "path",
    [
        *("/%61dmin/login/", "/admi%6e/", "/admin%2flogin/", "/%2fadmin/login/", "//admin//login/"),
        *("/./admin/login/", "/api/../admin/login/", "/api/%2e%2e/admin/login/"),
    ],
)
@pytest.mark.nginx
def test_our_nginx_reads_the_address_before_it_decides(nginx, path):
    """It decodes and resolves it first, so an address written in another way is no other one."""
    assert json.loads(nginx.get(path)[2])["workers"] == "admin"


@pytest.mark.nginx
def test_behind_our_nginx_what_takes_too_long_ends_with_a_kind_page(nginx):
    page, problem = nginx.get("/admin/slow/"), nginx.get("/api/v1/slow/")

    assert page[0] == problem[0] == 503
    assert "Wait a minute" in page[2].decode()
    assert page[1]["Content-Type"] == "text/html"
    assert json.loads(problem[2])["code"] == "unavailable"
    assert problem[1]["Content-Type"] == "application/problem+json"
    assert page[1]["Retry-After"] == problem[1]["Retry-After"] == "30"
    assert page[1]["Cache-Control"] == problem[1]["Cache-Control"] == "no-store"


@pytest.mark.nginx
def test_our_nginx_lets_files_with_a_digest_in_their_name_be_kept_for_ever_and_no_others(nginx):
    assert nginx.get("/static/style.0123456789ab.css")[1]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in nginx.get("/static/style.css")[1]["Cache-Control"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("deflate", None),
        ("br;q=0.5", "br"),
    ],
)
@pytest.mark.nginx
def test_our_nginx_tells_three_kinds_of_browsers_apart(nginx, said, told):
    assert json.loads(nginx.get("/api/v1/", **{"Accept-Encoding": said})[2]).get("HTTP_ACCEPT_ENCODING") == told
