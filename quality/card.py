"""Measure how often the coder is right, and write the accuracy card that ships.

    python quality/card.py --folds RUN/oof.json   # all of it, the model's held-out folds too
    python quality/card.py                        # without them: those of the card stay
    python quality/card.py --only gsr reports     # the other parts stay as they are
    python quality/card.py --only kept            # before a release only: see training/reports
    python quality/card.py --weights FOLDER       # other weights than those that ship
    python quality/card.py --print                # measure nothing, write nothing

Reads ``data/gold`` and ``data/reports`` under MULTIPOLE_SHARED, ``training/sentences`` and
``training/reports``; parts whose data is not there stay as they are. ``oof.json`` is what training
writes of each sentence, typed by networks that saw neither it nor one like it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from multipole.answers.accuracy import ASKS, ROLES, Card, Mean, Part, Role
from multipole.answers.score import Tally, score_folder
from multipole.answers.score_gsr import GsrScore
from multipole.answers.score_sentences import (
    GoldSentence,
    SentenceScore,
    read_sentences,
    score_sentences,
)
from multipole.apps.scoring import code
from multipole.apps.scoring_gsr import gsr_score
from multipole.apps.scoring_sentences import by_rules
from multipole.claims import CODER
from multipole.claims.type_model import NONE, SHIPPED, choose, softmax
from multipole.core.ids import sha256

ROOT: Final = Path(__file__).resolve().parents[1]
CARD: Final = ROOT / "src/multipole/claims/data/accuracy.json"
OWN_REPORTS: Final = ROOT / "training/reports"
OWN: Final = ROOT / "training/sentences/sentences.tsv"
DATA: Final = {
    "plv": "PLV_train (Hu et al. 2024)",
    "own": "our own sentences",
    "gsr": "PLOVER gold standard records, half",
    "reports": "press reports",
    "open": "our own reports, open",
    "kept": "our own reports, kept apart",
}
SEEN: Final = {
    ("plv", "rules"): "the rules were written with half of the sentences in view",
    ("own", "rules"): "the rules were written with the sentences in view",
    ("gsr", "rules"): "the rules were written with half of the records in view",
    ("gsr", "model"): "not in training; rules and weights chosen with half of them in view",
    ("reports", "rules"): "the rules were written with the reports in view",
    ("reports", "model"): "not in training; rules and weights chosen with the reports in view",
    ("open", "rules"): "the rules were written with the reports in view",
    ("open", "model"): "not in training; rules and weights chosen with the reports in view",
    ("kept", "rules"): "kept apart until the card was made",
    ("kept", "model"): "kept apart until the card was made",
}
HELD_OUT: Final = "networks of five folds, which saw neither the sentence nor one like it"
#: What is measured when nothing is named; ``kept`` has to be asked for.
OFTEN: Final = [asks for asks in ASKS if asks != "kept"]
Found = list[Part]


def main() -> None:
    """Measure what was asked for, keep the rest, write and print."""
    asked = _arguments()
    card = _read(asked.out)
    if not asked.print:
        found = [p for asks in asked.only for p in _MEASURE[asks](asked)]
        card = _joined(card, found)
        text = json.dumps(card.to_json(), indent=1) + "\n"
        asked.out.write_text(text, encoding="utf-8")
    print(as_text(card))


def as_text(card: Card) -> str:
    """Each part in a line, with its means or overall F1."""
    lines = [f"measured on {card.measured_on}"]
    for part in card.parts:
        means = [f"{n} {m.value:.3f} ({m.low:.2f}-{m.high:.2f})" for n, m in part.means.items()]
        overall = [f"{n} {t.f1:.3f}" for n, t in part.tallies.get("overall", {}).items()]
        lines.append(f"{part.asks} {part.role} n {part.cases}: {', '.join([*means, *overall])}")
    return "\n".join(lines)


def _joined(before: Card | None, found: Sequence[Part]) -> Card:
    """The parts found, and those of before that were not measured again."""
    new = {(p.asks, p.role): p for p in found}
    old = {(p.asks, p.role): p for p in before.parts} if before else {}
    both = {**old, **new}
    order = [(asks, role) for asks in ASKS for role in ROLES]
    day = datetime.now(UTC).date()
    return Card(day, tuple(both[key] for key in order if key in both))


def _plv(asked: argparse.Namespace) -> Found:
    return _sentences("plv", asked.shared / "data/gold/PLV_train.tsv", asked)


def _own(asked: argparse.Namespace) -> Found:
    return _sentences("own", OWN, asked)


def _sentences(asks: str, path: Path, asked: argparse.Namespace) -> Found:
    if not path.is_file():
        return []
    gold = read_sentences(path)
    typed = by_rules([g.marked for g in gold])
    found = score_sentences(gold, typed, coder=CODER)
    parts = [_of_sentences(asks, "rules", path, found, SEEN[asks, "rules"])]
    if asked.folds:
        held = held_out(asked.folds, asks, gold, _names(path))
        parts.append(_of_sentences(asks, "model", path, held, HELD_OUT))
    return parts


def held_out(
    path: Path, asks: str, gold: Sequence[GoldSentence], names: Sequence[str]
) -> SentenceScore:
    """Score what networks said of sentences of folds that they never saw.

    ``names`` are those of the sentences in the file; sentences that training did not have, or had
    with another type, are left out.
    """
    facts = json.loads(path.read_text("utf-8"))
    of = {e["id"].rpartition(":")[2]: e for e in facts["rows"] if e["id"].startswith(asks)}
    known = [(g, of[n]) for g, n in zip(gold, names, strict=True) if n in of]
    same = [(g, entry) for g, entry in known if entry["root"] == g.root]
    if not same:
        raise SystemExit(f"{path} has none of the sentences of {asks}")
    told = softmax(np.array([entry["log"] for _, entry in same]))
    typed = choose(told, none=any(g.root == NONE for g, _ in same))
    return score_sentences([g for g, _ in same], typed, coder=path.parent.name)


def _names(path: Path) -> list[str]:
    """What training calls the sentences of a file: their id, or else their line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    by_id = path == OWN
    return [row["sentence_id"] if by_id else str(n) for n, row in enumerate(rows, start=2)]


