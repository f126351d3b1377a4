"""Claims -> events, and documents -> links: what is derived and can be built again.

`link_near_duplicates` compares documents; `derive_events` judges which claims tell one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.claims import (
    JUDGE,
    KINDS,
    RULES,
    Pair,
    Pairs,
    Persons,
    Tellings,
    block_rows,
    candidate_pairs,
    changed_pairs,
    draw,
    heard,
    heirs,
    judge_parts,
    judged_by,
    pairs_among,
    touched,
)
from multipole.core.ids import digest
from multipole.core.types import Run
from multipole.core.version import VERSION
from multipole.documents import METHOD, link_signed, read_text, signature
from multipole.pipeline.steps import Progress, documents_of, quiet, run_of
from multipole.store import Store

#: Share of three-word runs in common from which two reports are linked as reprints.
ALIKE: Final = 0.5
SIGNED_AT_ONCE: Final = 2_000
SIGNED_BY: Final = f"{METHOD} alike {ALIKE}"
#: Where so great a share of the claims comes or goes, all are judged anew.
ANEW_FROM: Final = 0.05


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

    What new claims, claims that are gone, links and words of persons touch is judged again; all is
    where nothing was yet, or in another way. The outcome is the same, but for the runs that events
    name and the instants of judgements.
    """
    task = _Task(store, now, tell or quiet)
    with store.transaction():
        if task.is_anew():
            task.judge_all()
        else:
            task.judge_some()
        store.groundwork.put_voices(task.voices)
    return store.counts()["events"]


@dataclass
class _Task:
    """One judging: what is to be judged, and what holds of what persons said."""

    store: Store
    now: datetime
    tell: Progress

    def __post_init__(self) -> None:
        self.method = f"{judged_by()} {VERSION}"
        self.persons = _persons(self.store)
        self.ground = self.store.groundwork
        self.voices = _voices(self.store)
        named = self.persons.named - self.persons.wrong
        self.said = self.persons.in_short(self.ground.present(named))

    def is_anew(self) -> bool:
        """Whether what stands was judged in another way, or too little of it would stay."""
        many = self.ground.many_changes(without=self.persons.wrong)
        other = bool(self.ground.methods() - {self.method})
        return other or many > ANEW_FROM * self.ground.many()

    def judge_all(self) -> None:
        """Judge all claims and keep what that rests on."""
        self.ground.clear()
        tellings = draw(self.ground.tellings(without=self.persons.wrong))
        run = self._run(tellings.ids)
        self._judge(tellings, candidate_pairs(tellings), run, claims=None)
        del tellings  # the blocks of a million claims take as much room again
        for part in self.ground.parts(without=self.persons.wrong):
            for entries in block_rows(draw(part)):
                self.ground.add_blocks(entries)

    def judge_some(self) -> None:
        """Judge claims that are new, and again those that these and what is gone touch."""
        new, gone = self.ground.changes(without=self.persons.wrong)
        affected = {*self._affected(), *self._moved(new, gone), *gone}
        again = {*self.ground.closed(affected), *new} - {*gone}
        if not again and not gone:
            return
        self.ground.forget(gone)
        tellings = draw(self.ground.tellings(again))
        blocks = (self.ground.beside(again, kind) for kind in range(len(KINDS)))
        run = self._run((*tellings.ids, "without", *gone))
        self._judge(tellings, pairs_among(tellings, blocks), run, claims=[*again, *gone])

    def _affected(self) -> set[str]:
        """Claims of which persons say other things, whose document counts for another outlet, or
        which are in no event."""
        was, voices = self.ground.said(), self.ground.voices()
        return {
            *(claim for claim, _ in was.items() ^ self.said.items()),
            *self.ground.of_documents(d for d, _ in voices.items() ^ self.voices.items()),
            *self.ground.untold(),
        }

    def _moved(self, new: Sequence[str], gone: Sequence[str]) -> set[str]:
        """Keep the blocks of new claims, and find the claims whose pairs have changed."""
        if not new and not gone:
            return set()
        entries = pa.concat_tables(block_rows(draw(self.ground.tellings(new))))
        touching = pa.concat_tables([entries, self.ground.blocks_of(gone)])
        lost, come = list[Pair](), list[Pair]()
        for kind in range(len(KINDS)):
            before = self.ground.touched(touching.filter(pc.field("kind") == kind))
            here = entries.filter(pc.field("kind") == kind)
            stays = pc.invert(pc.is_in(before["claim"], pa.array(gone, type=pa.string())))
            less, more = changed_pairs(before, pa.concat_tables([before.filter(stays), here]))
            lost, come = lost + less, come + more
        self.ground.add_blocks(entries)
        component = self.ground.components(c for pair in (*lost, *come) for c in pair)
        ends = draw(self.ground.tellings({c for pair in come for c in pair}))
        return touched(lost, come, component, ends)

    def _judge(
        self,
        tellings: Tellings,
        pairs: Iterable[Pairs],
        run: Run,
        *,
        claims: Sequence[str] | None,
    ) -> None:
        """Judge claims by component and put what comes of it in place of what was."""
        done = 0
        documents = None if claims is None else tellings.documents
        parts = judge_parts(
            tellings, pairs, at=self.now, persons=self.persons,
            outlets=self.ground.outlets(documents) | self.voices,  # let go of by the judging
        )  # fmt: skip
        with self.store.renewing(run, author=RULES, claims=claims) as renewal:
            for part in parts:
                renewal.add(part.judgements, part.events)
                self.ground.put(part.components, method=self.method, said=self.said)
                done += part.claims
                self.tell("derive", done, len(tellings))

    def _run(self, inputs: Iterable[str]) -> Run:
        return run_of("derive", digest(*inputs), JUDGE, self.now)


def _persons(store: Store) -> Persons:
    """What holds of what persons said.

    A claim of an earlier coder, of which a person said something, hands that on to the present one
    that says the same of the same words (`heirs`).
    """
    found = store.judged(rules=RULES)
    return heard(found.given, now_called=heirs(found.earlier, found.beside))


def _voices(store: Store) -> dict[str, str]:
    """The outlets for which linked documents count: near-duplicates are one outlet."""
    links = store.links().to_pylist()
    leader = {link[end]: link[end] for link in links for end in ("left", "right")}
    for link in links:
        left, right = sorted(_leader(leader, link[end]) for end in ("left", "right"))
        leader[right] = left
    outlets = store.groundwork.outlets(leader)
    return {i: outlets[_leader(leader, i)] for i in leader}


def _leader(leader: dict[str, str], document: str) -> str:
    """The first of the reprints that a document belongs to."""
    while leader[document] != document:
        document = leader[document]
    return document
