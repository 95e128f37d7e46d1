"""Whatever changes what is public, heard here and answered once it is committed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from agreement.models import Agreement, LevelLabel, Withdrawal
from agreement.signals import agreements_revoked
from articles.models import CaptionFile, Film, Picture, SaysTheSame
from delivery import actions, lexicons, outbox
from home.models import CrisisLine, CrisisLineWords, FeaturedPage
from languages.models import TranslatedFrom
from taxonomy.models import (
    Area,
    PageArea,
    PageSituation,
    PageTopic,
    Situation,
    SituationLabel,
    Topic,
    TopicLabel,
    WordGroup,
)


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def page_has_changed(instance: Page, **kwargs: Any) -> None:
    outbox.page_saved(instance)


@receiver([post_save, post_delete])
def page_row_was_written(sender: type, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    if issubclass(sender, Page):
        outbox.page_saved(instance, update_fields=update_fields)


@receiver(pre_delete)
def page_is_being_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    if issubclass(sender, Page):
        outbox.page_is_going(instance)


@receiver(pre_save, sender=PageViewRestriction)
def page_is_being_closed(instance: PageViewRestriction, **kwargs: Any) -> None:
    outbox.page_is_being_closed(page_id=instance.page_id)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def page_was_opened_or_closed(instance: PageViewRestriction, **kwargs: Any) -> None:
    outbox.later(actions.contents_below, page_id=instance.page_id)


@receiver([post_save, post_delete], sender=Agreement)
@receiver([post_save, post_delete], sender=Withdrawal)
def ledger_was_written(instance: Agreement | Withdrawal, **kwargs: Any) -> None:
    outbox.later(actions.content_itself, content_id=instance.content_id)


@receiver(post_save, sender=Withdrawal)
def something_was_withdrawn(instance: Withdrawal, **kwargs: Any) -> None:
    if instance.put_back_at is None:
        actions.hide_content(content_id=instance.content_id, locale=instance.locale)


@receiver(agreements_revoked)
def agreements_were_taken_back(content_id: UUID, locale: str, **kwargs: Any) -> None:
    actions.hide_content(content_id=content_id, locale=locale)


@receiver([post_save, post_delete], sender=LevelLabel)
def levels_have_other_names(instance: LevelLabel, **kwargs: Any) -> None:
    outbox.later(actions.contents_in_place, content_id=instance.place, language=instance.language)


@receiver([post_save, post_delete], sender=TranslatedFrom)
def translation_was_noted(instance: TranslatedFrom, **kwargs: Any) -> None:
    outbox.later(actions.content_itself, content_id=instance.content_id)


@receiver([post_save, post_delete], sender=SaysTheSame)
def versions_were_compared(instance: SaysTheSame, **kwargs: Any) -> None:
    outbox.later(actions.content_itself, content_id=instance.content_id)


@receiver([post_save, post_delete], sender=PageTopic)
def page_was_given_a_topic(instance: PageTopic, **kwargs: Any) -> None:
    outbox.later(actions.contents_of_page, page_id=instance.content_object_id)


@receiver([post_save, post_delete], sender=PageSituation)
@receiver([post_save, post_delete], sender=PageArea)
def page_was_classified(instance: PageSituation | PageArea, **kwargs: Any) -> None:
    outbox.later(actions.contents_of_page, page_id=instance.page_id)


@receiver([post_save, post_delete], sender=Topic)
def topic_has_changed(instance: Topic, **kwargs: Any) -> None:
    outbox.later(actions.contents_about_topic, topic_id=instance.pk)


@receiver([post_save, post_delete], sender=TopicLabel)
def topic_label_has_changed(instance: TopicLabel, **kwargs: Any) -> None:
    outbox.later(actions.contents_about_topic, topic_id=instance.topic_id)


@receiver([post_save, post_delete], sender=Situation)
def situation_has_changed(instance: Situation, **kwargs: Any) -> None:
    outbox.later(actions.contents_for_situation, situation_id=instance.pk)


@receiver([post_save, post_delete], sender=SituationLabel)
def situation_label_has_changed(instance: SituationLabel, **kwargs: Any) -> None:
    outbox.later(actions.contents_for_situation, situation_id=instance.situation_id)


@receiver([post_save, post_delete], sender=Area)
def area_has_changed(**kwargs: Any) -> None:
    outbox.later(actions.contents_with_areas)


@receiver([post_save, post_delete], sender=WordGroup)
def search_words_have_changed(**kwargs: Any) -> None:
    lexicons.forget()


@receiver([post_save, post_delete], sender=FeaturedPage)
def something_else_is_put_first(**kwargs: Any) -> None:
    actions.lists_have_changed()


@receiver([post_save, post_delete], sender=Locale)
def language_has_changed(instance: Locale, **kwargs: Any) -> None:
    outbox.later(actions.contents_in_locale, locale_id=instance.pk)


@receiver(post_save, sender=Picture)
def picture_has_changed(instance: Picture, **kwargs: Any) -> None:
    outbox.later(actions.contents_showing, picture_id=instance.pk)


@receiver(post_save, sender=Film)
@receiver(post_save, sender=CaptionFile)
def film_or_captions_have_changed(sender: type[Model], instance: Film | CaptionFile, **kwargs: Any) -> None:
    outbox.later(actions.contents_using, model=sender._meta.label_lower, key=instance.pk)


@receiver([post_save, post_delete], sender=CrisisLine)
@receiver([post_save, post_delete], sender=CrisisLineWords)
@receiver(m2m_changed, sender=CrisisLine.topics.through)
@receiver(m2m_changed, sender=CrisisLine.areas.through)
def crisis_help_has_changed(**kwargs: Any) -> None:
    outbox.later(actions.keep_crisis_help)
