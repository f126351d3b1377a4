"""Event codes of other projects -> PLOVER: CAMEO by the official crosswalk, WEIS by our reading.

CAMEO 01 (statements) and 02 (appeals) have no PLOVER type: PLOVER dropped both, and the crosswalk
is silent on them. 08 alone stands for CONCEDE as well as RETREAT. The crosswalk puts embargoes and
sanctions (163) under COERCE. WEIS has no official crosswalk; its table goes by the definitions of
both manuals. Codes are text: ``"040"`` is not ``"40"``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

import polars as pl

from multipole.core.errors import BadValue
from multipole.core.plover import Action, Domain, Quad
from multipole.sources.gate.check import Gate

Scheme = Literal["cameo", "cameo_numbers", "weis"]

#: The domain that a PLOVER context of the crosswalk names; the other contexts name none.
CONTEXT_DOMAINS: Final[Mapping[str, Domain]] = MappingProxyType({
    "diplomatic": "diplomatic", "economic": "economic", "military": "military", "legal": "legal",
    "peacekeeping": "military", "cbrn": "military", "intelligence": "information",
    "crime": "legal", "human_rights": "legal", "asylum": "legal",
})  # fmt: skip
UNTYPED: Final = "the code has no PLOVER type (a statement, an appeal or too wide)"
_QUADS: Final[tuple[tuple[str, Quad], ...]] = (
    ("05", "verbal_cooperation"), ("08", "material_cooperation"), ("13", "verbal_conflict"),
    ("20", "material_conflict"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One CAMEO code: its PLOVER type (None: it has none), mode and contexts, and its weight.

    ``goldstein`` runs from -10 (most conflictual) to 10. ``quad`` is CAMEO's own, by the first two
    digits; that of the PLOVER type may differ.
    """

    code: str
    action: Action | None
    mode: str
    contexts: tuple[str, ...]
    goldstein: float
    name: str

    @property
    def quad(self) -> Quad:
        """The quad class of the first two digits: 01-05, 06-08, 09-13, 14-20."""
        return next(quad for last, quad in _QUADS if self.code[:2] <= last)

    @property
    def domain(self) -> Domain | None:
        """The domain of its first context that names one."""
        return next((CONTEXT_DOMAINS[c] for c in self.contexts if c in CONTEXT_DOMAINS), None)


@dataclass(frozen=True, slots=True)
class WeisCode:
    """One WEIS code: its PLOVER type by our reading, domain, and Goldstein weight (1992)."""

    code: str
    action: Action | None
    domain: Domain | None
    goldstein: float | None
    name: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = resources.files("multipole.sources.events") / "data" / name
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _action(text: str) -> Action | None:
    if text and text not in get_args(Action):
        raise BadValue(f"{text!r} is not a PLOVER type", where="event codes")
    return cast("Action", text) if text else None


def _cameo() -> Iterator[CameoCode]:
    for row in _rows("cameo.csv"):
        contexts = tuple(part for part in row["context"].split("|") if part)
        action, weight = _action(row["action"]), float(row["goldstein"])
        yield CameoCode(row["code"], action, row["mode"], contexts, weight, row["name"])


def _weis() -> Iterator[WeisCode]:
    for row in _rows("weis.csv"):
        domain = cast("Domain", row["domain"]) if row["domain"] else None
        weight = float(row["goldstein"]) if row["goldstein"] else None
        yield WeisCode(row["code"], _action(row["action"]), domain, weight, row["name"])


CAMEO: Final[Mapping[str, CameoCode]] = MappingProxyType({c.code: c for c in _cameo()})
WEIS: Final[Mapping[str, WeisCode]] = MappingProxyType({c.code: c for c in _weis()})


def number_of(code: str) -> str:
    """A code as a program writes it that took it for a number: ``040`` as ``40``."""
    return code.lstrip("0")


def _numbers() -> dict[str, CameoCode]:
    """CAMEO by numbers that can be one code only; 10 to 20 may be 10 or 010, and are left out."""
    double = {number for code in CAMEO if (number := number_of(code)) != code and number in CAMEO}
    return {number_of(c.code): c for c in CAMEO.values() if number_of(c.code) not in double}


def codes_of(scheme: Scheme) -> Mapping[str, CameoCode | WeisCode]:
    """The codes of a scheme as files write them."""
    if scheme == "weis":
        return WEIS
    return CAMEO if scheme == "cameo" else _numbers()


_REMEDIES: Final[Mapping[Scheme, str]] = {
    "cameo": "CAMEO codes are text of two to four digits such as 040; a program that took them "
    "for numbers has lost the leading zero: get the file again.",
    "cameo_numbers": "Without leading zeros 10 to 20 may be two codes each: get the file as text.",
    "weis": "WEIS codes are text of two or three digits such as 031.",
}


def code_events(gate: Gate, column: str, *, scheme: Scheme = "cameo") -> None:
    """Add ``code``, ``action``, ``domain``, ``modality`` and ``goldstein`` from ``column``.

    ``code`` is the code as the scheme's manual writes it. Unknown codes are refused; codes without
    a PLOVER type are set aside and counted. All acts are ``happened``: a CAMEO threat or promise
    is itself the act. ``cameo_numbers`` is for files that write codes as numbers.
    """
    known = codes_of(scheme)
    text = gate.frame[column].cast(pl.String).fill_null("").str.strip_chars()
    place = text.replace_strict(
        list(known), list(range(len(known))), default=None, return_dtype=pl.UInt16
    )
    gate.frame = gate.frame.with_columns(place.alias("_code"))
    unknown = gate.frame["_code"].is_null()
    gate.refuse(unknown, column, f"'{{}}' is no {scheme[:5].upper()} code", _REMEDIES[scheme])
    table = list(known.values())
    typed = pl.Series([c.action is not None for c in table], dtype=pl.Boolean)
    gate.set_aside(~typed.gather(gate.frame["_code"]), UNTYPED)
    rows = gate.frame["_code"]
    texts: dict[str, Sequence[str | None]] = {
        "code": [c.code for c in table],
        "action": [c.action for c in table],
        "domain": [c.domain for c in table],
    }
    found = [pl.Series(name, cells, dtype=pl.String).gather(rows) for name, cells in texts.items()]
    weight = pl.Series("goldstein", [c.goldstein for c in table], dtype=pl.Float64).gather(rows)
    happened = pl.lit("happened").alias("modality")
    gate.frame = gate.frame.drop("_code").with_columns(*found, weight, happened)
