"""The admin's pages are packed where that gives nothing away; static files are packed beforehand, under a name by their content."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import member_of

HOUSE = Path(__file__).parent.parent
AS_IN_PRODUCTION = "whitenoise.storage.CompressedManifestStaticFilesStorage"
assert AS_IN_PRODUCTION in (HOUSE / "cms" / "settings" / "production.py").read_text()
OURS = {"accept-encoding": "gzip, br", "sec-fetch-site": "same-origin"}


@pytest.fixture
def home(newham, client):
    client.force_login(member_of(newham), backend="people.backends.TermBackend")
    return lambda **headers: client.get(reverse("wagtailadmin_home"), headers=headers)


def test_a_page_that_one_of_our_pages_asked_for_is_packed(home):
    answer = home(**OURS)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_what_another_site_may_have_asked_for_is_not_packed(home, site):
    """Its length would tell what is in it, one guess after the other."""
    answer = home(**OURS | {"sec-fetch-site": site})

    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.content
    assert "Sec-Fetch-Site" in answer.headers["Vary"]


def test_what_comes_back_from_a_form_is_not_packed(newham, client):
    answer = client.post(reverse("wagtailadmin_login"), {"username": "somebody", "password": "wrong"}, headers=OURS)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_each_static_file_has_a_name_by_its_content_and_lies_there_packed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [HOUSE / "people" / "static"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": AS_IN_PRODUCTION}}

    call_command("collectstatic", interactive=False, verbosity=0)

    hashed = [file for file in tmp_path.glob("people/*.css") if re.search(r"\.[0-9a-f]{12}\.css$", file.name)]
    assert hashed
    for file in hashed:
        assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == file.read_bytes()
        assert brotli.decompress(Path(f"{file}.br").read_bytes()) == file.read_bytes()
