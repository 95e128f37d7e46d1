"""The shortest walk along the road: everything else in the suite is about what can go wrong on it."""

from agreement.hashing import content_hash
from agreement.models import Agreement
from tests.factories import published


def test_a_page_that_the_panel_agreed_and_a_moderator_checked_is_live_with_an_agreement_for_its_words(newham):
    page = published(newham)

    agreement = Agreement.objects.standing().get(content_id=page.translation_key)

    assert page.live
    assert agreement.content_hash == content_hash(page)
