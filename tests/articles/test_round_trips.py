"""A page says the same wherever it stands: in memory, in a revision, live, and back in a draft."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement.hashing import content_hash, content_of
from articles.models import ArticlePage
from tests.articles.full import full_article, full_pathway, full_video, items
from tests.factories import block, draft, words

FULL = [full_article, full_video, full_pathway]


@pytest.mark.parametrize("make", FULL)
def test_a_page_a_revision_of_it_and_the_page_published_from_it_say_the_same(newham, make):
    page = make(newham)

    revision = page.save_revision(clean=False)
    revision.publish(skip_permission_checks=True)

    live = type(page).objects.get(pk=page.pk)
    assert content_of(revision.as_object()) == content_of(page)
    assert content_of(live) == content_of(page)
    assert content_hash(live.save_revision(clean=False).as_object()) == content_hash(page)


@pytest.mark.parametrize("make", FULL)
def test_publishing_again_without_a_change_says_the_same(newham, make):
    page = make(newham)
    hashes = set()

    for _time in range(3):
        page = type(page).objects.get(pk=page.pk)
        page.save_revision(clean=False).publish(skip_permission_checks=True)
        hashes.add(content_hash(type(page).objects.get(pk=page.pk)))

    assert len(hashes) == 1


@pytest.mark.parametrize("make", FULL)
def test_every_field_that_is_filled_is_in_what_is_agreed(newham, make):
    said = content_of(make(newham))

    assert {"title", "neutral_title", "summary", "image", "image_alt", "content_notes", "sources", "related"} <= set(
        said
    )
    assert {"page_topics", "page_situations", "page_areas", "age_from", "urgency", "is_sensitive"} <= set(said)


def test_a_copy_says_the_same_but_for_what_makes_it_a_page_of_its_own(newham):
    page = full_article(newham)

    copy = page.copy(to=newham.root_page, update_attrs={"slug": "a-copy"}, keep_live=False)

    own = {"content_id", "slug", "title"}
    page_said, copy_said = content_of(page), content_of(ArticlePage.objects.get(pk=copy.pk))
    assert {name: said for name, said in copy_said.items() if name not in own} == {
        name: said for name, said in page_said.items() if name not in own
    }


# Hypothesis sets chance back for each example, and with it the slugs that the factory makes up.
numbers = itertools.count()
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
blocks = st.one_of(
    st.builds(lambda text: block("key_message", text), texts),
    st.builds(lambda text: block("quote", {"text": text, "attribution": ""}), texts),
    st.builds(lambda these: block("steps", {"items": items(*these)}), st.lists(texts, max_size=3)),
    st.builds(lambda term, meaning: block("definition", {"term": term, "meaning": meaning}), texts, texts),
    texts.map(lambda text: words(text.replace("<", ""))[0]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.lists(blocks, max_size=4), min_size=4, max_size=4), title=texts, transcript=texts)
def test_whatever_is_written_is_the_same_in_a_revision_and_when_it_is_live(newham, bodies, title, transcript):
    page = draft(newham, slug=f"page-{next(numbers)}")
    page.body_el12, page.body_el3, page.body_l1, page.body_l2 = bodies
    page.title, page.summary = title or "?", transcript

    revision = page.save_revision(clean=False)
    before = content_hash(page)
    revision.publish(skip_permission_checks=True)

    assert content_hash(revision.as_object()) == before
    assert content_hash(ArticlePage.objects.get(pk=page.pk)) == before
