"""``multipole score --reports`` as people see it."""

from __future__ import annotations

from multipole.answers.score import DocumentScore, ScoreReport, Tally, sum_scores
from multipole.apps.scoring import _as_answer

LONG = "000_a_very_long_name_of_a_report.txt"


def test_each_measure_has_its_counts_and_interval_and_types_stand_apart() -> None:
    tallies = sum_scores([]) | {"event_type": Tally(8, 10, 16)}
    one = DocumentScore(LONG, tallies, types={"AID": Tally(1, 2, 1)})
    shown = _as_answer(ScoreReport((one,), "d1"))
    assert shown.headings == ("section", "measure", "recall", "precision", "F1")
    assert shown.cells[0] == ("000_a_very_l", "event_type", "8/16 50% (31-69)",
                              "8/10 80% (54-93)", "0.62")  # fmt: skip
    assert shown.cells[-1][:2] == ("by type", "AID")
    assert shown.table.to_pylist()[0]["document"] == LONG
