"""CAMEO actor codes -> actors: ``ISRMIL`` is Israel, ``IGOUNO`` the United Nations, ``CVL`` no one.

A code is read by its three-letter parts. A state is meant by its bare code and by its organs and
its society (``USAGOV``, ``USAMIL``, ``USABUS``, ``USAMED``); not by those who stand against or
outside it (rebels, insurgents, separatists, opposition, criminals, radicals, refugees, exiles), by
its ethnic or religious groups (``IRQKUR``), or by companies and movements that come from it
(``MNCUSA``, ``NGOISR``). Of several organisations in a code the last is meant: ``IGOUNOIAE`` is the
IAEA. A code names who acted, not on which side of the law: keep the code beside the actor.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import polars as pl

from multipole.actors.tables import states
from multipole.sources.gate.check import Gate

#: An actor that is another one from or to a day: (actor, from, to, which it is then).
_DATED: Final = (
    ("EU", date.min, date(1993, 11, 1), "EC"),
    ("AU", date.min, date(2002, 7, 9), "OAU"),
    ("WTO", date.min, date(1995, 1, 1), "GATT"),
    ("OSCE", date.min, date(1995, 1, 1), "CSCE"),
    ("YUG", date(2003, 2, 4), date(2006, 6, 5), "SCG"),
    ("YUG", date(2006, 6, 5), date.max, "SRB"),
    ("SCG", date.min, date(2003, 2, 4), "YUG"),
    ("SCG", date(2006, 6, 5), date.max, "SRB"),
    ("SRB", date.min, date(2003, 2, 4), "YUG"),
    ("SRB", date(2003, 2, 4), date(2006, 6, 5), "SCG"),
    ("XKX", date.min, date(2008, 2, 17), ""),
    ("MNE", date.min, date(2006, 6, 3), ""),
    ("DDR", date(1990, 10, 3), date.max, "DEU"),
    ("YMD", date(1990, 5, 22), date.max, "YEM"),
)
#: After these words of a code the next part is the name of a group, known or not.
_NAMED_BY: Final = frozenset({"GOV", "REB", "INS", "SEP", "UAF", "OPP", "PTY"})
_WITHIN: Final = frozenset({"state role", "society", "against", "group"})
_ASIDE: Final = frozenset({"people", "religion", "territory", "part", "region", "body"})
_PART: Final = 3


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What an actor code means: the actor's id, ``""`` for none, and what kind of thing it is.

    ``what`` is state, organisation, group, against (a state's rebels and the like), people,
    religion, region, territory, part, society, state role, body, or nothing.
    """

    actor: str
    what: str


@cache
def actor_parts() -> Mapping[str, tuple[str, str]]:
    """The parts of codes, and whole beginnings that mean other than their parts: kind and actor."""
    path = resources.files("multipole.sources.events") / "data" / "cameo_actors.csv"
    known = {row.id: ("state", row.id) for row in states() if len(row.id) == _PART}
    with path.open(encoding="utf-8") as lines:
        own = {row["code"]: (row["kind"], row["actor"]) for row in csv.DictReader(lines)}
    return MappingProxyType(known | own)


@cache
def read_actor(code: str) -> ActorCode | None:
    """What a code means; None when it has a part that no table knows.

    >>> read_actor("CHNGOVMIL")
    ActorCode(actor='CHN', what='state')
    >>> read_actor("SYRREB")
    ActorCode(actor='', what='against')
    """
    known = actor_parts()
    text = code.strip()
    if not text:
        return ActorCode("", "nothing")
    if len(text) % _PART:
        return None
    whole = known.get(text[: 2 * _PART]) if len(text) > _PART else None
    if whole and whole[0] == "whole":
        head, rest = ("state" if whole[1] else "part", whole[1]), text[2 * _PART :]
    else:
        head, rest = _kind(text[:_PART], known), text[_PART:]
    parts = [rest[i : i + _PART] for i in range(0, len(rest), _PART)]
    return _meant(head, text[:_PART], parts)


