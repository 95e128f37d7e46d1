"""What advice pages ask the rooms above."""

from django.dispatch import Signal

names_wanted = Signal()
"""A hint is about to be given: which names should never be flagged?

Sent by `KnownWords`. Receivers return a list of names: of places, panels, services and numbers to call.
"""
