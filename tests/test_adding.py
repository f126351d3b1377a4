"""Data files go into the store whole, once, each release with its day; the rest is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.adding import CHINA, LATER, NOW, RUSSIA, add, known_on, share, values, without_runs
from tests.datafiles import gdelt, long_table, nmc, rivalries, statement, statements

from multipole.core.errors import UnknownCode, UnreadableInput
from multipole.sources.gate.source import Edition, Input
from multipole.sources.states import capabilities
from multipole.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb", create=True) as opened:
        yield opened


# What is there already


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(*_: object) -> Edition:
        raise AssertionError("read again")

    def close() -> None:
        for name in ("columns_of", "read_csv"):
            monkeypatch.setattr(capabilities, name, fail)

    return close


def test_a_file_that_is_there_is_known_by_its_digest_and_not_opened(
    store: Store, tmp_path: Path, unread: Callable[[], None]
) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2), (RUSSIA, 2020, 0.04))
    first = add(store, "cow_nmc", path)
    assert (first.files, first.known, first.rows, first.observations) == (1, 0, 2, 2)
    before = store.counts()
    unread()
    again = add(store, "cow_nmc", path, now=LATER)
    assert (again.files, again.known, again.rows, again.observations) == (1, 1, 0, 0)
    assert store.counts() == before


def test_the_same_file_under_another_name_is_known(
    store: Store, tmp_path: Path, unread: Callable[[], None]
) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    add(store, "cow_nmc", path)
    unread()
    copy = Path(shutil.copy(path, tmp_path / "copy of nmc.csv"))
    assert add(store, "cow_nmc", copy).known == 1


def test_a_file_given_twice_is_one_file(store: Store, tmp_path: Path) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    copy = Path(shutil.copy(path, tmp_path / "copy.csv"))
    assert add(store, "cow_nmc", path, copy, path).files == 1
    assert values(store) == [0.2]


def test_a_file_is_new_to_a_source_that_has_not_read_it(store: Store, tmp_path: Path) -> None:
    path = gdelt(tmp_path / "events.csv", {})
    assert add(store, "gdelt_v1", path).refusals
    assert add(store, "gdelt_v2", path).codings == 1


# Releases and their days


def test_two_releases_live_beside_each_other_and_as_of_chooses(
    store: Store, tmp_path: Path
) -> None:
    old, new = (nmc(tmp_path / f"{n}.csv", (CHINA, 2020, v)) for n, v in (("a", 0.2), ("b", 0.3)))
    add(store, "cow_nmc", old, released=date(2021, 1, 1))
    add(store, "cow_nmc", new, released=date(2024, 1, 1))
    assert values(store) == [0.3]
    assert values(store, as_of=date(2023, 12, 31)) == [0.2]
    assert values(store, as_of=date(2020, 12, 31)) == []


def test_the_order_in_which_releases_come_does_not_matter(store: Store, tmp_path: Path) -> None:
    old, new = (nmc(tmp_path / f"{n}.csv", (CHINA, 2020, v)) for n, v in (("a", 0.2), ("b", 0.3)))
    add(store, "cow_nmc", new, released=date(2024, 1, 1))
    add(store, "cow_nmc", old, released=date(2021, 1, 1), now=LATER)
    assert values(store) == [0.3]


def test_the_users_day_goes_before_the_files_and_the_files_before_today(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dated(file: Input) -> Edition:
        says = date(2022, 2, 2) if "dated" in file.name else None
        return Edition(file.name, released=says, version="7" if says else "")

    changed = replace(capabilities.SOURCE, edition_of=dated)
    monkeypatch.setattr("multipole.pipeline.adding.find_source", lambda _: changed)
    for name, value in (("plain", 0.1), ("dated", 0.2), ("dated and told", 0.3)):
        path = nmc(tmp_path / f"{name}.csv", (CHINA, 2020, value))
        told = {"released": date(2023, 3, 3), "version": "8"} if "told" in name else {}
        add(store, "cow_nmc", path, **told)
    assert known_on(store) == [date(2022, 2, 2), date(2023, 3, 3), NOW.date()]
    assert store.records.releases()["version"].to_pylist() == ["7", "8", ""]


def test_two_editions_at_once_are_refused_and_not_counted_twice(
    store: Store, tmp_path: Path
) -> None:
    old, new = (nmc(tmp_path / f"{n}.csv", (CHINA, 2020, v)) for n, v in (("a", 0.2), ("b", 0.3)))
    report = add(store, "cow_nmc", old, new)
    assert {Path(r.path).name for r in report.refusals} == {"a.csv", "b.csv"}
    assert "both have cinc of CHN from 2020-01-01" in str(report.refusals[0])
    assert "--released" in report.refusals[0].remedy
    assert store.counts()["observations"] == 0


def test_files_of_one_edition_that_share_nothing_are_one_release(
    store: Store, tmp_path: Path
) -> None:
    paths = [nmc(tmp_path / f"{y}.csv", (CHINA, y, 0.2)) for y in (2019, 2020)]
    assert add(store, "cow_nmc", *paths).refusals == ()
    assert store.records.releases().num_rows == 1
    assert values(store) == [0.2, 0.2]


def test_files_that_add_to_one_another_are_a_release_each(store: Store, tmp_path: Path) -> None:
    paths = [long_table(tmp_path / f"{y}.csv", share(40.0, year=y)) for y in (2019, 2020)]
    add(store, "long_table", *paths)
    third = long_table(tmp_path / "third.csv", share(50.0, year=2021))
    report = add(store, "long_table", *paths, third)
    assert (report.files, report.known, report.observations) == (3, 2, 1)
    assert store.records.releases().num_rows == 3
    assert values(store) == [40.0, 40.0, 50.0]


# Bad rows and bad files


def test_good_rows_go_in_and_bad_ones_are_in_quarantine_with_their_remedy(
    store: Store, tmp_path: Path
) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2), (999, 2020, 0.1), (RUSSIA, 2020, "x"))
    report = add(store, "cow_nmc", path)
    assert (report.rows, report.observations, report.quarantined) == (3, 1, 2)
    told = store.records.quarantine().to_pylist()
    assert [(r["row"], r["column"], r["datum"]) for r in told] == [
        (3, "ccode", "999"), (4, "cinc", "x"),
    ]  # fmt: skip
    assert all(r["reason"] and r["remedy"] for r in told)
    assert store.verify() == []


def test_strict_refuses_the_whole_file_and_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    add(store, "cow_nmc", nmc(tmp_path / "old.csv", (CHINA, 2019, 0.2)), released=date(2020, 1, 1))
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2), (999, 2020, 0.1))
    before = without_runs(store)
    (refusal,) = add(store, "cow_nmc", path, strict=True).refusals
    assert refusal.place == "row 3 column ccode"
    assert "'999'" in refusal.reason
    assert refusal.remedy
    assert without_runs(store) == before | {"refusals": 1}
    assert values(store) == [0.2]


def test_strict_takes_a_file_without_fault(store: Store, tmp_path: Path) -> None:
    report = add(store, "cow_nmc", nmc(tmp_path / "n.csv", (CHINA, 2020, 0.2)), strict=True)
    assert (report.refusals, report.observations) == ((), 1)


def test_a_file_of_another_source_is_refused_and_the_others_go_in(
    store: Store, tmp_path: Path
) -> None:
    good = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    other = long_table(tmp_path / "own.csv", share(40.0))
    (tmp_path / "empty.csv").write_text("")
    report = add(store, "cow_nmc", other, good, tmp_path / "empty.csv")
    assert {Path(r.path).name for r in report.refusals} == {"own.csv", "empty.csv"}
    assert all(r.reason and r.remedy for r in report.refusals)
    assert report.observations == 1
    assert store.counts()["refusals"] == 2


@pytest.mark.parametrize(
    "source", ["cow_nmc", "long_table", "gdelt_v2", "unga_votes", "tss_rivalries", "ungd"]
)
def test_an_empty_file_is_refused(store: Store, tmp_path: Path, source: str) -> None:
    (tmp_path / "empty.csv").write_text("")
    (refusal,) = add(store, source, tmp_path / "empty.csv").refusals
    assert refusal.path.endswith("empty.csv")
    assert store.counts()["releases"] == 0


def test_a_file_with_a_header_alone_has_no_rows(store: Store, tmp_path: Path) -> None:
    report = add(store, "cow_nmc", nmc(tmp_path / "nmc.csv"))
    assert (report.rows, report.observations, report.refusals) == (0, 0, ())
    assert store.verify() == []


def test_a_path_that_is_not_there_and_a_source_that_is_none_are_named(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableInput, match="nowhere"):
        add(store, "cow_nmc", nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2)), tmp_path / "nowhere")
    with pytest.raises(UnknownCode, match="cow_nmc"):
        add(store, "cow_nmcs", tmp_path)
    assert store.counts()["releases"] == 0


def test_a_folder_stands_for_its_files_without_hidden_ones(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    for name in ("2019", "in/2020", ".hidden", ".git/2018"):
        place = folder / f"{name}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        year = int(name[-4:]) if name[-1].isdigit() else 2017
        long_table(place, share(40.0, year=year))
    assert add(store, "long_table", folder).files == 2
    years = store.records.observations()["period_start"].to_pylist()
    assert [day.year for day in years] == [2019, 2020]


def test_an_empty_folder_is_no_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert add(store, "long_table", tmp_path / "none").files == 0


# Corrections


def test_a_stale_correction_refuses_the_file_until_it_is_skipped(
    store: Store, tmp_path: Path
) -> None:
    path = rivalries(tmp_path / "r.csv", (19, "Austria-Prussia", 255, 300, 1816, 1870))
    (refusal,) = add(store, "tss_rivalries", path).refusals
    assert refusal.place == "row 2"
    assert "--skip-correction tss-19-austria" in refusal.remedy
    assert store.counts()["observations"] == 0
    report = add(store, "tss_rivalries", path, skip_corrections=["tss-19-austria"])
    assert report.refusals == ()
    assert store.counts()["observations"] > 0


# Out and in again


def test_records_come_back_whole_from_an_export(store: Store, tmp_path: Path) -> None:
    add(store, "cow_nmc", nmc(tmp_path / "n.csv", (CHINA, 2020, 0.2), (999, 2020, 0.1)))
    add(store, "gdelt_v2", gdelt(tmp_path / "g.csv", {}))
    add(store, "long_table", long_table(tmp_path / "l.csv", share(40.0)))
    store.export_parquet(tmp_path / "out")
    with open_store(tmp_path / "back.duckdb", create=True) as other:
        other.import_parquet(tmp_path / "out")
        assert other.verify() == []
        assert other.counts() == store.counts()
        assert other.records.observations() == store.records.observations()
        assert other.records.codings() == store.records.codings()
        assert other.records.quarantine() == store.records.quarantine()
        assert add(other, "cow_nmc", tmp_path / "n.csv").known == 1


# Statements


SPEECH = "Mr. President, my country greets the Assembly. " * 20


def test_statements_become_documents_with_state_session_and_year(
    store: Store, tmp_path: Path
) -> None:
    statement(tmp_path, "CHN_26_1971.txt", f"China. {SPEECH}")
    lines = statements(
        tmp_path / "all.jsonl",
        {"iso3": "RUS", "session": 60, "year": 2005, "text": f"Russia. {SPEECH}"},
        {"iso3": "USA", "session": 60, "year": 2005, "text": f"America. {SPEECH}"},
    )
    report = add(store, "ungd", tmp_path / "CHN_26_1971.txt", lines)
    assert (report.refusals, report.documents, report.rows) == ((), 3, 3)
    told = {d["author"]: d for d in store.documents().to_pylist()}
    assert told["CHN"]["title"] == "CHN in the General Debate, session 26 (1971)"
    assert told["RUS"]["title"] == "RUS in the General Debate, session 60 (2005)"
    days = {author: d["known_on"] for author, d in told.items()}
    assert days == {"CHN": date(1971, 12, 31), "RUS": date(2005, 12, 31), "USA": date(2005, 12, 31)}
    assert {d["outlet"] for d in told.values()} == {"UN General Debate"}
    assert store.verify() == []


def test_statements_added_again_change_nothing(store: Store, tmp_path: Path) -> None:
    statement(tmp_path, "CHN_26_1971.txt", SPEECH)
    add(store, "ungd", tmp_path / "CHN_26_1971.txt")
    before = store.counts()
    report = add(store, "ungd", tmp_path / "CHN_26_1971.txt", now=LATER)
    assert (report.documents, report.known) == (0, 1)
    assert store.counts() == before


def test_a_text_that_is_no_statement_is_refused(store: Store, tmp_path: Path) -> None:
    other = statement(tmp_path, "news.txt", f"News. {SPEECH}")
    good = statement(tmp_path, "CHN_26_1971.txt", SPEECH)
    report = add(store, "ungd", other, good)
    assert [Path(r.path).name for r in report.refusals] == ["news.txt"]
    assert report.documents == 1
