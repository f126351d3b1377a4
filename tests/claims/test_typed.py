"""Rules and type model together, on a model that answers what the test says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from multipole.claims import code
from multipole.claims.marked import Marked
from multipole.claims.type_model import CLASSES
from multipole.core.text import Reading
from multipole.core.types import Claim, Document

Answers = Mapping[tuple[str, str], tuple[str, float]]


@dataclass
class Told:
    """Answers by the words of the ends; NONE for others. Keeps what it was asked."""

    answers: Answers = field(default_factory=dict)
    asked: list[Marked] = field(default_factory=list)
    name: str = "told"

    def predict(self, sentences: Sequence[Marked]) -> NDArray[np.float64]:
        self.asked += sentences
        return np.array([self._row(s) for s in sentences]).reshape(-1, len(CLASSES))

    def _row(self, marked: Marked) -> NDArray[np.float64]:
        sender, receiver = (named(marked, side)[0] for side in (marked.sender, marked.receiver))
        action, sure = self.answers.get((sender, receiver), ("NONE", 0.96))
        row = np.full(len(CLASSES), (1 - sure) / (len(CLASSES) - 1))
        row[CLASSES.index(action)] = sure
        return row


def named(marked: Marked, side: Sequence[tuple[int, int]]) -> list[str]:
    return [marked.text[start:end] for start, end in side]


@pytest.fixture(scope="session")
def typed(
    write: Callable[..., Document], read: Callable[[Document], Reading]
) -> Callable[..., list[Claim]]:
    def claims(text: str, types: Told | None) -> list[Claim]:
        document = write(text)
        found = code(document, read(document), coder="test", types=types)
        return [claim for claim in found if claim.kind == "event"]

    return claims


Typed = Callable[..., list[Claim]]


def rows(claims: Sequence[Claim]) -> set[tuple[str, str, str]]:
    return {(",".join(c.sender), c.action or "", ",".join(c.receiver)) for c in claims}


def test_a_sentence_with_one_actor_is_never_asked_about(typed: Typed) -> None:
    types = Told()
    typed("Norway raised its taxes. The weather was fine.", types)
    assert types.asked == []


def test_the_model_is_asked_with_the_names_of_the_ends_marked(typed: Typed) -> None:
    types = Told()
    typed("Norway has accused the Swedish government of piracy.", types)
    (asked,) = types.asked
    assert asked.text == "Norway has accused the Swedish government of piracy."
    assert named(asked, asked.sender) == ["Norway"]
    assert named(asked, asked.receiver) == ["Swedish government"]


def test_a_sure_model_gives_an_act_another_type(typed: Typed) -> None:
    sure = Told({("Norway", "Sweden"): ("ASSAULT", 0.999)})
    unsure = Told({("Norway", "Sweden"): ("ASSAULT", 0.5)})
    text = "Norway criticised Sweden on Monday."
    assert rows(typed(text, None)) == rows(typed(text, unsure)) == {("NOR", "ACCUSE", "SWE")}
    assert rows(typed(text, sure)) == {("NOR", "ASSAULT", "SWE")}


def test_a_sure_none_takes_an_act_of_the_rules_away(typed: Typed) -> None:
    sure = Told({("Norway", "Sweden"): ("NONE", 0.9999)})
    assert rows(typed("Norway criticised Sweden on Monday.", sure)) == set()


def test_a_planned_act_does_not_become_a_promise_or_a_threat(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("THREATEN", 0.999)})
    found = typed("Norway will attack Sweden on Monday.", types)
    assert rows(found) == {("NOR", "ASSAULT", "SWE")}
    assert [c.modality for c in found] == ["planned"]


def test_a_verb_in_no_table_tells_an_act_where_the_model_is_sure(typed: Typed) -> None:
    text = "Norway outmanoeuvred Sweden."
    assert rows(typed(text, None)) == set()
    assert rows(typed(text, Told({("Norway", "Sweden"): ("COERCE", 0.4)}))) == set()
    (claim,) = typed(text, Told({("Norway", "Sweden"): ("COERCE", 0.95)}))
    assert rows([claim]) == {("NOR", "COERCE", "SWE")}
    assert (claim.spans[0].quote, claim.coded_by) == ("Norway outmanoeuvred Sweden.", "test")


def test_an_end_that_is_lacking_may_stand_in_the_sentence_before(typed: Typed) -> None:
    text = "Norway quarrels with Sweden. On Monday Norwegian jets bombed a harbour."
    lone = typed(text, Told())
    assert not any(action == "ASSAULT" for _, action, _ in rows(lone))
    sure = ("ASSAULT", 0.9)
    types = Told({("Norwegian jets", "Sweden"): sure, ("Norwegian", "Sweden"): sure})
    (claim,) = [c for c in typed(text, types) if c.action == "ASSAULT"]
    assert (claim.sender, claim.receiver) == (("NOR",), ("SWE",))
    assert claim.spans[0].quote.endswith("Norwegian jets bombed a harbour.")
    assert [span.quote for span in claim.spans[1:]] == ["Sweden"]
    assert text in {asked.text for asked in types.asked}


def test_an_end_far_before_or_hardly_likely_is_not_taken(typed: Typed) -> None:
    text = "Norway quarrels with Sweden. On Monday Norwegian jets bombed a harbour."
    far = text.replace(". On", ". It rained. It snowed. It froze. On")
    for words, sure in ((text, 0.4), (far, 0.9)):
        types = Told({
            ("Norwegian jets", "Sweden"): ("ASSAULT", sure),
            ("Norwegian", "Sweden"): ("ASSAULT", sure),
        })  # fmt: skip
        assert not any(action == "ASSAULT" for _, action, _ in rows(typed(words, types)))


def test_what_a_text_does_is_not_an_act_of_somebody_named_before(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("ACCUSE", 0.9)})
    told = rows(typed("Norway voted for a resolution that condemned Sweden.", types))
    assert ("NOR", "ACCUSE", "SWE") not in told


@pytest.mark.parametrize(
    "text",
    [
        "Norway abstained when Sweden asked for a vote.",
        "Denmark warned Norway against helping Sweden.",
    ],
)
def test_an_abstention_or_what_is_warned_against_is_not_asked_about(
    typed: Typed, text: str
) -> None:
    types = Told({("Norway", "Sweden"): ("REJECT", 0.99)})
    assert not any(receiver == "SWE" for _, _, receiver in rows(typed(text, types)))


def test_what_somebody_is_weighing_is_hypothetical(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("AID", 0.99)})
    (claim,) = typed("Norway is considering gifts of blankets to Sweden.", types)
    assert (claim.action, claim.modality) == ("AID", "hypothetical")


def test_the_place_of_a_deed_is_not_asked_about_as_the_other_end(typed: Typed) -> None:
    text = "Norway quarrels with Sweden. On Monday Norway condemned the killings in Mariupol."
    types = Told({("Norway", "Sweden"): ("ACCUSE", 0.9), ("Norway", "Mariupol"): ("ACCUSE", 0.99)})
    assert rows(typed(text, types)) == {("NOR", "ACCUSE", "SWE")}
    assert "Mariupol" not in {named(asked, asked.receiver)[0] for asked in types.asked}


def test_an_end_with_a_name_that_nobody_knows_is_not_anothers(typed: Typed) -> None:
    text = "Norway quarrels with Sweden. On Monday {} bombed {}."
    sure = ("ASSAULT", 0.9)
    types = Told({
        ("Norwegian", "Sweden"): sure, ("Norwegian jets", "Sweden"): sure,
        ("Sweden", "Norwegian"): sure, ("Sweden", "Norwegian ships"): sure,
    })  # fmt: skip
    for ends in (("Norwegian jets", "Testopolis"), ("Testovia", "Norwegian ships")):
        assert not any(
            action == "ASSAULT" for _, action, _ in rows(typed(text.format(*ends), types))
        )
    for ends in (("Norwegian jets", "a harbour"), ("jets", "Norwegian ships")):
        assert any(action == "ASSAULT" for _, action, _ in rows(typed(text.format(*ends), types)))


def test_what_another_is_accused_of_is_the_accusers_word(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("ACCUSE", 0.95), ("Sweden", "Denmark"): ("AID", 0.95)})
    accused, aided = typed("Norway accused Sweden of providing Denmark with arms.", types)
    assert (accused.action, accused.speaker) == ("ACCUSE", "")
    assert (aided.action, aided.speaker, aided.speaker_actor) == ("AID", "Norway", "NOR")


def test_a_sale_with_an_end_from_before_keeps_its_direction(typed: Typed) -> None:
    text = "Norway trades with Sweden. On Monday Norwegian firms delivered two ships."
    sure = ("COOPERATE", 0.9)
    types = Told({("Norwegian firms", "Sweden"): sure, ("Norwegian", "Sweden"): sure})
    assert ("NOR", "COOPERATE", "SWE") in rows(typed(text, types))


def test_what_an_act_already_tells_is_not_told_of_a_third(typed: Typed) -> None:
    text = "Norway rejected a Swedish offer to host a dinner for Denmark."
    refused = ("REJECT", 0.97)
    types = Told({("Norway", "Swedish"): refused, ("Norway", "Denmark"): refused})
    assert rows(typed(text, types)) == {("NOR", "REJECT", "SWE")}
    assert len(types.asked) > 1


def test_what_somebody_says_of_another_is_no_act_towards_them(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("AID", 0.99)})
    assert rows(typed("Norway said that snow had fallen in Sweden.", types)) == set()


def test_of_several_acts_each_is_read_in_its_own_clause(typed: Typed) -> None:
    types = Told()
    typed("Norway criticised Sweden, and Denmark sold Finland two ships.", types)
    texts = {(*named(m, m.sender), *named(m, m.receiver)): m.text for m in types.asked}
    assert "ships" not in texts["Norway", "Sweden"]
    assert "criticised" not in texts["Denmark", "Finland"]


def test_of_two_who_act_together_the_first_is_marked_as_sender(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("CONSULT", 0.9)})
    assert rows(typed("Norway and Sweden met in Oslo.", types)) == {
        ("NOR,SWE", "CONSULT", "NOR,SWE")
    }


def test_the_same_text_is_coded_alike_whatever_stands_beside_it(typed: Typed) -> None:
    types = Told({("Norway", "Sweden"): ("COERCE", 0.95)})
    text = "Norway outmanoeuvred Sweden."
    (alone,) = typed(text, types)
    beside = typed(f"{text}\nDenmark sold Finland two ships.", types)
    assert alone.spans[0].quote in {c.spans[0].quote for c in beside}


def test_a_receiver_that_the_rules_do_not_see_is_the_one_that_the_model_sees(typed: Typed) -> None:
    text = "Norway imposed sanctions on nine firms, among them two based in Belarus."
    types = Told({("Norway", "them"): ("SANCTION", 0.95)})
    assert rows(typed(text, None)) == {("NOR", "SANCTION", "")}
    assert rows(typed(text, types)) == {("NOR", "SANCTION", "BLR")}
    assert rows(typed(text, Told())) == {("NOR", "SANCTION", "")}


def test_what_was_told_before_goes_before_what_the_model_sees(typed: Typed) -> None:
    text = "Chile expelled a Peruvian envoy. Brazil rejected the step despite a treaty with Chad."
    types = Told({("Brazil", "Chad"): ("REJECT", 0.95), ("Chile", "Peruvian"): ("SANCTION", 0.9)})
    assert ("BRA", "REJECT", "CHL") in rows(typed(text, types))
    assert ("BRA", "REJECT", "CHAD") not in rows(typed(text, types))


def test_where_an_agreement_is_signed_is_no_party_to_it(typed: Typed) -> None:
    text = "Officials of Oman signed an agreement in Oslo."
    types = Told({("Oman", "Oslo"): ("AGREE", 0.95)})
    assert rows(typed(text, types)) == set()


def test_all_who_are_joined_by_and_receive_what_the_model_sees(typed: Typed) -> None:
    text = "Tokyo would rather work closely with Peru and Chile on this."
    types = Told({("Tokyo", "Peru"): ("COOPERATE", 0.9)})
    assert rows(typed(text, types)) <= {("JPN", "COOPERATE", "CHL,PER")}


def test_a_charge_is_denied_towards_who_makes_it_and_not_towards_the_last_one_named(
    typed: Typed,
) -> None:
    text = "Norway accused Sweden of arms deliveries to Denmark, which Sweden denies."
    types = Told({("Norway", "Sweden"): ("ACCUSE", 0.99)})
    claims = typed(text, types)
    assert rows(claims) == {("NOR", "ACCUSE", "SWE"), ("SWE", "REJECT", "NOR")}
    assert {claim.speaker for claim in claims} == {""}


def test_a_quote_does_not_begin_inside_a_word(typed: Typed) -> None:
    text = "Taiwan's President Tsai Ing-wen met Norwegian ministers despite threats from China."
    quotes = [claim.spans[0].quote for claim in typed(text, None)]
    assert any("Ing-wen" in quote for quote in quotes)
    assert all(not quote.startswith("wen") for quote in quotes)


def test_what_one_says_of_oneself_in_two_verbs_is_one_view(
    write: Callable[..., Document], read: Callable[[Document], Reading]
) -> None:
    document = write("Beijing said its coast guard had waited and denied that the crew was hurt.")
    found = code(document, read(document), coder="test")
    assert [claim.speaker for claim in found if claim.kind == "assessment"] == ["Beijing"]
