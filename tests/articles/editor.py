"""The editor as somebody at a browser uses it: what she types, what she presses, what she then reads, and where."""

from __future__ import annotations

import html
import json
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from people.models import User
from tests.factories import topic

SAVE, SEND_IN = {}, {"action-submit": "Submit"}

VERSIONS = ["body_el12", "body_el3", "body_l1", "body_l2"]


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="people.backends.TermBackend")
    return client


def paragraph(text: str) -> tuple[str, str]:
    return ("paragraph", rich_text(f"<p>{text}</p>"))


def listed(*values: Any) -> dict[str, Any]:
    """A ListBlock's form data."""
    items = {str(number): {"value": value, "order": str(number), "deleted": ""} for number, value in enumerate(values)}
    return {**items, "count": str(len(values))}


def typed(**changes: Any) -> dict[str, Any]:
    """Everything an advice page needs to be sent in, as typed, with these changes. None: left empty."""
    fields: dict[str, Any] = {
        "title": "Someone asked me to carry something. What can I do?",
        "slug": "carrying-for-someone",
        "summary": "You can say no, and you can get help.",
        "neutral_title": "Getting help",
        "main_level": "el3",
        **{version: streamfield([]) for version in VERSIONS},
        "body_el3": streamfield([paragraph("You can say no. Tell somebody you trust.")]),
        "image": "",
        "image_alt": "",
        "topics": (topic().pk,),
        "situations": (),
        "areas": (),
        "age_from": "11",
        "age_to": "18",
        "urgency": "normal",
        "content_notes": streamfield([]),
        "sources": streamfield([]),
        "related": streamfield([]),
        **_dates(),
        **changes,
    }
    return nested_form_data({name: value for name, value in fields.items() if value is not None})


def typed_video(**changes: Any) -> dict[str, Any]:
    """As `typed`, with the parts of a video, all empty."""
    return typed(
        **{
            "film": "",
            "link": "",
            "transcript": "",
            "captions": inline_formset([]),
            "body_el3": streamfield([]),
            **changes,
        }
    )


def _dates() -> dict[str, str]:
    from articles.models.content import in_a_year

    return {"review_by": in_a_year().isoformat()}


def change(client: Client, page: Page, data: dict[str, Any], press: dict[str, str]) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, **press})


def create(client: Client, kind: str, parent: Page, data: dict[str, Any], press: dict[str, str]) -> Any:
    app_label, model = kind.split(".")
    return client.post(reverse("wagtailadmin_pages:add", args=[app_label, model, parent.pk]), {**data, **press})


def read_at(response: Any, field: str) -> str:
    """All that stands in the part of the form where `field` is, as text, attributes included."""
    soup = BeautifulSoup(response.content, "html.parser")
    element = (
        soup.find(id=f"id_{field}-FORMS")
        or soup.find(attrs={"name": field})
        or soup.find(attrs={"data-block": True, "id": field})
        or soup.find(id=f"id_{field}")
    )
    assert element is not None, f"{field} is not in the form"
    return html.unescape(str(element.find_parent("section")))


def says(response: Any, field: str, sentence: str) -> bool:
    """Whether this sentence stands at that field."""
    there = read_at(response, field)
    return sentence in there or json.dumps(sentence)[1:-1] in there


def refusals(response: Any) -> dict[str, Any]:
    """Everything the form refused, for a failed test to show."""
    if response.status_code != 200:
        return {}
    form = response.context["form"]
    rows = {name: (formset.errors, formset.non_form_errors()) for name, formset in form.formsets.items()}
    return {**form.errors, **{name: said for name, said in rows.items() if any(said[0]) or said[1]}}
