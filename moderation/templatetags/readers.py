"""Stands in for delivery's tag library of this name until it is there."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def as_readers_see(page, level=None) -> SafeString:
    body = page.body(level) if hasattr(page, "body") else ""
    return render_to_string("moderation/_stand_in.html", {"page": page, "body": body})
