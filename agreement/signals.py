"""What lower rooms tell upwards about a page on its road."""

from django.dispatch import Signal

about_to_be_sent = Signal()
"""Somebody presses *send in*, and the form asks whether anything stands in the way that the page itself cannot know.

Sent with `page` (as it was typed; a new one is not saved yet and hangs nowhere), `parent_page` (where it hangs or will
hang) and `sender_user`. Receivers return a list of kind sentences, empty when nothing is in the way.
"""

words_agreed = Signal()
"""Exactly what `page` says was agreed by everybody who had to agree, just now. Not sent where words that were agreed before
are put back.
"""

agreements_revoked = Signal()
"""What was agreed of a `content_id` in a `locale` stands no more, and nothing in its place: sent in the transaction that takes it back."""

change_proposed = Signal()
"""Somebody would like to change what takes a second person (agreement/four_eyes.py). Nothing has changed yet.

Sent by the model with `proposal`, an `agreement.proposals.Proposed`, and `user`, who proposes it.
"""
