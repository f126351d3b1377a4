"""Words that set sides apart, and how often each side uses a term year by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote as quote_plain

from multipole.answers import Answer
from multipole.answers.narrative_sides import state_of
from multipole.answers.narratives_use import SENTENCES
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import terms_drawn
from multipole.apps.web.pages.narratives_asked import BETWEEN, Wanted, form, label, listed, wanted
from multipole.narratives.phrases import pattern
from multipole.store import Store

#: Sentences that open in place under a term, and those shown of one year.
OPENED: Final = 5
#: Words at each end by which a browser finds a sentence on a page.
_ENDS: Final = 4
OPTIONS: Final = ("by", "sides", "words", "since", "until", "as_of", "at")
Row = Mapping[str, Any]


def _frame(visit: Visit) -> Context:
    asked = _wanted(visit)
    for term in _terms(visit):
        pattern(term)
    return {"title": "Words that set them apart", "place": "terms",
            **form(_without_theme(visit), asked, spoken=True)}  # fmt: skip


def _without_theme(visit: Visit) -> Visit:
    """The visit without what is a theme on the page of narratives: ``words`` are terms here."""
    kept = {k: v for k, v in visit.given.items() if k in OPTIONS and k != "words"}
    return Visit(visit.room, visit.places, kept, visit.patience)


def _terms(visit: Visit) -> tuple[str, ...]:
    return listed(visit.get("words"), ",")


def _wanted(visit: Visit) -> Wanted:
    """What is compared: states where the store has their own statements, otherwise outlets."""
    return wanted(visit, by=visit.room.once("spoken", _spoken))


def _spoken(store: Store) -> str:
    states = {state_of(row) for row in store.documents().to_pylist()} - {""}
    return "states" if len(states) > 1 else "outlets"


def _apart(visit: Visit) -> Context:
    asked = _wanted(visit)
    answer = visit.ask("terms", **asked.options)
    sentences = {row["claim"]: row for row in answer.evidence.to_pylist()}
    return {
        "answer": answer, "sides": terms_drawn.sides(answer, asked.by), "behind": sentences,
        "opened": OPENED, "asked": asked, "fragment": fragment,
    }  # fmt: skip


def _used(visit: Visit) -> Answer:
    return visit.ask("term_use", *_terms(visit), **_wanted(visit).options)


def _use(visit: Visit) -> Context:
    answer, asked = _used(visit), _wanted(visit)

    def to(row: Row) -> str | None:
        at = BETWEEN.join((row["term"], row["side"], str(row["year"])))
        found = visit.places.page("terms", **{**_given(visit), "at": at})
        return f"{found}#behind" if found else None

    terms = _by_term(answer)
    return {
        "answer": answer, "asked": asked, "given": _given(visit), "to": to,
        "leads": dict(zip(terms, answer.notes, strict=False)), "terms": terms,
        "pictures": {t: terms_drawn.over_years(rows, asked.by, to) for t, rows in terms.items()},
        "label": label, "until": max(row["year"] for row in answer.table.to_pylist()),
    }  # fmt: skip


def fragment(quote: str) -> str:
    """The end of an address that leads to words on a page, by their first and last ones.

    >>> fragment("We met in the morning and we spoke at night.")
    ':~:text=We%20met%20in%20the,we%20spoke%20at%20night.'
    """
    words = quote.split()
    ends = (words,) if len(words) < 2 * _ENDS else (words[:_ENDS], words[-_ENDS:])
    told = ",".join(quote_plain(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f":~:text={told}"


def _given(visit: Visit) -> dict[str, str]:
    return {k: visit.get(k) for k in OPTIONS if visit.get(k) and k != "at"}


def _by_term(answer: Answer) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in answer.table.to_pylist():
        found.setdefault(row["term"], []).append(row)
    return found


def _behind(visit: Visit) -> Context:
    """The sentences of one point: that of the address, or the one with most."""
    answer = _used(visit)
    rows = answer.table.to_pylist()
    at = tuple(visit.get("at").split(BETWEEN))
    row = next((r for r in rows if (r["term"], r["side"], str(r["year"])) == at), None)
    row = row or max(rows, key=lambda r: r["count"])
    told = _of(answer, row["claims"])
    return {"row": row, "told": told, "label": label(row["side"], _wanted(visit).by),
            "most": SENTENCES, "fragment": fragment}  # fmt: skip


def _of(answer: Answer, claims: Iterable[str]) -> list[Row]:
    wanted_ = set(claims)
    return [row for row in answer.evidence.to_pylist() if row["claim"] in wanted_]


PAGE = Page(
    name="terms",
    path="/narratives/terms",
    template="narratives_terms.html.j2",
    frame=_frame,
    parts=(
        Part("apart", "Terms that set each side apart", "narratives_terms_apart.html.j2", _apart),
        Part("use", "Over the years", "narratives_use.html.j2", _use),
        Part("behind", "The sentences behind a point", "narratives_use_behind.html.j2", _behind),
    ),
    options=OPTIONS,
)
