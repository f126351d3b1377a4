"""Names of ICEWS -> actors: its countries, its "Police (India)", its organisations and persons."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate

NOBODY: Final = "no end is a state or organisation"
MISSING: Final = ("", "NA", "None", "NULL")
_REMEDY: Final = "Check the name; for one that is right, update multipole."
_FIRST: Final = date(1, 1, 1)
_LAST: Final = date(9999, 12, 31)
#: Names of several groups: with a country beside them, the country counts.
_SHARED: Final = frozenset({"National Liberation Army"})
_AGAINST: Final = frozenset({
    "Rebel", "Insurgents", "Separatists", "Criminals / Gangs", "Unidentified Forces", "Exiles",
    "Organized Violent", "Protestors / Popular Opposition / Mobs", "Refugees / Displaced",
})  # fmt: skip
_OF_THE_STATE: Final = frozenset({
    "Government", "Executive", "Military", "Police", "Judicial", "Legislative / Parliamentary",
    "Elite", "Parties", "Media",
})  # fmt: skip
_TENURES: Final = {"name": pl.String, "actor": pl.String, "since": pl.Date, "until": pl.Date}


def _listed() -> tuple[dict[str, str], frozenset[str]]:
    """Names and their actors, and the roles of those who stand against a state or outside it."""
    path = resources.files("multipole.sources.events") / "data" / "icews_names.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    against = frozenset(row["name"] for row in rows if row["kind"] == "against")
    return {r["name"]: r["actor"] for r in rows if r["name"] not in against}, against


def _parts(name: str) -> tuple[str, str]:
    """Role and owner of "Police (India)"; two empty texts for a name of another form."""
    head, bracket, inside = name.removesuffix(")").rpartition(" (")
    return (head, inside) if head and bracket and name.endswith(")") else ("", "")


class Names:
    """What ICEWS calls somebody -> actor id, each name looked up once.

    ``""`` is somebody who is no actor of ours: a party, a company, a territory such as Hong Kong,
    and who stands against a state or outside it, such as "Insurgent (Syria)".
    """

    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._listed, self._against = _listed()
        self._found: dict[str, str | None] = {}

    def actor(self, name: str) -> str | None:
        """The state or organisation of a plain name; ``""`` for a listed one that is none."""
        if name not in self._found:
            known = None if name in self._listed else self._actors.known(name)
            self._found[name] = self._listed.get(name, known.id if known else None)
        return self._found[name]

    def owner(self, name: str) -> str:
        """Whose "Police (India)" is, or who a plain name is; ``""`` when that is not known.

        Of a name with several brackets, "Militant (Taliban) (Afghanistan)", the last one counts.
        """
        if name in MISSING:
            return ""
        head, inside = _parts(name)
        if not head or name in self._listed:
            return self.actor(name) or ""
        found = self.actor(inside) or ""
        return "" if head in self._against and self._is_state(found) else found

    def is_against(self, name: str) -> bool:
        """Whether a name is that of rebels, criminals and the like: "Insurgent (Syria)"."""
        return _parts(name)[0] in self._against

    def _is_state(self, id: str) -> bool:  # noqa: A002
        return bool(id) and self._actors.actor(id).kind == "state"

    def organisation(self, name: str) -> str:
        """The organisation or armed group whose a name is, though a country stands beside it."""
        found = "" if any(shared in name for shared in _SHARED) else self.owner(name)
        return "" if self._is_state(found) else found

    def tenures(self, names: Iterable[str]) -> pl.DataFrame:
        """The offices of persons called so: name, actor, since, until; full names only."""
        rows = [
            (name, holder.actor, holder.start or _FIRST, holder.end or _LAST)
            for name in names
            if " " in name.strip()
            for holder in self._actors.holders(name)
        ]
        return pl.DataFrame(rows, schema=_TENURES, orient="row")


def resolve_countries(gate: Gate, column: str, *, to: str, sectors: str, names: Names) -> None:
    """Names of countries to actor ids in ``to``: ``""`` where missing or a territory.

    ``""`` also for those whose sectors are against the state, rebels and criminals, and none that
    is of it. Names that are neither a state nor a territory are refused.
    """
    text = gate.frame[column].str.strip_chars()
    known = {n: "" if n in MISSING else names.actor(n) for n in text.unique().to_list()}
    found = looked_up(text, known)
    told = gate.frame[sectors]
    against = looked_up(told, {s: "x" if _is_against(s) else "" for s in told.unique().to_list()})
    state = pl.when(found.is_null()).then(None).when(against != "").then(pl.lit(""))
    gate.frame = gate.frame.with_columns(state.otherwise(found).alias(to))
    gate.refuse(found.is_null(), column, "'{}' is not a state or organisation", _REMEDY)


def _is_against(sectors: str) -> bool:
    parts = set(sectors.split(","))
    return bool(parts & _AGAINST) and not parts & _OF_THE_STATE


def resolve_owners(gate: Gate, column: str, *, to: str, names: Names) -> None:
    """Names of actors to ids in ``to``, filled where it is ``""`` or not there yet.

    An organisation or armed group that is named goes before the country beside it. Persons count
    for the state or organisation whose office they held on ``period_start``.
    """
    text = gate.frame[column].str.strip_chars()
    distinct = text.unique().to_list()
    owner = looked_up(text, {n: names.owner(n) for n in distinct})
    choice: pl.Expr = pl.lit(owner)
    if to in gate.frame.columns:
        group = looked_up(text, {n: names.organisation(n) for n in distinct})
        against = text.is_in([n for n in distinct if names.is_against(n)])
        alone = pl.when(against | (pl.col(to) == "")).then(owner).otherwise(pl.col(to))
        choice = pl.when(group != "").then(group).otherwise(alone)
    gate.frame = gate.frame.with_columns(choice.alias(to), text.alias("_name"))
    _add_persons(gate, to, names)


def _add_persons(gate: Gate, to: str, names: Names) -> None:
    left = gate.frame.filter(pl.col(to) == "")
    tenures = names.tenures(left["_name"].unique().to_list())
    held = (
        left.select("row", "_name", "period_start")
        .join(tenures, left_on="_name", right_on="name", how="inner")
        .filter(
            (pl.col("since") <= pl.col("period_start")) & (pl.col("period_start") < pl.col("until"))
        )
        .group_by("row")
        .agg(pl.col("actor").unique())
        .filter(pl.col("actor").list.len() == 1)
        .select("row", pl.col("actor").list.first().alias("_person"))
    )
    joined = gate.frame.join(held, on="row", how="left", maintain_order="left")
    gate.frame = joined.with_columns(pl.coalesce("_person", to).alias(to)).drop("_person", "_name")


def looked_up(text: pl.Series, known: Mapping[str, str | None]) -> pl.Series:
    """``text`` through a table that has all of its values."""
    return text.replace_strict(list(known), list(known.values()), return_dtype=pl.String)


def drop_nobody(gate: Gate) -> None:
    """Set aside the rows of which neither end is an actor."""
    frame = gate.frame
    gate.set_aside((frame["sender"] == "") & (frame["receiver"] == ""), NOBODY)
