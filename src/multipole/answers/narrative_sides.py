"""Who is compared: outlets, or governments as speakers, with all that each of them tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from multipole.answers.asked import actors_of, end_of, one_of, start_of
from multipole.answers.evidence import year_of
from multipole.answers.words import count
from multipole.claims.lexicon import load_lexicon
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.narratives.act_words import act_words
from multipole.narratives.phrases import pattern
from multipole.narratives.tellings import Told
from multipole.sources.text.ungd import OUTLET as DEBATE
from multipole.store import Store

#: What sides may be: outlets, or states (what they say in reports, and their own statements).
BY: Final = ("outlets", "states")
#: So many sides at most, and so many when none is named.
MOST: Final = 8
USUAL: Final[Mapping[str, int]] = {"outlets": 6, "states": 4}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is compared: ``by`` outlets or states, which ``sides``, and of what.

    ``actors`` must all be named by a claim; ``domain`` is its domain and ``words`` a term that its
    quoted words hold. ``since`` (first day) and ``until`` (day after the last) bound the days of
    the reports, ``known`` what was known by then.
    """

    by: str
    sides: tuple[str, ...]
    actors: tuple[str, ...] = ()
    domain: str | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None
    known: date | None = None


@dataclass(frozen=True)
class Material:
    """What the sides tell: ``told`` claims, all ``documents`` by id, and whose each is.

    ``reports`` holds the sorted days on which each side tells anything at all; ``quotes`` the words
    of each claim.
    """

    asked: Asked
    told: tuple[Told, ...]
    documents: Mapping[str, Row]
    reports: Mapping[str, tuple[date, ...]]
    read: Mapping[str, int]
    quotes: Mapping[str, str]


def asked_of(store: Store, *, by: str, sides: Iterable[str], actors: Iterable[str] = (),
             known: date | None = None, since: Any = None, until: Any = None,
             domain: str | None = None, words: str = "",
             spoken: bool = False) -> Asked:  # fmt: skip
    """What is asked, with the sides that tell most when none is named.

    ``spoken``: of states those with statements of their own, where two have some.

    Raises `WrongUse` for one side or too many, an unknown ``by``, or a term that cannot be read,
    `NothingFound` when fewer than two sides are there.
    """
    one_of(by, BY, "a kind of side")
    own = store.actor_list()
    if words:
        pattern(words)
    named = _named(store, by, tuple(sides), own, known, spoken=spoken)
    return Asked(by, named, actors_of(actors, own=own), domain, words, start_of(since),
                 end_of(until), known)  # fmt: skip


def sides_of(store: Store, by: str, known: date | None = None) -> list[tuple[str, int]]:
    """The sides that a store offers with how many reports (or claims) each has, most first."""
    if by == "outlets":
        rows = store.documents(known).to_pylist()
        found = Counter(r["outlet"] for r in rows if r["outlet"] and not state_of(r))
    else:
        claims = store.claims(as_of=known)
        found = Counter(a for a in claims.column("speaker_actor").to_pylist() if a)
        found.update(filter(None, map(state_of, store.documents(known).to_pylist())))
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def state_of(document: Row) -> str:
    """The state whose own statement a document is, ``""`` for reports.

    >>> state_of({"outlet": "UN General Debate", "author": "CHN"})
    'CHN'
    """
    return str(document["author"]) if document["outlet"] == DEBATE else ""


def day_of_report(document: Row) -> date | None:
    """The day of publication; of a statement of which only the year is known, its last day."""
    on: date | None = document["published_on"]
    year = year_of(document)
    return on or (date(int(year), 12, 31) if year else None)


def material(store: Store, asked: Asked) -> Material:
    """All that the sides of ``asked`` tell of its theme."""
    documents = {d["id"]: d for d in store.documents(asked.known).to_pylist() if _within(d, asked)}
    rows = store.claims(as_of=asked.known, documents=list(documents)).to_pylist()
    side = {r["id"]: _side(r, documents[r["document"]], asked.by) for r in rows}
    own = [r for r in rows if side[r["id"]] in asked.sides]
    quotes = _quotes(store, own)
    events = _events(store, asked.known)
    theme = [r for r in own if _fits(r, quotes[r["id"]], asked)]
    told = tuple(
        _told(r, side[r["id"]], events, documents[r["document"]], quotes[r["id"]]) for r in theme
    )
    theirs = _docs(own, side, documents, asked)
    days = {
        name: tuple(sorted(day for d in ids if (day := day_of_report(documents[d]))))
        for name, ids in theirs.items()
    }
    read = {name: len(ids) for name, ids in theirs.items()}
    return Material(asked, told, documents, days, read, quotes)


