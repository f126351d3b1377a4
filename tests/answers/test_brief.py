from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.answers.brief import brief
from multipole.answers.brief_figures import is_vague
from multipole.answers.brief_names import in_prose, opening
from multipole.answers.brief_pairs import span_of, step_of
from multipole.answers.brief_parts import Act, Brief, Outside
from multipole.answers.brief_reports import cut_text
from multipole.answers.brief_room import Room
from multipole.answers.brief_summary import signed, verdict
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.core.periods import Period
from multipole.core.types import Claim, Estimate
from multipole.store import Store, open_store

TEXT = "Lavrov met Wang in Guilin, and they signed a paper."


def _act(start: str, *, modality: str = "happened", key: str = "") -> Act:
    return Act(
        key or start, ("CHN",), ("RUS",), "CONSULT", "", modality, Period.parse(start), 0.5, (),
        (), (),
    )  # fmt: skip


@pytest.fixture
def triangle(small_store: Store) -> Brief:
    return brief(small_store, ["CHN", "RUS", "USA"])


def test_a_pair_counts_meetings_joint_acts_and_undated_acts_once_each(triangle: Brief) -> None:
    pair = next(p for p in triangle.pairs if p.key == "CHN-RUS")
    assert pair.overall.n == 3
    assert sorted(r.role for r in pair.reads) == ["a_to_b", "joint", "mutual"]


def test_a_pair_of_which_no_report_speaks_is_unknown_and_not_zero(triangle: Brief) -> None:
    pair = next(p for p in triangle.pairs if p.key == "CHN-USA")
    assert pair.overall.n == 0
    assert signed(pair.overall.mean) == "unknown"
    assert "not zero" in "".join(p.text for words in triangle.summary for p in words)


def test_every_number_of_the_summary_leads_to_its_evidence(triangle: Brief) -> None:
    bare = [p.text for words in triangle.summary for p in words if not p.target]
    assert not [text for text in bare if any(c.isdigit() for c in text)]


def test_the_criteria_of_a_tie_keep_their_sentences(
    triangle: Brief, small_claims: dict[str, Claim]
) -> None:
    pair = next(p for p in triangle.pairs if p.key == "CHN-RUS")
    carried = {c for one in pair.tie.own for c in one.claims}
    assert small_claims["met"].id in carried <= set(triangle.told)
    said = "".join(p.text for words in triangle.summary for p in words)
    assert "the tie reads as normal on 2021-06-30" in said


def test_an_event_told_by_two_outlets_is_one_act_with_both(
    triangle: Brief, small_claims: dict[str, Claim]
) -> None:
    (shared,) = triangle.shared
    assert set(shared.outlets) == {"Harbour Post", "Steppe Courier"}
    assert set(shared.claims) == {small_claims["met"].id, small_claims["talked"].id}


def test_claims_are_numbered_in_the_order_of_the_documents(triangle: Brief) -> None:
    told = sorted(triangle.told.values(), key=lambda t: t.number)
    assert [t.number for t in told] == list(range(1, len(told) + 1))
    days = [t.published_on for t in told if t.published_on]
    assert days == sorted(days)


def test_what_was_not_known_yet_is_not_in_a_brief_as_of_then(small_store: Store) -> None:
    early = brief(small_store, ["CHN", "RUS", "USA"], as_of=date(2021, 3, 23))
    assert {s.title for s in early.sources} == {"Talks held"}
    assert all(not p.reads for p in early.pairs if p.key == "RUS-USA")


def test_documents_hold_their_whole_text_cut_at_the_quotes(
    triangle: Brief, small_store: Store
) -> None:
    for report in triangle.reports:
        shown = "".join(s.text for p in report.paragraphs for s in p.segments)
        assert shown == small_store.document(report.id).text
        assert report.left_out == 0


