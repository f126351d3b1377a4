"""How good ranked forecasts are on a temporal graph of the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import EVIDENCE, Answer
from multipole.answers.asked import one_of
from multipole.answers.graph_backtest_files import Split, names_beside, read_split
from multipole.forecast.graph import Queries, Told, queries, told
from multipole.forecast.graph_scores import by_novelty, figures, novelty
from multipole.forecast.ranking_fast import NEVER, Ranked, learn_fast, score_queries
from multipole.forecast.ranking_learned import learn_ranked, score_ranked
from multipole.forecast.ranking_names import Names

MODES: Final = ("fast", "ranked")
STEPS: Final = ("single", "multi")
PROTOCOL: Final = (
    "Both ends of each fact are asked; other answers of the same day are left out; ties count as "
    "their average place (worst ties beside it).",
    "Intervals hold 90% when whole days are drawn again. Log loss in nats a question.",
)
_KNOWN: Final = {
    "single": "Single step: a question is asked with all facts before its day.",
    "multi": "Multi-step: all questions are asked with the facts before the first of them only.",
}
_READ: Final = {
    True: "Names: where entities belong and what they are is read from entity2id.txt.",
    False: "Names: none are looked at.",
}
SHOWN: Final = (
    "questions", "share", "mrr", "mrr_low", "mrr_high", "mrr_worst_ties", "hits_at_1",
    "hits_at_3", "hits_at_10", "log_loss", "calibration_error",
)  # fmt: skip
Say = Callable[[str], None]


def graph_report(
    folder: str | Path,
    *,
    split: str = "valid",
    mode: str = "fast",
    steps: str = "single",
    names: bool = True,
    say: Say | None = None,
) -> dict[str, Any]:
    """Figures of a ranker on one split of a graph: plain values, the same at every run.

    ``mode``: fast (log-linear levels) or ranked (a learned order of its first entities).
    ``steps``: single or multi. ``names``: whether the ranked mode looks at the names of entities
    where a list of them lies beside the facts. ``say`` gets lines on what is being done. Raises as
    `read_split` does, and `WrongUse` for other modes or steps.
    """
    mode, steps = one_of(mode, MODES, "a mode"), one_of(steps, STEPS, "a way of asking")
    tell = say or (lambda _: None)
    found = read_split(Path(folder), split)
    tell(f"{len(found.past)} facts before, {len(found.graph) - len(found.past)} to ask about")
    past = told(found.graph)
    wanted = queries(found.graph.between(found.first, int(found.graph.days[-1]) + 1))
    known_before = found.first if steps == "multi" else NEVER
    known = names_beside(Path(folder), found) if names and mode == "ranked" else None
    if mode == "ranked":
        tell(_READ[known is not None])
    ranked = _ranked(found, past, wanted, known_before, known, mode, tell)
    kinds = novelty(past, wanted, known_before=known_before)
    return {
        "split": split,
        "mode": mode,
        "steps": steps,
        "names": known is not None,
        "questions": len(wanted),
        "entities": found.graph.entities,
        "relations": found.graph.relations,
        **figures(ranked, wanted),
        "strata": by_novelty(ranked, kinds),
        "notes": [
            _KNOWN[steps],
            *([_READ[known is not None]] if mode == "ranked" else ()),
            *PROTOCOL,
        ],
    }


def graph_answer(report: Mapping[str, Any]) -> Answer:
    """A report as a table: all questions, then each kind of novelty."""
    rows = [{"questions": "all", "share": 1.0, **{n: report.get(n) for n in SHOWN[2:]}}]
    rows += [{"questions": name, **values} for name, values in report["strata"].items()]
    schema = pa.schema([(n, pa.string() if n == "questions" else pa.float64()) for n in SHOWN])
    title = f"Ranking on {report['split']}: {report['questions']} questions, {report['mode']} mode"
    table = pa.Table.from_pylist(rows, schema)
    return Answer(title, table, EVIDENCE.empty_table(), tuple(report["notes"]), SHOWN)


def _ranked(
    found: Split,
    past: Told,
    wanted: Queries,
    known_before: int,
    names: Names | None,
    mode: str,
    tell: Say,
) -> Ranked:
    ahead = known_before != NEVER
    if mode == "ranked":
        learned = learn_ranked(found.past, names=names, ahead=ahead, say=tell)
        return score_ranked(learned, past, wanted, known_before=known_before, say=tell)
    tell("learning the weights of the levels")
    ranker = learn_fast(found.past)
    tell("scoring")
    ranked, _ = score_queries(ranker, past, wanted, known_before=known_before)
    return ranked
