"""A term as people write it -> where its word forms stand in a text.

``hegemon*`` stands for every word that begins so; `` * `` alone for up to two words between; a
space also for a hyphen or a line's end; ``|`` between what counts as the same. A plain word counts
with its plural and possessive. Terms of `KNOWN` stand for the forms beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from multipole.core.errors import WrongUse

#: Terms with the forms that count as them.
KNOWN: Final[dict[str, str]] = {
    "multipolar": "multipolar* | multi polar*",
    "rules-based order": "rules based * order* | rule based * order* | order based on rules",
    "sovereignty": "sovereign*",
    "hegemony": "hegemon*",
}
#: What one asks of speeches when one names no term.
USUAL: Final = tuple(KNOWN)
LONGEST: Final = 100
_BREAK: Final = r"[\s\-\u2010-\u2015]+"
_WORD: Final = r"[^\W\d_]+"
_BEFORE: Final = r"(?<![^\W_])"
_AFTER: Final = r"(?![^\W_])"
_PIECES: Final = re.compile(r"[^\W_]+\*?|\*")
_FEWEST: Final = 2


def places(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the forms of a term stand, as [start, end) in code points, from left to right.

    Raises `WrongUse` for a term without letters, too long, or a ``*`` after fewer than two letters.

    >>> text = "Hegemonism, a multi-polar world and the rules-based international order."
    >>> [text[a:b] for term in USUAL for a, b in places(term, text)]
    ['multi-polar', 'rules-based international order', 'Hegemonism']
    """
    for found in pattern(term).finditer(text):
        yield found.span()


@cache
def pattern(term: str) -> re.Pattern[str]:
    """The expression that finds a term's forms; see `places`."""
    forms = KNOWN.get(term.strip().casefold(), term)
    if len(forms) > LONGEST:
        raise WrongUse(f"the term {term[:40]!r}... is too long", remedy=f"At most {LONGEST} signs.")
    made = [_form(form, term) for form in forms.split("|")]
    return re.compile(f"{_BEFORE}(?:{'|'.join(made)}){_AFTER}", re.IGNORECASE)


def _form(form: str, term: str) -> str:
    pieces = _PIECES.findall(form)
    if not pieces or {"*"} & {pieces[0], pieces[-1]}:
        raise WrongUse(f"{term!r} is no term", remedy="Give words: sovereignty, 'hegemon*'.")
    made = ""
    for place, piece in enumerate(pieces):
        gap = _BREAK if place and made else ""
        if piece == "*":
            made += f"(?:{_BREAK}{_WORD}){{0,2}}"
        else:
            made += gap + _piece(piece, term, last=place == len(pieces) - 1)
    return made


def _piece(piece: str, term: str, *, last: bool) -> str:
    stem = piece.rstrip("*")
    if stem != piece:
        if len(stem) < _FEWEST:
            raise WrongUse(
                f"{term!r} begins too short", remedy="Give two letters or more before *."
            )
        return f"{re.escape(stem)}[^\\W\\d_]*"
    if not last:
        return re.escape(stem)
    if stem.endswith("y"):
        return f"(?:{re.escape(stem)}|{re.escape(stem[:-1])}ies)(?:['\u2019]s)?"
    return f"{re.escape(stem)}(?:e?s)?(?:['\u2019]s)?"
