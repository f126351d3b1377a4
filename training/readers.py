"""Labelled sentences: files of the PLV format, joined, grouped and split into folds."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipole.claims.marked import Marked, Signed, read_marked, sign
from multipole.core.plover import ACTIONS

CLASSES = (*ACTIONS, "NONE")
YIELD = ("CONCEDE", "RETREAT")
ALIKE = 0.5
FOLDS, FOLD_SEED = 5, 20
PLV = "plv"
ONE_WAY = frozenset(
    "AID REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT YIELD".split()
)
BOTH_WAYS = re.compile(
    r"\b(between|clash\w*|fought|fight\w*|battl\w*|exchang\w*|each other|mutual\w*|both)\b", re.I
)
HERE = Path(__file__).parent
OWN = HERE / "sentences"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled sentence; ``allowed`` are the classes of which any is right.

    ``also`` is a class that another careful reader would give: as good as right in training, wrong
    in scores.
    """

    id: str
    origin: str
    marked: str
    signed: Signed
    root: str
    quad: int
    allowed: tuple[int, ...]
    also: tuple[int, ...]
    group: int
    words: frozenset[str]


def read_all(*, shared: Path, own: Path = OWN) -> list[Row]:
    """PLV_train and our own sentences, with groups of sentences alike that no fold may split."""
    files = [(PLV, shared / "data/gold/PLV_train.tsv")]
    files += [(f"own/{p.stem}", p) for p in sorted(own.glob("*.tsv"))]
    found = [(origin, n, r) for origin, path in files for n, r in enumerate(_records(path), 2)]
    named = [f"{o} {r['split_group']}" if r.get("split_group") else "" for o, _, r in found]
    words = [frozenset(re.findall(r"\w+", _plain(r).lower())) for _, _, r in found]
    groups = _groups(words, named)
    return [_row(o, n, r, g, w) for (o, n, r), g, w in zip(found, groups, words, strict=True)]


def shared_folder() -> Path:
    """Where the reference codings are: MULTIPOLE_SHARED, or ``../shared`` beside the project."""
    return Path(os.environ.get("MULTIPOLE_SHARED", HERE.parent.parent / "shared"))


def folds(rows: list[Row], *, parts: int, seed: int) -> np.ndarray:
    """A fold a row, whole groups together, each root spread as evenly as groups allow."""
    members: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        members.setdefault(row.group, []).append(i)
    order = np.random.default_rng(seed).permutation(sorted(members))
    order = sorted(order.tolist(), key=lambda g: -len(members[g]))
    held: dict[tuple[str, str], np.ndarray] = {}
    size, out = np.zeros(parts), np.zeros(len(rows), dtype=int)
    for group in order:
        kinds = [(rows[i].origin.split("/")[0], rows[i].root) for i in members[group]]
        load = sum(held.setdefault(kind, np.zeros(parts)) for kind in kinds) + size * 1e-3
        chosen = int(np.argmin(load))
        for kind in kinds:
            held[kind][chosen] += 1
        size[chosen] += len(kinds)
        out[members[group]] = chosen
    return out


def split(rows: list[Row], *, like: Path | None) -> np.ndarray:
    """A fold a row: `folds`, or those of an earlier run, to compare with it."""
    if like is None:
        return folds(rows, parts=FOLDS, seed=FOLD_SEED)
    known = folds_of_run(like)
    if missing := [row.id for row in rows if row.id not in known]:
        raise SystemExit(f"{like} has no fold for {missing[0]} and {len(missing) - 1} others")
    return np.array([known[row.id] for row in rows])


def folds_of_run(run: Path) -> dict[str, int]:
    """The folds by which a run was scored, by the names of sentences; none without a table."""
    path = run / "oof.json"
    if not path.is_file():
        return {}
    return {entry["id"]: int(entry["fold"]) for entry in json.loads(path.read_text())["rows"]}


def turn(row: Row) -> Marked | None:
    """A sentence of PLV_train with its marks exchanged, where nothing passes the other way then.

    Only for types that hold in one direction, and without a word that says they hold in both.
    """
    if row.origin != PLV or row.root not in ONE_WAY or BOTH_WAYS.search(row.marked):
        return None
    marked = read_marked(row.marked)
    if not marked.sender or not marked.receiver:
        return None
    return Marked(marked.text, marked.receiver, marked.sender)


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _plain(record: dict[str, str]) -> str:
    return re.sub(r"</?[st]>", "", record["marked_sentence"])


def _row(origin: str, line: int, r: dict[str, str], group: int, words: frozenset[str]) -> Row:
    signed = sign(read_marked(r["marked_sentence"], where=f"{origin} row {line}"))
    exact = r.get("type16") or r["gold_root"]
    allowed = tuple(CLASSES.index(name) for name in (YIELD if exact == "YIELD" else (exact,)))
    root = "YIELD" if exact in YIELD else exact
    quad = int(r["gold_penta"] or 0) if root != "NONE" else 0
    if root == "YIELD":
        quad = 2
    name = f"{origin}:{r.get('sentence_id', line) if origin != PLV else line}"
    also = tuple(CLASSES.index(kind) for kind in (r.get("also"),) if kind)
    return Row(name, origin, r["marked_sentence"], signed, root, quad, allowed, also, group, words)


def _groups(words: list[frozenset[str]], named: list[str]) -> list[int]:
    """Join sentences that share half of their words (Jaccard) or a named group."""
    top = list(range(len(words)))

    def find(i: int) -> int:
        while top[i] != i:
            i = top[i]
        return i

    first: dict[str, int] = {}
    for i, name in enumerate(named):
        if name:
            top[find(i)] = find(first.setdefault(name, i))
    for i, mine in enumerate(words):
        for j in range(i):
            if len(mine & words[j]) >= ALIKE * len(mine | words[j]):
                top[find(i)] = find(j)
    return [find(i) for i in range(len(words))]
