"""What a student learns from its teachers: varied sentences, and what they tell of them together.

Needs no torch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from multipole.claims.type_model import CLASSES

SHARE = 0.35
SHARPEN = 1.25
NONE_AT = CLASSES.index("NONE")
WORD = re.compile(r"\b[a-z]{4,}\b")
OUTSIDE = re.compile(r"<(?P<end>[st])>.*?</(?P=end)>|" + WORD.pattern)
KEPT = frozenset(
    "that this with from have been were they their them will would could should after before"
    " which while when where whose what than then there these those into over under against about"
    " between during because also both each such more most some only other upon until within"
    " without toward towards not never nothing nobody neither".split()
)


def varied(marked: str, like: Mapping[str, Sequence[str]], rng: np.random.Generator) -> str:
    """A marked sentence in which some words outside its ends give way to those in ``like``."""

    def other(found: re.Match[str]) -> str:
        words = () if found["end"] else like.get(found[0], ())
        return words[rng.integers(len(words))] if words and rng.random() < SHARE else found[0]

    return OUTSIDE.sub(other, marked)


def lesson(runs: Sequence[Path], file: Path, part: str) -> np.ndarray:
    """What the teachers of ``runs`` that never saw fold ``part`` ("*": all) say of ``file``.

    Of types: the first run has half a voice, the others share the other half. Of NONE: the others,
    since the first has seen too little of it; with one run NONE is left out, (sentences, 16) in the
    place of 17. Several are less sure together than they are right: the powers of `SHARPEN`.
    """
    first, *others = (_mean(run, f"{file.stem}-{part}.npz") for run in runs)
    types = _without_none(first)
    if not others:
        return types
    more = np.mean(others, axis=0)
    none = more[:, NONE_AT:]
    told = np.hstack([(types + _without_none(more)) / 2 * (1 - none), none]) ** SHARPEN
    out: np.ndarray = told / told.sum(1, keepdims=True)
    return out


def _mean(run: Path, named: str) -> np.ndarray:
    found = [np.load(path)["soft"] for path in sorted(run.glob(named))]
    if not found:
        raise SystemExit(f"{run} has no {named}: ask its networks with teach.py")
    out: np.ndarray = np.mean(found, axis=0)
    return out


def _without_none(soft: np.ndarray) -> np.ndarray:
    out: np.ndarray = soft[:, :NONE_AT] / soft[:, :NONE_AT].sum(1, keepdims=True)
    return out
