"""What a revision says is read back also where something that it shows is gone.

django-modelcluster reads a revision's foreign keys one by one, and raises a bare Exception at a row that is gone where the key
says PROTECT (modelcluster/models.py, model_from_serializable_data): one deleted picture then ends every list that the page
stands in, and every sweep. That key holds rows, and no revision is one. Here it is read like SET_NULL; in a child row, which
is nothing without it, like CASCADE. Whatever holds a hash against it finds that the words are others.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db import models
from modelcluster import models as cluster

HANDLED = (models.CASCADE, models.SET_NULL, models.DO_NOTHING)


def read_what_is_gone_as_nothing() -> None:
    """Once, when the apps are ready."""
    theirs = cluster.model_from_serializable_data

    @wraps(theirs)
    def read(model: type[models.Model], data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        try:
            return theirs(model, data, check_fks=check_fks, strict_fks=strict_fks)
        except Exception:  # theirs has no name of its own
            gone = _keys_to_what_is_gone(model, data) if check_fks else {}
            if not gone:
                raise
        return None if strict_fks else theirs(model, data | gone, check_fks=check_fks, strict_fks=strict_fks)

    cluster.model_from_serializable_data = read


def _keys_to_what_is_gone(model: type[models.Model], data: dict[str, Any]) -> dict[str, None]:
    """Those of its foreign keys that modelcluster cannot read, each with nothing in its place."""
    return {field.name: None for field in _keys(model) if _is_gone(field, data.get(field.name))}


def _keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete not in HANDLED
    ]


def _is_gone(key: models.ForeignKey, value: Any) -> bool:
    target = key.target_field
    return value is not None and not key.related_model._default_manager.filter(**{target.name: value}).exists()