def _kind(part: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Kind and actor of a part; ethnic groups are written in lower case, sects by numbers."""
    if part.islower():
        return "people", ""
    return ("religion", "") if part.isdecimal() else known.get(part, ("", ""))


def _meant(head: tuple[str, str], first: str, parts: list[str]) -> ActorCode | None:
    known = actor_parts()
    found = [_kind(part, known) for part in parts]
    for i, before in enumerate([first, *parts[:-1]][: len(parts)]):
        if not found[i][0] and before in _NAMED_BY:
            found[i] = ("group", "")
        elif parts[i] == "SUN" and before == "MOS":
            found[i] = ("religion", "")  # Sunni; SUN at the beginning is the Soviet Union
    if not head[0] or any(not kind for kind, _ in found):
        return None
    return _of_state(head, found) if head[0] == "state" else _of_others(head, found)


def _of_state(head: tuple[str, str], found: list[tuple[str, str]]) -> ActorCode | None:
    kinds = [kind for kind, _ in found]
    if any(kind not in _WITHIN | _ASIDE for kind in kinds):
        return None
    group = next((actor for kind, actor in found if kind == "group" and ":" in actor), "")
    governs = kinds[:1] == ["state role"]
    if group and not governs:
        return ActorCode(group, "group")
    if "against" in kinds:
        return ActorCode("", "against")
    own = [kind for kind, actor in found if kind in _ASIDE and not actor]
    return ActorCode("", own[0]) if own and not governs else ActorCode(head[1], "state")


def _of_others(head: tuple[str, str], found: list[tuple[str, str]]) -> ActorCode:
    """Bodies, peoples, roles and regions: the last organisation named, or no one."""
    named = [actor for kind, actor in (head, *found) if kind == "group" and actor]
    if not named:
        return ActorCode(head[1] if head[0] == "part" else "", head[0])
    return ActorCode(named[-1], "group" if ":" in named[-1] else "organisation")


def resolve_cameo_actors(
    gate: Gate, code_column: str, *, to: str, country_column: str | None = None
) -> None:
    """Actor codes to actor ids in the column ``to``; ``""`` for a code that means no known actor.

    With ``country_column`` a code that cannot be read counts for the state that is named there.
    Codes that no table knows are refused. Where the frame has ``period_start``, actors are those
    of the day: ``EEC`` is the European Communities to October 1993.
    """
    found = _actors_of(gate.frame[code_column])
    if country_column:
        found = _or_country(found, gate.frame[country_column])
    gate.frame = gate.frame.with_columns(found.alias(to))
    remedy = "Check the code; for one that is right, update multipole."
    gate.refuse(found.is_null(), code_column, "'{}' is no known actor code", remedy)
    if "period_start" in gate.frame.columns:
        date_actors(gate, to)


def date_actors(gate: Gate, column: str) -> None:
    """Actor ids in ``column`` as of ``period_start``: SRB of 1999 is YUG, EU of 1992 is EC."""
    gate.frame = gate.frame.with_columns(_on_the_day(gate.frame[column], column))


def _actors_of(codes: pl.Series) -> pl.Series:
    """Ids of all codes, null for unknown ones; each distinct code is read once."""
    distinct = codes.unique().drop_nulls().to_list()
    meanings = [read_actor(code) for code in distinct]
    ids = [meaning.actor if meaning else None for meaning in meanings]
    return codes.replace_strict(distinct, ids, default="", return_dtype=pl.String)


def _or_country(found: pl.Series, countries: pl.Series) -> pl.Series:
    lost = found.is_null()
    if not lost.any():
        return found
    there = _actors_of(countries)
    return found.set(lost, None).zip_with(~lost, there.set(there == "", None))


def _on_the_day(actors: pl.Series, name: str) -> pl.Expr:
    """The column with the actors of `_DATED` as they were on the row's day."""
    present = set(actors.unique())
    column, start = pl.col(name), pl.col("period_start")
    changed = column
    for actor, first, last, becomes in _DATED:
        if actor in present:
            then = (column == actor) & (start >= first) & (start < last)
            changed = pl.when(then).then(pl.lit(becomes)).otherwise(changed)
    return changed.alias(name)
