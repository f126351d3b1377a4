"""Events in PLOVER as JSON: a list of records, or a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.events.cameo_actors import date_actors
from multipole.sources.events.icews_names import MISSING, Names
from multipole.sources.events.plover_ends import pair_ends, resolve_ends
from multipole.sources.events.plover_words import action_of, code_types
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import CODINGS, head, shaped, text_of
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

Record = Mapping[str, object]

NO_EVENT: Final = "no event was coded"
EXAMPLE: Final = "an example of the gold standard, whose day is a placeholder"
_EXAMPLES: Final = "PLOVER-GSR"
#: The fields that are read, by all the names that the drafts give them.
_CALLED: Final[Mapping[str, str]] = {
    name: field
    for field, names in {
        "id": "id", "date": "date", "enddate": "enddate", "has_event": "has_event hasEvent",
        "sender": "source sender actor", "receiver": "target recipient receiver",
        "kind": "event type event_type eventType", "mode": "mode modes event_mode",
        "context": "context contexts", "place": "eventLoc event_loc event_geolocation",
        "intensity": "event_scale eventScale intensity", "outlet": "publication publisher",
        "story": "link story_id storyId", "cite": "citeInfo cite_info",
    }.items()
    for name in names.split()
}  # fmt: skip
_UNREAD: Final = frozenset(
    """
    time endtime eventText event_text quad_code quadCode text textInfo text_info language coder
    version dateCoded coded_date coded_time timeCoded comment size dead injured arrested url
    headline license copyright
    """.split()
)
_CODE: Final = ("code", "country_code", "country")
_NAME: Final = (
    "identifier_text", "identifierText", "entity_name", "actor_text", "actorText", "raw_text",
    "text",
)  # fmt: skip
_SECTOR: Final = ("sector", "sector_code", "code_1")
_PLACE: Final = ("cc3", "country_code3", "country code", "countryCode", "name")
_TEXTS: Final = (
    "event", "date", "enddate", "kind", "mode", "contexts", "intensity", "outlet", "story", "place",
)  # fmt: skip
_REMEDY: Final = "It needs id, date, source and event, as the PLOVER manual writes them."


def edition_of(file: Input) -> Edition:
    """Whether the first record has a date, a source or target and an event."""
    start = head(file).decode("utf-8", errors="replace")
    told = {field for word, field in _CALLED.items() if f'"{word}"' in start}
    fits = {"date", "kind"} <= told and told & {"sender", "receiver"}
    if start.lstrip()[:1] not in ("[", "{") or not fits:
        raise UnreadableInput(
            "the file is not JSON of PLOVER events", where=str(file.path), remedy=_REMEDY
        )
    return Edition("plover_json")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """A coded event for each pair of ends and each type of each record."""
    names = Names(context.actors)
    for file in files:
        found = list(_records(file))
        lines = pl.Series([line for line, _ in found], dtype=pl.Int64)
        records = [(place, record) for place, (_, record) in enumerate(found)]
        most = max((len(_types(record)) for _, record in records), default=1)
        for place in range(most):
            yield _in_lines(_batch(file, records, place, names), lines)


def _in_lines(batch: Batch, lines: pl.Series) -> Batch:
    """The rows of a batch, which count the records, as the lines where these begin.

    Several records may begin in one line.
    """
    told = {
        name: frame.with_columns(lines.gather(frame["row"]).alias("row"))
        for name in ("codings", "quarantine")
        if (frame := getattr(batch, name)) is not None
    }
    return replace(batch, **told)


def _types(record: Record) -> list[str]:
    """The record's types as written, each that we call the same once; ``""`` when it has none."""
    mode = _several(record.get("mode"))
    told = [str(kind) for kind in _listed(record.get("kind"))] or [""]
    return list({action_of(kind, mode) or kind: kind for kind in reversed(told)}.values())[::-1]


def _batch(file: Input, records: list[tuple[int, Record]], place: int, names: Names) -> Batch:
    """The events of the records' first type, or of a further one: no new rows of the file."""
    those = [(row, record) for row, record in records if len(_types(record)) > place]
    gate = _gate(file, those, place)
    ends = pl.concat([_ends(those, side) for side in ("sender", "receiver")])
    code_types(gate, "kind", mode="mode", contexts="contexts")
    _dates(gate)
    gate.number("intensity", low=-10, high=10, missing=MISSING)
    gate.frame = pair_ends(gate, resolve_ends(gate, ends, names=names))
    date_actors(gate, "sender")
    date_actors(gate, "receiver")
    batch = gate.batch(codings=_codings(gate.frame, names))
    return replace(batch, rows=0, set_aside={}) if place else batch


def _records(file: Input) -> Iterator[tuple[int, Record]]:
    """Each record and the line where it begins; raises `UnreadableInput` where JSON breaks."""
    decoder = json.JSONDecoder(object_pairs_hook=_each_once)
    text, place, row = text_of(file), 0, 1
    while (begin := _next(text, place)) < len(text):
        row += text.count("\n", place, begin)
        try:
            found, end = decoder.raw_decode(text, begin)
            _ = json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            why = getattr(error, "msg", str(error))
            raise UnreadableInput(
                f"the text is not JSON ({why})", where=f"{file.path} row {row}",
                remedy="Get the file again.",
            ) from None  # fmt: skip
        yield row, _named(file, row, found)
        row += text.count("\n", begin, end)
        place = end


