"""Scores on the folds, beside the rules: ``python training/evaluate.py OUT/RUN...``.

Reads the ``oof.json`` that train_type.py wrote (each sentence scored by networks that never saw its
fold), and scores them with the project's own code. Runs where multipole is installed; needs no
torch. ``--card FILE`` writes the model card of the first run.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from card import card
from readers import CLASSES, OWN, PLV, YIELD, Row, read_all, shared_folder

from multipole.answers.score_sentences import (
    ROOT_OF,
    GoldSentence,
    SentenceScore,
    score_sentences,
)
from multipole.apps.scoring_sentences import by_rules
from multipole.claims.marked import read_marked
from multipole.claims.type_model import choose, softmax
from multipole.core.plover import QUADS

BINS = 15
DRAWS = 300
SETS = {
    "PLV_train": PLV,
    "own sentences": "own/sentences",
    "wire": "own/wire",
    "candidates": "own/candidates",
    "cases": "own/cases",
}
HEAD = ("data", "coder", "n", "root F1", "90%", "quad F1", "coop/conflict F1", "ECE", "T")


def main() -> None:
    """Print a table: each run and the rules, on PLV_train and on our own sentences."""
    given = _arguments()
    rows = {row.id: row for row in read_all(shared=given.shared, own=given.own)}
    lines = [line for run in given.runs for line in _scored(run, rows, name=given.name or run.name)]
    of_first = lines[: len({line["data"] for line in lines})]
    first = [{**t, "data": line["data"]} for line in of_first for t in line["types"]]
    bins = [{**b, "data": line["data"]} for line in of_first for b in line["bins"]]
    if given.rules:
        for name, origin in SETS.items():
            chosen = [row for row in rows.values() if row.origin == origin]
            lines += [_rules(name, chosen)] if chosen else []
    table = _markdown(lines)
    print(table)
    if given.card:
        facts = json.loads((given.runs[0] / "oof.json").read_text())
        plv = sum(entry["id"].startswith(PLV) for entry in facts["rows"])
        own = len(facts["rows"]) - plv
        page = card(
            settings=facts["settings"], plv=plv, own=own, table=table, types=first, bins=bins,
        )  # fmt: skip
        given.card.write_text(page)


def _scored(run: Path, rows: dict[str, Row], *, name: str) -> list[dict[str, Any]]:
    facts = json.loads((run / "oof.json").read_text())
    table = [entry for entry in facts["rows"] if entry["id"] in rows]
    logs = np.array([entry["log"] for entry in table])
    fold = np.array([entry["fold"] for entry in table])
    known = [rows[entry["id"]] for entry in table]
    warm = _cross_fitted(logs, known, fold)
    out = []
    for data, origin in SETS.items():
        picked = np.flatnonzero([row.origin == origin for row in known])
        if len(picked):
            chosen = [known[i] for i in picked]
            typed = choose(softmax(warm[picked]), none=origin != PLV)
            line = _line(data, name, chosen, typed)
            line["ECE"] = f"{calibration_error(warm[picked], chosen):.3f}"
            line["T"] = f"{fit_temperature(logs, known):.2f}"
            line["bins"] = reliability(warm[picked], chosen)
            out.append(line)
    return out


def fit_temperature(logs: np.ndarray, rows: list[Row]) -> float:
    """The temperature with the least log loss (Guo et al. 2017, ICML: 1321-1330).

    Each data set weighs the same, so that a long one does not set it for the others.
    """
    sizes = Counter(row.origin for row in rows)
    share = np.array([1 / sizes[row.origin] for row in rows])
    grid = np.exp(np.linspace(np.log(0.3), np.log(4), 131))
    losses = [-(share * np.log(_right(softmax(logs / t), rows) + 1e-12)).sum() for t in grid]
    return float(grid[int(np.argmin(losses))])


def calibration_error(logs: np.ndarray, rows: list[Row]) -> float:
    """Expected calibration error of the best class, 15 bins of equal width (Guo et al. 2017).

    sum over bins of share of the sentences x |share that is right - mean probability|.
    """
    together, right = _best(softmax(logs), rows)
    where = np.minimum((together * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[where == b].mean() - together[where == b].mean()) * (where == b).mean()
        for b in range(BINS)
        if (where == b).any()
    ]
    return float(sum(gaps))


def reliability(logs: np.ndarray, rows: list[Row]) -> list[dict[str, float]]:
    """By tenths of the best class's probability: sentences, mean probability, share right."""
    together, right = _best(softmax(logs), rows)
    where = np.minimum((together * 10).astype(int), 9)
    return [
        {"from": b / 10, "n": int((where == b).sum()), "told": together[where == b].mean(),
         "right": right[where == b].mean()}
        for b in range(10) if (where == b).any()
    ]  # fmt: skip


