"""How a page's topics, situations and areas are chosen in the editing form."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.admin.panels import ObjectList

from articles.models import ArticlePage
from taxonomy.forms import ClassifiedPageForm
from taxonomy.models import Area, SituationLabel, Topic, TopicLabel
from taxonomy.panels import AreaPanel, SituationPanel, TopicPanel
from tests.factories import draft, situation, topic

EDITOR = ObjectList([TopicPanel(), SituationPanel(), AreaPanel()], base_form_class=ClassifiedPageForm)


@pytest.fixture
def editor():
    return EDITOR.bind_to_model(ArticlePage)


def chosen(form_class, page, **choices):
    form = form_class(choices, instance=page)
    assert form.is_valid(), form.errors
    return form.save()


def test_what_is_chosen_is_what_the_page_is_about(newham, editor):
    page = draft(newham)
    knives, owing = topic("knives"), situation("i-owe-someone")

    chosen(editor.get_form_class(), page, topics=[knives.pk], situations=[owing.pk], areas=["E09000025"])

    again = ArticlePage.objects.get(pk=page.pk)
    assert list(again.topics.all()) == [knives]
    assert again.situations() == [owing]
    assert [area.name for area in again.areas()] == ["Newham"]


def test_choosing_the_same_again_changes_no_row(newham, editor):
    page = draft(newham)
    owing = situation("i-owe-someone")
    chosen(editor.get_form_class(), page, situations=[owing.pk])
    before = list(ArticlePage.objects.get(pk=page.pk).page_situations.values_list("pk", flat=True))

    chosen(editor.get_form_class(), ArticlePage.objects.get(pk=page.pk), situations=[owing.pk])

    assert list(ArticlePage.objects.get(pk=page.pk).page_situations.values_list("pk", flat=True)) == before


def test_a_form_without_these_panels_leaves_them_alone(newham):
    page = draft(newham)
    bare = ObjectList([TopicPanel()], base_form_class=ClassifiedPageForm).bind_to_model(ArticlePage)
    page.page_situations.create(situation=situation())

    chosen(bare.get_form_class(), page, topics=[topic().pk])

    assert page.situations() == [situation()]


def test_what_is_not_in_the_list_cannot_be_chosen(newham, editor):
    form = editor.get_form_class()({"topics": ["987654"], "areas": ["E09999999"]}, instance=draft(newham))

    assert set(form.errors) == {"topics", "areas"}


def test_an_area_that_is_no_more_can_be_kept_but_not_chosen_anew(newham, editor):
    Area.objects.filter(code="E06000021").update(valid_to="2020-03-31")
    new, old = draft(newham), draft(newham)
    old.page_areas.create(area_id="E06000021")

    assert "areas" in editor.get_form_class()({"areas": ["E06000021"]}, instance=new).errors
    assert "areas" not in editor.get_form_class()({"areas": ["E06000021"]}, instance=old).errors


def rendered(editor, page, path="/"):
    request = RequestFactory().get(path)
    form = editor.get_form_class()(instance=page)
    return editor.get_bound_panel(instance=page, request=request, form=form).render_form_content()


def test_topics_are_grouped_under_their_parent_and_named_in_the_editors_language(newham, editor):
    parent = topic("county-lines")
    child = Topic.objects.create(slug="carrying", name="Carrying", parent=parent)
    TopicLabel.objects.create(topic=child, language="cy", label="Cario")

    with translation.override("cy"):
        html = rendered(editor, draft(newham))

    assert "<legend" in html
    assert "Cario" in html
    assert "County Lines</legend>" in html


def test_every_choice_can_be_made_by_its_label(newham, editor):
    owing = situation("i-owe-someone")
    SituationLabel.objects.create(situation=owing, language="en", label="I owe someone money")

    html = rendered(editor, draft(newham))

    assert '<label for="id_situations_0">' in html
    assert "I owe someone money" in html


def test_each_area_can_be_chosen_exactly_once(newham, editor):
    html = rendered(editor, draft(newham))

    for area in Area.objects.all():
        assert html.count(f'value="{area.code}"') == 1, area


def test_the_history_says_which_situations_were_added(newham, editor):
    page, other = draft(newham), draft(newham)
    other.page_situations.create(situation=situation("i-owe-someone"))
    bound = editor.get_bound_panel(request=RequestFactory().get("/"))

    comparisons = [compare(page, other) for compare in bound.get_comparison()]

    changed = {
        comparison.field_label(): comparison.htmldiff() for comparison in comparisons if comparison.has_changed()
    }
    assert "addition" in changed["Situations"]
