"""Names that are one person's, for eyes too: what keeps them so on each row (which names look the same: people/names.py)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.names import BETWEEN, folded, is_plain, tidied

LONGEST_FOLDED = 500

NAMES = {"display_name": BETWEEN, "username": frozenset("@.+-_")}
"""A person's names, and what may stand between their letters."""

NOT_PLAIN = {
    "display_name": _(
        "Use letters of one alphabet. Digits, spaces, hyphens and apostrophes may stand among them, and nothing else."
    ),
    "username": _("Use letters of one alphabet. Digits and @ . + - _ may stand among them, and nothing else."),
}

NAME_TAKEN = _("Somebody here has this name, or one that looks like it. Choose another one.")


class FoldedField(models.CharField):
    """What the name in `of` looks like (people/names.py), written with each row: no two rows have the same.

    Where two had before names were one person's, a migration put "#" and a number behind it. It stays until the name changes.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        # Its column ends somewhere; a name that is this long looks like none before the end.
        key, kept = (
            folded(getattr(model_instance, self.of))[: LONGEST_FOLDED - 10],
            getattr(model_instance, self.attname),
        )
        if kept.partition("#")[0] != key:
            setattr(model_instance, self.attname, key)
        return str(getattr(model_instance, self.attname))


class OnePersonsNames:
    """A user's part that is about their names."""

    pk: Any
    _meta: Any
    display_name: Any

    def clean(self) -> None:
        """A name that changes is plain, and nobody else's. One that stays may be from before this rule."""
        super().clean()  # type: ignore[misc]
        stored = self._users().filter(pk=self.pk).values(*NAMES).first() or {}
        changed = [name for name in NAMES if getattr(self, name) and getattr(self, name) != stored.get(name)]
        if "display_name" in changed:
            self.display_name = tidied(self.display_name)
        if errors := {name: error for name in changed if (error := self._why_not_called(name))}:
            raise ValidationError(errors)

    def _why_not_called(self, name: str) -> Any:
        said = getattr(self, name)
        if len(said) > (self._meta.get_field(name).max_length or 0) or not is_plain(said, between=NAMES[name]):
            return NOT_PLAIN[name]
        key = folded(said)
        alike = Q(**{f"{name}_folded": key}) | Q(**{f"{name}_folded__startswith": f"{key}#"})
        return NAME_TAKEN if self._users().exclude(pk=self.pk).filter(alike).exists() else None

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Raises IntegrityError where somebody else's name looks the same, from scripts too."""
        if update_fields is not None:
            update_fields = {*update_fields, *(f"{name}_folded" for name in NAMES if name in update_fields)}
        super().save(*args, update_fields=update_fields, **kwargs)  # type: ignore[misc]

    def _users(self) -> Any:
        return type(self)._default_manager  # type: ignore[attr-defined]
