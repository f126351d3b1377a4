"""Our own labelled sentences hold to their format and stay balanced."""

from __future__ import annotations

import doctest
import importlib.util
import random
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "training" / "sentences" / "count.py"
if not SCRIPT.is_file():
    pytest.skip(f"no labelled sentences at {SCRIPT.parent}", allow_module_level=True)

RARE = {"RETREAT", "CONCEDE", "MOBILIZE", "COERCE", "PROTEST", "AID", "THREATEN", "REQUEST"}


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("training_sentences_count", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


count = loaded(SCRIPT)
TABLE = count.rows()


def test_marks_labels_and_digests_hold():
    assert count.problems(TABLE) == []
    for name in ("candidates.tsv", "cases.tsv", "wire.tsv"):
        assert count.problems(count.rows(count.HERE / name)) == []


def test_each_type_has_its_share():
    by_type = Counter(row["type16"] for row in TABLE)
    for action in count.TYPES:
        least = 120 if action == "NONE" else 60 if action in RARE else 40
        assert by_type[action] >= least, action
    assert len(TABLE) >= 800


def test_a_third_has_the_receiver_first_and_no_type_is_told_by_order():
    assert sum(map(count.receiver_first, TABLE)) >= len(TABLE) / 3
    for action in count.TYPES:
        of = [row for row in TABLE if row["type16"] == action]
        assert 0.25 <= sum(map(count.receiver_first, of)) / len(of) <= 0.45, action


def test_no_name_gives_its_type_away():
    seen: dict[str, Counter[str]] = {}
    for row in TABLE:
        for name in {row["source"], row["target"]}:
            seen.setdefault(name, Counter())[row["type16"]] += 1
    often = {name: types for name, types in seen.items() if sum(types.values()) >= 15}
    assert len(often) >= 10
    for name, types in often.items():
        assert max(types.values()) <= 0.4 * sum(types.values()), name


def test_no_sentence_is_in_the_reference_codings():
    if not count.GOLD.is_dir():
        pytest.skip(f"no reference codings at {count.GOLD}: set MULTIPOLE_SHARED")
    texts = list(count.gold_texts())
    assert len(texts) > 1000
    assert count.shared_with(TABLE, texts) == []


def test_a_sentence_in_another_dress_is_still_shared():
    row = random.Random(1).choice(TABLE)
    assert count.shared_with([row], [f"  {row['sentence'].upper()}!"]) == [row["sentence"]]
    assert count.shared_with([row], ["Another one."]) == []


def test_the_readme_tells_the_counts():
    readme = count.README.read_text(encoding="utf-8")
    assert readme == count.with_counts(readme, TABLE)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("marked_sentence", "<s>Peru</s> met <s>Chile</s>.", "each mark"),
        ("marked_sentence", "<s>Peru <t>met</s> Chile</t>.", "overlap"),
        ("sentence", "Peru left Chile.", "differs from marked"),
        ("source", "Chile", "differ from the marks"),
        ("sentence_id", "0" * 12, "not its digest"),
        ("type16", "YIELD", "unknown type"),
        ("also", "CONSULT", "unknown type"),
        ("gold_root", "AGREE", "gold_root must be CONSULT"),
        ("gold_penta", "2", "gold_penta 1"),
        ("quad", "material_conflict", "quad must be"),
        ("modality", "maybe", "unknown modality"),
        ("domain", "sport", "unknown modality"),
        ("style", "florid", "unknown style"),
    ],
)
def test_a_fault_is_named(column: str, value: str, told: str):
    marked = "<s>Peru</s> met <t>Chile</t>."
    fields = (
        count.identity(marked), "Peru met Chile.", marked, "Peru", "Chile", "1", "CONSULT",
        "CONSULT", "verbal_cooperation", "", "happened", "", "active", "g1",
    )  # fmt: skip
    good = dict(zip(count.COLUMNS, fields, strict=True))
    assert count.problems([good]) == []
    assert any(told in fault for fault in count.problems([{**good, column: value}]))


def test_a_marking_told_twice_and_a_split_sentence_are_named():
    first, second = TABLE[:2]
    assert any("is there 2 times" in fault for fault in count.problems([first, first]))
    again = {**second, "sentence": first["sentence"]}
    assert any(
        "split groups" in fault for fault in count.problems([first, again | {"split_group": "x"}])
    )
    assert "columns" in count.problems([])[0]


def test_the_examples_of_the_script_run():
    ran = doctest.testmod(count)
    assert ran.attempted >= 2
    assert ran.failed == 0
