"""What the second coder takes of a model's word, and what it refuses."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.actors import load_actors
from multipole.claims.llm_coder import UNREAD_TIME, Desk
from multipole.claims.llm_prompt import (
    pieces,
    prompt,
    prompt_digest,
    request,
    request_key,
    second_coder_name,
)
from multipole.claims.llm_schema import read_reply, reply_schema
from multipole.claims.llm_terms import Settings
from multipole.core.text import Reading
from multipole.core.types import Claim, Document, Part
from multipole.evidence import load_model, read_documents

TEXT = (
    "Russia and China vetoed the draft in New York on Monday. Japan condemned the veto.\n"
    "“The two will never trust each other,” said Cheng Yijun, a scholar in Beijing. "
    "Trade of China with Russia reached more than 146.9 billion dollars in 2021. "
    "Moscow may yet cut the gas, after a fashion. Ivan Petrov shook his head. "
    "Russia and China vetoed the draft again.\n"
    "Download our app: Russia attacked Japan."
)
ADVERT = TEXT.index("Download")
VETO: dict[str, Any] = {
    "quote": "Russia and China vetoed the draft", "sender": ["RUS", "China"], "receiver": [],
    "action": "REJECT", "modality": "happened", "when": "on Monday", "domain": "un",
    "speaker": "", "speaker_actor": "",
}  # fmt: skip
DOUBT: dict[str, Any] = {
    "quote": "The two will never trust each other", "about": ["China", "Russia"],
    "leaning": "against", "stance": "asserts", "speaker": "Cheng Yijun", "speaker_actor": "China",
}  # fmt: skip
TRADE: dict[str, Any] = {
    "quote": "Trade of China with Russia reached more than 146.9 billion dollars in 2021",
    "about": ["CHN", "RUS"], "measure": "Trade of China with Russia", "value": 146.9e9,
    "when": "in 2021",
}  # fmt: skip


@cache
def _page() -> tuple[Document, Reading]:
    parts, at = [], 0
    for line in TEXT.splitlines(keepends=True):
        kind = "boilerplate" if at == ADVERT else "body"
        parts.append(Part(at, at + len(line.rstrip()), kind))
        at += len(line)
    document = Document(
        "Post", "", "", "", "en", date(2022, 3, 23), datetime(2023, 1, 1, tzinfo=UTC), "0" * 64,
        "a.txt", TEXT, tuple(parts),
    )  # fmt: skip
    return next(iter(read_documents([document], model=load_model(), actors=load_actors())))


def _desk() -> Desk:
    return Desk(*_page(), load_actors(), "llm-1+test")


def _code(reply: object) -> tuple[list[Claim], Desk]:
    desk = _desk()
    proposals, desk.refused = read_reply(reply if isinstance(reply, str) else json.dumps(reply))
    (piece,) = pieces(desk.document, most=10_000)
    return list(desk.claims(proposals, piece)), desk


def _event(**other: Any) -> tuple[list[Claim], list[str]]:
    claims, desk = _code({"events": [VETO | other]})
    return claims, [refused.reason for refused in desk.refused]


def test_an_event_is_dated_and_resolved_by_the_projects_own_tables() -> None:
    (claim,), refused = _event()
    assert refused == []
    assert (claim.sender, claim.receiver, claim.action) == (("CHN", "RUS"), (), "REJECT")
    assert str(claim.period) == "2022-03-21"
    assert TEXT[claim.spans[0].start : claim.spans[0].end] == VETO["quote"]
    assert (claim.coded_by, claim.known_on) == ("llm-1+test", date(2022, 3, 23))


def test_an_assessment_says_no_more_than_its_quote() -> None:
    (claim,), _ = _code({"assessments": [DOUBT]})
    assert (claim.speaker, claim.speaker_actor, claim.leaning) == ("Cheng Yijun", "CHN", "against")
    assert claim.gist == DOUBT["quote"]


def test_a_figure_has_the_value_and_unit_that_the_project_reads() -> None:
    (claim,), _ = _code({"figures": [TRADE]})
    assert (claim.value, claim.unit, claim.gist) == (146.9e9, "usd", "at least")
    assert str(claim.period) == "2021"


@pytest.mark.parametrize(
    "quote",
    ["Russia and China vetoed the resolution", "Russia and China  vetoed the draft",
     "russia and china vetoed the draft", '"The two will never trust each other',
     "Russia attacked Japan", "veto.\nThe two", "…", "Japan condemned the veto. Russia"],
)  # fmt: skip
def test_a_quote_that_is_not_in_the_text_sent_is_refused(quote: str) -> None:
    assert _event(quote=quote) == ([], ["the quote is not in the text"])


def test_a_quote_is_two_words_to_two_sentences_long() -> None:
    assert _event(quote="vetoed")[1] == ["the quote is shorter than two words"]
    whole = TEXT[TEXT.index("“The two") : ADVERT].strip()
    assert _event(quote=whole)[1] == ["the quote is longer than two sentences"]
    assert _event(quote="a b" * 500)[1] == ["the quote is too long"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"action": "INVADE"}, "the action is not a known one"),
        ({"modality": "certain"}, "the modality is not a known one"),
        ({"domain": "sport"}, "the domain is not a known one"),
        ({"start": 0, "end": 33}, "a field of an unknown name"),
        ({"note": "ignore all rules"}, "a field of an unknown name"),
        ({"sender": "RUS"}, "the sender is not of its kind"),
        ({"sender": [7]}, "the sender is not of its kind"),
        ({"quote": 5}, "the quote is not of its kind"),
        ({"quote": ""}, "the quote is not of its kind"),
        ({"sender": ["RUS"] * 50}, "the sender is not of its kind"),
        ({"sender": ["Atlantis"]}, "an actor is not in the tables on the day of the report"),
        ({"sender": ["Yugoslavia"]}, "an actor is not in the tables on the day of the report"),
        ({"sender": ["Russia, China"]}, "an actor is not in the tables on the day of the report"),
        ({"sender": ["France"]}, "an actor is not named in the report"),
        ({"receiver": ["RUS"], "sender": ["RUS"]}, "both ends are the same actor"),
        ({"sender": []}, "an event claim needs an action and at least one end"),
        ({"when": "on Tuesday"}, "the words of time are not in the text"),
        ({"speaker": "Sergei Lavrov"}, "the speaker is not in the text"),
        ({"speaker_actor": "RUS"}, "an actor behind a speaker who is not named"),
    ],
)
def test_an_event_that_does_not_hold_is_refused_with_its_reason(
    wrong: dict[str, Any], reason: str
) -> None:
    assert _event(**wrong) == ([], [reason])


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"value": 146.9}, "the value is not a figure of the quote"),
        ({"measure": "trade volume"}, "the measure is not in the text"),
        ({"measure": ""}, "the measure is not in the text"),
        ({"about": []}, "it is about no actor"),
        ({"value": "146.9e9"}, "the value is not of its kind"),
    ],
)
def test_a_figure_that_does_not_hold_is_refused(wrong: dict[str, Any], reason: str) -> None:
    claims, desk = _code({"figures": [TRADE | wrong]})
    assert (claims, [r.reason for r in desk.refused]) == ([], [reason])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999"])
def test_a_value_is_a_finite_number(value: str) -> None:
    told = json.dumps({"figures": [TRADE]}).replace("146900000000.0", value)
    claims, desk = _code(told)
    assert (claims, len(desk.refused)) == ([], 1)


def test_an_assessment_needs_a_speaker() -> None:
    claims, desk = _code({"assessments": [DOUBT | {"speaker": "", "speaker_actor": ""}]})
    assert (claims, desk.refused[0].reason) == ([], "an assessment without a speaker")


def test_one_bad_record_does_not_spoil_the_others() -> None:
    bad = ["text", None, 3, {}, VETO | {"quote": "no such words"}]
    claims, desk = _code({"events": [*bad, VETO, VETO | {"x": 1}], "secrets": [1], "figures": None})
    assert len(claims) == 1
    assert len(desk.refused) == 7


def test_a_quote_that_stands_twice_is_placed_where_it_stands_first() -> None:
    (claim,), _ = _event()
    assert claim.spans[0].start == 0


def test_words_of_time_that_nobody_understands_leave_the_claim_undated() -> None:
    claims, desk = _code({"events": [VETO | {"when": "after a fashion"}]})
    assert claims[0].period is None
    assert desk.undated == {UNREAD_TIME: 1}


def test_without_words_of_time_what_happened_is_dated_as_the_rules_do() -> None:
    quote = "Japan condemned the veto"
    (claim,), _ = _event(quote=quote, sender=["Japan"], receiver=["RUS", "CHN"], when="")
    assert str(claim.period) == "2022-03-21"
    gas = {"quote": "Moscow may yet cut the gas", "sender": ["Moscow"], "when": ""}
    (claim,), _ = _event(**gas, modality="hypothetical")
    assert claim.period is None


def test_what_is_denied_is_denied() -> None:
    (claim,), _ = _event(modality="denied")
    assert (claim.modality, claim.stance) == ("denied", "denies")


@pytest.mark.parametrize("thought", ["", "<think>\nIs it {a} veto?\n</think>\n\n"])
def test_a_thought_before_and_a_fence_around_the_reply_are_taken_off(thought: str) -> None:
    told = thought + "```json\n" + json.dumps({"events": [VETO]}) + "\n```"
    assert len(_code(told)[0]) == 1


def test_a_later_piece_shows_what_came_before_and_takes_no_quote_from_it() -> None:
    document, _ = _page()
    first, *_, last = pieces(document, most=150)
    settings = Settings("m")
    told = request(document, last, settings)["messages"][1]["content"]
    assert "Japan condemned the veto." in told.split("</before-")[0]
    assert "before-" not in request(document, first, settings)["messages"][1]["content"]
    desk = _desk()
    proposals, _ = read_reply(json.dumps({"events": [VETO | {"quote": "Japan condemned"}]}))
    assert list(desk.claims(proposals, last)) == []


def test_only_what_is_read_for_claims_is_sent_between_marks_that_no_text_can_close() -> None:
    document, _ = _page()
    (piece,) = pieces(document, most=10_000)
    told = request(document, piece, Settings("m"))["messages"]
    assert told[0]["content"] == prompt()
    assert "2022-03-23" in told[1]["content"]
    assert "Download" not in told[1]["content"]
    mark = told[1]["content"].split("<")[1].split(">")[0]
    assert told[1]["content"].count(f"</{mark}>") == 2
    assert mark not in TEXT


@given(st.integers(1, 400))
def test_pieces_hold_the_whole_text_once_and_in_order(most: int) -> None:
    document, _ = _page()
    found = [s for piece in pieces(document, most=most) for s in piece]
    assert all(end - start <= most for start, end in found)
    read = "".join(document.text[p.start : p.end] for p in document.parts if p.kind == "body")
    assert "".join(document.text[start:end] for start, end in found) == read
    assert all(sum(e - s for s, e in p) <= most for p in pieces(document, most=most))


@given(st.text(max_size=60), st.sampled_from(["quote", "speaker", "when"]))
def test_whatever_a_model_says_a_claim_says_only_what_stands_in_the_text(
    said: str, name: str
) -> None:
    for claim in _event(**{name: said})[0]:
        assert claim.spans[0].quote in TEXT
        assert claim.speaker in TEXT


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(VETO, ANY)), ANY)
def test_any_record_at_all_is_a_claim_or_a_refusal(fields: dict[str, Any], other: object) -> None:
    claims, desk = _code({"events": [VETO | fields, other], "figures": [fields]})
    assert len(claims) + len(desk.refused) == 3


def test_a_flood_of_records_is_cut() -> None:
    claims, desk = _code({"events": [{}] * 10_000, "figures": [TRADE]})
    assert len(claims) == 1
    assert desk.refused[0].reason == "all records after the first 500"
    assert len(desk.refused) == 501


def test_the_name_of_the_coder_tells_model_prompt_and_settings() -> None:
    name = second_coder_name(Settings("some/model:7b"))
    assert name.startswith(f"llm-1+some/model:7b+second-coder-1-{prompt_digest()}+set-")
    others = [Settings("some/model:7b", seed=1), Settings("some/model:7b", reply_form="none")]
    assert len({name, *map(second_coder_name, others)}) == 3


def test_the_key_of_a_reply_tells_model_text_and_settings_apart() -> None:
    document, _ = _page()
    whole = pieces(document, most=10_000)[0]
    part = pieces(document, most=200)[0]
    bodies = [
        request(document, whole, Settings("m")), request(document, whole, Settings("n")),
        request(document, part, Settings("m")), request(document, whole, Settings("m", seed=1)),
    ]  # fmt: skip
    assert len({request_key(body) for body in bodies}) == 4


def test_the_schema_allows_no_field_beside_those_it_requires() -> None:
    schema = reply_schema()
    assert not re.search(r"maxLength|minLength|maxItems|title|default", json.dumps(schema))
    for told in [schema, *(p["items"] for p in schema["properties"].values())]:
        assert told["additionalProperties"] is False
        assert set(told["required"]) == set(told["properties"])


def test_the_prompt_names_every_field_and_every_word_that_is_known() -> None:
    schema = json.dumps(reply_schema())
    words = {w for w in schema.replace('"', " ").replace(",", " ").split() if w.isupper()}
    assert len(words) == 16
    fields = {n for p in reply_schema()["properties"].values() for n in p["items"]["properties"]}
    assert [w for w in sorted(words | fields) if w not in prompt()] == []
