"""What a translation cannot do, in a sentence for the person in front of the screen."""

from __future__ import annotations


class NotThisWay(Exception):
    """A way of saving or showing a translation that goes round the panel's vote. Said in one sentence."""
