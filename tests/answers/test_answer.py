from __future__ import annotations

import builtins
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole import answers
from multipole.answers.asked import actor_of
from multipole.answers.evidence import citation
from multipole.answers.words import amount, numbers, plain, who
from multipole.core.errors import WrongUse
from multipole.core.types import Refusal, Run
from multipole.store import Store, open_store

RUN = Run("read", "test", "", "", 0, datetime(2021, 7, 1, tzinfo=UTC))


@pytest.mark.parametrize("asked", [["CHN", "RUS"], None, 5])
def test_what_is_no_name_of_an_actor_is_wrong_use(asked: Any) -> None:
    with pytest.raises(WrongUse, match="no name of an actor"):
        actor_of(asked)


def test_document_text_cannot_become_markup(small_store: Store) -> None:
    html = answers.events(small_store, ["CHN", "RUS"])._repr_html_()
    assert "<b>China" not in html
    assert "&lt;b&gt;China &amp; Russia&lt;/b&gt;" in html


def test_frames_are_the_same_table(small_store: Store) -> None:
    found = answers.events(small_store)
    assert found.table.num_rows == len(found)
    pandas = pytest.importorskip("pandas")
    assert isinstance(found.to_pandas(), pandas.DataFrame)


def test_a_frame_library_that_is_missing_is_named(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def no_polars(name: str, *rest: Any, **more: Any) -> Any:
        if name == "polars":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_polars)
    with pytest.raises(WrongUse, match="polars is not installed"):
        answers.status(small_store).to_polars()


def test_values_are_read_as_people_write_them() -> None:
    assert numbers([5, 1, 2, 3]) == "1-3, 5"
    assert plain(float("nan")) == plain(None) == ""
    assert amount({"value": 17.5, "unit": "percent"}) == "17.5 percent"
    assert who({"sender": ["CHN"], "receiver": []}) == "CHN > ?"


def test_status_counts_and_names_what_was_refused(small_store: Store) -> None:
    rows = answers.status(small_store).table.to_pylist()
    told = {(r["section"], r["what"]): (r["number"], r["detail"]) for r in rows}
    assert told["documents", "all"] == (4, "2021-03-23 to 2021-06-03")
    assert told["no coder", "fr"] == (1, "kept, not read")
    assert told["outlets", "Harbour Post"][0] == 2
    assert told["claims", "all"] == (7, "coded by by hand")
    assert told["events", "all"][0] == 4
    assert told["refused", "reports/empty.txt"] == (1, "no text. Give a report.")


def test_a_document_known_by_its_year_alone_is_cited_by_it() -> None:
    speech = {"id": "d", "outlet": "", "title": "", "url": "", "path": "a.txt"}
    by_year = speech | {"published_on": None, "notes": ["read as cp1251", "year:1971"]}
    assert citation(by_year, 0, 5) == "1971, a.txt (document d, characters 0-5)"
    undated = speech | {"published_on": None, "notes": []}
    assert citation(undated, 0, 5).startswith("undated, a.txt")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/ann/in/a.txt", "a.txt"),
        ("C:\\Users\\ann\\a.txt", "a.txt"),
        ("in/rows.csv#3", "rows.csv#3"),
        ("/home/ann!/in/March.ZIP!more/a.txt", "March.ZIP!more/a.txt"),
        ("/home/ann/in/one.zip!two.zip!a.md", "one.zip!two.zip!a.md"),
        ("/home/ann/in/crawl.warc.gz!https://a.example/b", "crawl.warc.gz!https://a.example/b"),
        ("/home/ann/in/", "in"),
    ],
)
def test_a_citation_names_the_file_and_not_its_folders(path: str, name: str) -> None:
    document = {"id": "d", "outlet": "", "title": "", "url": "", "path": path}
    found = citation(document | {"published_on": None, "notes": []}, 0, 5)
    assert found == f"undated, {name} (document d, characters 0-5)"


def test_a_citation_has_the_address_where_there_is_one() -> None:
    document = {"id": "d", "outlet": "", "title": "", "url": "https://a.example", "path": "in/a"}
    found = citation(document | {"published_on": None, "notes": []}, 0, 5)
    assert found.startswith("undated, https://a.example (")


@pytest.mark.parametrize("bound", ["more than", "less than", "about"])
def test_a_figure_is_said_with_its_bound(bound: str) -> None:
    row = {"value": 50.0, "unit": "percent", "gist": bound}
    assert amount(row) == f"{bound} 50 percent"
    assert amount(row | {"gist": ""}) == "50 percent"


def test_a_file_that_went_in_later_is_no_longer_refused(small_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(small_path.read_bytes())
    with open_store(copy) as store:
        path = store.documents().to_pylist()[0]["path"]
        mended, row = (Refusal(path, place, "no text", "Wait.") for place in ("", "row 2"))
        store.add_refusals([mended, row], datetime(2021, 7, 1, tzinfo=UTC), RUN)
        rows = answers.status(store).table.to_pylist()
    refused = [r["what"] for r in rows if r["section"] == "refused"]
    assert sorted(refused) == sorted(["reports/empty.txt", f"{path} row 2"])


def test_status_of_a_past_day_knows_less(small_store: Store) -> None:
    rows = answers.status(small_store, as_of="2021-03-23").table.to_pylist()
    assert rows[0]["number"] == 1
