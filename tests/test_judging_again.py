"""What is judged again when claims come, go or are judged by persons: as if all had been anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.claims import same_again, same_pairs
from multipole.core.ids import sha256
from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Judgement, Run, Span
from multipole.pipeline import derive_events, deriving
from multipole.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
RUN = Run("read", "1", "inputs", "settings", 0, NOW)
ENDS = (("ARL",), ("BRD",), ("CAD",), ("ARL", "BRD"))
WORDS = ("Selma", "Mersin", "wreck", "harbour", "blamed", "envoy", "40")
DAYS = ("", "2021-03-10", "2021-03-11", "2021-03-13", "2021-04-02", "2021-03", "2021")
TABLES = ("events", "event_claims", "judgements", "former_events", "tellings", "blocks", "voices")


@dataclass(frozen=True)
class Act:
    """What one sentence tells."""

    words: tuple[str, ...]
    sender: int
    receiver: int
    day: str
    action: str
    modality: str


@st.composite
def acts(draw: st.DrawFn) -> Act:
    return Act(
        tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))),
        draw(st.integers(0, 3)),
        draw(st.integers(0, 3)),
        draw(st.sampled_from(DAYS)),
        draw(st.sampled_from(["ACCUSE", "REJECT", "CONSULT"])),
        draw(st.sampled_from(["happened", "happened", "planned", "denied"])),
    )


def document_of(number: int, told: tuple[Act, ...]) -> Document:
    text = "\n".join(f"told {' '.join(act.words)}" for act in told)
    on = date(2021, 3, 11 + number % 9)
    digest = sha256(text.encode())
    return Document(f"O{number % 4}", "", f"{number}", "", "en", on, NOW, digest, "p", text)


def claims_of(source: Document, told: tuple[Act, ...], coder: str) -> list[Claim]:
    made, start = [], 0
    for act in told:
        end = start + len(f"told {' '.join(act.words)}")
        made.append(
            Claim(
                "event", (Span.cut(source.id, source.text, start, end),), source.known_on, coder,
                0.5 + 0.1 * (len(act.words) % 4), sender=ENDS[act.sender],
                receiver=ENDS[act.receiver], action=act.action, modality=act.modality,  # type: ignore[arg-type]
                period=Period.parse(act.day) if act.day else None,
            )
        )  # fmt: skip
        start = end + 1
    return made


@dataclass
class Desk:
    """A store that reports come into and of which persons judge."""

    store: Store
    read: dict[str, tuple[Document, tuple[Act, ...]]] = field(default_factory=dict)
    claims: list[str] = field(default_factory=list)

    def add(self, told: list[tuple[Act, ...]]) -> None:
        for one in told:
            source = document_of(len(self.read), one)
            self.read[source.id] = (source, one)
            self.store.add_documents([(source, source.text.encode(), "pending", "")], RUN)
            self.code(source.id, "one")

    def code(self, document: str, coder: str, *, less: int = 0) -> None:
        source, told = self.read[document]
        claims = claims_of(source, told, coder)[less:]
        self.store.add_claims(claims, RUN)
        self.store.mark_coded([document], "coded", coder)
        self.claims += [c.id for c in claims]

    def do(self, step: tuple[Any, ...], now: datetime) -> None:
        kind, *rest = step
        if kind == "add":
            self.add(rest[0])
        elif kind == "link":
            a, b = (sorted(self.read)[n % len(self.read)] for n in rest)
            self.store.add_links([(min(a, b), max(a, b), "near", 0.9)] if a != b else [])
        elif kind == "code":
            self.code(list(self.read)[rest[0] % len(self.read)], rest[1], less=rest[2])
        else:
            a, b = sorted(self.claims[n % len(self.claims)] for n in rest[:2])
            a = b if kind in ("right", "wrong") else a
            if (a == b) == (kind in ("right", "wrong")) or kind == "withdrawn":
                self.store.add_judgements([Judgement(a, b, kind, rest[2], now)])
        derive_events(self.store, now=now)


numbers = st.integers(0, 30)
told = st.lists(st.lists(acts(), min_size=1, max_size=4).map(tuple), min_size=1, max_size=3)
steps = st.one_of(
    st.tuples(st.just("add"), told),
    st.tuples(st.just("add"), told),
    st.tuples(st.just("link"), numbers, numbers),
    st.tuples(st.just("code"), numbers, st.sampled_from(["one", "two"]), st.integers(0, 1)),
    st.tuples(
        st.sampled_from(["same", "different", "right", "wrong", "withdrawn"]), numbers, numbers,
        st.sampled_from(["Ana", "Bo"]),
    ),
)  # fmt: skip


@contextmanager
def anew_from(share: float) -> Iterator[None]:
    """Judge anew from this share on; few neighbours are compared, so that others come between."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deriving, "ANEW_FROM", share)
        for kind in same_pairs.NEXT:
            patched.setitem(same_pairs.NEXT, kind, 2)
        same_again.judged_by.cache_clear()
        yield
    same_again.judged_by.cache_clear()


