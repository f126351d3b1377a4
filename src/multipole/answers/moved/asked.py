"""The two questions that begin with why, told apart by how many words they have."""

from __future__ import annotations

from typing import Any, Final

from multipole.answers.answer import Answer
from multipole.answers.measures import MEASURES
from multipole.answers.moved.ask import moved
from multipole.answers.tellings import is_id, tellings
from multipole.answers.why import why
from multipole.core.errors import WrongUse
from multipole.store import Store

_USE: Final = "Give two actors (CHN RUS), or measure, actors and year (agreement CHN RUS 2014)."


def why_of(store: Store, *words: str, **options: Any) -> Answer:
    """`why` of two actors, `moved` of a measure, two actors and a period, `tellings` of an event.

    Raises `WrongUse` for other words, and for options that the question does not have.
    """
    match words:
        case [one] if is_id(one):
            return tellings(store, one, **_only(options, ("as_of",)))
        case [first, _] if not _is_measure(first):
            return why(store, *words, **_only(options, ("by", "as_of")))
        case [_, _, _, _]:
            kept = _only(options, ("against", "as_of", "limit", "source"))
            return moved(store, *words, **kept)
        case [first, *_] if _is_measure(first):
            raise WrongUse(f"{first} is a measure: of whom and when is not said", remedy=_USE)
        case _:
            raise WrongUse(f"why of {len(words)} words: {' '.join(map(str, words))}", remedy=_USE)


def _is_measure(word: str) -> bool:
    return str(word).lower() in MEASURES


def _only(options: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """The options that are set; raises `WrongUse` for one that this question does not have."""
    given = {name: value for name, value in options.items() if value not in (None, "")}
    for name in given:
        if name not in known:
            raise WrongUse(f"{name!r} is no option of this question", remedy=_USE)
    return given
