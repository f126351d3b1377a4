"""Ids are digests of content: the same content has the same id, on any machine, in any order."""

from __future__ import annotations

import hashlib

DIGEST_BYTES = 10


def digest(*parts: str | int | float | None) -> str:
    """Return 20 hex digits that stand for the ordered ``parts``.

    Parts are length-prefixed, so ``("ab", "c")`` and ``("a", "bc")`` differ,
    and typed, so ``1`` and ``"1"`` differ.

    >>> digest("a", 1) == digest("a", 1), digest("ab", "c") == digest("a", "bc")
    (True, False)
    """
    h = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        data = repr(part).encode("utf-8", "surrogatepass")
        h.update(len(data).to_bytes(8, "big"))
        h.update(data)
    return h.hexdigest()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
