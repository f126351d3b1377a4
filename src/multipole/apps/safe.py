"""Text of documents made harmless before a terminal or a spreadsheet shows it.

A report may hold terminal escapes, control characters and marks that turn the direction of what
follows. They are shown as what they are (``\\x1b``, ``\\u202e``) and never sent as such.
"""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # direction, line ends
    "\U000e0000-\U000e007f\ud800-\udfff"  # invisible tags, lone surrogates
)
_HARMFUL: Final = re.compile(f"[{_CONTROLS}]")
_SPACES: Final = re.compile(r"\s+")
_FORMULA: Final = ("=", "+", "-", "@", "\t")


def safe(text: str) -> str:
    r"""``text`` with control and direction characters written as escapes.

    >>> safe("\x1b[31mred \u202eeno")
    '\\x1b[31mred \\u202eeno'
    """
    return _HARMFUL.sub(_escaped, text)


def safe_line(text: str) -> str:
    """`safe` text in one line: white space of any kind is one space."""
    return safe(_SPACES.sub(" ", text)).strip()


def safe_json(text: str) -> str:
    """JSON with the same characters as JSON escapes, which read back unchanged."""
    return _HARMFUL.sub(lambda m: _utf16(m.group()), text)


def safe_csv(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: those get ``'`` in front."""
    plain = safe(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape", "surrogatepass").decode("ascii")


def _utf16(character: str) -> str:
    data = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))
