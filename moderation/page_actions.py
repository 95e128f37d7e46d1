"""What Wagtail offers to do with a page and our road forbids: publish, take down, move, delete, copy. Each with its sentence.

What a panel agreed to stays in front of readers until a moderator withdraws it and says why. Whoever presses a button
of Wagtail's that would do it otherwise reads what to do instead.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

from agreement.hashing import content_hash
from agreement.models import Agreement
from moderation.models import Ballot, ModeratorCheck
from moderation.readiness import can_be_voted_on
from moderation.references import pages_that_need


class PageAction(StrEnum):
    """By the names that Wagtail gives them in its bulk actions and its admin API."""

    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    MOVE = "move"
    DELETE = "delete"
    COPY_LIVE = "copy"
    CREATE_ALIAS = "create_alias"
    CONVERT_ALIAS = "convert_alias"
    BECOME_ALIAS = "convert_to_alias"
    RESTRICT = "set_privacy"


def why_not(page: Page, action: PageAction) -> str:
    """Why this cannot be done with `page`, or with what hangs below it; empty where it can."""
    match action:
        case PageAction.PUBLISH:
            return why_not_published(page.specific.get_latest_revision_as_object())
        case PageAction.MOVE | PageAction.DELETE:
            return _why_it_stays(page, action)
        case PageAction.UNPUBLISH if stands_below(page):
            return _(
                "A panel agreed to this, so readers do not lose it without a word. A moderator of its council can withdraw it."
            )
        case PageAction.RESTRICT if goes_on_the_road(page) or stands_below(page):
            return _("What a panel agrees to is for everybody. A moderator of its council can withdraw it.")
        case PageAction.COPY_LIVE | PageAction.CREATE_ALIAS if _road_begins_below(page):
            return _("A copy starts as a draft and is sent to the panel. Copy it again, without publishing it.")
        case PageAction.CONVERT_ALIAS if goes_on_the_road(page):
            return _("Nobody has agreed to this copy. Begin a new page instead, and send it to the panel.")
        case PageAction.BECOME_ALIAS if goes_on_the_road(page):
            return _("This page has words of its own. To change them, edit it and send it to the panel.")
    return ""


def why_not_published(page: Page) -> str:
    """Why these words cannot be published: nobody agreed to exactly them. `page` may be a revision's object."""
    if not goes_on_the_road(page) or is_agreed(page):
        return ""
    return _("A page goes live after the panel's vote and a moderator's check. Press “Send to the panel” instead.")


def goes_on_the_road(page: Page) -> bool:
    kind = page.specific_class
    return kind is not None and can_be_voted_on(kind)


def is_agreed(page: Page) -> bool:
    """Whether exactly what this object says carries a standing agreement."""
    standing = Agreement.objects.standing().about(content_id=page.translation_key, locale=page.locale.language_code)
    # Looked for first: a hash costs queries, and most drafts were never agreed.
    return standing.exists() and standing.filter(content_hash=content_hash(page)).exists()


def stands_below(page: Page) -> bool:
    """Whether a live page here or below carries a standing agreement: readers may be seeing it."""
    live = page.get_descendants(inclusive=True).filter(live=True, expired=False)
    return _agreed_among(live, Agreement.objects.standing()).exists()


def _agreed_among(pages: PageQuerySet, agreements: object) -> PageQuerySet:
    places = agreements.filter(content_id__in=list(pages.values_list("translation_key", flat=True)))  # type: ignore[attr-defined]
    contents = Q(pk__in=[])
    for content_id, language in set(places.values_list("content_id", "locale")):
        contents |= Q(translation_key=content_id, locale__language_code=language)
    return pages.filter(contents)


def _road_begins_below(page: Page) -> bool:
    """Whether a copy of this would hold pages that a panel votes on."""
    return any(goes_on_the_road(one) for one in page.get_descendants(inclusive=True))


def _why_it_stays(page: Page, action: PageAction) -> str:
    if why := why_it_is_kept(page) if action == PageAction.DELETE else _why_nobody_moves_it(page):
        return why
    if action == PageAction.DELETE and _others_point_to(page.get_descendants(inclusive=True)):
        return _("Another page points to this, so it stays. Take the link off that page first.")
    return ""


def why_it_is_kept(page: Page) -> str:
    """Why nothing deletes this page and what hangs below it, whatever other pages say; empty where something may."""
    if why := _who_is_deciding(page):
        return why
    if was_agreed_below(page):
        return _("A panel agreed to this, so it is kept. A moderator can withdraw it from its readers.")
    return ""


def _why_nobody_moves_it(page: Page) -> str:
    if why := _who_is_deciding(page):
        return why
    if was_agreed_below(page):
        return _(
            "A panel agreed to this as its own page, so it stays where it is. Begin a new page in the other place."
        )
    return ""


def _who_is_deciding(page: Page) -> str:
    ids = [str(pk) for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)]
    if Ballot.objects.unclosed().filter(workflow_state__object_id__in=ids).exists():
        return _("The panel is voting on this, so it stays where it is. Take the page back first.")
    if ModeratorCheck.objects.unfinished().filter(workflow_state__object_id__in=ids).exists():
        return _("A moderator is checking this, so it stays where it is. Take the page back first.")
    return ""


def was_agreed_below(page: Page) -> bool:
    """Whether anybody ever agreed to a page here or below, also where that was taken back."""
    keys = page.get_descendants(inclusive=True).values_list("translation_key", flat=True)
    return Agreement.objects.filter(content_id__in=list(keys)).exists()


def _others_point_to(pages: PageQuerySet) -> bool:
    """Whether pages that stay mention one of these: they would say something else than what was agreed."""
    inside = {str(pk) for pk in pages.values_list("pk", flat=True)}
    page_type = ContentType.objects.get_for_model(Page)
    mentions = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type, to_object_id__in=inside
    )
    # A page's own translations point to each other through nothing but bookkeeping.
    if mentions.exclude(object_id__in=inside).exclude(model_path__in=["alias_of", "live_revision"]).exists():
        return True
    return any(str(page.pk) not in inside for page in pages_that_need(*pages))
