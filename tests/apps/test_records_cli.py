"""Commands about data sets: what they print, how they fail, what they keep from a terminal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.datafiles import cow_trade, gdelt, long_table, nmc, rivalries
from typer.testing import CliRunner, Result

from multipole.apps.cli import app

COMMANDS = ("sources", "cite", "add", "fetch", "panel", "records", "check", "quarantine")
FORGED = "\x1b[31mred\x1b[0m \u202eeno"


def run(*words: str | Path, store: Path | None = None) -> Result:
    where = ["--store", str(store)] if store else []
    return CliRunner().invoke(
        app, [*map(str, words), *where], env={"COLUMNS": "100", "TERM": "dumb"}
    )


def told(*words: str | Path, store: Path | None = None) -> list[dict[str, object]]:
    found = run(*words, "--json", store=store)
    assert found.exit_code == 0, found.stderr
    rows: list[dict[str, object]] = json.loads(found.stdout)["table"]
    return rows


def one_line(found: Result, code: int) -> str:
    """The line that says what went wrong, when that is all there is."""
    assert (found.exit_code, found.stdout) == (code, "")
    assert found.stderr.count("\n") == 1
    assert "Traceback" not in found.stderr
    return found.stderr


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a store that holds power, trade and a table of one's own."""
    nmc(tmp_path / "nmc.csv", (710, 2019, 0.2), (365, 2019, 0.04), (999, 2019, 0.1))
    cow_trade(tmp_path / "trade.csv", (710, 365, 2019, 50, 60))
    for source, name in (("cow_nmc", "nmc.csv"), ("cow_trade", "trade.csv")):
        done = run(
            "add", source, tmp_path / name, "--released", "2021", store=tmp_path / "s.duckdb"
        )
        assert done.exit_code == 0
    return tmp_path


@pytest.fixture
def store(here: Path) -> Path:
    return here / "s.duckdb"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(command: str) -> None:
    found = run(command, "--help")
    assert found.exit_code == 0
    assert f"Example: multipole {command}" in found.stdout


# sources, cite


def test_the_catalogue_is_listed_and_narrowed_by_words() -> None:
    rows = told("sources")
    assert {"cow_nmc", "gdelt_v2", "unga_votes"} <= {row["source"] for row in rows}
    assert {row["source"] for row in told("sources", "arms transfers sipri")} == {
        "sipri_register", "sipri_tiv",
    }  # fmt: skip
    assert run("sources").exit_code == 0


def test_one_source_is_shown_in_full_with_what_the_store_holds(store: Path) -> None:
    rows = {(r["section"], r["what"]): r["detail"] for r in told("sources", "cow_nmc", store=store)}
    assert rows["about", "loaded"] == "known on 2021-12-31, 3 rows"
    assert ("limits", "1") in rows
    assert ("variables", "cinc") in rows
    assert ("about", "loaded") not in {(r["section"], r["what"]) for r in told("sources", "fbic")}


def test_a_word_that_no_source_is_about_is_nothing_found() -> None:
    assert "xyzzy" in one_line(run("sources", "xyzzy"), 1)


def test_a_citation_is_text_and_bibtex_of_the_release_in_the_store(store: Path) -> None:
    plain = run("cite", "cow_nmc", store=store.with_name("none.duckdb"))
    assert plain.exit_code == 0
    assert plain.stdout.startswith("Singer, J. David. 1987.")
    assert "\n\n@misc{cow_nmc,\n" in plain.stdout
    held = run("cite", "cow_nmc", store=store).stdout
    assert "known on 2021-12-31" in held
    assert "SHA-256" in held


def test_a_version_cannot_steer_the_terminal(here: Path, store: Path) -> None:
    path = nmc(here / "new.csv", (710, 2020, 0.2))
    run("add", "cow_nmc", path, "--version", FORGED, store=store)
    for words in (("cite", "cow_nmc"), ("status",), ("sources", "cow_nmc")):
        shown = run(*words, store=store).stdout
        assert "\\x1b[31mred" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("command", ["cite", "fetch", "quarantine", "add"])
