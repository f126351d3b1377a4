from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from multipole.actors import Actors
from multipole.claims import code
from multipole.core.text import Reading
from multipole.core.types import Claim, Document, Part
from multipole.evidence import Model, read_documents

NOW = datetime(2024, 1, 1, tzinfo=UTC)
Writer = Callable[..., Document]
Reader = Callable[[Document], Reading]
SENTENCES = (
    "Russia attacked Ukraine on Monday.",
    "“China has sanctioned Lithuania,” said Anna Testova.",
    "Trade between China and Russia reached 147 billion dollars in 2021.",
    "The two countries signed an agreement.",
    "Beijing denied it.",
    "According to the Global Times, Türkiye's 2nd “summit” with Iran — in Ankara — failed.",
    "They met, and he promised the European Union gas.",
    "An alliance with Russia is not in China’s interest, said Li Testing.",
    "70 percent of Chinese arms imports come from Russia.",
    "Le Président Macron visited Côte d’Ivoire 😀.",
)
NOISE = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("“”\"'’‘ .,;:-–—\n\t\u200b\u200f\u202e\u00ad\ufeff"),
    ),
    max_size=60,
)
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), NOISE), min_size=1, max_size=6).map(" ".join)
light = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check_spans(document: Document, claims: list[Claim]) -> None:
    for claim in claims:
        for span in claim.spans:
            assert span.document == document.id
            assert document.text[span.start : span.end] == span.quote
            assert span.quote.strip()


def check_ends(claims: list[Claim]) -> None:
    for claim in claims:
        assert 0 < claim.confidence <= 1
        if claim.kind == "event":
            assert claim.sender or claim.receiver
            shared = set(claim.sender) & set(claim.receiver)
            assert not shared or claim.reciprocal, "an actor acts on itself"


@light
@given(text=TEXTS)
@example(text="Russia attacked Ukraine.\r\nRussia attacked Ukraine.")
@example(text="\u202eRussia attacked\u202c Ukraine \x07.")
@example(text="RUSSIA ATTACKED UKRAINE " * 30)
@example(text="“" * 50 + "Russia and China met” said")
@example(text="China, " * 200 + "met.")
def test_every_claim_of_any_text_quotes_it_to_the_letter(
    text: str, write: Writer, read: Reader
) -> None:
    document = write(text)
    claims = code(document, read(document))
    check_spans(document, claims)
    check_ends(claims)
    assert len({claim.id for claim in claims}) == len(claims)
    assert claims == code(document, read(document))


@light
@given(
    text=NOISE,
    on=st.one_of(st.none(), st.sampled_from([date.min, date(1945, 1, 1), date(9999, 12, 30)])),
)
def test_noise_on_any_day_raises_nothing(
    text: str, on: date | None, write: Writer, read: Reader
) -> None:
    document = write(f"Last year, {text} Russia met China {text} next week", on)
    check_spans(document, code(document, read(document)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_documents_changes_no_claim(
    seed: int, write: Writer, model: Model, actors: Actors
) -> None:
    documents = [write(" ".join(SENTENCES[n : n + 3]), outlet=f"Outlet {n}") for n in range(8)]

    def ids(order: list[Document]) -> dict[str, list[str]]:
        found = read_documents(order, model=model, actors=actors)
        return {d.id: [c.id for c in code(d, reading)] for d, reading in found}

    mixed = random.Random(seed).sample(documents, len(documents))
    assert ids(documents) == ids(mixed)
    assert any(ids(mixed).values())


def test_claims_come_in_the_order_of_the_text(write: Writer, read: Reader) -> None:
    document = write(" ".join(SENTENCES))
    starts = [claim.spans[0].start for claim in code(document, read(document))]
    assert starts == sorted(starts)
    assert len(starts) > 4


def test_a_claim_is_known_from_the_day_its_document_was(write: Writer, read: Reader) -> None:
    dated = write(SENTENCES[0], date(2001, 2, 3))
    undated = write(SENTENCES[0], None)
    assert [c.known_on for c in code(dated, read(dated))] == [date(2001, 2, 3)]
    assert [c.known_on for c in code(undated, read(undated))] == [undated.fetched_at.date()]


@pytest.mark.parametrize("kind", ["duplicate", "note", "byline", "dateline", "boilerplate"])
def test_marked_parts_are_not_coded(kind: str, read: Reader) -> None:
    text = "Russia attacked Ukraine.\nJapan condemned Russia."
    first, second = Part(0, 24, kind), Part(25, len(text), "body")
    whole = Document("", "", "", "", "en", None, NOW, "", "", text, (first, second))
    assert [c.action for c in code(whole, read(whole))] == ["ACCUSE"]


@pytest.mark.parametrize("kind", ["title", "body", "caption"])
def test_titles_and_captions_are_coded_as_the_body_is(kind: str, read: Reader) -> None:
    text = "Russia attacked Ukraine"
    part = Part(0, len(text), kind)
    whole = Document("", "", "", "", "en", None, NOW, "", "", text, (part,))
    assert [c.action for c in code(whole, read(whole))] == ["ASSAULT"]


def test_the_coder_names_itself_on_every_claim(write: Writer, read: Reader) -> None:
    document = write(" ".join(SENTENCES))
    claims = code(document, read(document), coder="by another name")
    assert {claim.coded_by for claim in claims} == {"by another name"}


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "China", "Russia, China.", "“”", "?!"])
def test_nearly_empty_texts_have_no_claims(text: str, write: Writer, read: Reader) -> None:
    document = write(text)
    assert code(document, read(document)) == []


def test_a_document_without_parts_has_no_claims(read: Reader) -> None:
    text = "Russia attacked Ukraine."
    whole = Document("", "", "", "", "en", None, NOW, "", "", text)
    assert code(whole, read(whole)) == []
