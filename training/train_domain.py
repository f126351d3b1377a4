"""Fit the weights that choose a claim's domain, on our own labelled sentences.

``python training/train_domain.py`` prints the accuracy in cross-validation (folds by
``split_group``); with ``--write`` it fits all sentences and writes
``src/multipole/claims/data/domain_weights.csv``. About a minute on one core, and the same numbers
each time.

The model is a multinomial logistic regression on the features of
`multipole.claims.topics.domain_features`: for each domain how many of its words are there
(``domains.csv``) and whether any is, and the type. Each sentence counts twice, once without its
type, so that words alone decide well too.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from multipole.claims.topics import domain_features
from multipole.core.plover import ACTIONS, DOMAINS
from multipole.evidence import load_model
from multipole.evidence.parsing import parse_parts

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src/multipole/claims/data/domain_weights.csv"
NAMES = (
    "always",
    *(f"{kind}:{domain}" for kind in ("words", "any") for domain in DOMAINS),
    *(f"type:{action}" for action in ACTIONS),
)
#: Pull towards zero, chosen by five folds: of the weight of a domain's words for the domain itself,
#: for another one, of a type's, and of the constant.
OWN, OTHER, TYPE, ALWAYS = 1.0, 20.0, 3.0, 0.1
FOLDS = 5
Matrix = NDArray[np.float64]


def load() -> tuple[list[dict[str, str]], list[list[str]]]:
    """The sentences that have a domain, and their lemmas."""
    with (HERE / "sentences/sentences.tsv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [row for row in table if row["domain"]]
    parsed = parse_parts(((row["sentence"], 0) for row in rows), model=load_model())
    return rows, [[lemma for s in own for lemma in s.lemmas] for own in parsed]


def matrix(lemmas: Sequence[Sequence[str]], types: Sequence[Any]) -> Matrix:
    """One row a sentence, one column a feature in the order of `NAMES`."""
    found = [domain_features(words, t) for words, t in zip(lemmas, types, strict=True)]
    return np.array([[row.get(name, 0.0) for name in NAMES] for row in found])


def _pull() -> Matrix:
    pull = np.full((len(NAMES), len(DOMAINS)), OTHER)
    for n, name in enumerate(NAMES):
        kind, _, what = name.partition(":")
        if kind in {"always", "type"}:
            pull[n] = ALWAYS if kind == "always" else TYPE
        else:
            pull[n, DOMAINS.index(what)] = OWN
    return pull


def fit(x: Matrix, y: NDArray[np.int64]) -> Matrix:
    """Weights, shape (features, domains), rounded to two decimals."""
    truth = np.eye(len(DOMAINS))[y]
    pull = _pull()

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        w = flat.reshape(len(NAMES), len(DOMAINS))
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        value = -np.log((p * truth).sum(axis=1)).sum() + 0.5 * (pull * w * w).sum()
        return float(value), (x.T @ (p - truth) + pull * w).ravel()

    start = np.zeros(len(NAMES) * len(DOMAINS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: Matrix = found.x.reshape(len(NAMES), len(DOMAINS)).round(2) + 0.0
    return weights


def main() -> None:
    """Print the accuracy in cross-validation; write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="fit all sentences and write them")
    write = parser.parse_args().write
    rows, lemmas = load()
    y = np.array([DOMAINS.index(row["domain"]) for row in rows])
    typed = matrix(lemmas, [row["type16"] if row["type16"] != "NONE" else None for row in rows])
    bare = matrix(lemmas, [None] * len(rows))
    groups = [hashlib.sha256(row["split_group"].encode()).hexdigest() for row in rows]
    fold = np.array([int(group, 16) % FOLDS for group in groups])
    half = np.array([int(group, 16) % 2 for group in groups])

    def fitted(use: NDArray[np.bool_]) -> Matrix:
        return fit(np.vstack([typed[use], bare[use]]), np.concatenate([y[use], y[use]]))

    guess, alone = np.zeros_like(y), np.zeros_like(y)
    for n in range(FOLDS):
        weights, out = fitted(fold != n), fold == n
        guess[out], alone[out] = (typed[out] @ weights).argmax(1), (bare[out] @ weights).argmax(1)
    print(f"{len(y)} sentences, {FOLDS} folds: {np.mean(guess == y):.3f} right,")
    print(f"by the words alone {np.mean(alone == y):.3f}")
    for domain, n in Counter(row["domain"] for row in rows).most_common():
        right = np.mean(guess[y == DOMAINS.index(domain)] == DOMAINS.index(domain))
        print(f"  {domain:<12} {n:>4} {right:.2f}")
    for n in (0, 1):
        weights = fitted(half == n)
        print(f"fitted on half {n}:", *(
            f"{np.mean((typed[half == m] @ weights).argmax(1) == y[half == m]):.3f} on half {m}"
            for m in (0, 1)))  # fmt: skip
    if write:
        lines = [",".join(("feature", *DOMAINS))]
        lines += [
            ",".join((name, *(f"{w:g}" for w in row)))
            for name, row in zip(NAMES, fitted(fold >= 0), strict=True)
        ]
        WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
