"""One test that makes the test database, before anything is changed."""

from people.models import YouthPanel


def test_there_is_a_house_to_begin_with(newham: YouthPanel, stoke: YouthPanel) -> None:
    assert newham != stoke
