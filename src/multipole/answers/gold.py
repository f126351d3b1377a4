"""Gold files: what a careful reader recorded of a report, one JSON object a line.

A gold file ``report_NNN.jsonl`` codes the report whose file name begins with ``NNN``. Its records
are of three kinds: ``event`` (quote, source, target, type, realis, date, reporter, domain),
``claim`` (quote, speaker, speaker_actor, about, stance) and ``quantity`` (quote, measure, actors,
value, unit, date, reporter). Here they take the names of `multipole.core.types.Claim`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.core.plover import ACTIONS
from multipole.core.types import ClaimKind

REALIS: Final[tuple[str, ...]] = ("actual", "planned", "hypothetical", "denied")
TYPES: Final[frozenset[str]] = frozenset({*ACTIONS, "YIELD"})
OWN_VOICE: Final = "document"
_FILE_NAME: Final = re.compile(r"report_(.+)\.jsonl")
_REMEDY: Final = "Correct the line; the other lines were not judged."

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One record of a gold file.

    ``start``, ``end``
        Code points of the first place where ``quote`` stands verbatim in the text; both -1 when
        it does not. Such a record still counts, but nothing is ever located at it.
    ``sender``, ``receiver``, ``about``
        Sorted actor ids without repeats.
    ``action``
        A PLOVER type or YIELD for events, else ``""``.
    ``modality``
        The gold word: actual, planned, hypothetical or denied; ``""`` for other kinds.
    ``date``
        As written: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``""`` for not known.
    ``speaker``
        Speaker or reporter as the text names them, ``""`` for the document's own voice.
    ``value``
        NaN when the file gives no single number; NaN agrees with nothing.
    """

    kind: ClaimKind
    quote: str
    start: int
    end: int
    sender: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    action: str = ""
    modality: str = ""
    date: str = ""
    speaker: str = ""
    speaker_actor: str = ""
    domain: str = ""
    about: tuple[str, ...] = ()
    leaning: str = ""
    measure: str = ""
    value: float = math.nan
    unit: str = ""

    @property
    def found(self) -> bool:
        """Whether the quote stands in the text."""
        return self.start >= 0