def theme_words(asked: Asked) -> str:
    """What is asked about, in words: ``of CHN, RUS in the domain energy``; nothing for all."""
    parts = [f"of {', '.join(asked.actors)}" if asked.actors else ""]
    parts += [f"in the domain {asked.domain}" if asked.domain else ""]
    parts += [f'with "{asked.words}"' if asked.words else ""]
    parts += [f"from {asked.since}" if asked.since else ""]
    parts += [f"to {asked.until - timedelta(days=1)}" if asked.until else ""]
    return " ".join(filter(None, parts))


def _named(
    store: Store, by: str, sides: tuple[str, ...], own: str, known: date | None, *, spoken: bool
) -> tuple[str, ...]:
    offered = [name for name, _ in sides_of(store, by, known)]
    if spoken and not sides and by == "states":
        own_words = set(map(state_of, store.documents(known).to_pylist())) & {*offered}
        offered = [n for n in offered if n in own_words] if len(own_words) > 1 else offered
    if len(set(sides)) == 1 or len(sides) > MOST:
        raise WrongUse(f"{count(len(sides), 'side')} to compare", remedy=f"Name 2 to {MOST}.")
    if by == "states":
        wanted = actors_of(sides, own=own)
    else:
        wanted = tuple(dict.fromkeys(_outlet(name, offered) for name in sides))
    found = wanted or tuple(offered[: USUAL[by]])
    if len(found) < 2:
        raise NothingFound(
            f"the store has {count(len(found), by[:-1])} to compare",
            where=str(store.path),
            remedy="Read reports of two or more, with their outlet: multipole read.",
        )
    return found


def _outlet(name: str, offered: Sequence[str]) -> str:
    for one in offered:
        if one.casefold() == name.strip().casefold():
            return one
    near = [one for one in offered if name.strip().casefold() in one.casefold()]
    if len(near) == 1:
        return near[0]
    raise UnknownCode(
        f"{name!r} is no outlet of this store", remedy=f"It has {', '.join(offered[:12])}."
    )


def _within(document: Row, asked: Asked) -> bool:
    day = day_of_report(document)
    if not (asked.since or asked.until):
        return True
    return day is not None and (asked.since or date.min) <= day < (asked.until or date.max)


def _side(claim: Row, document: Row, by: str) -> str:
    if by == "outlets":
        return str(document["outlet"] or "")
    return str(claim["speaker_actor"] or ("" if claim["speaker"] else state_of(document)))


def _fits(claim: Row, quote: str, asked: Asked) -> bool:
    named = {*claim["sender"], *claim["receiver"], *claim["about"]}
    return (
        named.issuperset(asked.actors)
        and asked.domain in (None, claim["domain"])
        and (not asked.words or bool(pattern(asked.words).search(quote)))
    )


def _quotes(store: Store, claims: Sequence[Row]) -> dict[str, str]:
    found: dict[str, str] = {r["id"]: "" for r in claims}
    for span in store.spans(list(found)).to_pylist():
        found[span["claim"]] = found[span["claim"]] or span["quote"]
    return found


def _events(store: Store, known: date | None) -> dict[str, str]:
    rows = store.events(as_of=known).select(["id", "claims"]).to_pylist()
    return {claim: row["id"] for row in rows for claim in row["claims"]}


def _told(claim: Row, side: str, events: Mapping[str, str], document: Row, quote: str) -> Told:
    action = claim["action"] or ""
    return Told(
        claim["id"], events.get(claim["id"], ""), side, claim["document"], day_of_report(document),
        claim["kind"], tuple(claim["sender"]), tuple(claim["receiver"]), action,
        claim["modality"] or "happened", claim["stance"] or "asserts", claim["speaker"] or "",
        claim["speaker_actor"] or "", claim["leaning"] or "", claim["period_start"] is not None,
        act_words(quote, _lemmas().get(action, frozenset())),
        exact=document["published_on"] is not None,
    )  # fmt: skip


@cache
def _lemmas() -> dict[str, frozenset[str]]:
    lexicon = load_lexicon()
    found: dict[str, set[str]] = {}
    for table in (lexicon.verbs, lexicon.nouns):
        for lemma, entry in table.items():
            found.setdefault(entry.action, set()).add(lemma)
    return {action: frozenset(lemmas) for action, lemmas in found.items()}


def _docs(
    claims: Sequence[Row], side: Mapping[str, str], documents: Mapping[str, Row], asked: Asked
) -> dict[str, set[str]]:
    """The documents of each side: of an outlet all, of a state those in which it speaks."""
    found: dict[str, set[str]] = {name: set() for name in asked.sides}
    for claim in claims:
        found[side[claim["id"]]].add(claim["document"])
    for document in documents.values():
        name = document["outlet"] if asked.by == "outlets" else state_of(document)
        if name in found:
            found[name].add(document["id"])
    return found
