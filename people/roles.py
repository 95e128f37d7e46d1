"""What adults are appointed for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LEAD = "lead", _("panel lead")
    MODERATOR = "moderator", _("moderator")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("safeguarding lead")
    DIRECTORY_EDITOR = "directory_editor", _("directory editor")
    TRANSLATOR = "translator", _("translator")
    ADMIN = "admin", _("admin")