def test_a_source_that_is_none_is_named_with_the_nearest(command: str, store: Path) -> None:
    files = [store.with_name("nmc.csv")] if command == "add" else []
    assert "Did you mean cow_nmc" in one_line(run(command, "cow_nmcs", *files, store=store), 2)


# add


def test_adding_says_what_went_in_and_what_did_not(here: Path) -> None:
    found = run("add", "cow_nmc", here / "nmc.csv", store=here / "t.duckdb")
    assert found.exit_code == 0
    quarantined, summary = found.stdout.splitlines()
    assert quarantined == "quarantined: 1 row; see: multipole quarantine"
    assert "1 file of cow_nmc (0 known already), 3 rows, 2 observations" in summary
    again = run("add", "cow_nmc", here / "nmc.csv", store=here / "t.duckdb").stdout
    assert "(1 known already), 0 rows" in again


def test_adding_tells_its_counts_as_json(here: Path) -> None:
    path = gdelt(here / "g.csv", {}, {"Actor1Code": "REB", "Actor1CountryCode": "",
                                      "Actor2Code": "", "Actor2CountryCode": ""})  # fmt: skip
    found = run("add", "gdelt_v2", path, here / "nmc.csv", "--json", store=here / "t.duckdb")
    assert found.exit_code == 2
    counts = json.loads(found.stdout)
    assert (counts["files"], counts["codings"], counts["rows"]) == (2, 1, 2)
    assert counts["set_aside"] == {"neither end is a state or organisation": 1}
    (refused,) = counts["refusals"]
    assert set(refused) == {"path", "place", "reason", "remedy"}
    assert refused["path"].endswith("nmc.csv")


def test_strict_says_which_row_and_exits_with_2(here: Path) -> None:
    found = run("add", "cow_nmc", here / "nmc.csv", "--strict", store=here / "t.duckdb")
    assert found.exit_code == 2
    assert "nmc.csv row 4 column ccode: '999' is no state's cow code" in found.stderr
    assert "0 rows" in found.stdout


