"""Nobody alone writes what takes two: asked at each save, each delete and each link, whoever makes it and from wherever."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Task

from agreement.four_eyes import NEEDS_TWO, Guarded, NeedsSecondPerson, changed_in, open_door
from agreement.seals import guarded_fields, guarded_row, seal, stored_row, take_seal_off


def _what_is_guarded(sender: type[Model], instance: Any) -> tuple[type[Model], Guarded] | None:
    """The model that the list knows, also where a place is saved as a plain page, or a step of the road as a plain task."""
    if sender._meta.apps is not apps:
        return None  # a migration's model: it writes for whoever deploys, and what it leaves is sealed by another
    if sender in (Page, Task):
        sender = instance.specific_class or sender
    guarded = NEEDS_TWO.get(sender._meta.label)
    return (sender, guarded) if guarded else None


@receiver(pre_save)
def refuse_to_save_alone(
    sender: type[Model], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    found = _what_is_guarded(sender, instance)
    if found is None or raw:
        return
    model, guarded = found
    names = {field.attname: field.name for field in guarded_fields(sender, guarded)}
    if update_fields is not None:
        names = {attname: name for attname, name in names.items() if {attname, name} & set(update_fields)}
        if not names:
            return
    before = stored_row(model, instance.pk, guarded) if instance.pk is not None else None
    row = guarded_row(instance, guarded)
    now = {attname: _as_stored(sender, attname, row[attname]) for attname in names}
    instance._guarded_change = before is None or bool(changed_in(before, now))
    if instance._guarded_change and not (guarded.alone and guarded.alone(before, now)):
        _refuse_unless_a_door_is_open(model, instance.pk, changed_in(before or {}, now))


def _as_stored(model: type[Model], attname: str, value: Any) -> Any:
    """A script may say a date as text: it is compared as the date it becomes."""
    field = model._meta.get_field(attname)
    return value if hasattr(value, "resolve_expression") else field.to_python(value)  # type: ignore[union-attr]


@receiver(post_save)
def seal_what_was_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    found = _what_is_guarded(sender, instance)
    if found and not raw and instance.__dict__.pop("_guarded_change", False):
        _seal(found[0], instance.pk)


@receiver(pre_delete)
def refuse_to_delete_alone(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    found = _what_is_guarded(sender, instance)
    if found:
        _refuse_unless_a_door_is_open(found[0], instance.pk, set())
        # Django takes rows of a link away without a word to anybody.
        instance._was_linked_with = list(_linked_with(sender, instance.pk))


@receiver(post_delete)
def take_off_the_seal(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    found = _what_is_guarded(sender, instance)
    if found:
        take_seal_off(found[0], instance.pk)
        for model, key in instance.__dict__.pop("_was_linked_with", []):
            _seal(model, key)


def _linked_with(target: type[Model], key: Any) -> Any:
    for label, guarded in NEEDS_TWO.items():
        model = apps.get_model(label)
        for name in guarded.many:
            if model._meta.get_field(name).related_model is target:
                yield from (
                    (model, pk) for pk in model._base_manager.filter(**{name: key}).values_list("pk", flat=True)
                )


@receiver(m2m_changed)
def refuse_to_link_alone(
    sender: type[Model], instance: Any, action: str, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any
) -> None:
    owner = model if reverse else type(instance)
    guarded = NEEDS_TWO.get(owner._meta.label) if owner._meta.apps is apps else None
    if guarded is None or not any(owner._meta.get_field(name).remote_field.through is sender for name in guarded.many):  # type: ignore[union-attr]
        return
    owners = list(pk_set or []) if reverse else [instance.pk]
    if action.startswith("pre_"):
        if action == "pre_clear" and reverse:
            instance._was_linked_with = [
                pk for linked, pk in _linked_with(type(instance), instance.pk) if linked is owner
            ]
        if owners or action == "pre_clear":
            _refuse_unless_a_door_is_open(owner, None if reverse else instance.pk, {"linked"})
        return
    if action == "post_clear" and reverse:
        owners = instance.__dict__.pop("_was_linked_with", [])
    for key in owners:
        _seal(owner, key)


def _refuse_unless_a_door_is_open(model: type[Model], key: Any, changed: set[str]) -> None:
    door = open_door()
    if door is None or not door.lets_through(model._meta.label, key, changed):
        raise NeedsSecondPerson


def _seal(model: type[Model], key: Any) -> None:
    door = open_door()
    seal(model, key, because=door.because if door else "one person may do this alone")