def test_every_claim_starts_in_one_segment(triangle: Brief) -> None:
    starts = [c for r in triangle.reports for p in r.paragraphs for s in p.segments
              for c in s.starts]  # fmt: skip
    assert sorted(starts) == sorted(triangle.told)


def test_a_long_corpus_is_shown_by_its_quoted_paragraphs(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multipole.answers.brief_reports.WHOLE_CHARACTERS", 10)
    found = brief(small_store, ["CHN", "RUS"])
    assert found.reports
    assert all(any(s.claims for s in p.segments) for r in found.reports for p in r.paragraphs)


def test_the_latest_events_stay_when_there_is_no_room(small_store: Store) -> None:
    whole = brief(small_store, ["CHN", "RUS", "USA"])
    found = brief(small_store, ["CHN", "RUS", "USA"], room=Room(events=1))
    assert found.acts == whole.acts[-1:]
    assert found.left_out == ("Of 4 events the page shows the latest 1.",)
    assert found.summary == whole.summary
    assert [p.overall.n for p in found.pairs] == [p.overall.n for p in whole.pairs]


@pytest.mark.parametrize("actors", [["CHN"], ["CHN", "China"], "CHN RUS USA UKR IRN IND".split()])
def test_a_brief_needs_two_to_five_actors(small_store: Store, actors: list[str]) -> None:
    with pytest.raises(WrongUse, match="2 to 5"):
        brief(small_store, actors)


def test_actors_of_whom_nothing_is_said_together_are_not_found(small_store: Store) -> None:
    with pytest.raises(NothingFound, match="most events of"):
        brief(small_store, ["BRA", "IND"])


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    place = tmp_path / "empty.duckdb"
    with open_store(place, create=True) as empty, pytest.raises(NothingFound, match="no events"):
        brief(empty, ["CHN", "RUS"])


def test_an_unknown_name_is_refused(small_store: Store) -> None:
    with pytest.raises(UnknownCode):
        brief(small_store, ["CHN", "Atlantis"])


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
            lambda p: p[0] < p[1]
        ),
        max_size=6,
    )
)
def test_nested_and_overlapping_quotes_never_lose_text(pairs: list[tuple[int, int]]) -> None:
    spans = [
        {"claim": f"c{n}", "ordinal": 0, "start": a, "end": b} for n, (a, b) in enumerate(pairs)
    ]
    segments = cut_text(TEXT, 0, len(TEXT), spans)
    assert "".join(s.text for s in segments) == TEXT
    for span, (a, b) in zip(spans, pairs, strict=True):
        assert "".join(s.text for s in segments if span["claim"] in s.claims) == TEXT[a:b]
        assert sum(span["claim"] in s.starts for s in segments) == 1


def test_a_stray_early_event_does_not_stretch_the_span() -> None:
    acts = [_act("2001"), *(_act(f"2021-03-{d:02d}") for d in range(1, 21))]
    span = span_of(acts)
    assert span is not None
    assert span.start == date(2021, 3, 1)
    assert step_of(span) == "month"


def test_planned_acts_do_not_stretch_the_span() -> None:
    span = span_of([_act("2021-03-01"), _act("2021-04-01"), _act("2030", modality="planned")])
    assert span == Period(date(2021, 3, 1), date(2021, 4, 2))


def test_the_span_ends_with_the_last_report() -> None:
    span = span_of([_act("2021-03-01"), _act("2021/2031")], until=date(2021, 6, 30))
    assert span == Period(date(2021, 1, 1), date(2021, 7, 1))


def test_no_dated_act_has_no_span() -> None:
    assert span_of([]) is None


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Estimate(0.9, 0.7, 1.0, 30), "cooperation prevails"),
        (Estimate(-0.9, -1.0, -0.7, 30), "conflict prevails"),
        (Estimate(0.3, -0.5, 0.9, 30), "cannot say"),
        (Estimate(-0.4, -0.7, -0.003, 30), "cannot say"),
        (Estimate(0.3, -0.5, 0.9, 1), "wide interval"),
        (Estimate(float("nan"), -1.0, 1.0, 0), "not zero"),
    ],
)
def test_a_verdict_says_no_more_than_the_interval(found: Estimate, words: str) -> None:
    assert words in verdict(found)


