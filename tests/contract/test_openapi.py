"""docs/openapi.json is the contract: generated, committed, and held against what the API really answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

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

from cms.api import openapi
from cms.wsgi import application
from delivery import answered
from delivery.projection import CARD
from tests.contract.test_golden_answers import key, library, stopped_clock

__all__ = ["library", "stopped_clock"]

COMMITTED = Path(__file__).parent.parent.parent / "docs" / "openapi.json"
CONTRACT = schemathesis.openapi.from_dict(openapi() | {"servers": [{"url": "http://testserver"}]})
CONTRACT.app = application


def test_the_committed_contract_is_the_one_we_keep():
    """After a change that is meant: manage.py openapi > docs/openapi.json, and say in the message what has changed."""
    assert json.loads(COMMITTED.read_text()) == openapi()


def test_it_is_openapi_3_1_and_served_with_our_own_address(client, settings):
    settings.PUBLIC_URL = "https://waymark.example"

    served = client.get("/api/v1/openapi.json", headers={"host": "evil.example"}).json()

    assert served["openapi"].startswith("3.1")
    assert served["servers"] == [{"url": "https://waymark.example"}]
    assert served["paths"] == openapi()["paths"]


def test_every_answer_has_exactly_the_shape_the_contract_says(client, library):
    for name in ("article", "video", "pathway"):
        said = client.get(f"/api/v1/content/{key(name)}/").json()
        answered.Item.model_validate(said)
    answered.ContentList.model_validate(client.get("/api/v1/content/").json())
    assert set(answered.Card.model_fields) == {*CARD, "reading_minutes"}


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
    case.call_and_validate(checks=CHECKS)