def _best(told: np.ndarray, rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    merged = told.copy()
    a, b = (CLASSES.index(name) for name in YIELD)
    merged[:, a] += merged[:, b]
    merged[:, b] = 0.0
    best = merged.argmax(1)
    roots = [ROOT_OF[CLASSES[i]] for i in best]
    return merged.max(1), np.array([r == row.root for r, row in zip(roots, rows, strict=True)])


def _right(told: np.ndarray, rows: list[Row]) -> np.ndarray:
    return np.array([p[list(row.allowed)].sum() for p, row in zip(told, rows, strict=True)])


def _cross_fitted(logs: np.ndarray, rows: list[Row], fold: np.ndarray) -> np.ndarray:
    """Logs by a temperature that was fitted on the other folds."""
    out = np.zeros_like(logs)
    for part in np.unique(fold):
        others = np.flatnonzero(fold != part)
        others = others if len(others) else np.flatnonzero(fold == part)
        t = fit_temperature(logs[others], [rows[i] for i in others])
        out[fold == part] = logs[fold == part] / t
    return out


def _rules(name: str, rows: list[Row]) -> dict[str, Any]:
    typed = by_rules([read_marked(row.marked) for row in rows])
    return _line(name, "rules-1", rows, typed)


def _score(rows: list[Row], typed: list[str]) -> SentenceScore:
    quads = ("NONE", *QUADS)
    gold = [GoldSentence(read_marked(r.marked), r.root, quads[r.quad]) for r in rows]
    return score_sentences(gold, typed, coder="")


def _line(name: str, coder: str, rows: list[Row], typed: list[str]) -> dict[str, Any]:
    found = _score(rows, typed)
    low, high = _interval(rows, typed)
    root, quad, side = found.macro.values()
    rates = (f"{root:.3f}", f"{low:.2f}-{high:.2f}", f"{quad:.3f}", f"{side:.3f}", "", "")
    line = dict(zip(HEAD, (name, coder, found.n, *rates), strict=True))
    types = [row for row in found.rows() if row["measure"] == "root" and row["class"] != "mean"]
    _print_types(types)
    return line | {"types": types}


def _interval(rows: list[Row], typed: list[str]) -> tuple[float, float]:
    """90% interval of root macro-F1: groups of like sentences drawn again with replacement."""
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(row.group, []).append(i)
    names, rng, found = list(groups), np.random.default_rng(1), []
    gold = [CLASSES.index(ROOT_OF[r.root]) if r.root in CLASSES else -1 for r in rows]
    coded = [CLASSES.index(ROOT_OF[t]) if ROOT_OF[t] in CLASSES else -1 for t in typed]
    a, b = np.array(gold), np.array(coded)
    for _ in range(DRAWS):
        drawn = [i for g in rng.integers(len(names), size=len(names)) for i in groups[names[g]]]
        found.append(_macro(a[drawn], b[drawn]))
    low, high = np.quantile(found, (0.05, 0.95))
    return float(low), float(high)


def _macro(gold: np.ndarray, coded: np.ndarray) -> float:
    kinds = np.unique(gold)
    hits = [2 * ((gold == k) & (coded == k)).sum() for k in kinds]
    seen = [(gold == k).sum() + (coded == k).sum() for k in kinds]
    return float(np.mean(np.array(hits) / np.array(seen)))


def _print_types(types: list[dict[str, Any]]) -> None:
    for row in types:
        print(f"  {row['class']:<10} F1 {row['f1']:.2f} n {row['gold']:<4} {row['taken_for']}")


def _markdown(lines: list[dict[str, Any]]) -> str:
    out = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    return "\n".join(out + ["| " + " | ".join(str(x[h]) for h in HEAD) + " |" for x in lines])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="*", type=Path)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--own", type=Path, default=OWN, help="our own sentences")
    parser.add_argument("--rules", action="store_true", help="score the rules as well")
    parser.add_argument("--name", default="", help="what to call it, in the place of its folder")
    parser.add_argument("--card", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
