"""What a student is taught: sentences with other words, and what several teachers say together."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from multipole.claims.type_model import CLASSES

TRAINING = Path(__file__).parents[2] / "training"
LESSONS = runpy.run_path(str(TRAINING / "lessons.py"))
READERS = runpy.run_path(str(TRAINING / "readers.py"))
NONE_AT: int = LESSONS["NONE_AT"]
lesson, varied = LESSONS["lesson"], LESSONS["varied"]
LIKE = {"condemned": ["denounced"], "raids": ["attacks"], "council": ["board"]}


def _says(run: Path, part: str, **shares: float) -> Path:
    """A run whose network of ``part`` says the same of two sentences."""
    run.mkdir(exist_ok=True)
    told = np.full((2, len(CLASSES)), 1e-6)
    for name, share in shares.items():
        told[:, CLASSES.index(name)] = share
    np.savez(run / f"lessons-{part}.npz", soft=told)
    return run


def test_words_change_outside_the_ends_only() -> None:
    marked = "<s>The council</s> condemned the raids of <t>another council</t>."
    drawn = {varied(marked, LIKE, np.random.default_rng(seed)) for seed in range(30)}
    assert "<s>The council</s> denounced the attacks of <t>another council</t>." in drawn
    assert all("The council" in text and "another council" in text for text in drawn)


def test_one_teacher_tells_types_and_never_that_there_is_none(tmp_path: Path) -> None:
    run = _says(tmp_path / "one", "0", AID=0.3, NONE=0.7)
    told = lesson([run], Path("lessons.tsv"), "0")
    assert told.shape == (2, NONE_AT)
    assert told[0, CLASSES.index("AID")] == pytest.approx(1, abs=1e-3)


def test_of_none_only_the_later_teachers_are_asked(tmp_path: Path) -> None:
    first = _says(tmp_path / "first", "0", AID=0.2, NONE=0.8)
    second = _says(tmp_path / "second", "0", AID=0.9, NONE=0.1)
    told = lesson([first, second], Path("lessons.tsv"), "0")[0]
    assert told.sum() == pytest.approx(1)
    assert told[NONE_AT] < 0.1 < 0.9 < told[CLASSES.index("AID")]


def test_the_first_teacher_has_half_a_voice_on_types(tmp_path: Path) -> None:
    first = _says(tmp_path / "first", "0", AID=1.0)
    others = [_says(tmp_path / name, "0", REQUEST=1.0) for name in ("second", "third")]
    told = lesson([first, *others], Path("lessons.tsv"), "0")[0]
    assert told[CLASSES.index("AID")] == pytest.approx(told[CLASSES.index("REQUEST")], rel=1e-3)


def test_a_student_of_a_fold_hears_only_networks_that_never_saw_it(tmp_path: Path) -> None:
    run = _says(tmp_path / "run", "0", AID=1.0)
    _says(run, "1", REQUEST=1.0)
    assert lesson([run], Path("lessons.tsv"), "0")[0].argmax() == CLASSES.index("AID")
    both = lesson([run], Path("lessons.tsv"), "*")[0]
    assert both[CLASSES.index("AID")] == pytest.approx(0.5, abs=1e-3)
    with pytest.raises(SystemExit, match="lessons-2"):
        lesson([run], Path("lessons.tsv"), "2")


def test_a_varied_sentence_tells_the_fold_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "lessons.tsv"
    lines = ["marked_sentence\tcorpus\tfold", "<s>A</s> met <t>B</t>.\tnews\t"]
    path.write_text("\n".join([*lines, "<s>C</s> met <t>D</t>.\tplv\t3"]) + "\n", "utf-8")
    assert len(READERS["read_unlabelled"](path)) == 2
    assert READERS["folds_of_unlabelled"](path).tolist() == [-1, 3]