def test_acts_with_a_third_party_stand_with_each_of_the_actors(
    triangle: Brief, small_claims: dict[str, Claim]
) -> None:
    lists = {a.actor: {t.party: t.lines for t in a.thirds} for a in triangle.outside.actors}
    assert {a: list(thirds) for a, thirds in lists.items()} == {"CHN": ["UNSC"], "RUS": ["UNSC"]}
    (line,), (again,) = lists["CHN"]["UNSC"], lists["RUS"]["UNSC"]
    assert line.act.claims == again.act.claims == (small_claims["veto"].id,)
    assert line.quad == "verbal_conflict"
    assert (line.elsewhere, again.elsewhere) == ("", line.place)


def test_acts_with_others_are_counted_once_and_stay_out_of_the_pairs(triangle: Brief) -> None:
    assert (triangle.outside.acts, triangle.outside.parties) == (1, 1)
    assert len(triangle.acts) == 4
    assert [a.acts for a in triangle.outside.actors] == [1, 1]


def test_an_act_of_one_actor_with_a_third_is_on_no_timeline_but_has_evidence(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    found = brief(small_store, ["CHN", "RUS"])
    assert small_claims["sanction"].id not in {c for act in found.acts for c in act.claims}
    (russia,) = (a for a in found.outside.actors if a.actor == "RUS")
    assert [t.party for t in russia.thirds] == ["USA", "UNSC"]
    assert russia.thirds[0].lines[0].act.claims == (small_claims["sanction"].id,)
    assert small_claims["sanction"].id in found.told
    assert any(small_claims["sanction"].id in p.starts for r in found.reports for p in r.paragraphs)
    assert found.names["UNSC"] == "the United Nations Security Council"


def test_an_act_with_nobody_named_is_with_no_third_party(small_store: Store) -> None:
    found = brief(small_store, ["CHN", "RUS", "USA", "UNSC"])
    assert found.outside == Outside(0, 0, ())
    assert not any("with others" in p.text for words in found.summary for p in words)


def test_third_parties_without_room_are_counted_and_named(small_store: Store) -> None:
    whole = brief(small_store, ["CHN", "RUS"])
    found = brief(small_store, ["CHN", "RUS"], room=Room(thirds=1))
    (russia,) = (a for a in found.outside.actors if a.actor == "RUS")
    assert ([t.party for t in russia.thirds], russia.left_out) == (["USA"], ("UNSC",))
    assert russia.acts == 2
    assert found.summary == whole.summary
    cut = brief(small_store, ["CHN", "RUS"], room=Room(third_acts=0))
    assert [(t.acts, t.lines) for a in cut.outside.actors for t in a.thirds] == [(1, ())] * 3


def test_with_others_knows_no_later_report(small_store: Store) -> None:
    early = brief(small_store, ["CHN", "RUS"], as_of=date(2021, 3, 23))
    assert {t.party for a in early.outside.actors for t in a.thirds} == {"UNSC"}


def test_closeness_has_a_sign_unless_it_is_nothing() -> None:
    assert [signed(v) for v in (0.876, -0.25, 0.001, -0.001)] == ["+0.88", "−0.25", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("measure", "vague"),
    [("it", True), ("its share", True), ("China", True), ("the dollar's share", False)],
)
def test_a_measure_that_names_nothing_by_itself_is_no_heading(measure: str, vague: bool) -> None:
    assert is_vague(measure) is vague


def test_names_take_their_article_in_prose() -> None:
    names = [in_prose(a) for a in ("USA", "CHN", "EU", "PER:NOBODY")]
    assert names == ["the United States", "China", "the European Union", "PER:NOBODY"]
    assert opening("the United States") == "The United States"