def _each_once(fields: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; `ValueError` when a name stands in it twice."""
    found = dict(fields)
    if len(found) < len(fields):
        raise ValueError(f"a name stands twice among {', '.join(name for name, _ in fields)}")
    return found


def _next(text: str, place: int) -> int:
    """Where the next record begins: past blanks, commas and the brackets of a list."""
    while place < len(text) and text[place] in " \t\r\n,[]":
        place += 1
    return place


def _named(file: Input, row: int, record: object) -> Record:
    """A record by our names of its fields."""
    fields = record if isinstance(record, dict) else {}
    unknown = [name for name in fields if name not in _CALLED and name not in _UNREAD]
    if unknown or not fields:
        what = f"field {', '.join(map(repr, unknown))} is not known" if fields else "no record"
        raise UnreadableInput(
            what,
            where=f"{file.path} row {row}",
            remedy=f"Remove it, or update multipole. {_REMEDY}",
        )
    told = [(_CALLED[name], value) for name, value in fields.items() if name in _CALLED]
    for place, (field, value) in enumerate(told):
        if any(field == other and value != said for other, said in told[:place]):
            raise UnreadableInput(
                f"two fields are the record's {field} and differ", where=f"{file.path} row {row}",
                remedy="Keep the one that is right.",
            )  # fmt: skip
    return dict(told)


def _gate(file: Input, records: Iterable[tuple[int, Record]], place: int) -> Gate:
    """A row a record, with the texts of its fields and its type at that place."""
    rows = [
        (row, _text(r, "id"), _text(r, "date"), _text(r, "enddate"), _types(r)[place],
         _several(r.get("mode")), _several(r.get("context")), _text(r, "intensity"),
         _text(r, "outlet") or _first(r.get("cite"), ("publication",)), _text(r, "story"),
         _first(r.get("place"), _PLACE), r.get("has_event") is False)
        for row, r in records
    ]  # fmt: skip
    schema = {"row": pl.Int64, **dict.fromkeys(_TEXTS, pl.String), "none": pl.Boolean}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    gate = Gate(file, frame)
    gate.set_aside(gate.frame["none"], NO_EVENT)
    gate.set_aside(gate.frame["event"].str.starts_with(_EXAMPLES), EXAMPLE)
    return gate


def _listed(value: object) -> list[object]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _several(value: object) -> str:
    return ";".join(str(one) for one in _listed(value))


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    return "" if value is None else str(value)


def _first(value: object, keys: Iterable[str]) -> str:
    """The first text that an object has under one of the keys; a text itself."""
    if isinstance(value, dict):
        return next((str(value[key]) for key in keys if value.get(key)), "")
    return value if isinstance(value, str) else ""


def _ends(records: Iterable[tuple[int, Record]], side: str) -> pl.DataFrame:
    rows = [
        (row, side, _first(actor, _NAME) if isinstance(actor, dict) else str(actor),
         _first(actor, _CODE), _first(actor, _SECTOR) if isinstance(actor, dict) else "")
        for row, record in records
        for actor in _listed(record.get(side))
    ]  # fmt: skip
    names = ("side", "name", "country", "sector")
    schema = {"row": pl.Int64, **dict.fromkeys(names, pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _dates(gate: Gate) -> None:
    gate.day("date", to="period_start")
    gate.day("enddate", to="_last", needed=False)
    day = pl.duration(days=1)
    last = pl.coalesce("_last", "period_start")
    gate.frame = gate.frame.with_columns((last + day).alias("period_end"))
    backward = gate.frame["period_end"] <= gate.frame["period_start"]
    gate.refuse(backward, "enddate", "'{}' is before the date", "Check the two days.")


def _codings(frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    distinct = frame["place"].unique().to_list()
    places = [names.actor(place) or place for place in distinct]
    place = frame["place"].replace_strict(distinct, places, return_dtype=pl.String)
    return shaped(frame.with_columns(place.alias("place")), CODINGS)


SOURCE: Final = Source(
    id="plover_json",
    title="Events in PLOVER as JSON",
    what="Records of any project that codes who did what to whom in PLOVER: of today's manual or "
    "an earlier draft.",
    publisher="various; the format is by the Open Event Data Alliance",
    licence="that of the file's publisher",
    licence_url="",
    homepage="https://github.com/openeventdata/PLOVER",
    years="by file",
    get="A file that you have, or the output of a coder such as NGEC in the manual's fields.",
    files="A JSON list of records, or a record a line: id, date, source, target or recipient, "
    "event, mode, context, ... with source and target as lists of objects with code, sector and "
    "text.",
    limits=(
        "What is in it, how it was coded and how well is the publisher's matter: ask before use.",
        "The PLOVER gold standard records are edited examples with the placeholder day "
        "2000-01-01: they are counted, and none becomes an event.",
        "Types of earlier drafts are given today's name (DEMAND is REQUEST, DISAPPROVE and "
        "INVESTIGATE are ACCUSE, FIGHT is ASSAULT); the code keeps the word. YIELD without a mode "
        "that tells, and CRIME, are refused.",
        "Several actors at an end are a coding for each pair; several sources without a recipient "
        "are each the other's receiver where the type is mutual.",
        "The text of a record is not kept: add the reports themselves as documents.",
        "Rebels, opposition, criminals and refugees of a state are no actors of ours.",
    ),
    authors="Open Event Data Alliance",
    year=2021,
    cite="Open Event Data Alliance. 2021. PLOVER: Political Language Ontology for Verifiable Event "
    "Records. Draft 0.8.",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
)
