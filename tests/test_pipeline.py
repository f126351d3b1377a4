from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.core.errors import MissingModel, UnreadableInput
from multipole.core.types import Judgement
from multipole.documents import ReadOptions
from multipole.evidence import load_model, model
from multipole.pipeline import ReadReport, derive_events, read_into
from multipole.pipeline import reading as pipeline
from multipole.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
READER = Path(__file__).with_name("read_until_killed.py")
STATES = ["Chile", "Peru", "Ghana", "Kenya", "Oman", "Laos"]
ACTS = ["condemned {0}", "met the {0} delegation", "threatened {0}", "sued {0}", "attacked {0}"]
CONTENT = ("documents", "parts", "sentences", "mentions", "claims", "spans", "events", "raws")


def write_reports(folder: Path, many: int) -> Path:
    """Reports of one invented act each."""
    folder.mkdir()
    for n in range(many):
        sender, receiver = STATES[n % 6], STATES[(n // 6 + n + 1) % 6]
        act = ACTS[n % 5].format(receiver)
        head = f"Title: Report {n}\nOutlet: Outlet {n % 4}\nDate: 2021-{n % 12 + 1:02}-11\n\n"
        body = f"On {n % 9 + 1} {'May' if n % 2 else 'June'} 20{n % 20:02}, {sender} {act}. "
        rest = f"About {n + 3} percent of the exports of {receiver} go to {sender}.\n"
        (folder / f"{n:02}.txt").write_text(head + body + rest, "utf-8")
    return folder


def read(folder: Path, path: Path, **settings: Any) -> ReadReport:
    with open_store(path, create=True) as store:
        return read_into(store, [folder], now=NOW, **settings)


def content(path: Path, out: Path) -> dict[str, bytes]:
    """Everything in a store but who read it when."""
    with open_store(path, read_only=True) as store:
        assert store.verify() == []
        store.export_parquet(out)
    found = {file.stem: file.read_bytes() for file in out.iterdir() if file.stem in CONTENT}
    assert len(found) >= len(CONTENT) - 1
    return found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("pipeline") / "reports", 30)


@pytest.fixture(scope="module")
def undisturbed(reports: Path) -> Path:
    path = reports.parent / "undisturbed.duckdb"
    report = read(reports, path)
    assert (report.documents, report.coded) == (30, 30)
    assert report.claims > 30
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports", 3)


def start(folder: Path, path: Path) -> subprocess.Popen[str]:
    args = [sys.executable, str(READER), str(folder), str(path)]
    return subprocess.Popen(args, stdout=subprocess.PIPE, text=True)


def kill_after(line: str, folder: Path, path: Path) -> None:
    """Kill a reading once it has said ``line``; fail when it never does."""
    with start(folder, path) as process:
        assert process.stdout is not None
        said = next((s for s in process.stdout if s.startswith(line)), None)
        process.kill()
    assert said, f"the reading never came to {line!r}"
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("line", ["read 30", "code 11"])
def test_a_killed_reading_loses_nothing_and_the_next_one_finishes_it(
    line: str, reports: Path, undisturbed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "killed.duckdb"
    kill_after(line, reports, path)
    with open_store(path, read_only=True) as store:
        assert store.verify() == []
        assert store.counts()["documents"] == 30
        coded = store.documents().column("status").to_pylist().count("coded")
        assert int(line.split()[1]) <= coded < 30 if line.startswith("code") else coded < 30
        assert store.counts()["events"] == 0
    report = read(reports, path)
    assert (report.new_documents, report.coded) == (0, 30 - coded)
    assert content(path, tmp_path / "a") == content(undisturbed, tmp_path / "b")


def test_events_lost_after_coding_are_derived_by_the_next_reading(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that dies between the last coded document and the events leaves no gap."""

    def die(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "derive_events", die)
        with pytest.raises(KeyboardInterrupt):
            read_into(store, [folder], now=NOW)
    report = read_into(store, [folder], now=NOW)
    assert report.events == store.counts()["events"] > 0


def test_links_lost_after_coding_are_made_by_the_next_reading(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    same = "The choir of the town sang eleven songs about the sea and the wind that night, and " * 4
    for n in range(2):
        text = f"Outlet: Outlet {n}\nDate: 2021-03-04\n\nA long evening. {same} it rained.\n"
        (tmp_path / f"{n}.txt").write_text(text)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "link_near_duplicates", die)
        with pytest.raises(KeyboardInterrupt):
            read_into(store, [tmp_path / "0.txt", tmp_path / "1.txt"], now=NOW)
    read_into(store, [tmp_path / "0.txt", tmp_path / "1.txt"], now=NOW)
    assert store.counts()["links"] == 1


def test_two_processes_give_what_one_gives(
    reports: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CODED_AT_ONCE", 1000)
    path = tmp_path / "two.duckdb"
    report = read(reports, path, processes=2)
    assert report.coded == 30
    assert content(path, tmp_path / "a") == content(undisturbed, tmp_path / "b")


def test_refused_files_are_counted_and_the_rest_goes_in(folder: Path, store: Store) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "torn.docx").write_bytes(b"PK torn")
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    for _ in range(2):
        report = read_into(store, [folder], now=NOW)
        assert sorted(Path(r.path).name for r in report.refusals) == [
            "empty.txt",
            "torn.docx",
            "torn.pdf",
        ]
        assert all(r.reason and r.remedy for r in report.refusals)
        assert report.documents == 3
        assert store.counts()["refusals"] == 3
        assert store.counts()["documents"] == 3


def test_a_path_that_does_not_exist_is_refused_with_its_name(tmp_path: Path, store: Store) -> None:
    with pytest.raises(UnreadableInput, match="nowhere"):
        read_into(store, [tmp_path / "nowhere"], now=NOW)
    assert store.counts()["documents"] == 0


def test_a_report_in_a_language_without_a_coder_is_kept_and_says_so(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "rapport.txt"
    path.write_text(
        "Les ministres se sont réunis à Dakar pour parler de la pêche et du commerce. "
        "Ils ont ensuite signé un accord que personne n'avait lu, et la soirée fut longue.\n",
        "utf-8",
    )
    report = read_into(store, [path], now=NOW)
    (row,) = store.documents().to_pylist()
    assert (row["language"], row["status"]) == ("fr", "no_coder")
    assert (report.documents, report.coded, report.claims) == (1, 0, 0)
    assert store.pending(report.coder) == []


def test_an_empty_folder_is_read_without_complaint(tmp_path: Path, store: Store) -> None:
    (tmp_path / "empty").mkdir()
    report = read_into(store, [tmp_path / "empty"], now=NOW)
    assert (report.documents, report.claims, report.events) == (0, 0, 0)


def test_options_override_what_files_say(folder: Path, store: Store) -> None:
    options = ReadOptions(date="2009-08-07", outlet="By Option")
    read_into(store, [folder], now=NOW, options=options)
    rows = store.documents().to_pylist()
    assert {(r["outlet"], r["known_on"]) for r in rows} == {("By Option", date(2009, 8, 7))}


def test_a_report_of_one_english_sentence_is_coded(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "short.txt"
    path.write_text("Date: 2021-05-04\n\nOn 3 May 2021, Chile condemned Peru.\n")
    assert read_into(store, [path], now=NOW).events == 1


def test_progress_is_told_step_by_step(folder: Path, store: Store) -> None:
    told: list[tuple[str, int, int]] = []
    read_into(store, [folder], now=NOW, progress=lambda *step: told.append(step))
    assert [step for step, _, _ in told] == ["read", "code", "link", "derive"]
    assert ("code", 3, 3) in told


@pytest.fixture
def fresh_models() -> Iterator[None]:
    load_model.cache_clear()
    yield
    load_model.cache_clear()


@pytest.mark.usefixtures("fresh_models")
def test_a_changed_language_model_stops_the_reading_before_anything_is_stored(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(iter(model.pinned_files()))
    monkeypatch.setattr(model, "pinned_files", lambda: {name: "0" * 64})
    with pytest.raises(MissingModel) as caught:
        read_into(store, [folder], now=NOW, model=model.DEFAULT)
    assert name in str(caught.value)
    assert "pip install" in str(caught.value)
    assert store.counts()["documents"] == 0


def test_a_language_model_that_is_not_installed_is_named(folder: Path, store: Store) -> None:
    with pytest.raises(MissingModel, match="xx_no_such"):
        read_into(store, [folder], now=NOW, model="xx_no_such")


def test_without_a_language_model_no_act_is_coded_and_the_coder_says_so(
    folder: Path, store: Store
) -> None:
    report = read_into(store, [folder], now=NOW, model="none")
    assert report.coder.endswith("+none")
    assert report.coded == 3
    assert store.claims(kind="event").num_rows == 0
    assert report.events == 0
    assert store.counts()["mentions"] >= 6
    claims = store.claims(kind="figure")
    assert sorted(claims.column("value").to_pylist()) == [3.0, 4.0, 5.0]
    assert set(claims.column("coded_by").to_pylist()) == {report.coder}


def test_a_better_model_codes_again_what_a_worse_one_coded(folder: Path, store: Store) -> None:
    poor = read_into(store, [folder], now=NOW, model="none")
    better = read_into(store, [folder], now=NOW)
    assert better.coder != poor.coder
    assert (better.new_documents, better.coded) == (0, 3)
    assert better.events > 0
    assert set(store.claims().column("coded_by").to_pylist()) == {better.coder}
    assert store.claims(coded_by=poor.coder).num_rows > 0, "claims are never deleted"
    assert store.verify() == []


def test_dropped_events_come_back_with_the_same_ids(folder: Path, store: Store) -> None:
    read_into(store, [folder], now=NOW)
    before = sorted(store.events().column("id").to_pylist())
    derive_events(store, now=datetime(2031, 1, 1, tzinfo=UTC))
    assert sorted(store.events().column("id").to_pylist()) == before
    assert store.verify() == []


def test_a_persons_judgement_outlives_the_next_reading(tmp_path: Path, store: Store) -> None:
    for n, outlet in enumerate(["Outlet A", "Outlet B"]):
        head = f"Outlet: {outlet}\nDate: 2021-05-0{n + 4}\n\n"
        text = head + "On 3 May 2021, Chile condemned Peru. The words were of the usual kind.\n"
        (tmp_path / f"{n}.txt").write_text(text)
    paths = [tmp_path / "0.txt", tmp_path / "1.txt"]
    read_into(store, paths, now=NOW)
    (event,) = store.events().to_pylist()
    left, right = sorted(event["claims"])
    store.add_judgements([Judgement(left, right, "different", "Ana", NOW, "two speeches")])
    derive_events(store, now=NOW)
    assert store.counts()["events"] == 2
    third = tmp_path / "2.txt"
    third.write_text(
        "Outlet: Outlet C\nDate: 2021-06-04\n\nGhana attacked Kenya on 1 June 2021. It was dark.\n"
    )
    read_into(store, [third], now=NOW)
    assert store.counts()["events"] == 3