def held(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold that follow from claims; events without the name of their run."""
    columns = {"events": "* EXCLUDE (run)"}
    return {
        name: store._database.rows(f"SELECT {columns.get(name, '*')} FROM {name} ORDER BY ALL")
        for name in TABLES
    }


def outcome(path: Path, todo: list[tuple[Any, ...]], share: float) -> dict[str, Any]:
    with anew_from(share), open_store(path, create=True) as store:
        desk = Desk(store)
        for n, step in enumerate(todo):
            desk.do(step, NOW + timedelta(hours=n))
        return held(store)


NEVER, ALWAYS = float("inf"), -1.0


@given(told, st.lists(steps, max_size=6))
@settings(max_examples=15, deadline=None)
def test_what_is_judged_step_by_step_is_as_if_judged_at_once(
    first: list[tuple[Act, ...]], more: list[tuple[Any, ...]]
) -> None:
    todo = [("add", first), *more]
    with TemporaryDirectory() as folder:
        one = outcome(Path(folder) / "one.duckdb", todo, NEVER)
        other = outcome(Path(folder) / "other.duckdb", todo, ALWAYS)
    for name in TABLES:
        assert one[name] == other[name], name


def act(words: str, day: str, ends: tuple[int, int] = (0, 1), action: str = "ACCUSE") -> Act:
    return Act((words,), *ends, day, action, "happened")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store of twenty events of as many months, each told by two outlets."""
    with open_store(tmp_path / "s.duckdb", create=True) as store:
        opened = Desk(store)
        days = [f"20{n:02}-03-10" for n in range(20)]
        opened.add([(act(f"Wreck{n}", day),) for n, day in enumerate(days) for _ in "ab"])
        derive_events(store, now=NOW)
        assert store.counts()["events"] == 20
        yield opened


def runs(store: Store) -> list[int]:
    """How many events each run made."""
    made = store.events().column("run").to_pylist()
    return sorted(made.count(run) for run in set(made))


def test_one_report_more_leaves_events_of_others_as_they_are(desk: Desk) -> None:
    desk.do(("add", [(act("Wreck7", "2007-03-10"),)]), NOW + timedelta(hours=1))
    assert runs(desk.store) == [1, 19]
    sizes = sorted(len(row["claims"]) for row in desk.store.events().to_pylist())
    assert sizes == [2] * 19 + [3]
    assert desk.store.verify() == []


def test_a_persons_word_changes_events_of_those_claims_alone(desk: Desk) -> None:
    one, two = sorted(desk.store.events().to_pylist()[4]["claims"])
    said = Judgement(one, two, "different", "Ana", NOW)
    desk.store.add_judgements([said])
    derive_events(desk.store, now=NOW + timedelta(hours=1))
    assert runs(desk.store) == [2, 19]


def test_another_way_of_judging_judges_all_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deriving, "judged_by", lambda: "another")
    monkeypatch.setattr(deriving, "JUDGE", "rules-3")
    before = held(desk.store)
    derive_events(desk.store, now=NOW + timedelta(hours=1))
    assert runs(desk.store) == [20]
    assert set(desk.store.events().column("run").to_pylist()).isdisjoint(
        row["id"] for row in desk.store.runs().to_pylist() if row["settings"] == "rules-2"
    )
    after = held(desk.store)
    assert {**after, "tellings": []} == {**before, "tellings": []}


def test_nothing_new_writes_nothing(desk: Desk) -> None:
    before = desk.store.runs()
    derive_events(desk.store, now=NOW + timedelta(hours=1))
    assert desk.store.runs() == before


def test_events_that_were_dropped_are_made_again(desk: Desk) -> None:
    before = held(desk.store)
    desk.store._database.run("DELETE FROM events; DELETE FROM event_claims")
    derive_events(desk.store, now=NOW + timedelta(hours=1))
    assert held(desk.store) == before
