"""The same event by several sides: delay, what is left out, what is said of nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from multipole.core.periods import Period
from multipole.narratives.shares import FEWEST, gaps, shares
from multipole.narratives.tellings import Happened, Told, Version, coverage, versions

DAY = date(2021, 3, 22)
EVENT = Happened("e", Period.day(DAY))
SIDES = ("Post", "Gazette", "Bulletin", "Ledger")


def told(side: str, after: int, claim: str = "", **other: Any) -> Told:
    given = {"sender": ("USA",), "receiver": ("CHN",), "action": "SANCTION"} | other
    return Told(claim or f"{side}{after}", other.pop("event", "e"), side, f"doc {side}",
                DAY + timedelta(days=after), "event",
                **{k: v for k, v in given.items() if k != "event"})  # fmt: skip


def reports(**days: int) -> dict[str, list[date]]:
    return {side: [DAY + timedelta(days=n)] for side, n in days.items()}


def of(made: list[Version], side: str) -> Version:
    return next(v for v in made if v.side == side)


def test_delays_count_from_the_event_and_from_the_first_report() -> None:
    made = versions([EVENT], [told("Post", 1), told("Gazette", 5)], reports(Post=1, Gazette=5))
    assert (of(made, "Post").after_event_days, of(made, "Post").after_first_days) == (1, 0)
    assert (of(made, "Gazette").after_event_days, of(made, "Gazette").after_first_days) == (5, 4)


def test_a_plan_told_before_does_not_make_the_others_late() -> None:
    ahead = told("Post", -20, modality="planned")
    made = versions([EVENT], [ahead, told("Gazette", 1)], reports(Post=-20, Gazette=1))
    assert of(made, "Post").after_first_days == -21
    assert of(made, "Gazette").after_first_days == 0


def test_silence_is_left_out_only_beside_a_report_and_two_tellers() -> None:
    both = [told("Post", 1), told("Gazette", 2)]
    made = versions([EVENT], both, reports(Post=1, Gazette=2, Bulletin=9, Ledger=90))
    assert {v.side: v.status for v in made} == {
        "Post": "told", "Gazette": "told", "Bulletin": "left out", "Ledger": "not read",
    }  # fmt: skip
    early = versions([EVENT], both, reports(Post=1, Gazette=2, Bulletin=-1))
    assert of(early, "Bulletin").status == "not read"


def test_what_one_side_alone_tells_no_other_has_left_out() -> None:
    made = versions([EVENT], [told("Post", 1)], reports(Post=1, Bulletin=3), fewest=1)
    assert of(made, "Bulletin").status == "not told"
    assert versions([EVENT], [told("Post", 1)], reports(Post=1, Bulletin=3)) == []


def test_fields_that_only_the_other_gives_are_missing() -> None:
    made = versions(
        [EVENT],
        [told("Post", 1, sender=(), dated=False), told("Gazette", 2, speaker="Wang Yi")],
        reports(Post=1, Gazette=2),
    )
    assert of(made, "Post").missing == ("sender", "day", "voice")
    assert of(made, "Gazette").missing == ()


def test_coverage_counts_only_what_another_tells_and_it_could() -> None:
    second = Happened("f", Period.day(DAY))
    third = Happened("g", Period.day(DAY))
    given = [
        told("Post", 1), told("Gazette", 4), told("Post", 1, "p2", event="f"),
        told("Gazette", 4, "g3", event="g"),
    ]  # fmt: skip
    days = reports(Post=1, Gazette=4, Ledger=90)
    made = versions([EVENT, second, third], given, days, fewest=1)
    found = {one.side: one for one in coverage(made, days)}
    assert (found["Post"].told, found["Post"].expected, found["Post"].unread) == (1, 2, 0)
    assert (found["Gazette"].told, found["Gazette"].expected) == (1, 2)
    assert (found["Ledger"].expected, found["Ledger"].unread) == (0, 3)
    assert found["Gazette"].delay_days == 3
    assert found["Post"].claims == ("Post1",)


def test_told_as_fact_or_as_said_or_denied() -> None:
    assert told("Post", 1).told_as == "fact"
    assert told("Post", 1, speaker="Wang Yi", speaker_actor="CHN").told_as == "said"
    assert told("CHN", 1, speaker="Wang Yi", speaker_actor="CHN").told_as == "fact"
    assert told("Post", 1, stance="denies").told_as == "denied"
    assert told("Post", 1, modality="threatened").told_as == "threatened"


def test_an_event_told_twice_by_a_side_counts_once() -> None:
    given = [told("Post", 1, "a"), told("Post", 2, "b"), told("Gazette", 1, "c")]
    found = {(s.figure, s.side, s.about): s for s in shares(given, ("Post", "Gazette"))}
    acts = found["acts", "Post", "USA"]
    assert (acts.count, acts.cases, acts.claims) == (1, 1, ("a", "b"))
    assert found["is acted against", "Gazette", "CHN"].count == 1
    assert found["told as", "Post", "fact"].cases == 2


def test_meetings_are_no_conflict_and_voices_need_an_actor() -> None:
    both = ("CHN", "USA")
    talks = told("Post", 1, action="ACCUSE", sender=both, receiver=both, speaker="Li")
    figures = {s.figure for s in shares([talks], ("Post",))}
    assert "acts against others" not in figures
    assert "is heard" not in figures


def test_differences_need_cases_on_both_sides_and_the_surest_comes_first() -> None:
    given = [told("Post", 1, f"p{n}", event=f"p{n}") for n in range(FEWEST)]
    given += [told("Gazette", 1, f"g{n}", event=f"g{n}", sender=("RUS",)) for n in range(FEWEST)]
    given += [told("Ledger", 1, "l", event="l")]
    found = gaps(shares(given, SIDES))
    assert {"Ledger"} & {side for g in found for side in (g.first.side, g.second.side)} == set()
    assert found[0].clear
    assert (found[0].first.interval.value, found[0].second.interval.value) == (1.0, 0.0)