def test_a_stale_correction_is_named_and_can_be_skipped(here: Path) -> None:
    path = rivalries(here / "r.csv", (19, "Austria-Prussia", 255, 300, 1816, 1870))
    found = run("add", "tss_rivalries", path, store=here / "t.duckdb")
    assert found.exit_code == 2
    assert "--skip-correction tss-19-austria" in found.stderr
    skipped = run(
        "add", "tss_rivalries", path, "--skip-correction", "tss-19-austria",
        store=here / "t.duckdb",
    )  # fmt: skip
    assert skipped.exit_code == 0
    assert [r for r in told("status", store=here / "t.duckdb") if r["section"] == "refused"] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "cow_nmc", "nowhere.csv"), "nowhere.csv"),
        (("add", "cow_nmc", ".", "--released", "soon"), "'soon'"),
        (("add", "cow_nmcs", "."), "'cow_nmcs'"),
    ],
)
def test_what_cannot_begin_makes_no_store(
    words: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in one_line(run(*words, store=tmp_path / "new.duckdb"), 2)
    assert not (tmp_path / "new.duckdb").exists()


def test_a_folder_without_files_is_nothing_found(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    found = run("add", "cow_nmc", tmp_path / "none", store=tmp_path / "s.duckdb")
    assert found.exit_code == 1
    assert "no file" in found.stderr


def test_names_loaded_later_turn_refused_rows_into_good_ones(here: Path, store: Path) -> None:
    row = ("CHN", "Ruritania", "dollar_share", 2020, 40, "percent")
    path = long_table(here / "own.csv", row)
    (here / "mine.csv").write_text("name,actor,kind\nRuritania,RUS,name\n")
    assert "quarantined: 1 row" in run("add", "long_table", path, store=store).stdout
    assert run("actors", "--load", here / "mine.csv", store=store).exit_code == 0
    assert "1 observation," in run("add", "long_table", path, "--again", store=store).stdout
    assert told("quarantine", "long_table", store=store) == []
    asked = ("--with", "dollar_share")
    assert [r["value"] for r in told("records", "CHN", "ruritania", *asked, store=store)] == [40]
    panel = told("panel", "--dyads", "CHN-Ruritania", "--years", "2020", *asked, store=store)
    assert [r["dollar_share_ab"] for r in panel] == [40]


# status, quarantine


def test_status_counts_what_went_in_and_what_was_refused(here: Path, store: Path) -> None:
    path = gdelt(here / "g.csv", {}, {"EventCode": "010"})
    run("add", "gdelt_v2", path, store=store)
    rows = [r for r in told("status", store=store) if r["section"] in ("data sets", "quarantine")]
    assert {(r["what"], r["number"]) for r in rows if r["section"] == "data sets"} == {
        ("cow_nmc", 3), ("cow_trade", 1), ("gdelt_v2", 2),
    }  # fmt: skip
    (refused,) = [r for r in rows if r["section"] == "quarantine"]
    assert (refused["what"], refused["number"]) == ("cow_nmc nmc.csv ccode", 1)
    assert "row 4: '999'" in str(refused["detail"])
    (aside,) = [r for r in told("status", store=store) if r["section"] == "set aside"]
    assert (aside["what"], aside["number"]) == ("gdelt_v2", 1)


def test_quarantine_names_file_row_datum_and_remedy(store: Path) -> None:
    (row,) = told("quarantine", store=store)
    assert (row["source"], row["file"], row["row"], row["column"], row["datum"]) == (
        "cow_nmc", "nmc.csv", 4, "ccode", "999",
    )  # fmt: skip
    assert row["reason"]
    assert row["remedy"]
    assert told("quarantine", "cow_trade", store=store) == []
    assert run("quarantine", store=store).exit_code == 0


def test_refused_text_cannot_steer_a_terminal_or_a_spreadsheet(here: Path, store: Path) -> None:
    long_table(
        here / "bad.csv", ("CHN", FORGED, "share_a", 2020, 1, "percent"),
        ("CHN", "=HYPERLINK(1)", "share_b", 2020, 1, "percent"),
    )  # fmt: skip
    assert "\x1b" not in run("add", "long_table", here / "bad.csv", store=store).output
    for form in ((), ("--csv",), ("--json",)):
        shown = run("quarantine", "long_table", *form, store=store).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    lines = csv.DictReader(
        io.StringIO(run("quarantine", "long_table", "--csv", store=store).stdout)
    )
    assert {line["datum"][:3] for line in lines} == {"\\x1", "'=H"}
    exact = [row["datum"] for row in told("quarantine", "long_table", store=store)]
    assert sorted(map(str, exact)) == ["\x1b[31mred\x1b[0m \u202eeno", "=HYPERLINK(1)"]


def test_the_name_of_a_file_cannot_steer_the_terminal(here: Path, store: Path) -> None:
    name = "\x1b[2Jown.csv"
    try:
        path = long_table(here / name, ("CHN", "RUS", "share_c", 2020, 1, "percent"))
    except OSError:
        pytest.skip("the file system has no such names")
    bad = nmc(here / f"bad {name}", (999, 2020, 1))
    outputs = [
        run("add", "long_table", path, store=store),
        run("add", "cow_nmc", path, bad, store=store),
        run("add", "cow_nmc", here / f"none {name}", store=store),
        run("records", "CHN", "RUS", "--with", "share_c", store=store),
        run("quarantine", store=store),
        run("status", store=store),
    ]
    for found in outputs:
        assert "\x1b" not in found.output + found.stderr


def test_titles_of_items_cannot_steer_the_terminal(here: Path, store: Path) -> None:
    path = rivalries(here / "r.csv", (1, f"={FORGED}", 710, 365, 1960, 1989))
    run("add", "tss_rivalries", path, store=store)
    words = ("records", "CHN", "RUS", "--with", "rivalry", "--since", "1960", "--until", "1961")
    for form in ((), ("--csv",), ("--json",)):
        shown = run(*words, *form, store=store).stdout
        assert "red" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    line = next(csv.DictReader(io.StringIO(run(*words, "--csv", store=store).stdout)))
    assert line["title"].startswith("'=")


# records, panel


def test_records_name_value_unit_and_cell(store: Path) -> None:
    row = told("records", "CHN", "RUS", "--with", "trade", store=store)[0]
    assert (row["subject"], row["object"], row["value"], row["unit"]) == (
        "CHN", "RUS", 50.0, "million USD",
    )  # fmt: skip
    assert (row["file"], row["row"], row["column"]) == ("trade.csv", 2, "flow1")
    shown = run("records", "CHN", "RUS", store=store).stdout
    assert "trade.csv row 2 flow1" in " ".join(shown.split())


@pytest.mark.parametrize("form", ["table", "--csv", "--json", "--parquet"])
def test_records_come_out_in_every_format(form: str, store: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "out.parquet")
    asked = {"table": (), "--parquet": ("--parquet", place)}.get(form, (form,))
    assert run("records", "CHN", *asked, store=store).exit_code == 0
    if form == "--parquet":
        assert pq.read_table(place).num_rows == len(told("records", "CHN", store=store)) == 3


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("records", "IND"), 1, "no record of IND"),
        (("records", "CHN", "--as-of", "2020"), 1, "no record"),
        (("records", "CHN", "--with", "tarde"), 2, "'tarde'"),
        (("records", "Atlantis"), 2, "Atlantis"),
        (("panel", "--dyads", "CHN", "--years", "2019", "--with", "trade"), 2, "no dyad"),
        (("panel", "--dyads", "CHN-RUS", "--years", "soon", "--with", "trade"), 2, "soon"),
        (("panel", "--dyads", "CHN-RUS", "--years", "2019", "--with", "arms"), 1, "arms"),
        (
            ("panel", "--dyads", "CHN-RUS", "--years", "2019", "--with", "trade", "--system", "x"),
            2, "'x'",
        ),
        (("events", "--source", "gdelt_v3"), 2, "gdelt_v2"),
        (("records", "CHN", "--json", "--csv"), 2, "more than one"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line_and_a_code(
    words: tuple[str, ...], code: int, message: str, store: Path
) -> None:
    assert message in one_line(run(*words, store=store), code)


@pytest.mark.parametrize("command", ["panel", "records", "quarantine", "check"])
def test_a_store_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    more = ["--dyads", "CHN-RUS", "--years", "2019", "--with", "trade"]
    words = [command, *(more if command == "panel" else [])]
    assert "none.duckdb" in one_line(run(*words, store=tmp_path / "none.duckdb"), 2)
    assert not (tmp_path / "none.duckdb").exists()


PANEL = ("panel", "--dyads", "CHN-RUS", "--years", "2018:2019", "--with", "trade,cinc")


def test_a_panel_is_written_as_parquet_and_csv(store: Path, tmp_path: Path) -> None:
    for name in ("p.parquet", "p.csv"):
        found = run(*PANEL, "--out", tmp_path / name, store=store)
        assert found.exit_code == 0
        assert f"{name}: 2 dyad-years, " in found.stdout
        assert "cow_imports_musd: imports" in found.stderr
    rows = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert [(r["year"], r["cow_imports_musd_ab"], r["cinc_a"]) for r in rows] == [
        (2018, None, None), (2019, 50.0, 0.2),
    ]  # fmt: skip
    lines = list(csv.DictReader((tmp_path / "p.csv").open()))
    assert [line["cow_imports_musd_ab_status"] for line in lines] == ["not_covered", "observed"]
    assert [line["cow_imports_musd_ab"] for line in lines] == ["", "50.0"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--out", "p.xyz"), "no known format"),
        (("--out", "p.csv", "--json"), "--out"),
        (("--out", "no/such/folder/p.csv"), "No such file"),
        (("--out", "no/such/folder/p.parquet"), "No such file"),
    ],
)
def test_a_panel_that_cannot_be_written_is_one_line(
    more: tuple[str, ...], message: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store.parent)
    assert message in one_line(run(*PANEL, *more, store=store), 2)


def test_a_panel_can_be_shown(store: Path) -> None:
    assert len(told(*PANEL, store=store)) == 2
    lines = list(csv.DictReader(io.StringIO(run(*PANEL, "--csv", store=store).stdout)))
    assert [line["year"] for line in lines] == ["2018", "2019"]
    assert "dyad-years" in run(*PANEL, store=store).stdout
