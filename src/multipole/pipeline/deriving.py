"""Claims -> events, and documents -> links: what is derived and can be built again.

`link_near_duplicates` compares documents; `derive_events` judges which claims tell one act.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from multipole.claims import CODER, build_events, judge_same
from multipole.core.ids import digest
from multipole.core.types import Judgement, Run
from multipole.documents import METHOD, link_signed, read_text, signature
from multipole.pipeline.steps import Progress, documents_of, quiet, run_of
from multipole.store import Store

#: Share of three-word runs in common from which two reports are linked as reprints.
ALIKE: Final = 0.5
SIGNED_BY: Final = f"{METHOD} alike {ALIKE}"


def link_near_duplicates(store: Store, *, now: datetime, tell: Progress | None = None) -> None:
    """Documents -> signatures, links: those without a signature are compared with all."""
    new = store.unsigned(SIGNED_BY)
    if not new:
        return
    marks = {d.id: signature(read_text(d)) for d in documents_of(store, new)}
    links = link_signed(
        marks,
        known=store.signatures(SIGNED_BY),
        text_of=lambda document: read_text(store.document(document)),
        threshold=ALIKE,
    )
    with store.transaction():
        store.sign(marks, SIGNED_BY, [(x.left, x.right, x.kind, x.score) for x in links])
        store.add_run(run_of("link", ",".join(new), SIGNED_BY, now))
    (tell or quiet)("link", len(new), len(new))


def derive_events(store: Store, *, now: datetime, tell: Progress | None = None) -> int:
    """Claims, judgements -> judgements, events; returns how many events there are.

    Drops all events and builds them again, unless they were built from the same claims, judgements
    and links.
    """
    if _are_derived(store, run_of("derive", _inputs(store), CODER, now)):
        return store.counts()["events"]
    claims = store.claim_objects(kind="event")
    earlier = [Judgement(**row) for row in store.judgements().to_pylist()]
    judged = judge_same(claims, at=now, earlier=earlier)
    events = build_events(claims, [*earlier, *judged], outlets=_outlets(store))
    with store.transaction():
        store.add_judgements(judged)
        store.replace_events(events, run_of("derive", _inputs(store), CODER, now))
    (tell or quiet)("derive", len(events), len(events))
    return len(events)


def _are_derived(store: Store, run: Run) -> bool:
    """Whether the events that stand in the store are those of ``run``, not only once were."""
    standing = set(store.events().column("run").to_pylist())
    return standing == {run.id} if standing else not store.claims(kind="event").num_rows


def _inputs(store: Store) -> str:
    claims = sorted(store.claims(kind="event").column("id").to_pylist())
    judged = store.judgements().select(["left", "right", "verdict"]).to_pylist()
    linked = store.links().select(["left", "right"]).to_pylist()
    others = sorted("".join(row.values()) for row in (*judged, *linked))
    return digest(*claims, *others)


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
