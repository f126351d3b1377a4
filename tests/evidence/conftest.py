"""Reading a text of our own through the real language model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from multipole.actors import Actors, load_actors
from multipole.core.text import Reading
from multipole.core.types import Document, Part
from multipole.evidence import Model, load_model, read_documents

NOW = datetime(2024, 1, 2, tzinfo=UTC)
TODAY = date(2022, 5, 18)


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def actors() -> Actors:
    return load_actors()


@pytest.fixture(scope="session")
def page() -> Callable[..., Document]:
    """A document of the given text; a body part a line unless ``parts`` are given."""

    def document(
        text: str, *, on: date | None = TODAY, parts: tuple[Part, ...] | None = None
    ) -> Document:
        if parts is None:
            lines = re.finditer(r"\S[^\n]*", text)
            parts = tuple(Part(m.start(), m.start() + len(m[0].rstrip()), "body") for m in lines)
        return Document("Test Post", "", "", "", "en", on, NOW, "", "t.txt", text, parts)

    return document


@pytest.fixture(scope="session")
def read(page: Callable[..., Document], model: Model, actors: Actors) -> Callable[..., Reading]:
    """The reading of a text, or of a document."""

    def reading(text: str | Document, **settings: object) -> Reading:
        document = page(text, **settings) if isinstance(text, str) else text
        ((_, found),) = read_documents([document], model=model, actors=actors)
        return found

    return reading
