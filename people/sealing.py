"""What travels through somebody's browser and nobody may read on the way: encrypted, not only signed.

Whoever looks at a page's source, or keeps a copy of it, sees that something is sealed, and not even from its length what:
it is filled up to whole steps, of which any vote needs one.
"""

from __future__ import annotations

import base64
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

STEP = 4096  # bytes
LENGTH = 4  # of these bytes the first say how long what is in it is


def seal(said: str, *, purpose: str) -> str:
    """Text that only this server can read again, with `open_sealed` and the same purpose. ASCII, fit for a form's field."""
    return _keys(purpose).encrypt(_filled_up(zlib.compress(said.encode()))).decode()


def open_sealed(sealed: str, *, purpose: str, lasts: int) -> str | None:
    """What was sealed for this purpose, within `lasts` seconds; None for anything else."""
    try:
        filled = _keys(purpose).decrypt(sealed.encode(), ttl=lasts)
    except InvalidToken:
        return None
    return zlib.decompress(_without_filling(filled)).decode()


def _keys(purpose: str) -> MultiFernet:
    """A key of its own for each purpose. What the last SECRET_KEYs sealed opens too, while they are fallbacks."""
    return MultiFernet(
        [Fernet(_key(secret, purpose)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str | bytes, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"waymark: {purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(force_bytes(secret)))


def _filled_up(content: bytes) -> bytes:
    whole = len(content).to_bytes(LENGTH, "big") + content
    return whole + bytes(-len(whole) % STEP)


def _without_filling(filled: bytes) -> bytes:
    return filled[LENGTH : LENGTH + int.from_bytes(filled[:LENGTH], "big")]
