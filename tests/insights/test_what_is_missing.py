"""The page "What is missing", through HTTP: what is counted, for whom, and where each gap leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.furnishing import add_national_panel
from delivery.models import ContentItem
from insights.coverage import coverage_for
from moderation.actions import withdraw
from people.models import Appointment, Role
from taxonomy.models import Area, PageArea, Topic
from tests.delivery.pages import agree_to, agreed, video
from tests.factories import UserFactory, draft, member_of, moderator_for, topic, words
from tests.languages.welsh import begun, translator_for
from tests.moderation.doors import browser_of, lead_of, superuser, text_of

pytestmark = pytest.mark.django_db

COVERAGE = reverse("insights:coverage")
TITLE = "Can they make me carry it?"
QUICK, STRAIGHTFORWARD, MORE, FULL = "Quick", "Straightforward", "More detail", "Full story"
EVERYWHERE = ""


@pytest.fixture
def knives(newham):
    return topic("knives")


@pytest.fixture
def member(newham):
    return member_of(newham)


def appointed(role: Role, panel):
    user = UserFactory()
    Appointment.objects.create(user=user, role=role, council=panel.council)
    return user


def only_for(page, code: str, committed):
    """The page, let out again for this area alone."""
    with committed(execute=True):
        page.page_areas.set([PageArea(area=Area.objects.get(code=code))])
        page.save()
        agree_to(page)


# -- what is counted


def test_a_square_says_how_many_pages_readers_get(member, newham, knives, readers_have, look):
    readers_have(newham, knives)
    readers_have(newham, knives, body_el12=words("You can say no."))

    shown = look(member)

    assert shown.says("Knives", STRAIGHTFORWARD) == "2"
    assert shown.says("Knives", QUICK) == "1"
    assert shown.says("Knives", FULL).startswith("None")


def test_a_draft_is_not_counted(member, newham, knives, look):
    draft(newham, by=member).topics.set([knives])

    assert look(member).says("County Lines", STRAIGHTFORWARD).startswith("None")


def test_a_page_that_is_withdrawn_leaves_a_gap_at_once(
    member, newham, knives, readers_have, look, django_capture_on_commit_callbacks
):
    page = readers_have(newham, knives)
    before = look(member).says("Knives", STRAIGHTFORWARD)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(page=page, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="It is wrong.")

    assert before == "1"
    assert look(member).says("Knives", STRAIGHTFORWARD).startswith("None")


def test_a_page_past_its_last_day_leaves_a_gap_before_anything_has_swept_it_up(
    member, newham, knives, readers_have, look
):
    page = readers_have(newham, knives)

    ContentItem.objects.filter(page_id=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    assert look(member).says("Knives", STRAIGHTFORWARD).startswith("None")


def test_a_translation_is_counted_in_its_own_language_alone(
    member, newham, knives, readers_have, readers_have_in_welsh, look
):
    readers_have_in_welsh(readers_have(newham, knives))
    readers_have(newham, knives)

    shown = look(member)

    assert shown.says("Knives", STRAIGHTFORWARD, "English") == "2"
    assert shown.says("Knives", STRAIGHTFORWARD, "Welsh") == "1"


def test_a_topic_counts_what_hangs_under_it(member, newham, readers_have, look):
    crime = topic("crime")
    readers_have(newham, topic("stop-and-search", parent=crime))

    shown = look(member)

    assert shown.says("Crime", STRAIGHTFORWARD) == "1"
    rows = [" ".join(row.th.get_text().split()) for row in shown.tables[0].tbody.find_all("tr")]
    assert rows.index("Stop And Search (part of Crime)") == rows.index("Crime") + 1


def test_a_video_without_words_is_no_reading_version(member, newham, knives, look, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        agreed(newham, video(title=TITLE), topics=[knives])

    shown = look(member)

    assert shown.says("Knives", STRAIGHTFORWARD).startswith("None")
    assert shown.sentence != "Nothing about Knives yet."


# -- for which readers


def test_readers_of_an_area_get_what_is_for_them_and_what_is_for_everybody(
    member, newham, stoke, knives, readers_have, look, django_capture_on_commit_callbacks
):
    national = add_national_panel(name="National youth panel", slug="national")
    readers_have(national, knives)
    only_for(readers_have(newham, knives), "E09000025", django_capture_on_commit_callbacks)
    only_for(readers_have(stoke, knives), "E06000021", django_capture_on_commit_callbacks)
    only_for(readers_have(stoke, knives), "E12000007", django_capture_on_commit_callbacks)  # London, where Newham is

    counted = {
        place: look(member, **query).says("Knives", STRAIGHTFORWARD)
        for place, query in {
            "her own": {},
            "Newham": {"area": "E09000025"},
            "Stoke": {"area": "E06000021"},
            "everywhere": {"area": EVERYWHERE},
        }.items()
    }

    assert counted == {"her own": "3", "Newham": "3", "Stoke": "2", "everywhere": "4"}


def test_it_counts_what_the_api_gives(
    member, newham, stoke, knives, readers_have, look, client, django_capture_on_commit_callbacks
):
    readers_have(newham, knives, body_l1=words("More."))
    only_for(readers_have(stoke, knives), "E06000021", django_capture_on_commit_callbacks)

    for code, level, label in [("E06000021", "el3", STRAIGHTFORWARD), ("E09000025", "l1", MORE)]:
        asked = {"topic": "knives", "level": level, "area": code, "fallback": "none", "count": "true"}
        given = client.get("/api/v1/content/", asked).json()["meta"]["total_count"]

        assert look(member, area=code).says("Knives", label) == str(given)


@pytest.mark.parametrize("area", ["E99999999", "nowhere"])
def test_an_area_that_there_is_not_is_ones_own(member, newham, knives, look, area):
    chosen = look(member, area=area).soup.find(id="coverage-area").find("option", selected=True)

    assert chosen["value"] == "E09000025"


def test_without_a_council_of_ones_own_it_is_everywhere(newham, knives, look):
    national = add_national_panel(name="National youth panel", slug="national")

    assert "every page, wherever it is for" in look(member_of(national)).text


def test_one_language_can_be_looked_at_alone(member, newham, knives, look):
    assert len(look(member).tables) == 2
    [table] = look(member, locale="cy").tables
    assert table.caption.get_text().startswith("Welsh")
    assert len(look(member, locale="tlh").tables) == 2


# -- in one sentence


def test_what_is_missing_most_is_said_in_one_sentence(
    member, newham, knives, readers_have, readers_have_in_welsh, look
):
    everything = {f"body_{level}": words("You can say no.") for level in ("el12", "el3", "l1", "l2")}
    police = topic("stop-and-search")
    said = [look(member).sentence]

    page = readers_have(newham, knives, **everything)
    said.append(look(member).sentence)
    other = readers_have(newham, police, **everything)
    said.append(look(member).sentence)
    readers_have_in_welsh(page)
    said += [look(member).sentence, look(member, locale="cy").sentence]
    readers_have_in_welsh(other)
    said.append(look(member).sentence)

    assert said == [
        "There is nothing yet.",
        "Nothing about Stop And Search yet.",
        "Nothing in Welsh yet.",
        *["Nothing about Stop And Search in Welsh yet."] * 2,
        "Every square has something in it. Well done.",
    ]


def test_the_sentence_has_a_button_to_begin_just_that(member, newham, knives, readers_have, look):
    readers_have(newham, knives)
    topic("money")

    button = look(member).soup.select_one(".coverage-first")

    assert "topic=money" in button["href"]


# -- where a gap leads


def test_a_missing_level_leads_to_the_editor_at_that_level_beside_the_main_version(
    member, newham, knives, readers_have, look
):
    page = readers_have(newham, knives)

    assert look(member).says("Knives", QUICK) == "None Write"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert look(member).leads_to("Knives", QUICK) == f"{edit}?write=el12&beside=el3"


def test_a_draft_about_it_is_gone_on_with(member, newham, look):
    page = draft(newham, by=member)

    assert look(member).says("County Lines", STRAIGHTFORWARD) == "None Go on"
    assert look(member).leads_to("County Lines", STRAIGHTFORWARD) == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_with_several_pages_about_it_one_chooses_by_title(member, newham, knives, readers_have, look):
    pages = [readers_have(newham, knives, title=title) for title in ("May they search me?", "Is a knife safer?")]

    step = browser_of(member).get(look(member).leads_to("Knives", QUICK))

    assert "May they search me?" in text_of(step)
    assert "Is a knife safer?" in text_of(step)
    for page in pages:
        assert f"/admin/pages/{page.pk}/edit/?write=el12&amp;beside=el3" in step.content.decode()


def test_where_there_is_no_page_the_form_of_a_new_one_has_the_topic_ticked(member, newham, knives, look):
    browser = browser_of(member)
    where = look(member).leads_to("Knives", QUICK)

    begin = browser.get(where)
    form = browser.get(f"{where.split('?')[0]}?start=question&topic=knives").context["form"]

    assert where == f"/admin/pages/add/articles/articlepage/{newham.root_page_id}/?topic=knives"
    assert "?start=question&amp;topic=knives" in begin.content.decode()
    assert form["topics"].value() == [knives.pk]


def test_a_missing_language_leads_to_a_button_that_starts_the_translation(member, newham, knives, readers_have, look):
    page = readers_have(newham, knives, title=TITLE)
    browser = browser_of(member)

    step = browser.get(look(member).leads_to("Knives", STRAIGHTFORWARD, "Welsh"))
    button = f'<form method="post" action="{reverse("moderation:start_translation", args=[page.pk])}"'

    assert look(member).says("Knives", STRAIGHTFORWARD, "Welsh") == "None Translate"
    assert button in step.content.decode()
    assert begun(page, by=member).locale.language_code == "cy"
    assert look(member).says("Knives", STRAIGHTFORWARD, "Welsh") == "None Go on"


def test_what_a_translations_first_page_lacks_is_explained_before_one_is_sent_there(newham, knives, readers_have, look):
    english = readers_have(newham, knives, title=TITLE)
    member = member_of(newham)
    begun(english, by=member)

    where = look(member).leads_to("Knives", QUICK, "Welsh")
    step = text_of(browser_of(member).get(where))

    assert where.startswith(reverse("insights:begin"))
    assert "A translation has what its first page has." in step
    assert f"/admin/pages/{english.pk}/edit/?write=el12&amp;beside=el3" in step


def test_a_translator_begins_translations_and_no_english_page(newham, knives, readers_have, look):
    readers_have(newham, knives)
    shown = look(translator_for(newham))

    assert shown.says("Knives", STRAIGHTFORWARD, "Welsh") == "None Translate"
    assert shown.says("Knives", QUICK, "English") == "None"


def test_another_panels_page_is_counted_but_led_to_by_nobody_else(newham, stoke, knives, readers_have, look):
    readers_have(newham, knives)
    shown = look(member_of(stoke), area=EVERYWHERE)

    assert shown.says("Knives", STRAIGHTFORWARD) == "1"
    assert (
        shown.leads_to("Knives", QUICK) == f"/admin/pages/add/articles/articlepage/{stoke.root_page_id}/?topic=knives"
    )


def test_the_step_shows_nobody_another_panels_drafts(newham, stoke, knives):
    for panel, title in ((newham, "A draft of Newham's"), (stoke, "A draft of Stoke's")):
        for _twice in range(2):
            page = draft(panel, by=member_of(panel), title=title)
            page.topics.set([knives])
            page.save()
    asked = {"topic": "knives", "level": "el12", "locale": "en"}

    said = text_of(browser_of(member_of(stoke)).get(reverse("insights:begin"), asked))

    assert "A draft of Stoke&#x27;s" in said
    assert "A draft of Newham" not in said


ADULTS = {
    "lead": lead_of,
    "moderator": moderator_for,
    "admin": lambda panel: appointed(Role.ADMIN, panel),
    "superuser": lambda panel: superuser(),
}


@pytest.mark.parametrize("adult", ADULTS.values(), ids=ADULTS)
def test_who_may_not_write_sees_gaps_without_links_and_hears_who_can(newham, knives, readers_have, look, adult):
    readers_have(newham, knives)
    shown = look(adult(newham))

    assert shown.says("Knives", QUICK) == "None"
    assert shown.soup.select(".coverage-table a, .coverage-first") == []
    assert "Members of a youth panel begin what is missing." in shown.text


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.DIRECTORY_EDITOR])
def test_whose_work_pages_are_not_has_no_such_page(newham, role):
    browser = browser_of(appointed(role, newham))

    assert browser.get(COVERAGE).status_code == 404
    assert "What is missing" not in text_of(browser.get("/admin/"))


@pytest.mark.parametrize(
    "asked",
    [
        {"topic": "unknown", "level": "el3", "locale": "en"},
        {"topic": "knives", "level": "l9", "locale": "en"},
        {"topic": "knives", "level": "el3", "locale": "tlh"},
        {},
    ],
)
def test_a_step_for_what_there_is_not_is_not_there(member, knives, asked):
    assert browser_of(member).get(reverse("insights:begin"), asked).status_code == 404


# -- the way in


def test_the_way_in_is_in_the_menu_and_on_everybodys_own_page(newham, member, knives):
    ways = {
        reverse("moderation:for_my_panel"): [member, lead_of(newham)],
        reverse("moderation:desk"): [moderator_for(newham)],
        reverse("wagtailadmin_home"): [member, appointed(Role.ADMIN, newham)],
    }

    for address, people in ways.items():
        for user in people:
            assert COVERAGE in browser_of(user).get(address).content.decode()


# -- empty


def test_without_topics_it_says_who_adds_them(member, newham, look):
    Topic.objects.all().delete()

    assert "There are no topics yet." in look(member).text


def test_without_pages_it_says_how_the_first_one_can_be(member, newham, knives, look):
    assert "Readers get no page here yet." in look(member).text


def test_with_one_language_there_is_none_to_choose_and_none_to_name(member, newham, knives, look, monkeypatch):
    for module in ("coverage", "views"):
        monkeypatch.setattr(f"insights.{module}.LANGUAGES", ("en",))

    shown = look(member, locale="en")

    assert shown.soup.find(id="coverage-locale") is None
    assert shown.sentence == "There is nothing yet."


# -- and it costs the same


def test_as_many_queries_for_many_pages_as_for_one(member, newham, knives, readers_have, readers_have_in_welsh, look):
    readers_have_in_welsh(readers_have(newham, knives))
    look(member)  # what is remembered once for each process

    counted = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look(member)
        counted.append(len(queries))
        for number in range(4):
            readers_have_in_welsh(readers_have(newham, topic(f"topic-{number}"), body_l1=words("More.")))

    assert counted[0] == counted[1]


def test_few_queries_and_fewer_for_who_writes_nothing(
    member, newham, knives, readers_have, django_assert_max_num_queries
):
    readers_have(newham, knives)

    with django_assert_max_num_queries(24):
        coverage_for(member, area=None, language=None)
    lead = lead_of(newham)
    with django_assert_max_num_queries(8):
        coverage_for(lead, area=None, language=None)


def test_looking_writes_nothing(member, newham, knives, readers_have):
    readers_have(newham, knives)
    browser = browser_of(member)
    browser.get(COVERAGE)

    with CaptureQueriesContext(connection) as queries:
        browser.get(COVERAGE)
        browser.get(reverse("insights:begin"), {"topic": "knives", "level": "el12", "locale": "cy"})

    written = ("INSERT", "UPDATE", "DELETE")
    assert [query["sql"] for query in queries if query["sql"].startswith(written)] == []
