"""How each row that takes two people stood when it was last written through a door.

Whoever goes round `save()` breaks the seal, and `manage.py four_eyes` says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps as django_apps
from django.apps.registry import Apps
from django.db import models
from django.db.models import Field, Model

from agreement.four_eyes import NEEDS_TWO, Guarded, Row

LONGEST_REASON = 200


class Seal(models.Model):
    """The digest of what is guarded of one row, and why it was last written."""

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    because = models.CharField(max_length=LONGEST_REASON)
    sealed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="one_seal_a_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


@dataclass(frozen=True)
class BrokenSeal:
    """A row that is not as two people left it."""

    model: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.what}"


def guarded_fields(model: type[Model], guarded: Guarded) -> list[Field]:
    names = guarded.fields
    return [field for field in model._meta.concrete_fields if (field.name in names if names else not field.primary_key)]


def guarded_row(instance: Model, guarded: Guarded) -> Row:
    """What `instance` would write."""
    return {field.attname: getattr(instance, field.attname) for field in guarded_fields(type(instance), guarded)}


def stored_row(model: type[Model], key: Any, guarded: Guarded) -> Row | None:
    """What stands in the database; None where nothing does."""
    names = [field.attname for field in guarded_fields(model, guarded)]
    return model._base_manager.filter(pk=key).values(*names).first()


def seal(model: type[Model], key: Any, *, because: str) -> None:
    """Write down how this row stands now."""
    label = model._meta.label
    digest = dict(digests(model, NEEDS_TWO[label], keys=[key])).get(str(key))
    if digest is not None:
        Seal.objects.update_or_create(
            model=label, key=str(key), defaults={"digest": digest, "because": because[:LONGEST_REASON]}
        )


def take_seal_off(model: type[Model], key: Any) -> None:
    Seal.objects.filter(model=model._meta.label, key=str(key)).delete()


def seal_everything(*, because: str, apps: Apps = django_apps, seals: Any = Seal) -> int:
    """What stands now is what stands: for a database that is older than its seals, and for whoever put it right by hand."""
    seals.objects.all().delete()
    rows = [
        seals(model=label, key=key, digest=digest, because=because[:LONGEST_REASON])
        for label, guarded in NEEDS_TWO.items()
        for key, digest in digests(apps.get_model(label), guarded)
    ]
    seals.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def seal_what_joins_the_list(labels: Iterable[str], *, because: str, apps: Apps, seals: Any) -> None:
    """For the migration that comes with new models on the list: how their rows stand now. All other seals stay as they are."""
    for label in labels:
        seals.objects.filter(model=label).delete()
        seals.objects.bulk_create(
            [
                seals(model=label, key=key, digest=digest, because=because[:LONGEST_REASON])
                for key, digest in digests(apps.get_model(label), NEEDS_TWO[label])
            ]
        )


def seal_with_more_fields(label: str, before: Guarded, *, because: str, apps: Apps, seals: Any) -> None:
    """For the migration that comes with new fields of a model on the list. A seal that was broken stays broken."""
    model = apps.get_model(label)
    now = dict(digests(model, NEEDS_TWO[label]))
    for key, digest in digests(model, before):
        seals.objects.filter(model=label, key=key, digest=digest).update(
            digest=now[key], because=because[:LONGEST_REASON]
        )


def broken_seals() -> list[BrokenSeal]:
    """Every row that was written, added or deleted past the doors."""
    return [broken for label, guarded in NEEDS_TWO.items() for broken in _broken_in(label, guarded)]


def _broken_in(label: str, guarded: Guarded) -> Iterator[BrokenSeal]:
    sealed = dict(Seal.objects.filter(model=label).values_list("key", "digest"))
    for key, digest in digests(django_apps.get_model(label), guarded):
        was = sealed.pop(key, None)
        if was is None:
            yield BrokenSeal(label, key, "was added without a second person")
        elif was != digest:
            yield BrokenSeal(label, key, "was changed without a second person")
    yield from (BrokenSeal(label, key, "was deleted without a second person") for key in sealed)


def digests(model: type[Model], guarded: Guarded, keys: Iterable[Any] | None = None) -> Iterator[tuple[str, str]]:
    """Key and digest of each row. What is at its default is left out, so that a new field breaks no seal."""
    rows = model._base_manager.all() if keys is None else model._base_manager.filter(pk__in=list(keys))
    linked = {name: _linked(model, name, keys) for name in guarded.many}
    fields = guarded_fields(model, guarded)
    for values in rows.values_list("pk", *(field.attname for field in fields)):
        key, *written = values
        said: dict[str, Any] = {
            field.attname: value for field, value in zip(fields, written, strict=True) if not _is_default(field, value)
        }
        said |= {name: sorted(found[key]) for name, found in linked.items() if found.get(key)}
        text = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
        yield str(key), hashlib.sha256(text.encode()).hexdigest()


def _is_default(field: Field, value: Any) -> bool:
    return value in (None, "") or (not callable(field.default) and value == field.default)


def _linked(model: type[Model], name: str, keys: Iterable[Any] | None) -> dict[Any, list[str]]:
    field = model._meta.get_field(name)
    through = field.remote_field.through  # type: ignore[union-attr]
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
    rows = through._base_manager.all()
    rows = rows if keys is None else rows.filter(**{f"{own}__in": list(keys)})
    found: dict[Any, list[str]] = {}
    for key, linked in rows.values_list(f"{own}_id", f"{other}_id"):
        found.setdefault(key, []).append(str(linked))
    return found