def read_gold(path: Path, text: str) -> tuple[GoldRecord, ...]:
    """Read the gold file at ``path`` and place its quotes in ``text``.

    Empty lines are skipped and unknown fields left aside. Raises `UnreadableInput`, naming file
    and line, for a line that is not a JSON object, lacks a kind or quote, or holds a type, realis
    or field of another shape than the guide gives.
    """
    lines = _read_text(path).split("\n")
    return tuple(
        _read_line(line, text, f"{path} line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def gold_files(folder: Path) -> tuple[Path, ...]:
    """The gold files in ``folder`` by name; raises `UnreadableInput` when there is none."""
    found = sorted(p for p in _entries(folder) if _FILE_NAME.fullmatch(p.name))
    if not found:
        raise UnreadableInput(
            "no gold file", where=str(folder), remedy="Name a folder with report_NNN.jsonl files."
        )
    return tuple(found)


def gold_digest(folder: Path) -> str:
    """SHA-256, 64 hex digits, of the names and bytes of all gold files in ``folder``."""
    lines = (f"{path.name} {sha256(_read_bytes(path))}\n" for path in gold_files(folder))
    return sha256("".join(lines).encode())


def report_of(gold: Path, reports: Path) -> Path:
    """The report in folder ``reports`` that the gold file codes: its name begins with ``NNN``.

    When several do, those where a letter or digit follows ``NNN`` are left out (``12`` is not
    ``120_x.txt``). Raises `UnreadableInput` when no report or more than one is left.
    """
    match = _FILE_NAME.fullmatch(gold.name)
    number = match.group(1) if match else gold.stem
    found = [p for p in _entries(reports) if p.name.startswith(number)]
    if len(found) > 1:
        found = [p for p in found if not p.name[len(number) :][:1].isalnum()]
    if len(found) != 1:
        names = ", ".join(sorted(p.name for p in found)) or "none"
        raise UnreadableInput(
            f"{gold.name} needs one report whose name begins with {number!r}, found {names}",
            where=str(reports),
            remedy="Keep one file a report in that folder.",
        )
    return found[0]


def _entries(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.iterdir() if p.is_file()]
    except OSError as error:
        raise _unreadable(folder, error) from None


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> UnreadableInput:
    reason = error.strerror or "cannot be read"
    return UnreadableInput(reason, where=str(path), remedy="Check the path and its permissions.")


def _read_text(path: Path) -> str:
    try:
        return _read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"byte {error.start} is not UTF-8", where=str(path), remedy="Save the file as UTF-8."
        ) from None


def _read_line(line: str, text: str, where: str) -> GoldRecord:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not JSON: {error}", where=where, remedy=_REMEDY) from None
    if not isinstance(row, dict):
        raise UnreadableInput("not a JSON object", where=where, remedy=_REMEDY)
    reader = _READERS.get(str(row.get("kind")))
    if reader is None:
        raise _refused("kind", row.get("kind"), "event, claim or quantity", where)
    return reader(row, text, where)


def _read_event(row: _Row, text: str, where: str) -> GoldRecord:
    return GoldRecord(
        "event",
        *_place(row, text, where),
        sender=_actors(row, "source", where),
        receiver=_actors(row, "target", where),
        action=_word(row, "type", sorted(TYPES), where),
        modality=_word(row, "realis", REALIS, where),
        date=_text(row, "date", where),
        speaker=_reporter(row, where),
        domain=_text(row, "domain", where),
    )


def _read_claim(row: _Row, text: str, where: str) -> GoldRecord:
    return GoldRecord(
        "assessment",
        *_place(row, text, where),
        speaker=_text(row, "speaker", where),
        speaker_actor=_text(row, "speaker_actor", where),
        about=_actors(row, "about", where),
        leaning=_text(row, "stance", where),
    )


def _read_quantity(row: _Row, text: str, where: str) -> GoldRecord:
    return GoldRecord(
        "figure",
        *_place(row, text, where),
        about=_actors(row, "actors", where),
        date=_text(row, "date", where),
        speaker=_reporter(row, where),
        measure=_text(row, "measure", where),
        value=_number(row, "value", where),
        unit=_text(row, "unit", where),
    )


_READERS: Final[dict[str, Callable[[_Row, str, str], GoldRecord]]] = {
    "event": _read_event,
    "claim": _read_claim,
    "quantity": _read_quantity,
}


def _place(row: _Row, text: str, where: str) -> tuple[str, int, int]:
    quote = _text(row, "quote", where)
    if not quote:
        raise _refused("quote", row.get("quote"), "words of the report", where)
    start = text.find(quote)
    return (quote, start, start + len(quote)) if start >= 0 else (quote, -1, -1)


def _reporter(row: _Row, where: str) -> str:
    reporter = _text(row, "reporter", where)
    return "" if reporter == OWN_VOICE else reporter


def _text(row: _Row, name: str, where: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise _refused(name, value, "text", where)
    return (value or "").strip() if name != "quote" else value or ""


def _word(row: _Row, name: str, allowed: list[str] | tuple[str, ...], where: str) -> str:
    value = _text(row, name, where)
    if value not in allowed:
        raise _refused(name, row.get(name), f"one of {', '.join(allowed)}", where)
    return value


def _actors(row: _Row, name: str, where: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(a, str) for a in value):
        raise _refused(name, value, "a list of actor ids", where)
    return tuple(sorted(set(value)))


def _number(row: _Row, name: str, where: str) -> float:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refused(name, value, "a number", where)
    try:
        return float(value)
    except OverflowError:
        raise _refused(name, value, "a number of this world", where) from None


def _refused(name: str, value: object, wanted: str, where: str) -> UnreadableInput:
    found = f"{name} {str(value)[:60]!r}" if value is not None else f"no {name}"
    return UnreadableInput(f"{found}, wanted {wanted}", where=where, remedy=_REMEDY)
