"""docs/openapi.json is the contract: generated, committed, and held against what the API really answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from cms.api import api, openapi
from cms.api_fields import page_of_fields
from cms.wsgi import application
from delivery.projection import BLOCKS
from tests.contract.strict import misfits
from tests.contract.test_golden_answers import golden, key, library, stopped_clock
from tests.contract.typescript import compiled, run

__all__ = ["library", "stopped_clock"]

DOCS = Path(__file__).parent.parent.parent / "docs"
COMMITTED, FIELDS, FIRST_PAGE = DOCS / "openapi.json", DOCS / "api-fields.md", DOCS / "api.md"
CONTRACT = schemathesis.openapi.from_dict(openapi() | {"servers": [{"url": "http://testserver"}]})
CONTRACT.app = application


def test_the_committed_contract_is_the_one_we_keep():
    """After a change that is meant: manage.py openapi > docs/openapi.json, and say in the message what has changed."""
    assert json.loads(COMMITTED.read_text()) == openapi()


def test_the_page_of_fields_is_made_from_the_contract():
    """After a change that is meant: manage.py openapi --fields > docs/api-fields.md."""
    assert FIELDS.read_text().strip() == page_of_fields(openapi()).strip()


def test_the_page_for_front_ends_shows_every_kind_of_block():
    documented = set(re.findall(r"^\| `(\w+)` \|", FIRST_PAGE.read_text(), re.MULTILINE))

    assert documented >= set(BLOCKS)


def test_it_is_openapi_3_1_and_served_with_our_own_address(client, settings):
    settings.PUBLIC_URL = "https://waymark.example"

    served = client.get("/api/v1/openapi.json", headers={"host": "evil.example"}).json()

    assert served["openapi"].startswith("3.1")
    assert served["servers"] == [{"url": "https://waymark.example"}]
    assert served["paths"] == openapi()["paths"]


def test_every_answer_has_exactly_the_shape_the_contract_says(client, library):
    for name in ("article", "video", "pathway"):
        assert misfits(client.get(f"/api/v1/content/{key(name)}/").json(), "Item") == []
    for place, name in LISTS.items():
        assert misfits(client.get(f"/api/v1/{place}").json(), name) == []
    assert misfits(client.get("/api/v1/content/?topic=there-is-none").json(), "Problem") == []


LISTS = {
    "": "Root",
    "content/?count=true": "ContentList",
    "content/?search=carry": "ContentList",
    "suggest/?q=carry": "Suggestions",
    "topics/": "Topics",
    "situations/": "Situations",
    "areas/": "Areas",
    "levels/": "Levels",
    "languages/": "Languages",
    "councils/": "Councils",
    "crisis-help/": "CrisisHelp",
}


def test_an_answer_with_one_field_too_many_would_be_noticed(client, library):
    said = client.get(f"/api/v1/content/{key('article')}/").json()

    assert misfits(said | {"author": "Robin"}, "Item") != []


def test_the_served_contract_forbids_no_client_what_may_come():
    assert 'additionalProperties": false' not in json.dumps(openapi())


def schemas() -> dict[str, Any]:
    return openapi()["components"]["schemas"]


def properties() -> dict[str, dict[str, Any]]:
    return {
        f"{name}.{field}": property
        for name, schema in schemas().items()
        for field, property in schema.get("properties", {}).items()
    }


def test_every_schema_field_parameter_and_operation_says_what_it_is_for():
    operations = [operation for methods in openapi()["paths"].values() for operation in methods.values()]
    unsaid = [name for name, part in {**schemas(), **properties()}.items() if not part.get("description")]
    unsaid += [one["operationId"] for one in operations if not one.get("description")]
    unsaid += [
        one["name"] for operation in operations for one in operation.get("parameters", []) if not one.get("description")
    ]

    assert unsaid == []


def test_every_example_fits_its_own_schema():
    wrong = {name: misfits(schema["examples"][0], name) for name, schema in schemas().items()}

    assert {name: found for name, found in wrong.items() if found} == {}


def test_nothing_in_an_answer_is_without_a_type():
    typed = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}

    assert [name for name, part in properties().items() if not typed & set(part)] == []


def test_what_has_a_kind_is_told_apart_by_it():
    apart = {name: schema["discriminator"]["propertyName"] for name, schema in schemas().items() if "oneOf" in schema}

    assert apart == {"Item": "type", "Block": "type", "Suggestion": "kind"}
    assert set(schemas()["Block"]["discriminator"]["mapping"]) == set(BLOCKS)


def test_the_contract_is_made_once_however_often_strangers_ask_for_it(client, monkeypatch):
    first = client.get("/api/v1/openapi.json").content
    monkeypatch.setattr(api, "get_openapi_schema", lambda **_asked: pytest.fail("made again"))

    assert client.get("/api/v1/openapi.json").content == first


def test_bounds_are_written_the_way_json_schema_writes_them():
    assert not {"ge", "le", "gt", "lt"} & set(re.findall(r'"(\w+)":', COMMITTED.read_text()))


def test_every_answer_says_which_headers_it_has():
    answers = {
        (operation["operationId"], status): set(answer.get("headers", {}))
        for methods in openapi()["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
    }

    assert [asked for asked, headers in answers.items() if "Cache-Control" not in headers] == []
    assert all("ETag" in headers for (_, status), headers in answers.items() if status in ("200", "304", "410"))


@pytest.mark.no_database
@pytest.mark.node
@pytest.mark.parametrize(
    "command",
    [
        ("redocly", "lint", "--config", "redocly.yaml"),
        ("spectral", "lint", "--ruleset", ".spectral.yaml", "--fail-severity", "hint"),
    ],
    ids=lambda command: command[0],
)
def test_other_peoples_linters_find_nothing_in_it(command):
    linted = run(*command, COMMITTED)

    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.no_database
@pytest.mark.node
def test_the_golden_answers_are_values_of_types_that_are_made_from_the_contract(tmp_path):
    values = {name: ("Item", golden(name)) for name in ("article", "video", "pathway")}

    assert compiled(COMMITTED, values | {"list": ("ContentList", golden("list"))}, tmp_path) == ""


@pytest.mark.no_database
@pytest.mark.node
def test_a_value_that_does_not_fit_would_be_refused_by_the_compiler(tmp_path):
    wrong = golden("article") | {"urgency": "at once"}

    assert "at once" in compiled(COMMITTED, {"article": ("Item", wrong)}, tmp_path)


@pytest.fixture
def connection_kept() -> Iterator[None]:
    """Django's own test client does the same: a request must not close the connection that holds this test's data."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Left out: that whatever fits the contract is accepted. A topic may be well written and still not exist.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]
OPERATIONS = [result.ok() for result in CONTRACT.get_all_operations()]
CASES = [operation.as_strategy(generation_mode=mode) for operation in OPERATIONS for mode in GenerationMode]


@settings(
    max_examples=300,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(case=strategies.one_of(CASES))
def test_whatever_is_asked_the_answer_keeps_the_contract(library, connection_kept, case):
    # Packed answers are for those who can unpack them; this caller reads bytes as they come.
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
