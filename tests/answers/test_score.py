"""Scoring on an invented report of a few lines with gold and claims written by hand."""

from __future__ import annotations

import itertools
import json
import math
import os
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from multipole.answers import agreement
from multipole.answers.gold import GoldRecord, read_gold
from multipole.answers.score import (
    ACCURACIES,
    MEASURES,
    ScoreReport,
    Tally,
    match,
    score_document,
    score_folder,
    score_report,
    score_types,
    sum_scores,
)
from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.core.types import Claim, Span

TEXT = (
    "Envoys of Norland and Sudland met in Port Vey on Tuesday. "
    "Norland then placed duties on Ostmark timber. "
    "“The pact serves no one,” Minister Ada Brook said. "
    "Trade reached 4.5 billion dollars."
)
MEET = "Envoys of Norland and Sudland met in Port Vey on Tuesday"
DUTIES = "Norland then placed duties on Ostmark timber"
SPEECH = "The pact serves no one"
TRADE = "Trade reached 4.5 billion dollars"
GOLD_LINES: list[dict[str, Any]] = [
    {"kind": "event", "quote": MEET, "source": ["SUD", "NOR"], "target": ["NOR", "SUD"],
     "type": "CONSULT", "realis": "actual", "date": "2020-05", "reporter": "document",
     "domain": "diplomatic"},
    {"kind": "event", "quote": DUTIES, "source": ["NOR"], "target": ["OST"], "type": "SANCTION",
     "realis": "planned", "date": "2020-05-06", "reporter": "Ada Brook", "domain": "economic"},
    {"kind": "claim", "quote": SPEECH, "speaker": "Ada Brook", "speaker_actor": "OST",
     "about": ["NOR", "SUD"], "gist": "no use", "stance": "against"},
    {"kind": "quantity", "quote": TRADE, "measure": "trade", "actors": ["NOR", "SUD"],
     "value": 4.5, "unit": "billion US dollars", "date": "", "reporter": "document"},
]  # fmt: skip