def _of_sentences(asks: str, role: Role, path: Path, found: SentenceScore, seen: str) -> Part:
    means = {n: Mean(v, *found.bounds[n]) for n, v in found.macro.items()}
    tallies = {"side": found.sides, "quad": found.quads, "type": found.roots}
    digest = sha256(path.read_bytes())
    return Part(asks, role, found.coder, DATA[asks], digest, found.n, seen, tallies, means)


def _gsr(asked: argparse.Namespace) -> Found:
    path = asked.shared / "data/gold/PLOVER_GSR_half.json"
    if not path.is_file():
        return []
    return [_of_gsr(role, gsr_score(path, types=types)) for role, types in _means(asked)]


def _of_gsr(role: Role, found: GsrScore) -> Part:
    right = {f"{n} right": Tally(k, found.asked, found.asked) for n, k in found.right.items()}
    tallies = {"overall": found.overall | right, "quad": found.quads, "type": found.types}
    seen = SEEN["gsr", role]
    return Part("gsr", role, found.coder, DATA["gsr"], found.digest, found.asked, seen, tallies, {})


def _means(asked: argparse.Namespace) -> list[tuple[Role, Path | None]]:
    """The roles that can be measured: the model's where its weights are."""
    means: list[tuple[Role, Path | None]] = [("rules", None)]
    return means + [("model", asked.weights)] * asked.weights.is_dir()


def _reports(asked: argparse.Namespace) -> Found:
    return _whole("reports", asked.shared / "data/reports", asked.shared / "data/gold", asked)


def _open(asked: argparse.Namespace) -> Found:
    return _whole("open", OWN_REPORTS / "open", OWN_REPORTS / "open", asked)


def _kept(asked: argparse.Namespace) -> Found:
    return _whole("kept", OWN_REPORTS / "kept", OWN_REPORTS / "kept", asked)


def _whole(asks: str, reports: Path, gold: Path, asked: argparse.Namespace) -> Found:
    if not reports.is_dir():
        return []
    return [_of_reports(asks, reports, gold, role, types) for role, types in _means(asked)]


def _of_reports(asks: str, reports: Path, gold: Path, role: Role, types: Path | None) -> Part:
    coders: set[str] = set()

    def told(report: Path) -> Any:
        text, claims = code(report, types=types)
        coders.update(c.coded_by for c in claims)
        return text, claims

    found = score_folder(reports, gold, code=told)
    tallies = {"overall": found.overall, "type": found.types}
    (coder,) = coders
    seen, n = SEEN[asks, role], len(found.documents)
    return Part(asks, role, coder, DATA[asks], found.digest, n, seen, tallies, {})


_MEASURE: Final[dict[str, Callable[[argparse.Namespace], Found]]] = {
    "plv": _plv, "own": _own, "gsr": _gsr, "reports": _reports, "open": _open,
    "kept": _kept,
}  # fmt: skip


def _read(path: Path) -> Card | None:
    return Card.from_json(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _arguments() -> argparse.Namespace:
    shared = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--folds", type=Path, help="oof.json of the training run")
    parser.add_argument("--only", nargs="+", choices=list(ASKS), default=OFTEN)
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="folder of the type model")
    parser.add_argument("--shared", type=Path, default=shared)
    parser.add_argument("--out", type=Path, default=CARD)
    parser.add_argument("--print", action="store_true", help="print the card that is there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
