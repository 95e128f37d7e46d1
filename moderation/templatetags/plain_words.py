"""Days and hours in templates, the way people say them."""

from django import template

from moderation.saying import day_in_words, moment_in_words

register = template.Library()
register.filter("moment_in_words", moment_in_words)
register.filter("day_in_words", day_in_words)
