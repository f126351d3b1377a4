"""A claim about two states, in a word: which words there are, and what each needs to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from multipole.answers.answer import Answer
from multipole.answers.asked import one_of
from multipole.answers.claim_junior import claim_junior
from multipole.answers.claim_kind import claim_kind
from multipole.answers.claim_test import claim_test
from multipole.answers.claim_together import claim_together
from multipole.answers.turns import ALPHA, DRAWS
from multipole.core.errors import WrongUse
from multipole.relations.kinds_table import KINDS
from multipole.store import Store

OF_SERIES: Final = ("turn", "closer", "together", "junior")
CLAIMS: Final = (*OF_SERIES, *KINDS)
_TESTS: Final = ("first", "alpha", "seed", "draws")
#: What may be said beside the two states, by claim; ``as_of`` always may.
_MAY: Final[Mapping[str, tuple[str, ...]]] = {
    "turn": ("year", *_TESTS),
    "closer": ("since", *_TESTS),
    "together": ("since", "until"),
    "junior": ("on", "since", "alpha"),
} | dict.fromkeys(KINDS, ("on", "criteria"))
_FORMS: Final[Mapping[str, str]] = {
    "turn": "claim turn A B --year 2014",
    "closer": "claim closer A B --since 2014",
    "together": "claim together A B --since 2012 --until 2022",
    "junior": "claim junior A B --on 2021-12-31 --since 2000",
}


def claim(
    store: Store,
    question: str,
    a: str,
    b: str,
    year: int | None = None,
    *,
    since: int | None = None,
    until: int | None = None,
    on: str | date | None = None,
    first: int | None = None,
    alpha: float | None = None,
    seed: int | None = None,
    draws: int | None = None,
    criteria: str | Path | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """Whether a claim about two states holds, by every series of the store that could tell.

    ``question``: ``turn`` (with ``year``) or ``closer`` (with ``since``): `claim_test`;
    ``together`` (``since``, ``until``): do they vote and veto together, `claim_together`;
    ``junior`` (``on``, ``since``): who is the junior partner, `claim_junior`; or a kind of tie such
    as ``alliance`` (``on``, ``criteria``): `claim_kind`. A row a series or criterion, with its
    verdict: yes, no, or not measurable and why.

    Raises `WrongUse` for another question, or an option that the question does not take, and what
    the functions named raise.
    """
    asked = one_of(question.lower(), CLAIMS, "a claim that can be tested")
    if asked == "closer" and since is None:
        year, since = None, year
    given: dict[str, Any] = {
        "year": year, "since": since, "until": until, "on": on, "first": first, "alpha": alpha,
        "seed": seed, "draws": draws, "criteria": criteria,
    }  # fmt: skip
    said = {name: value for name, value in given.items() if value is not None}
    _check(asked, said)
    return _ask(store, asked, a, b, said, as_of)


def _check(asked: str, said: Mapping[str, Any]) -> None:
    extra = [name for name in said if name not in _MAY[asked]]
    lacks = asked in ("turn", "closer") and _MAY[asked][0] not in said
    if extra or lacks:
        form = _FORMS.get(asked, f"claim {asked} A B --on 2018-12-31")
        what = f"takes no {' and no '.join(extra)}" if extra else f"needs a {_MAY[asked][0]}"
        raise WrongUse(f"the claim {asked!r} {what}", remedy=f"Ask it as: {form}.")


def _ask(
    store: Store, asked: str, a: str, b: str, said: dict[str, Any], as_of: str | date | None
) -> Answer:
    if asked in ("turn", "closer"):
        options = {"alpha": ALPHA, "seed": 0, "draws": DRAWS} | said
        year = options.pop(_MAY[asked][0])
        return claim_test(store, asked, a, b, year, as_of=as_of, **options)
    if asked == "together":
        return claim_together(store, a, b, as_of=as_of, **said)
    if asked == "junior":
        return claim_junior(store, a, b, as_of=as_of, **said)
    return claim_kind(store, asked, a, b, as_of=as_of, **said)
