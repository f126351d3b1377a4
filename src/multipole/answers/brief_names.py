"""Names of actors as prose has them: the United States, the European Union, China."""

from __future__ import annotations

import re
from typing import Final

from multipole.actors import load_actors
from multipole.answers.asked import name_of
from multipole.core.errors import UnknownCode

#: States whose names take the article.
_ARTICLE: Final = frozenset(
    "USA GBR ARE NLD PHL BHS GMB MDV COM DOM CAF COG COD SLB MHL DDR".split()
)


def in_prose(actor: str) -> str:
    """The name of an actor id with its article.

    >>> in_prose("USA"), in_prose("CHN"), in_prose("EU"), in_prose("COVAX")
    ('the United States', 'China', 'the European Union', 'COVAX')
    """
    name = name_of(actor)
    return f"the {name}" if _takes_article(actor, name) else name


def opening(text: str) -> str:
    """``text`` with a capital, as it stands at the head of a line."""
    return text[:1].upper() + text[1:]


def key_of(*actors: str) -> str:
    """Ids of actors joined, fit for an anchor: ``CHN-RUS``."""
    return re.sub(r"[^A-Za-z0-9-]+", ".", "-".join(actors))


def _takes_article(actor: str, name: str) -> bool:
    if actor in _ARTICLE:
        return True
    try:
        kind = load_actors().actor(actor).kind
    except UnknownCode:
        return False
    return kind in ("organisation", "bloc") and " " in name and not name.startswith("the ")
