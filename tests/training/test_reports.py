"""Our own reference reports and their codings hold to the format that the README beside them gives.

The coder is not run here: the kept reports are for measuring only.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from multipole.actors import load_actors
from multipole.answers.gold import gold_files, read_gold, report_of
from multipole.core.errors import MultipoleError
from multipole.core.periods import Period
from multipole.core.plover import ACTIONS, DOMAINS

REPORTS: Final = Path(__file__).parents[2] / "training" / "reports"
if not REPORTS.is_dir():
    pytest.skip(f"no reference reports at {REPORTS}", allow_module_level=True)

CODINGS: Final = [p for folder in ("open", "kept", "check") for p in gold_files(REPORTS / folder)]
FIELDS: Final[dict[str, set[str]]] = {
    "event": {"source", "target", "type", "realis", "date", "reporter", "domain"},
    "claim": {"speaker", "speaker_actor", "about", "gist", "stance"},
    "quantity": {"measure", "actors", "value", "unit", "date", "reporter"},
}
ACTOR_FIELDS: Final = ("source", "target", "about", "actors")
coded = pytest.mark.parametrize("coding", CODINGS, ids=lambda p: f"{p.parent.name}-{p.stem}")


def text_of(coding: Path) -> str:
    return report_of(coding, coding.parent).read_text(encoding="utf-8")


def records(coding: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in coding.read_text(encoding="utf-8").splitlines()]


def wrong_actors(record: dict[str, Any]) -> list[str]:
    known = {actor.id for actor in load_actors()}
    named = [a for field in ACTOR_FIELDS for a in record.get(field, [])]
    speaker = record.get("speaker_actor")
    return [a for a in [*named, *([speaker] if speaker else [])] if a not in known]


def wrong_date(record: dict[str, Any]) -> bool:
    if not record.get("date"):
        return False
    try:
        Period.parse(record["date"])
    except MultipoleError:
        return True
    return False


@coded
def test_each_record_has_its_fields_and_no_others(coding: Path):
    for record in records(coding):
        assert set(record) == FIELDS[record["kind"]] | {"kind", "quote"}, record["quote"]


@coded
def test_each_quote_stands_in_its_report_in_order(coding: Path):
    found = read_gold(coding, text_of(coding))
    assert [g.quote for g in found if not g.found] == []
    assert [g.start for g in found] == sorted(g.start for g in found)


@coded
def test_a_quote_keeps_to_one_paragraph(coding: Path):
    assert [r["quote"] for r in records(coding) if "\n" in r["quote"]] == []


@coded
def test_types_domains_stances_dates_and_actors_are_known(coding: Path):
    for record in records(coding):
        if record["kind"] == "event":
            assert record["type"] in ACTIONS, record
            assert record["domain"] in DOMAINS, record
            assert record["source"] or record["target"], record
        if record["kind"] == "claim":
            assert record["stance"] in {"for", "against", "neutral"}, record
        assert wrong_actors(record) == [], record
        assert not wrong_date(record), record


@coded
def test_no_record_is_given_twice(coding: Path):
    lines = coding.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))


@coded
def test_a_figure_stands_in_words_or_digits(coding: Path):
    for record in records(coding):
        if record["kind"] == "quantity":
            assert record["unit"], record
            assert isinstance(record["value"], int | float), record


def test_a_report_has_a_few_hundred_words_and_dozens_of_records():
    for coding in CODINGS:
        assert 350 <= len(text_of(coding).split()) <= 1300, coding.name
        assert 20 <= len(records(coding)) <= 90, coding.name


def test_no_report_is_open_and_kept():
    names = [coding.name for coding in CODINGS]
    assert len(names) == len(set(names))
