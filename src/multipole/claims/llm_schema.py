"""Reply -> proposals: the form a reply must have, checked field by field with pydantic.

A reply that is no JSON object of this form is asked for again. A single record that does not fit is
refused with its reason, and the others stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from multipole.claims.llm_terms import TryAgain
from multipole.core.plover import Action, Domain
from multipole.core.types import ClaimKind, Leaning, Modality, Stance

LONGEST_QUOTE: Final = 1000
LONGEST_WORDS: Final = 200
MOST_ACTORS: Final = 12
MOST_RECORDS: Final = 500
EXCERPT: Final = 80
FENCE: Final = re.compile(r"\A```(?:json)?\s*\n(.*)\n```\Z", re.DOTALL)
THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
#: What pydantic checks here, and many servers' JSON schemas do not know.
UNSENT: Final = frozenset(
    {"default", "title", "description", "minLength", "maxLength", "minItems", "maxItems"}
)

_Quote = Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)]
_Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
_Names = Annotated[list[_Words], Field(max_length=MOST_ACTORS)]


class _Record(BaseModel):
    """Fields of every record."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    quote: _Quote
    domain: Domain | None = None
    speaker: _Words = ""
    speaker_actor: _Words = ""


class EventProposal(_Record):
    """Somebody does something to somebody."""

    sender: _Names
    receiver: _Names
    action: Action
    modality: Modality
    when: _Words = ""


class AssessmentProposal(_Record):
    """A named voice on the tie of actors."""

    about: _Names
    leaning: Leaning
    stance: Stance = "asserts"


class FigureProposal(_Record):
    """A number about actors."""

    about: _Names
    measure: _Words
    value: Annotated[float, Field(allow_inf_nan=False)]
    when: _Words = ""


Proposal = EventProposal | AssessmentProposal | FigureProposal
_LISTS: Final[dict[str, tuple[ClaimKind, type[Proposal]]]] = {
    "events": ("event", EventProposal),
    "assessments": ("assessment", AssessmentProposal),
    "figures": ("figure", FigureProposal),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that did not become a claim: why, and the first words of its quote."""

    kind: str
    reason: str
    excerpt: str = ""


@cache
def reply_schema() -> dict[str, Any]:
    """The JSON schema of a reply, in the strict form: every field required, none beside them."""
    definitions: dict[str, Any] = {}
    properties = {}
    for name, (_, model) in _LISTS.items():
        schema = model.model_json_schema()
        definitions |= schema.pop("$defs", {})
        properties[name] = {"type": "array", "items": _strict(schema)}
    whole = {"type": "object", "properties": properties, "required": list(properties),
             "additionalProperties": False}  # fmt: skip
    return whole | ({"$defs": definitions} if definitions else {})


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    fields = {name: _bare(told) for name, told in schema["properties"].items()}
    return _bare(schema) | {"properties": fields, "required": list(fields)}


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in schema.items() if name not in UNSENT}
    return told | ({"items": _bare(told["items"])} if "items" in told else {})


def read_reply(content: str) -> tuple[list[Proposal], list[Refused]]:
    """The proposals of a reply and the records that do not fit.

    A thought in front (``<think>``) and one fence of ``` around the whole are taken off. Raises
    `TryAgain` when the content is no JSON object with at least one of the three lists.

    >>> read_reply('{"events": [{"quote": "a b", "note": "!"}]}')[1][0].reason
    'the field sender is missing'
    >>> read_reply("I cannot do that")
    Traceback (most recent call last):
    ...
    multipole.claims.llm_terms.TryAgain: the reply is not JSON.
    """
    told = _object(content)
    found: list[Proposal] = []
    refused = [Refused("reply", "a list of an unknown name") for name in told if name not in _LISTS]
    for name, (kind, model) in _LISTS.items():
        records = told.get(name) or []
        if len(records) > MOST_RECORDS:
            refused.append(Refused(kind, f"all records after the first {MOST_RECORDS}"))
        for record in records[:MOST_RECORDS]:
            try:
                found.append(model.model_validate(record))
            except ValidationError as error:
                refused.append(Refused(kind, _reason(error), _excerpt(record)))
    return found, refused


def _object(content: str) -> dict[str, Any]:
    said = THOUGHT.sub("", content).strip()
    fenced = FENCE.match(said)
    try:
        told = json.loads(fenced[1] if fenced else said)
    except (ValueError, RecursionError):
        raise TryAgain("the reply is not JSON") from None
    if not isinstance(told, dict) or not told.keys() & _LISTS.keys():
        raise TryAgain("the reply is not an object with lists of records")
    if not all(isinstance(told.get(name), list | None) for name in _LISTS):
        raise TryAgain("the reply's records are not lists")
    return told


def _reason(error: ValidationError) -> str:
    """The first thing wrong, in words that hold nothing of the reply but known names of fields."""
    first = min(error.errors(), key=lambda e: (e["type"] == "extra_forbidden",))
    name = next(_known(first["loc"]), "")
    if first["type"] == "extra_forbidden":
        return "a field of an unknown name"
    if first["type"] == "missing":
        return f"the field {name} is missing"
    if first["type"] == "literal_error":
        return f"the {name} is not a known one"
    if first["type"] == "string_too_long":
        return f"the {name} is too long"
    return f"the {name} is not of its kind" if name else "the record is not an object"


def _known(place: tuple[int | str, ...]) -> Iterator[str]:
    fields = {n for _, model in _LISTS.values() for n in model.model_fields}
    return (str(step) for step in place if step in fields)


def _excerpt(record: object) -> str:
    quote = record.get("quote") if isinstance(record, dict) else None
    return quote[:EXCERPT] if isinstance(quote, str) else ""
