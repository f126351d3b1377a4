"""Reading a temporal graph of the field: a folder with train.txt, valid.txt and test.txt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue, UnreadableInput, WrongUse
from multipole.forecast.graph import Graph
from multipole.forecast.ranking_names import Names, names_of

SPLITS: Final = ("valid", "test")
#: Files that come before each split.
_BEFORE: Final = {"valid": ("train",), "test": ("train", "valid")}
_COLUMNS: Final = "subject, relation, object and time, whole numbers from 0, between tabs"
#: The share of entities that names must give a place, to be looked at.
LEAST_PLACED: Final = 0.1
Table = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """A graph of the past and of the questions: those are its days from ``first`` on."""

    graph: Graph
    first: int

    @property
    def past(self) -> Graph:
        """The facts before the first question."""
        return self.graph.between(0, self.first)


def read_split(folder: Path, split: str) -> Split:
    """The facts up to and with one split; days are steps of the times that occur, from 0.

    Lines have four tab-separated whole numbers (a fifth column is not looked at). Raises
    `WrongUse` for a split that there is not, `UnreadableInput` for a file that is missing or a line
    that is not of that form, `BadValue` when the split does not come after what precedes it.
    """
    if split not in SPLITS:
        raise WrongUse(f"{split!r} is no split of a graph", remedy="Use valid or test.")
    parts = [read_facts(folder / f"{name}.txt") for name in (*_BEFORE[split], split)]
    before, asked = np.concatenate(parts[:-1]), parts[-1]
    if asked[:, 3].min() <= before[:, 3].max():
        raise BadValue(
            f"time {asked[:, 3].min()} of {split}.txt is not after time {before[:, 3].max()} "
            f"of the files before it",
            where=str(folder),
            remedy="Split the facts by time, the questions last.",
        )
    facts = np.concatenate([before, asked])
    return _on_days(facts, int(asked[:, 3].min()), _sizes(folder, facts))


def _on_days(facts: Table, first: int, sizes: tuple[int, int]) -> Split:
    times = np.unique(facts[:, 3])
    step = max(int(np.gcd.reduce(np.diff(times))), 1) if len(times) > 1 else 1
    days = (facts[:, 3] - times[0]) // step
    order = np.argsort(days, kind="stable")
    rows = np.column_stack([facts[:, :3], days])[order].astype(np.int32)
    return Split(Graph(np.ascontiguousarray(rows), *sizes), int((first - times[0]) // step))


def _sizes(folder: Path, facts: Table) -> tuple[int, int]:
    """How many entities and relations: of the lists beside the facts, or as far as ids go."""
    entities = int(facts[:, (0, 2)].max()) + 1
    relations = int(facts[:, 1].max()) + 1
    return (
        max(entities, _listed(folder / "entity2id.txt")),
        max(relations, _listed(folder / "relation2id.txt")),
    )


def _listed(path: Path) -> int:
    """One more than the highest id of a list of names and ids; 0 without the file."""
    if not path.is_file():
        return 0
    return 1 + max((int(i) for i, _ in read_names(path)), default=-1)


def names_beside(folder: Path, split: Split) -> Names | None:
    """What the names in entity2id.txt tell; None without the file or where they tell next to none.

    Names tell next to none when less than a tenth of the entities get a place by them.
    """
    path = folder / "entity2id.txt"
    if not path.is_file():
        return None
    listed = dict(read_names(path))
    names = names_of([listed.get(n, "") for n in range(split.graph.entities)])
    return names if (names.place > 0).mean() >= LEAST_PLACED else None


def read_names(path: Path) -> list[tuple[int, str]]:
    """Ids and names of a list such as entity2id.txt; lines that are neither are left out."""
    lines = _text(path).splitlines()
    cells = [line.rstrip().rsplit("\t", 1) for line in lines]
    return [(int(c[1]), c[0]) for c in cells if len(c) == 2 and c[1].isdecimal()]


def read_facts(path: Path) -> Table:
    """The facts of one file, shape (n, 4)."""
    lines = _text(path).splitlines()
    rows = [line.split("\t") for line in lines]
    try:
        facts = np.array([row[:4] for row in rows], np.int64)
        sound = facts.ndim == 2 and facts.shape[1] == 4 and facts.min() >= 0
    except (ValueError, OverflowError):
        sound = False
    if not sound or {len(row) for row in rows} - {4, 5}:
        raise _refused(path, rows)
    return facts


def _refused(path: Path, rows: list[list[str]]) -> UnreadableInput:
    """What is wrong with the first line that is no fact."""
    for number, row in enumerate(rows, start=1):
        if len(row) not in (4, 5) or not all(_is_id(cell) for cell in row[:4]):
            told = "\t".join(row)[:60]
            return UnreadableInput(
                f"{told!r} is no fact", where=f"{path} row {number}", remedy=f"Write {_COLUMNS}."
            )
    return UnreadableInput("no facts", where=str(path), remedy=f"Write lines of {_COLUMNS}.")


def _is_id(cell: str) -> bool:
    return cell.strip().isdecimal() and len(cell) < 16


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableInput(
            f"no {path.name}",
            where=str(path.parent),
            remedy="Name a folder with train.txt, valid.txt and, for that split, test.txt.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            f"{path.name} cannot be read: {error}", where=str(path), remedy="Give a text file."
        ) from None
