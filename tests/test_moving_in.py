"""`make run` on a database that has been served at another address."""

import pytest
from django.core.management import call_command

from tests.factories import picture, published


@pytest.mark.django_db(transaction=True)
def test_after_moving_to_another_port_every_stored_link_starts_with_the_new_address(whole_newham, settings):
    published(whole_newham, image=picture(), image_alt="A teal square")
    settings.PUBLIC_URL = "http://127.0.0.1:9123"

    call_command("move_in", verbosity=0)

    call_command("project", "--check", verbosity=0)
