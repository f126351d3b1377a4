"""Files of a publisher who wrote some of them in UTF-8 and some in Latin-1."""

from __future__ import annotations

import re
from typing import Final

_UTF8: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


def as_utf8(chunk: bytes) -> bytes:
    """``chunk`` in UTF-8 when it is Latin-1 throughout; else as it is, bad lines included.

    It is taken for Latin-1 when it has bytes beyond ASCII and none of them is UTF-8.
    """
    if chunk.isascii() or _UTF8.search(chunk):
        return chunk
    return chunk.decode("latin-1").encode()
