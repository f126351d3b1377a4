"""Acts with an end that other words of the document give: those words are kept with the act's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Coder = Callable[..., list[Any]]


def quotes(claims: list[Any], action: str) -> list[tuple[str, ...]]:
    return [tuple(s.quote for s in c.spans) for c in claims if c.action == action]


def test_the_words_of_the_act_that_gave_the_end_come_behind_those_of_the_act(coded: Coder) -> None:
    text = "Finland imposed an embargo on Estonia. Norway condemned the embargo."
    claims = coded(text)
    assert quotes(claims, "SANCTION") == [("Finland imposed an embargo on Estonia.",)]
    assert quotes(claims, "ACCUSE") == [
        ("Norway condemned the embargo.", "Finland imposed an embargo on Estonia")
    ]


def test_who_made_a_charge_is_kept_by_name_beside_its_denial(coded: Coder) -> None:
    text = "Finland said that Norway had jammed its radars. Oslo rejected the charge."
    (found,) = quotes(coded(text), "REJECT")
    assert found[0] == "Oslo rejected the charge."
    assert len(found) == 2
    assert found[1].startswith("Finland")


def test_of_words_in_the_same_sentence_only_those_outside_the_act_are_kept(coded: Coder) -> None:
    text = "Finland accused Norway of sabotage, which Oslo denied, and closed its harbours."
    (found,) = quotes(coded(text), "REJECT")
    assert found == ("which Oslo denied", "Finland accused Norway")


def test_a_veto_in_the_council_shows_where_the_council_is_named(coded: Coder) -> None:
    text = "The U.N. Security Council met on Monday. Russia vetoed the draft."
    (found,) = quotes(coded(text), "REJECT")
    assert found[0] == "Russia vetoed the draft."
    assert any("Security Council" in quote for quote in found[1:])


def test_of_several_places_the_council_is_shown_where_it_was_named_last(coded: Coder) -> None:
    text = (
        "The U.N. Security Council met on Monday. The Security Council was split. "
        "Russia vetoed the draft. The Security Council will meet again."
    )
    (found,) = [c for c in coded(text) if c.action == "REJECT"]
    assert [span.quote for span in found.spans] == ["Russia vetoed the draft.", "Security Council"]
    assert found.spans[1].start == text.index("Security Council was")


def test_an_end_handed_on_twice_shows_both_places(coded: Coder) -> None:
    text = (
        "Finland imposed an embargo on Estonia. Norway condemned the embargo. "
        "Sweden condemned the embargo as well."
    )
    found = quotes(coded(text), "ACCUSE")
    assert found[0] == ("Norway condemned the embargo.", "Finland imposed an embargo on Estonia")
    assert found[1][0] == "Sweden condemned the embargo as well."
    assert "Finland imposed an embargo on Estonia" in found[1][1:]


def test_an_act_that_names_both_ends_rests_on_its_own_words_alone(coded: Coder) -> None:
    text = "Finland imposed an embargo on Estonia. Norway condemned Finland."
    assert all(len(claim.spans) == 1 for claim in coded(text))
