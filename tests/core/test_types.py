"""The nouns check themselves."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue, MultipoleError, QuoteNotFound
from multipole.core.periods import Period
from multipole.core.types import (
    PART_KINDS,
    READ_PARTS,
    Claim,
    Document,
    Estimate,
    Event,
    Judgement,
    Part,
    Refusal,
    Run,
    Span,
)

AT = datetime(2021, 3, 25, 8, tzinfo=UTC)
TEXT = "The envoys of Arland and Borduria met in the port of Cend."
SPAN = Span.cut("d1", TEXT, 0, 37)


def _document(**other: Any) -> Document:
    given: dict[str, Any] = {
        "outlet": "Harbour Post", "url": "", "title": "Talks", "author": "", "language": "en",
        "published_on": date(2021, 3, 24), "fetched_at": AT, "raw": "0" * 64, "path": "a.txt",
        "text": TEXT,
    }  # fmt: skip
    return Document(**(given | other))


def _claim(**other: Any) -> Claim:
    given: dict[str, Any] = {
        "kind": "event", "spans": (SPAN,), "known_on": date(2021, 3, 24), "coded_by": "hand",
        "confidence": 0.5, "sender": ("ARL",), "receiver": ("BRD",), "action": "CONSULT",
    }  # fmt: skip
    return Claim(**(given | other))


# Spans


@given(st.text(min_size=1), st.data())
def test_a_span_is_the_exact_words_of_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.cut("d", text, start, end)
    assert text[span.start : span.end] == span.quote


@given(st.text(), st.text(), st.integers(0, 5))
def test_a_quote_is_placed_where_it_stands_or_not_at_all(text: str, quote: str, at: int) -> None:
    try:
        span = Span.locate("d", text, quote, after=at)
    except QuoteNotFound:
        assert not quote or quote not in text[at:]
    else:
        assert text[span.start : span.end] == quote
        assert span.start >= at


def test_a_quote_with_one_other_letter_is_refused() -> None:
    with pytest.raises(QuoteNotFound):
        Span.locate("d", TEXT, "The envoys of Arland and Bordurla")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3), (0, len(TEXT) + 1)])
def test_a_span_without_text_or_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(BadValue):
        Span.cut("d", TEXT, start, end)


# Documents


def test_the_same_report_has_the_same_id_whenever_and_wherever_it_is_read() -> None:
    later = _document(fetched_at=datetime(2024, 1, 1, tzinfo=UTC), path="b/c.txt", raw="1" * 64)
    assert later.id == _document().id


@pytest.mark.parametrize(
    ("name", "value"),
    [("outlet", "Le Phare"), ("url", "u"), ("title", "T"), ("text", TEXT + " "),
     ("published_on", None)],
)  # fmt: skip
def test_another_report_has_another_id(name: str, value: object) -> None:
    assert _document(**{name: value}).id != _document().id


def test_a_report_is_known_from_its_date_or_else_from_when_it_was_read() -> None:
    assert _document().known_on == date(2021, 3, 24)
    assert _document(published_on=None).known_on == AT.date()


@pytest.mark.parametrize(
    "parts",
    [(Part(0, 5, "title"), Part(4, 9, "body")), (Part(5, 9, "body"), Part(0, 5, "title")),
     (Part(0, len(TEXT) + 1, "body"),)],
)  # fmt: skip
def test_parts_that_overlap_or_leave_the_text_are_refused(parts: tuple[Part, ...]) -> None:
    with pytest.raises(BadValue):
        _document(parts=parts)


def test_parts_that_are_read_are_kinds_of_parts() -> None:
    assert set(PART_KINDS) > READ_PARTS
    with pytest.raises(BadValue):
        Part(0, 1, "advert")  # type: ignore[arg-type]
    with pytest.raises(BadValue):
        Part(3, 3, "body")


# Claims


@pytest.mark.parametrize(
    "other",
    [
        {"spans": ()},
        {"confidence": 1.1},
        {"confidence": math.nan},
        {"action": None},
        {"action": "YIELD"},
        {"domain": "sport"},
        {"modality": "rumoured"},
        {"stance": "likes"},
        {"kind": "rumour"},
        {"sender": (), "receiver": ()},
        {"sender": ("BRD", "ARL")},
        {"sender": ("ARL", "ARL")},
        {"kind": "assessment", "leaning": "for"},
        {"kind": "assessment", "speaker": "Cheng"},
        {"kind": "assessment", "speaker": "Cheng", "leaning": "maybe"},
        {"kind": "figure"},
        {"kind": "figure", "value": math.inf},
        {"kind": "figure", "value": math.nan},
    ],
)
def test_a_claim_that_is_not_whole_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(MultipoleError):
        _claim(**other)


CHANGES: dict[str, Any] = {
    "spans": (Span.cut("d2", TEXT, 0, 37),),
    "coded_by": "other",
    "confidence": 0.6,
    "speaker": "Cheng",
    "speaker_actor": "ARL",
    "stance": "denies",
    "modality": "planned",
    "sender": ("CND",),
    "receiver": (),
    "action": "AGREE",
    "domain": "un",
    "period": Period.day(date(2021, 3, 22)),
    "about": ("ARL",),
    "leaning": "for",
    "gist": "well",
    "measure": "trade",
    "value": 1.0,
    "unit": "usd",
    "through": "Test Post",
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_field_of_a_claim_enters_its_id(name: str) -> None:
    assert _claim(**{name: CHANGES[name]}).id != _claim().id


def test_no_field_of_a_claim_is_forgotten_here() -> None:
    fields = {f.name for f in dataclasses.fields(Claim)} - {"id", "kind", "known_on", "context"}
    assert fields == CHANGES.keys()


def test_contexts_that_are_read_anew_leave_the_id_of_a_claim_as_it_was() -> None:
    assert _claim(context=("military",)).id == _claim().id


def test_a_claim_cannot_be_edited() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        _claim().confidence = 1.0  # type: ignore[misc]


def test_a_mutual_act_has_all_ends_on_both_sides() -> None:
    both = ("ARL", "BRD")
    assert _claim(sender=both, receiver=both).reciprocal
    assert not _claim().reciprocal
    assert not _claim(sender=(), receiver=("ARL",)).reciprocal


# Judgements and events


def test_a_judgement_names_its_claims_in_order() -> None:
    assert Judgement("a", "b", "same", "hand", AT).verdict == "same"
    for left, right in (("b", "a"), ("a", "a")):
        with pytest.raises(BadValue):
            Judgement(left, right, "same", "hand", AT)
    with pytest.raises(BadValue):
        Judgement("a", "b", "perhaps", "hand", AT)  # type: ignore[arg-type]


def test_right_and_wrong_are_said_of_one_claim() -> None:
    assert Judgement("a", "a", "wrong", "hand", AT).of_one
    assert Judgement("a", "a", "withdrawn", "hand", AT).of_one
    with pytest.raises(BadValue):
        Judgement("a", "b", "right", "hand", AT)


def _event(*claims: str) -> Event:
    day = date(2021, 3, 24)
    return Event(claims, ("ARL",), ("BRD",), "CONSULT", None, "happened", None, 0.5, day)


def test_an_event_is_its_claims() -> None:
    assert _event("a", "b").id == _event("a", "b").id != _event("a").id
    for claims in ((), ("b", "a"), ("a", "a")):
        with pytest.raises(BadValue):
            _event(*claims)


# Estimates, runs, refusals


def test_an_estimate_lies_in_its_interval() -> None:
    assert Estimate(0.1, -0.5, 0.5, 3).mass == 0.9
    assert math.isnan(Estimate(math.nan, -1.0, 1.0, 0).mean)
    for bad in ((0.6, -0.5, 0.5, 3), (0.1, -0.5, 0.5, -1)):
        with pytest.raises(BadValue):
            Estimate(*bad)
    with pytest.raises(BadValue):
        Estimate(0.1, -0.5, 0.5, 3, mass=1.0)


def test_the_same_step_on_the_same_inputs_is_the_same_run() -> None:
    first = Run("read", "0.1", "abc", "rules", 0, AT)
    again = dataclasses.replace(first, at=datetime(2024, 1, 1, tzinfo=UTC))
    assert first.id == again.id
    assert first.id != dataclasses.replace(first, seed=1).id


def test_a_refusal_is_one_line() -> None:
    refusal = Refusal("a.csv", "row 3", "has 2 fields where the header has 3", "Correct the row.")
    assert str(refusal) == "a.csv row 3: has 2 fields where the header has 3. Correct the row."
