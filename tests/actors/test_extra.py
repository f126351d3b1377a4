"""A user's own table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput

ON = date(2021, 3, 24)


def table(
    tmp_path: Path, *lines: str, head: str = "name,actor,kind,from,to,surname,office"
) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("\n".join((head, *lines)), encoding="utf-8")
    return path


def test_good_rows_go_in_and_bad_rows_are_listed(tmp_path: Path) -> None:
    actors = load_actors(
        extra=table(
            tmp_path,
            "Bear House,RUS,government,,,,",
            "Grey Wolves Club,NGO:WOLVES,name,,,,",
            "Zora Plumtree,NOR,person,2020-01-01,,Plumtree,envoy",
            "Nowhere,QQQ,name,,,,",
            "Odd,RUS,colour,,,,",
            "Late,RUS,name,2020-13-01,,,",
            "Back,RUS,name,2021-01-01,2020-01-01,,",
            ",RUS,name,,,,",
            "Small Club,NGO:Small,name,,,,",
        )
    )
    text = "Bear House, the Grey Wolves Club and Plumtree of Norway"
    hits = [h.actors[0] for h in actors.find(text, on=ON)]
    assert hits == ["RUS", "NGO:WOLVES", "NOR", "NOR"]
    assert [refusal.place for refusal in actors.refusals] == [f"line {n}" for n in range(5, 11)]
    assert all(refusal.reason and refusal.remedy for refusal in actors.refusals)
    assert actors.refusals[-1].remedy == "Write NGO:SMALL."
    assert actors.actor("NGO:WOLVES").kind == "nonstate"


def test_own_rows_do_not_leak_into_the_standard_tables(tmp_path: Path) -> None:
    load_actors(extra=table(tmp_path, "Bear House,RUS,government,,,,"))
    assert load_actors().find("Bear House", on=ON) == []
    assert load_actors().refusals == ()


def test_a_table_without_its_columns_or_its_file_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no column actor"):
        load_actors(extra=table(tmp_path, "x,y", head="name,kind"))
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_actors(extra=tmp_path / "absent.csv")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"name,actor,kind\n\xff\xfe\x00,RUS,name\n")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_actors(extra=broken)
