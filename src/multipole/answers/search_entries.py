"""What of a store can be searched for: actors, dyads, events, claims, speakers, texts, measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from multipole.actors import Holder, load_actors
from multipole.answers.evidence import published
from multipole.answers.measures import measure_list
from multipole.answers.pair_months import pair_months
from multipole.answers.search_index import Entry, Index
from multipole.answers.words import count, gist, plain, when
from multipole.core.plover import ACTION_WORDS
from multipole.sources.registry import SOURCES
from multipole.store import Store

#: Pairs of which so little is told are found by naming both, and are no entries of their own.
PAIRS: Final = 3000
#: Office holders who left before this year are not entries.
SINCE: Final = 1990
_LONG: Final = 160
_Row = Mapping[str, Any]
_NAMES: Final = ("name", "demonym", "abbreviation", "capital", "government", "organisation", "bloc",
                 "nonstate")  # fmt: skip


def index_of(store: Store) -> Index:
    """The index of all that the store has, as of now."""
    quotes = _quotes(store)
    acts = _acts(store)
    documents = store.documents().to_pylist()
    claims = store.claims().to_pylist()
    return Index(
        [
            *_actors(store, acts),
            *_persons(store),
            *_dyads(acts),
            *_events(store, quotes),
            *_claims(claims, quotes, {d["id"]: d for d in documents}),
            *_speakers(claims),
            *_documents(store, documents),
            *_outlets(documents),
            *_sources(store),
            *_measures(),
            *_questions(store),
        ]
    )


def _acts(store: Store) -> Counter[tuple[str, str]]:
    """How many acts are told of each pair, by all sources together."""
    found: Counter[tuple[str, str]] = Counter()
    for source in pair_months(store, None):
        for pair, n in zip(source.pair.tolist(), source.n.tolist(), strict=True):
            found[source.pairs[pair]] += n
    return found


def _quotes(store: Store) -> dict[str, str]:
    """The quoted words of each claim."""
    found: dict[str, list[str]] = defaultdict(list)
    ids = store.claims().column("id").to_pylist()
    for row in store.spans(ids).to_pylist():
        found[row["claim"]].append(row["quote"])
    return {claim: " ".join(quotes) for claim, quotes in found.items()}


def _actors(store: Store, acts: Counter[tuple[str, str]]) -> Iterator[Entry]:
    known = load_actors(table=store.actor_list())
    weight: Counter[str] = Counter()
    for (a, b), n in acts.items():
        weight.update({a: n, b: n})
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for row in known.names():
        if row.kind in _NAMES:
            names[row.actors[0]].setdefault(row.name)
    for system in ("iso2", "iso3"):
        for code, actor, _, _ in known.dated_codes(system):
            names[actor].setdefault(code)
    for one in known:
        yield Entry(
            "actor", one.name, f"{one.id}, {one.kind}", "actor", (("id", one.id),),
            (one.id, one.name, *names[one.id]), weight=weight[one.id],
        )  # fmt: skip


def _persons(store: Store) -> Iterator[Entry]:
    """Office holders of the last decades, each with the last office held."""
    held: dict[tuple[str, str], Holder] = {}
    for holder in load_actors(table=store.actor_list()).office_holders():
        if holder.end is None or holder.end.year >= SINCE:
            key = holder.person, holder.actor
            held[key] = max(held.get(key, holder), holder, key=lambda one: one.start)
    for (person, actor), holder in held.items():
        office = holder.office.replace("_", " ")
        years = f"{holder.start.year} to {holder.end.year if holder.end else 'now'}"
        yield Entry(
            "person", person, f"{office} of {_name(actor)}, {years}", "actor",
            (("id", actor), ("person", person)), (person, holder.surname, *holder.aliases),
            weight=float(holder.end is None),
        )  # fmt: skip


def _dyads(acts: Counter[tuple[str, str]]) -> Iterator[Entry]:
    for (a, b), n in acts.most_common(PAIRS):
        yield dyad_entry(a, b, n)


def dyad_entry(a: str, b: str, acts: int) -> Entry:
    """The entry of a pair; its names are of both."""
    ends = _name(a), _name(b)
    names = (" ".join(ends), f"{a} {b}", f"{b} {a}", " ".join(reversed(ends)))
    return Entry("dyad", " – ".join(ends), f"{a}, {b}", "dyad", (("a", a), ("b", b)),
                 names, weight=acts)  # fmt: skip


def _name(actor: str) -> str:
    known = load_actors().known(actor)
    return known.name if known and known.id == actor else actor


def _events(store: Store, quotes: Mapping[str, str]) -> Iterator[Entry]:
    for row in store.events().to_pylist():
        said = " ".join(quotes.get(claim, "") for claim in row["claims"])
        ends = dict.fromkeys([*(row["sender"] or ()), *(row["receiver"] or ())])
        who = " > ".join(filter(None, (plain(row["sender"]), plain(row["receiver"]))))
        deed = ACTION_WORDS[row["action"]] if row["action"] in ACTION_WORDS else row["action"]
        label = f"{who}: {deed}, {when(row)}"
        told = " ".join([label, said, row["domain"] or "", *map(_name, ends)])
        yield Entry("event", label, _cut(said), "event", (("id", row["id"]),), told=told,
                    weight=len(row["claims"]))  # fmt: skip


def _claims(
    rows: list[_Row], quotes: Mapping[str, str], documents: Mapping[str, _Row]
) -> Iterator[Entry]:
    for row in rows:
        quote, document = quotes.get(row["id"], ""), documents.get(row["document"])
        by = row["speaker"] or (document["outlet"] if document else "")
        on = published(document) if document else ""
        told = " ".join(filter(None, (quote, row["gist"], row["measure"], row["speaker"])))
        yield Entry(
            "claim", _cut(quote) or gist(row), ", ".join(filter(None, (by, on, row["kind"]))),
            "claim", (("id", row["id"]),), told=told,
        )  # fmt: skip


def _speakers(rows: list[_Row]) -> Iterator[Entry]:
    said = Counter((row["speaker"], row["speaker_actor"] or "") for row in rows if row["speaker"])
    for (speaker, actor), n in said.items():
        detail = f"{actor + '; ' if actor else ''}{count(n, 'claim')}"
        yield Entry("speaker", speaker, detail, "claims", (("speaker", speaker),), (speaker,),
                    weight=n)  # fmt: skip


def _documents(store: Store, rows: list[_Row]) -> Iterator[Entry]:
    texts = store.texts([row["id"] for row in rows])
    for row in rows:
        title = row["title"] or row["path"].rsplit("/", 1)[-1]
        detail = ", ".join(filter(None, (row["outlet"], published(row), row["language"])))
        yield Entry("document", title, detail, "document", (("id", row["id"]),), (title,),
                    told=f"{row['outlet']} {row['author']} {texts.get(row['id'], '')}")  # fmt: skip


def _outlets(rows: list[_Row]) -> Iterator[Entry]:
    for outlet, n in Counter(row["outlet"] for row in rows if row["outlet"]).items():
        yield Entry("outlet", outlet, count(n, "document"), "documents", (("outlet", outlet),),
                    (outlet,), weight=n)  # fmt: skip


def _sources(store: Store) -> Iterator[Entry]:
    held = {row["source"] for row in store.records.releases().to_pylist()}
    for source in SOURCES:
        there = "in the store" if source.id in held else "not in the store"
        meant = " ".join(f"{v.name} {v.label} {v.theme}" for v in source.variables)
        yield Entry(
            "data set", f"{source.id}: {source.title}", f"{source.publisher}; {there}", "source",
            (("id", source.id),), (source.id, source.title),
            told=f"{source.what} {source.publisher} {meant}", weight=float(source.id in held),
        )  # fmt: skip


def _questions(store: Store) -> Iterator[Entry]:
    for row in store.asked.questions().to_pylist():
        yield Entry(
            "question", row["text"], f"closes {row['closes']}", "question", (("id", row["id"]),),
            (row["id"],), told=row["text"],
        )  # fmt: skip


def _measures() -> Iterator[Entry]:
    for row in measure_list().table.to_pylist():
        name = row["measure"]
        yield Entry("measure", name.replace("_", " "), f"{row['unit']}; {row['cite']}", "receipts",
                    (("measure", name),), (name, name.replace("_", " ")),
                    told=f"{row['cite']} {row['family']}")  # fmt: skip


def _cut(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= _LONG else f"{short[: _LONG - 1].rsplit(' ', 1)[0]} …"
