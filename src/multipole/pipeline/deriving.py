"""Claims -> events, and documents -> links: what is derived and can be built again.

`link_near_duplicates` compares documents; `derive_events` judges which claims tell one act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from multipole.claims import JUDGE, RULES, Persons, build_events, heard, heirs, judge_same
from multipole.claims import tell as told
from multipole.core.ids import digest
from multipole.core.types import Claim, Judgement, Run
from multipole.documents import METHOD, link_signed, read_text, signature
from multipole.pipeline.steps import Progress, documents_of, quiet, run_of
from multipole.store import Store

#: Share of three-word runs in common from which two reports are linked as reprints.
ALIKE: Final = 0.5
SIGNED_AT_ONCE: Final = 2_000
CLAIMS_AT_ONCE: Final = 20_000
SIGNED_BY: Final = f"{METHOD} alike {ALIKE}"


def link_near_duplicates(store: Store, *, now: datetime, tell: Progress | None = None) -> None:
    """Documents -> signatures, links: those without a signature are compared with all.

    Some thousands at a time, each lot kept at once: what comes later meets what came before.
    """
    new = store.unsigned(SIGNED_BY)
    for done in range(0, len(new), SIGNED_AT_ONCE):
        some = new[done : done + SIGNED_AT_ONCE]
        marks = {d.id: signature(read_text(d)) for d in documents_of(store, some)}
        links = link_signed(
            marks,
            known=store.signatures(SIGNED_BY),
            text_of=lambda document: read_text(store.document(document)),
            threshold=ALIKE,
        )
        with store.transaction():
            store.sign(marks, SIGNED_BY, [(x.left, x.right, x.kind, x.score) for x in links])
            store.add_run(run_of("link", ",".join(some), SIGNED_BY, now))
        (tell or quiet)("link", done + len(some), len(new))


def derive_events(store: Store, *, now: datetime, tell: Progress | None = None) -> int:
    """Claims, judgements -> judgements, events; returns how many events there are.

    Drops all events and the judgements of the rules and makes them again, unless they were made
    from the same claims, judgements of persons and links.
    """
    persons, names, present = _persons(store)
    run = run_of("derive", _inputs(store, names, present), JUDGE, now)
    if _are_derived(store, run):
        return store.counts()["events"]
    tellings = told(c for c in _claims(store) if c.id not in persons.wrong)
    judged = judge_same(tellings, at=now, persons=persons)
    tied = [Judgement(a, b, "same", "persons", now) for a, b in persons.same]
    events = build_events(tellings, [*tied, *judged], outlets=_outlets(store), right=persons.right)
    with store.transaction():
        store.replace_judgements(judged, RULES)
        store.replace_events(events, run)
    (tell or quiet)("derive", len(events), len(events))
    return len(events)


def _persons(store: Store) -> tuple[Persons, dict[str, str], frozenset[str]]:
    """What holds of what persons said; the present claims in the place of earlier ones; their ids.

    A claim of an earlier coder, of which a person said something, hands that on to the present one
    that says the same of the same words (`heirs`).
    """
    found = store.judged()
    names = heirs(found.earlier, found.beside)
    return heard(found.given, now_called=names), names, found.present


def _claims(store: Store) -> Iterator[Claim]:
    """The current event claims, some thousands at a time."""
    table = store.claims(kind="event")
    for at in range(0, table.num_rows, CLAIMS_AT_ONCE):
        ids = table.column("id").slice(at, CLAIMS_AT_ONCE).to_pylist()
        yield from store.claim_objects(ids=ids)


def _are_derived(store: Store, run: Run) -> bool:
    """Whether the events that stand in the store are those of ``run``, not only once were."""
    found = set(store.events().column("run").to_pylist())
    return found == {run.id} if found else not store.claims(kind="event").num_rows


def _inputs(store: Store, names: Mapping[str, str], present: Collection[str]) -> str:
    rows = [row for row in store.judgements().to_pylist() if not row["by"].startswith(RULES)]
    judged = sorted("".join(map(str, row.values())) for row in rows)
    linked = sorted(row["left"] + row["right"] for row in store.links().to_pylist())
    called = sorted(map("".join, names.items()))
    return digest(*sorted(present), *judged, *linked, *called)


def _outlets(store: Store) -> dict[str, str]:
    """The outlet of each document; near-duplicates count as one outlet."""
    rows = store.documents().select(["id", "outlet"]).to_pylist()
    outlets = {row["id"]: row["outlet"] or row["id"] for row in rows}
    leader = {i: i for i in outlets}
    for link in store.links().to_pylist():
        left, right = sorted(_leader(leader, link[end]) for end in ("left", "right"))
        leader[right] = left
    return {i: outlets[_leader(leader, i)] for i in outlets}


def _leader(leader: dict[str, str], document: str) -> str:
    """The first of the reprints that a document belongs to."""
    while leader[document] != document:
        document = leader[document]
    return document
