"""Planted facts come out of the whole way from files to answers, and nothing else does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.core.periods import Period
from multipole.pipeline import ReadReport, read_into
from multipole.relations import dyad_events, estimate, relation
from multipole.store import Store, open_store

Reading = Callable[[Path, Path], tuple[Path, ReadReport]]
PLANTED = """
ISL,NAM AGREE ISL,NAM 2031-02-10
ISL AID NAM 2031-06-02
ISL,NAM CONSULT ISL,NAM 2032-04-19
ISL,NAM COOPERATE ISL,NAM 2032-11-15
ISL,NAM ACCUSE PRY 2033-10-04
ISL SUPPORT NAM 2034-03-01
FJI ACCUSE PRY 2031-03-14
PRY SANCTION FJI 2032-05-03
FJI SANCTION PRY 2032-09-20
PRY THREATEN FJI 2033-07-08
FJI ACCUSE PRY 2034-08-21
BTN,MLT AGREE BTN,MLT 2031-04-07
MLT AID BTN 2031-12-01
BTN,MLT CONSULT BTN,MLT 2032-07-12
MLT SANCTION BTN 2033-02-16
BTN ACCUSE MLT 2033-05-25
BTN SANCTION MLT 2034-01-18
MLT ASSAULT BTN 2034-06-29
NAM AID BTN 2034-09-09
""".strip().splitlines()


def line(event: dict[str, Any]) -> str:
    ends = (",".join(event[side]) for side in ("sender", "receiver"))
    return " ".join([next(ends), event["action"], next(ends), str(event["period_start"])])


def happened(store: Store, *, as_of: date | None = None) -> list[str]:
    return [line(e) for e in store.events(modality="happened", as_of=as_of).to_pylist()]


def ids(store: Store) -> dict[str, list[str]]:
    tables = {"documents": store.documents(), "claims": store.claims(), "events": store.events()}
    return {name: sorted(table.column("id").to_pylist()) for name, table in tables.items()}


def closeness(store: Store, a: str, b: str, period: str = "2031/2034") -> float:
    dyad = dyad_events(store.events(), a, b)
    return relation(dyad, a=a, b=b, period=Period.parse(period)).estimate.mean


@pytest.mark.parametrize("planted", PLANTED)
def test_each_planted_act_is_found_and_counted_once(planted: str, store: Store) -> None:
    assert happened(store).count(planted) == 1


def test_nothing_happened_but_what_was_planted(store: Store) -> None:
    trade = {"ISL COOPERATE BTN", "BTN COOPERATE ISL", "BTN,ISL COOPERATE BTN,ISL"}
    strange = [e for e in happened(store) if e not in PLANTED and e[:-11] not in trade]
    assert strange == []


def test_every_file_is_accounted_for(store: Store, world: tuple[Path, ReadReport]) -> None:
    report = world[1]
    assert store.counts()["documents"] == report.new_documents == 27
    assert report.documents == 28, "the copy is met and not stored again"
    assert report.coded == 26, "the German report waits"
    assert report.events == store.counts()["events"]
    assert [Path(r.path).name for r in report.refusals] == ["torn.pdf"]
    assert store.counts()["refusals"] == 1


def test_the_store_is_whole(store: Store) -> None:
    assert store.verify() == []


def test_an_act_told_by_three_outlets_is_one_event_surer_than_each(store: Store) -> None:
    (event,) = [
        e for e in store.events(actors=["PRY", "FJI"]).to_pylist() if "2032-05-03" in line(e)
    ]
    assert len(event["claims"]) == 3
    claims = store.claims(ids=event["claims"]).to_pylist()
    assert event["probability"] > max(c["confidence"] for c in claims)
    assert event["known_on"] == date(2032, 5, 4)


def test_a_near_duplicate_is_linked_and_makes_no_event_surer(store: Store) -> None:
    (link,) = store.links().to_pylist()
    assert {link["left"], link["right"]} <= set(ids(store)["documents"])
    assert link["score"] >= 0.8
    (event,) = store.events(actors=["NAM", "BTN"]).to_pylist()
    claims = store.claims(ids=event["claims"]).to_pylist()
    assert len(claims) == 2
    assert event["probability"] == pytest.approx(max(c["confidence"] for c in claims))


def test_a_denial_is_kept_as_denied_and_is_no_act(store: Store) -> None:
    (event,) = store.events(actors=["NAM", "FJI"]).to_pylist()
    assert (event["sender"], event["action"], event["modality"]) == (["NAM"], "ASSAULT", "denied")
    assert dyad_events(store.events(), "NAM", "FJI").num_rows == 0


def test_a_plan_is_kept_as_planned_and_is_no_act(store: Store) -> None:
    (event,) = store.events(actors=["ISL", "MLT"]).to_pylist()
    assert (event["action"], event["modality"]) == ("AGREE", "planned")
    assert event["period_start"] == date(2036, 1, 1)
    assert dyad_events(store.events(), "ISL", "MLT").num_rows == 0


def test_the_dependence_is_a_figure_with_its_sentence(store: Store) -> None:
    figures = store.claims(kind="figure").to_pylist()
    (figure,) = [f for f in figures if f["unit"] == "percent"]
    assert (figure["value"], figure["about"]) == (80.0, ["BTN", "ISL"])
    assert (figure["period_start"], figure["period_end"]) == (date(2032, 1, 1), date(2033, 1, 1))
    assert "80 percent of its gas" in store.spans([figure["id"]]).to_pylist()[0]["quote"]


def test_dyads_are_ordered_by_closeness_as_planted(store: Store) -> None:
    close, mixed, rivals = (
        closeness(store, *pair) for pair in (("ISL", "NAM"), ("BTN", "MLT"), ("FJI", "PRY"))
    )
    assert 0.5 < close <= 1
    assert -0.4 < mixed < 0.4
    assert -1 <= rivals < -0.5


def test_the_turning_point_shows_between_the_years(store: Store) -> None:
    before = closeness(store, "MLT", "BTN", "2031/2032")
    after = closeness(store, "MLT", "BTN", "2033/2034")
    assert before > 0.3
    assert after < -0.3


def test_before_the_turning_point_nothing_of_it_is_known(store: Store) -> None:
    eve = date(2032, 12, 31)
    known = dyad_events(store.events(as_of=eve), "MLT", "BTN")
    assert sorted(map(line, known.to_pylist())) == [
        "BTN,MLT AGREE BTN,MLT 2031-04-07",
        "BTN,MLT CONSULT BTN,MLT 2032-07-12",
        "MLT AID BTN 2031-12-01",
    ]
    assert estimate(known).mean > 0.3
    assert all(d <= eve for d in store.claims(as_of=eve).column("known_on").to_pylist())


@pytest.mark.parametrize("eve", [date(2030, 12, 31), date(2031, 7, 1), date(2033, 5, 25)])
def test_as_of_a_day_only_what_was_published_by_then_is_known(eve: date, store: Store) -> None:
    assert {e for e in happened(store, as_of=eve) if e in PLANTED} <= {
        p for p in PLANTED if date.fromisoformat(p[-10:]) < eve
    }


def test_three_outlets_come_in_one_by_one(store: Store) -> None:
    def probability(as_of: date) -> float:
        found = store.events(actors=["PRY", "FJI"], as_of=as_of).to_pylist()
        return sum(e["probability"] for e in found if "2032-05-03" in line(e))

    days = [date(2032, 5, day) for day in (3, 4, 5, 6)]
    values = [probability(day) for day in days]
    assert values[0] == 0
    assert values == sorted(set(values))


def test_a_report_in_another_language_is_kept_and_says_so(store: Store) -> None:
    rows = store.documents().to_pylist()
    (german,) = [row for row in rows if row["language"] == "de"]
    assert german["status"] == "no_coder"
    assert {row["status"] for row in rows if row is not german} == {"coded"}


def test_reading_again_changes_nothing(folder: Path, world: tuple[Path, ReadReport]) -> None:
    copy = folder.parent / "again.duckdb"
    shutil.copy(world[0], copy)
    with open_store(copy) as store:
        before, counts = ids(store), store.counts()
        report = read_into(store, [folder], now=datetime(2035, 6, 1, tzinfo=UTC))
        assert (report.new_documents, report.coded, report.claims) == (0, 0, 0)
        assert ids(store) == before
        changed = {k: v for k, v in store.counts().items() if v != counts[k] and k != "runs"}
        assert changed == {}


def test_neither_names_nor_order_of_files_change_an_id(
    folder: Path, store: Store, read_folder: Reading, tmp_path: Path
) -> None:
    turned = tmp_path / "turned"
    turned.mkdir()
    for number, path in enumerate(sorted(folder.iterdir(), reverse=True)):
        shutil.copy(path, turned / f"{number:02}{path.suffix}")
    path, _ = read_folder(turned, tmp_path / "turned.duckdb")
    with open_store(path, read_only=True) as other:
        assert ids(other) == ids(store)


def test_read_in_two_halves_the_world_is_the_same(
    folder: Path, store: Store, tmp_path: Path
) -> None:
    files = sorted(folder.iterdir())
    now = datetime(2035, 1, 1, tzinfo=UTC)
    with open_store(tmp_path / "halves.duckdb", create=True) as other:
        for half in (files[15:], files[:15]):
            read_into(other, half, now=now)
        assert ids(other) == ids(store)


def test_an_exported_world_comes_back_whole(store: Store, tmp_path: Path) -> None:
    store.export_parquet(tmp_path / "out")
    with open_store(tmp_path / "back.duckdb", create=True) as other:
        other.import_parquet(tmp_path / "out")
        assert ids(other) == ids(store)
        assert other.verify() == []
