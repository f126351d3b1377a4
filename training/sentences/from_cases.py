"""Write ``cases.tsv``: the pairs of ends in the coder's test sentences, labelled by those tests.

``tests/claims/sentences/*.txt`` says of each text which events a careful reader finds in it, and
that there are no others. A candidate of `multipole.claims.candidates` that fits one of them has its
type; one that fits none is NONE. Left out are texts that a test leaves open, pairs that fit two
types, and NONE where the clause was cut out of a longer sentence, which may read otherwise alone.

Run it again when the test sentences have changed, in this folder with ``PYTHONPATH=../../src``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from count import (
    COLUMNS,
    HERE,
    Row,
    ends,
    identity,
    labels_at_fault,
    marks_at_fault,
    plain,
    quad_code,
    quad_name,
    root_of,
)

from multipole.actors import load_actors
from multipole.claims.acts import Clauses
from multipole.claims.candidates import Candidate, candidates
from multipole.claims.ends import Ends
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.marked import Marked
from multipole.claims.nominal import find_nominal
from multipole.core.text import Reading
from multipole.core.types import Document
from multipole.evidence import load_model, read_documents

sys.path.insert(0, str(HERE.parents[1] / "tests/claims"))
import conftest as cases

OUT = HERE / "cases.tsv"
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
NOW = datetime(2024, 1, 2, tzinfo=UTC)
Event = tuple[frozenset[str], tuple[str, ...], frozenset[str], str]


def main() -> None:
    """Write the rows, the first of equal ones."""
    rows: dict[str, Row] = {}
    groups: dict[str, str] = {}
    for case, reading in _readings():
        for text, label in _labelled(case, reading):
            group = groups.setdefault(case.place, f"t{len(groups) + 1:04d}")
            row = _row(text, label, group)
            if not marks_at_fault(row) and not labels_at_fault(row):
                rows.setdefault(row["sentence_id"], row)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows.values())
    print(f"{len(rows)} rows")


def _readings() -> Iterator[tuple[cases.Case, Reading]]:
    asked = [c for c in cases.cases() if "any" not in c.facts("events")]
    documents = [
        Document("", "", "", "", "en", c.dated, NOW, "", "t.txt", c.text, cases.paragraphs(c.text))
        for c in asked
    ]
    read = read_documents(documents, model=load_model(), actors=load_actors())
    yield from zip(asked, (reading for _, reading in read), strict=True)


def _labelled(case: cases.Case, reading: Reading) -> Iterator[tuple[str, Event | None]]:
    told = [event for line in case.events for event in _events(line)]
    for n, sentence in enumerate(reading.sentences):
        mentions = [m for m in reading.mentions if m.sentence == n]
        tree = Tree(sentence)
        clauses = Clauses(tree, Ends(tree, mentions), load_lexicon())
        acts = [*clauses.find(), *find_nominal(clauses)]
        text = case.text[sentence.start : sentence.end]
        for candidate in candidates(clauses, acts, text):
            fitting = [event for event in told if _fits(event, candidate)]
            whole = candidate.marked.text == text
            if len({event[1] for event in fitting}) == 1 or (whole and not fitting):
                yield _written(candidate.marked), fitting[0] if fitting else None


def _events(line: str) -> Iterator[Event]:
    for reading in line.removeprefix("?").split(" / "):
        match = cases.EVENT.fullmatch(reading.strip())
        assert match, line
        _, sender, actions, receiver, modality = match.groups()
        first = frozenset(cases.ends(sender))
        second = frozenset(cases.ends(receiver or sender))
        if first and second:
            known = modality or "happened"
            yield first, tuple(actions.split("|")), second, "" if known == "*" else known


def _fits(event: Event, candidate: Candidate) -> bool:
    sender, actions, receiver, _ = event
    left, right = candidate.act.sender.actors, candidate.act.receiver.actors
    if sender == receiver or set(actions) <= MUTUAL:
        both = sender | receiver
        return len((left | right) & both) > 1 and bool(left & both) and bool(right & both)
    return bool(left & sender) and bool(right & receiver) and not candidate.act.mutual


def _written(marked: Marked) -> str:
    signs = [(at, 1, "<s>") for at, _ in marked.sender] + [
        (to, 0, "</s>") for _, to in marked.sender
    ]
    signs += [(at, 1, "<t>") for at, _ in marked.receiver]
    signs += [(to, 0, "</t>") for _, to in marked.receiver]
    text, at = "", 0
    for place, _, sign in sorted(signs):
        text, at = text + marked.text[at:place] + sign, place
    return " ".join((text + marked.text[at:]).split())


def _row(text: str, label: Event | None, group: str) -> Row:
    actions = label[1] if label else ("NONE",)
    source, target = ends(text)
    values = (
        identity(text), plain(text), text, source, target, str(quad_code(actions[0])),
        root_of(actions[0]), actions[0], quad_name(actions[0]), *(*actions[1:2], "")[:1],
        (label[3] or "happened") if label else "", "", "clause", group,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


if __name__ == "__main__":
    main()
