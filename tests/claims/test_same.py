"""Which claims are judged to tell one event, and what the event is then."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.claims import build_events, heard, heirs, judge_same, tell
from multipole.claims.same_fields import fields, in_words
from multipole.claims.same_groups import SPAN_DAYS, grouped
from multipole.claims.same_pairs import NEXT, candidate_pairs
from multipole.claims.same_score import AMOUNTS, FINDINGS, compare_ends, compare_types, weights
from multipole.core.periods import Period
from multipole.core.types import Claim, Event, Judgement, Span

NOW = datetime(2030, 1, 1, tzinfo=UTC)
NUMBER = count()


def claim(text: str, when: str = "2021-03-10", **other: Any) -> Claim:
    given = {
        "sender": ("ARL",), "receiver": ("BRD",), "action": "ACCUSE", "domain": "diplomatic",
        "confidence": 0.8, "known_on": date(2021, 3, 11), "coded_by": "hand",
    }  # fmt: skip
    document = other.pop("document", f"document {next(NUMBER)}")
    period = Period.parse(when) if when else None
    return Claim(
        "event", spans=(Span.cut(document, text, 0, len(text)),), period=period, **given | other
    )


def events_of(claims: Sequence[Claim], judgements: Sequence[Judgement] = ()) -> list[Event]:
    persons = heard(judgements)
    told = tell(c for c in claims if c.id not in persons.wrong)
    judged = judge_same(told, at=NOW, persons=persons)
    tied = [Judgement(a, b, "same", "persons", NOW) for a, b in persons.same]
    return build_events(told, [*tied, *judged], outlets={}, right=persons.right)


def are_one(*claims: Claim) -> bool:
    return len(events_of(claims)) == 1


def judged(left: Claim, right: Claim, verdict: Any, by: str = "Ana", hour: int = 0) -> Judgement:
    a, b = sorted((left.id, right.id))
    return Judgement(a, b, verdict, by, NOW + timedelta(hours=hour), "")


BLAME = "The envoy of Arland blamed Brodia for the wreck of the Selma"
WRECK = "Arland blames the wreck of the Selma on Brodia"


def test_two_outlets_in_other_words_tell_one_event() -> None:
    assert are_one(claim(BLAME), claim(WRECK, when="2021-03"))


def test_the_same_charge_on_another_day_is_another_event() -> None:
    later = claim(BLAME, when="2021-03-20", known_on=date(2021, 3, 21))
    assert not are_one(claim(BLAME), later)


def test_an_act_in_return_is_another_event() -> None:
    back = claim("Brodia blamed Arland in return", sender=("BRD",), receiver=("ARL",))
    assert not are_one(claim(BLAME), back)


def test_a_kindred_type_and_a_bloc_for_its_member_may_tell_one_event() -> None:
    ours = claim("Washington threatened Brodia over the Selma wreck", sender=("USA",))
    theirs = claim(
        "The West accused Brodia over the Selma wreck", sender=("WEST",), action="THREATEN"
    )
    assert are_one(ours, theirs)


def test_one_sentence_that_tells_two_acts_tells_two_events() -> None:
    text = "Arland met Brodia at Selma and signed a pact"
    both = {"sender": ("ARL", "BRD"), "receiver": ("ARL", "BRD"), "document": "one"}
    assert not are_one(claim(text, action="CONSULT", **both), claim(text, action="AGREE", **both))


def test_a_plan_and_what_came_of_it_are_one_event_that_happened() -> None:
    plan = claim(
        "Arland will blame Brodia for the Selma wreck", modality="planned", confidence=0.9,
        known_on=date(2021, 3, 8),
    )  # fmt: skip
    (event,) = events_of([plan, claim(BLAME)])
    assert event.modality == "happened"
    assert event.probability == 0.8, "a plan does not make it surer that it happened"
    assert event.known_on == date(2021, 3, 8)


def test_a_denied_act_is_one_event_and_disputed() -> None:
    denial = claim("Arland denied having blamed Brodia for the Selma wreck", modality="denied",
                   speaker="the envoy", document="b")  # fmt: skip
    claims = [claim(BLAME, document="a"), denial]
    (event,) = events_of(claims)
    assert (event.modality, event.probability) == ("happened", 0.8)
    assert in_words(fields(claims, {"b": "Post"})) == "denied by the envoy in Post"


def test_a_group_does_not_creep_from_day_to_day() -> None:
    days = [claim(BLAME, when=f"2021-03-{10 + n}") for n in range(12)]
    for event in events_of(days):
        found = [c.period.start for c in days if c.id in event.claims and c.period]
        assert (max(found) - min(found)).days < SPAN_DAYS


def test_an_event_is_what_most_outlets_tell() -> None:
    claims = [
        claim(BLAME, document="a", confidence=0.9, action="REJECT"),
        claim(WRECK, document="b", confidence=0.5),
        claim(f"{WRECK} again", document="c", confidence=0.5),
    ]
    (event,) = events_of(claims)
    assert event.action == "ACCUSE"


def test_the_probability_of_a_value_is_as_worked_out() -> None:
    claims = [
        claim(BLAME, document="a"), claim(BLAME, document="b"),
        claim(BLAME, when="2021-03-11", document="c"),
    ]  # fmt: skip
    date_ = next(f for f in fields(claims, {}) if f.name == "date")
    assert [(v.value, v.outlets) for v in date_.values] == [
        ("2021-03-10", ("a", "b")), ("2021-03-11", ("c",)),
    ]  # fmt: skip
    assert date_.values[0].probability == pytest.approx(0.8)


def test_a_month_that_holds_the_day_disputes_nothing() -> None:
    claims = [claim(BLAME, document="a"), claim(BLAME, when="2021-03", document="b")]
    assert in_words(fields(claims, {})) == ""


def figure(of: Claim, quote: str, value: float, unit: str) -> Claim:
    """A figure quoted within the words of a claim."""
    start = of.spans[0].quote.index(quote)
    span = Span(of.spans[0].document, start, start + len(quote), quote)
    return Claim("figure", (span,), of.known_on, "hand", 0.8, value=value, unit=unit, measure="aid")


def test_places_and_figures_that_tellings_name_are_agreed_or_disputed() -> None:
    claims = [
        claim("Arland gave Brodia 40 trucks at talks in Geneva", document="a"),
        claim("In Geneva, Arland gave Brodia 40 trucks", document="b"),
        claim("Arland gave Brodia 45 trucks in Vienna", document="c"),
        claim("Arland gave Brodia 3 or 4 trucks, in Paris or in Rome", document="d"),
    ]
    quoted = [(0, "40 trucks"), (1, "40 trucks"), (2, "45 trucks"), (3, "3 or"), (3, "4 trucks")]
    figures = [figure(claims[n], q, float(q.split()[0]), "trucks") for n, q in quoted]
    told = {f.name: f for f in fields(claims, {}, figures)}
    assert [(v.value, v.outlets) for v in told["figure in trucks"].values] == [
        ("40 trucks", ("a", "b")), ("45 trucks", ("c",)),
    ]  # fmt: skip
    assert [(v.value, v.outlets) for v in told["place"].values] == [
        ("Geneva", ("a", "b")), ("Vienna", ("c",)),
    ]  # fmt: skip
    assert "figure in trucks: 40 trucks (a, b), 45 trucks (c)" in in_words(
        fields(claims, {}, figures)
    )


# What persons judge


def test_a_person_beats_the_rules_both_ways() -> None:
    one, two = claim(BLAME), claim(WRECK)
    other = claim("A trade fair opened in Selma", when="2019-01-01", action="COOPERATE")
    assert len(events_of([one, two], [judged(one, two, "different")])) == 2
    assert len(events_of([one, other], [judged(one, other, "same")])) == 1


def test_the_last_word_of_a_person_holds_and_can_be_taken_back() -> None:
    one, two = claim(BLAME), claim(WRECK)
    apart = judged(one, two, "different")
    assert len(events_of([one, two], [apart, judged(one, two, "same", hour=1)])) == 1
    assert len(events_of([one, two], [apart, judged(one, two, "withdrawn", hour=1)])) == 1
    assert len(events_of([one, two], [apart, judged(one, two, "withdrawn", by="Bo", hour=1)])) == 2


def test_persons_who_contradict_each_other_are_told() -> None:
    one, two, three = (claim(f"{BLAME} {n}") for n in range(3))
    said = [
        judged(one, three, "different", hour=0),
        judged(one, two, "same", by="Bo", hour=1),
        judged(two, three, "same", by="Bo", hour=2),
    ]
    persons = heard(said)
    assert [(a.by, b.by) for a, b in persons.overruled] == [("Ana", "Bo")]
    assert len(events_of([one, two, three], said)) == 1


def test_a_rejected_claim_carries_no_event_and_a_confirmed_one_is_certain() -> None:
    one, two = claim(BLAME), claim(WRECK)
    wrong = Judgement(one.id, one.id, "wrong", "Ana", NOW)
    right = Judgement(two.id, two.id, "right", "Ana", NOW)
    (event,) = events_of([one, two], [wrong, right])
    assert event.claims == (two.id,)
    assert event.probability == 1.0


def test_what_was_judged_goes_over_to_the_claim_of_a_later_coder_that_says_the_same() -> None:
    old = claim(BLAME, document="a", coded_by="one")
    new = claim(BLAME, document="a", coded_by="two", confidence=0.6)
    other = claim(BLAME, document="a", coded_by="two", action="REJECT")
    assert heirs([old], [other, new]) == {old.id: new.id}
    assert heirs([old], [other]) == {}


# Any claims


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim]:
    words = st.lists(st.sampled_from(["Selma", "wreck", "harbour", "blamed", "envoy", "40"]))
    days = st.sampled_from(["", "2021-03-10", "2021-03-11", "2021-03-13", "2021-03", "2021"])
    ends = st.sampled_from([("ARL",), ("BRD",), ("CAD",), ("ARL", "BRD"), ()])
    made = []
    for n in range(draw(st.integers(1, 12))):
        sender, receiver = draw(ends), draw(ends)
        made.append(
            claim(
                f"text {' '.join(draw(words))}",
                when=draw(days),
                document=f"d{n % 5}",
                sender=sender or ("ARL",),
                receiver=receiver,
                action=draw(st.sampled_from(["ACCUSE", "REJECT", "CONSULT"])),
                modality=draw(st.sampled_from(["happened", "planned", "denied"])),
            )
        )
    return list({c.id: c for c in made}.values())


@given(some_claims(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing_and_each_claim_is_in_one_event(
    claims: list[Claim], rng: random.Random
) -> None:
    events = events_of(claims)
    assert sorted(c for e in events for c in e.claims) == sorted(c.id for c in claims)
    shuffled = rng.sample(claims, len(claims))
    assert events_of(shuffled) == events


@given(some_claims())
@settings(max_examples=40, deadline=None)
def test_events_follow_from_claims_and_judgements_alone(claims: list[Claim]) -> None:
    told = tell(claims)
    ties = judge_same(told, at=NOW)
    assert len(ties) == len(told) - len(grouped(told, ties)), "a judgement a claim after the first"
    assert judge_same(told, at=NOW) == ties


@given(some_claims(), st.data())
@settings(max_examples=40, deadline=None)
def test_claims_that_a_person_holds_apart_are_never_in_one_event(
    claims: list[Claim], data: st.DataObject
) -> None:
    one, two = data.draw(st.sampled_from(claims)), data.draw(st.sampled_from(claims))
    if one.id == two.id:
        return
    events = events_of(claims, [judged(one, two, "different")])
    assert not any({one.id, two.id} <= set(e.claims) for e in events)


def test_the_pairs_compared_grow_with_the_claims_even_on_one_day() -> None:
    def most(many: int) -> int:
        claims = [claim(f"{BLAME} {n}", document=f"d{n}") for n in range(many)]
        return sum(len(left) for left, _ in candidate_pairs(tell(claims)))

    allowed = sum(NEXT.values()) + 2 * NEXT["name"] + 2 * NEXT["end"]
    assert most(400) <= 400 * allowed


def test_every_finding_has_a_weight() -> None:
    named = {"bias", *AMOUNTS, *(name for names in FINDINGS.values() for name in names)}
    assert weights().keys() == named


def test_comparisons_do_not_depend_on_the_side() -> None:
    ends = [
        (("ARL",), ("BRD",)),
        (("ARL", "BRD"), ("ARL", "BRD")),
        (("USA",), ()),
        (("NATO",), ("BRD",)),
    ]
    for left in ends:
        for right in ends:
            assert compare_ends(left, right) == compare_ends(right, left)
    assert compare_types("AGREE", "CONSULT") == compare_types("CONSULT", "AGREE")