def write_gold(folder: Path, *rows: object, name: str = "report_007.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> tuple[GoldRecord, ...]:
    return read_gold(write_gold(tmp_path, *GOLD_LINES), TEXT)


def claim(quote: str, **fields: Any) -> Claim:
    span = Span.locate("d", TEXT, quote)
    base = {"known_on": date(2020, 5, 7), "coded_by": "hand", "confidence": 0.5, "kind": "event"}
    return Claim(spans=(span,), **{**base, **fields})


def meeting(quote: str = "Norland and Sudland met", **fields: Any) -> Claim:
    ends = {"sender": ("NOR", "SUD"), "receiver": ("NOR", "SUD"), "action": "CONSULT"}
    return claim(quote, **{**ends, **fields})


def duties(quote: str = "placed duties", **fields: Any) -> Claim:
    ends = {"sender": ("NOR",), "receiver": ("OST",), "action": "SANCTION"}
    return claim(quote, **{**ends, **fields})


def opinion(speaker: str, quote: str = SPEECH, **fields: Any) -> Claim:
    base = {"kind": "assessment", "leaning": "against", "about": ("NOR", "SUD")}
    return claim(quote, speaker=speaker, **{**base, **fields})


def figure(value: float, unit: str = "usd") -> Claim:
    return claim(TRADE, kind="figure", value=value, unit=unit)


def event(sender: str, receiver: str, action: str, start: int = -1, end: int = -1) -> GoldRecord:
    return GoldRecord(
        "event", "q", start, end, tuple(sender.split()), tuple(receiver.split()), action, "actual"
    )


# --- tallies


def test_a_tally_gives_precision_recall_and_their_harmonic_mean() -> None:
    tally = Tally(matched=3, coded=4, gold=6)
    assert (tally.precision, tally.recall) == (0.75, 0.5)
    assert tally.f1 == pytest.approx(2 * 0.75 * 0.5 / 1.25)


def test_nothing_of_nothing_is_unknown_and_null_in_json() -> None:
    empty = Tally(0, 0, 0)
    assert all(math.isnan(v) for v in (empty.precision, empty.recall, empty.f1))
    assert empty.to_json()["f1"] is None
    json.dumps(empty.to_json(), allow_nan=False)


def test_nothing_coded_has_recall_and_f1_of_zero_but_no_precision() -> None:
    tally = Tally(0, 0, 5)
    assert math.isnan(tally.precision)
    assert (tally.recall, tally.f1) == (0.0, 0.0)


# --- pairing events


def test_a_perfect_coding_scores_one_on_every_measure(gold: tuple[GoldRecord, ...]) -> None:
    claims = [
        meeting(period=Period.parse("2020-05-05"), domain="diplomatic"),
        duties(modality="planned", period=Period.parse("2020-05-06"), speaker="Minister Brook",
               domain="economic"),
        opinion("Minister Ada Brook"),
        figure(4.5e9),
    ]  # fmt: skip
    scores = score_document(claims, gold)
    assert {m: t.f1 for m, t in scores.items()} == dict.fromkeys(scores, 1.0)
    assert set(scores) == {m for m, *_ in MEASURES} | {m for m, *_ in ACCURACIES}


def test_type_quad_and_dyad_ask_less_and_less(gold: tuple[GoldRecord, ...]) -> None:
    claims = [meeting(action="AGREE"), duties(action="REQUEST")]
    scores = score_document(claims, gold)
    assert scores["event_type"] == Tally(0, 2, 2)
    assert scores["event_quad"] == Tally(1, 2, 2)
    assert scores["event_dyad"] == Tally(2, 2, 2)


def test_ends_the_wrong_way_round_do_not_match(gold: tuple[GoldRecord, ...]) -> None:
    scores = score_document([duties(sender=("OST",), receiver=("NOR",))], gold)
    assert scores["event_dyad"].matched == 0
    assert scores["event_found"].matched == 1


def test_the_same_act_coded_twice_is_matched_once(gold: tuple[GoldRecord, ...]) -> None:
    scores = score_document([duties(), duties("Norland then placed")], gold)
    assert scores["event_type"] == Tally(1, 2, 2)
    assert scores["event_found"] == Tally(1, 2, 2)


def test_the_same_act_twice_in_gold_needs_two_coded(gold: tuple[GoldRecord, ...]) -> None:
    assert score_document([duties()], [gold[1], gold[1]])["event_type"] == Tally(1, 1, 2)
    both = [duties(), duties("duties on")]
    assert score_document(both, [gold[1], gold[1]])["event_type"] == Tally(2, 2, 2)


def test_types_are_counted_apart_with_concede_and_retreat_as_one() -> None:
    gold = [event("NOR", "OST", "SANCTION"), event("NOR", "OST", "CONCEDE")]
    claims = [duties(), duties(action="RETREAT"), duties(action="AID")]
    assert score_types(claims, gold) == {
        "SANCTION": Tally(1, 1, 1),
        "YIELD": Tally(1, 1, 1),
        "AID": Tally(0, 1, 0),
    }
    report = ScoreReport((score_report("a", claims, gold), score_report("b", [], gold)), "d")
    assert report.types["SANCTION"] == Tally(1, 1, 2)


def test_a_match_elsewhere_in_the_text_is_not_located(gold: tuple[GoldRecord, ...]) -> None:
    scores = score_document([duties("Trade reached")], gold)
    assert scores["event_type"].matched == 1
    assert scores["event_type_located"].matched == 0
    assert scores["event_quad_located"].matched == 0
    assert scores["event_found"].matched == 0


def test_spans_that_only_touch_share_no_text() -> None:
    at = TEXT.index("placed duties")
    assert not agreement.located(duties(), event("NOR", "OST", "SANCTION", at - 5, at))
    assert agreement.located(duties(), event("NOR", "OST", "SANCTION", at - 5, at + 1))


def test_a_gold_quote_without_a_place_counts_but_is_never_located() -> None:
    scores = score_document([duties()], [event("NOR", "OST", "SANCTION")])
    assert scores["event_type"] == Tally(1, 1, 1)
    assert scores["event_type_located"] == Tally(0, 1, 1)


@pytest.mark.parametrize("coded", ["CONCEDE", "RETREAT"])
@pytest.mark.parametrize("wanted", ["CONCEDE", "RETREAT", "YIELD"])
def test_both_ways_of_yielding_are_one_type_and_one_quad(coded: str, wanted: str) -> None:
    scores = score_document([duties(action=coded)], [event("NOR", "OST", wanted)])
    assert scores["event_type"].matched == scores["event_quad"].matched == 1


def test_an_unnamed_end_matches_only_an_unnamed_end() -> None:
    gold = [event("NOR", "", "REQUEST")]
    assert score_document([duties(receiver=(), action="REQUEST")], gold)["event_type"].matched == 1
    assert score_document([duties(action="REQUEST")], gold)["event_type"].matched == 0


def test_pairing_without_place_equals_the_multiset_intersection() -> None:
    rng = random.Random(5)
    for _ in range(20):
        keys = [rng.choice(["AB", "AC", "BC"]) for _ in range(rng.randrange(12))]
        wanted = [rng.choice(["AB", "AC", "BC"]) for _ in range(rng.randrange(12))]
        claims = [
            duties(sender=(k[0],), receiver=(k[1],), confidence=i / 20) for i, k in enumerate(keys)
        ]
        gold = [event(k[0], k[1], "SANCTION") for k in wanted]
        expected = (Counter(keys) & Counter(wanted)).total()
        assert score_document(claims, gold)["event_type"].matched == expected


def test_a_close_first_choice_does_not_cost_a_pair() -> None:
    wide, narrow = duties(DUTIES), duties("Norland then")
    at = TEXT.index(DUTIES)
    last = at + len(DUTIES) - 1
    left = event("NOR", "OST", "SANCTION", at, last)
    right = event("NOR", "OST", "SANCTION", last, last + 1)
    pairs = match([wide, narrow], [left, right], agreement.located)
    assert sorted(pairs) == [(0, 1), (1, 0)]


def test_of_equal_pairings_the_closer_quotes_are_taken() -> None:
    whole, part = duties(DUTIES), duties("timber")
    at = TEXT.index("timber")
    record = event("NOR", "OST", "SANCTION", at, at + 6)
    assert match([whole, part], [record], agreement.located) == ((1, 0),)


def test_order_of_claims_and_gold_changes_nothing(gold: tuple[GoldRecord, ...]) -> None:
    claims = [meeting(), duties(), duties(modality="planned"), opinion("Brook"), figure(4.5e9)]
    expected = score_document(claims, gold)
    for mixed in itertools.islice(itertools.permutations(claims), 0, 120, 7):
        assert score_document(mixed, gold[::-1]) == expected


def test_empty_gold_and_empty_coding_are_counted(gold: tuple[GoldRecord, ...]) -> None:
    assert score_document([duties()], [])["event_type"] == Tally(0, 1, 0)
    assert score_document([], gold)["event_type"] == Tally(0, 0, 2)
    assert score_document([], []) == sum_scores([])


# --- speakers, figures, accuracies


@pytest.mark.parametrize("value", [None, "some 40 to 60"])
def test_a_figure_without_a_single_number_counts_and_agrees_with_nothing(
    tmp_path: Path, value: object
) -> None:
    gold = read_gold(write_gold(tmp_path, {**GOLD_LINES[3], "value": value}), TEXT)
    assert score_document([figure(4.5e9)], gold)["figure_value"] == Tally(0, 1, 1)


def test_the_same_actor_at_the_same_words_is_the_same_speaker(gold: tuple[GoldRecord, ...]) -> None:
    def matched(who: Claim) -> tuple[int, int]:
        scores = score_document([who], gold)
        return scores["claim_speaker"].matched, scores["claim_speaker_located"].matched

    assert matched(opinion("the capital", speaker_actor="OST")) == (1, 1)
    assert matched(opinion("the capital", speaker_actor="NOR")) == (0, 0)
    assert matched(opinion("the capital", "Port Vey", speaker_actor="OST")) == (0, 0)
    assert matched(opinion("Brook", "Port Vey")) == (1, 0)


def test_figures_agree_by_value_and_by_unit(gold: tuple[GoldRecord, ...]) -> None:
    def matched(value: float, unit: str) -> tuple[int, int]:
        scores = score_document([figure(value, unit)], gold)
        return scores["figure_value"].matched, scores["figure_value_unit"].matched

    assert matched(4.5e9, "usd") == (1, 1)
    assert matched(4.5, "billion dollars") == (1, 1)
    assert matched(4.5e9, "eur") == (1, 0)
    assert matched(4.5e9 * (1 + 1e-12), "usd") == (1, 1)
    assert matched(4.5, "usd") == (0, 0)


def test_accuracies_count_only_pairs_at_the_same_words(gold: tuple[GoldRecord, ...]) -> None:
    claims = [meeting(domain="diplomatic"), duties("Trade reached", domain="economic")]
    scores = score_document(claims, gold)
    assert scores["domain"] == Tally(1, 1, 1)
    assert scores["date"] == Tally(0, 1, 1)
    assert scores["modality"] == scores["speaker"] == Tally(1, 1, 1)
    assert math.isnan(scores["leaning"].f1)


# --- errors to read


def test_misses_and_spurious_claims_say_what_the_other_side_has(
    gold: tuple[GoldRecord, ...],
) -> None:
    errors = score_report("r", [meeting(), duties(action="ACCUSE"), figure(9.0)], gold).errors
    missed = [e for e in errors if e.side == "missed"]
    spurious = [e for e in errors if e.side == "spurious"]
    assert [e.kind for e in missed] == ["event", "assessment", "figure"]
    assert missed[0].says == "NOR > OST SANCTION planned 2020-05-06"
    assert missed[0].near == ("NOR > OST ACCUSE happened",)
    assert [e.says for e in spurious] == ["NOR > OST ACCUSE happened", "9 usd"]
    assert spurious[0].near == ("NOR > OST SANCTION planned 2020-05-06",)


# --- folders


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    reports, gold = tmp_path / "reports", tmp_path / "gold"
    reports.mkdir()
    gold.mkdir()
    for name in ("007_vey.txt", "008_vey.txt", "0081_other.txt"):
        (reports / name).write_text(TEXT)
    write_gold(gold, *GOLD_LINES)
    write_gold(
        gold, GOLD_LINES[1], {**GOLD_LINES[0], "quote": "never met"}, name="report_008.jsonl"
    )
    (gold / "notes.md").write_text("not gold")
    return reports, gold


def code_meetings(path: Path) -> tuple[str, list[Claim]]:
    return path.read_text(), [meeting()]


def test_a_folder_is_scored_by_report_and_over_all(folders: tuple[Path, Path]) -> None:
    report = score_folder(*folders, code=code_meetings)
    assert [d.name for d in report.documents] == ["007_vey.txt", "008_vey.txt"]
    assert [d.unplaced for d in report.documents] == [0, 1]
    assert report.overall["event_type"] == Tally(2, 2, 4)
    assert report.overall["event_type_located"] == Tally(1, 2, 4)
    assert report.macro["event_type"] == pytest.approx(2 / 3)
    assert report.macro["claim_speaker"] == 0.0


def test_the_scores_are_plain_json(folders: tuple[Path, Path]) -> None:
    report = score_folder(*folders, code=code_meetings)
    plain = json.loads(json.dumps(report.to_json(errors=True), allow_nan=False))
    assert plain["documents"]["007_vey.txt"]["event_quad"] == {
        "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3),
        "matched": 1, "coded": 1, "gold": 2,
    }  # fmt: skip
    assert plain["overall"]["leaning"]["f1"] is None
    assert plain["errors"]["007_vey.txt"][0]["side"] == "missed"
    assert "errors" not in report.to_json()
    assert len(report.rows()) == 3 * (len(MEASURES) + len(ACCURACIES)) + len(report.types)


def test_a_gold_file_with_two_reports_is_refused(folders: tuple[Path, Path]) -> None:
    reports, gold = folders
    (reports / "007_copy.txt").write_text(TEXT)
    with pytest.raises(UnreadableInput, match=r"007_copy\.txt, 007_vey\.txt"):
        score_folder(reports, gold, code=code_meetings)


# --- the reference codings, where they are at hand


def test_the_reference_codings_are_read_and_every_quote_is_placed() -> None:
    root = Path(__file__).parents[2]
    shared = Path(os.environ.get("MULTIPOLE_SHARED", root.parent / "shared")) / "data"
    if not (shared / "gold" / "report_000.jsonl").exists():
        pytest.skip("reference codings not at hand: set MULTIPOLE_SHARED to their folder")
    report = score_folder(
        shared / "reports", shared / "gold", code=lambda p: (p.read_text(encoding="utf-8"), [])
    )
    assert report.overall["event_type"] == Tally(0, 0, 66)
    assert report.overall["claim_speaker"].gold == 19
    assert report.overall["figure_value"].gold == 9
    assert sum(d.unplaced for d in report.documents) == 0
