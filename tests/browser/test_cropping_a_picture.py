"""The most important part of a picture is drawn with a finger or a mouse, and nothing of it breaks our policy."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import reverse

from tests.browser.conftest import DESK, PHONE
from tests.factories import member_of, picture

# What the bend in cms/templates/wagtailimages/images/edit.html was made for. Another digest: look whether it is needed still.
JCROP = "0582ff2fca314c7a3a756a2b26f8c09865c83dacfe7c8ff113c43d61d8f4ec26"


def test_the_cropper_is_the_one_that_was_looked_at():
    with open(finders.find("wagtailimages/js/vendor/jquery.Jcrop.min.js"), "rb") as cropper:
        assert sha256(cropper.read()).hexdigest() == JCROP
    assert "cms/templates" in get_template("wagtailimages/images/edit.html").origin.name


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_cropper_breaks_no_rule_of_ours_and_knows_a_touch_screen(open_browser, whole_newham, size):
    member = member_of(whole_newham)
    shown = picture(collection=whole_newham.collection, uploaded_by_user=member)
    page = open_browser(member, size=size, has_touch=size is PHONE)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(reverse("wagtailimages:edit", args=[shown.pk]))
    page.locator(".jcrop-holder").first.wait_for(state="attached")

    assert [words for words in said if "Content Security Policy" in words] == []
    assert page.evaluate("window.jQuery.Jcrop.defaults.touchSupport") is (size is PHONE)
