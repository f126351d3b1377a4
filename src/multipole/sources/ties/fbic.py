"""Formal Bilateral Influence Capacity (FBIC): how much one state could sway another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import OBSERVATIONS, columns_of, read_csv
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable


def _score(name: str, label: str, high: float = float("inf")) -> Variable:
    return Variable(name, label, "index", "influence", roll="mean", low=0, high=high)


_FBIC: Final = _score("fbic", "capacity of the first to influence the second", 1)
_BANDWIDTH: Final = _score("fbic_bandwidth", "extent of all ties")
_ECONOMIC: Final = _score("fbic_bandwidth_economic", "extent of economic ties")
_POLITICAL: Final = _score("fbic_bandwidth_political", "extent of political ties")
_SECURITY: Final = _score("fbic_bandwidth_security", "extent of security ties")
_DEPENDENCE: Final = _score("fbic_dependence", "dependence of the second on the first")
_ON_ECONOMY: Final = _score("fbic_dependence_economic", "economic dependence of the second")
_ON_SECURITY: Final = _score("fbic_dependence_security", "security dependence of the second")

#: Columns of the published dyads, country A being the one that influences.
_LONG: Final[Mapping[str, Variable]] = {
    "fbic": _FBIC,
    "bandwidth": _BANDWIDTH,
    "economicbandwidth": _ECONOMIC,
    "politicalbandwidth": _POLITICAL,
    "securitybandwidth": _SECURITY,
    "dependence": _DEPENDENCE,
    "economicdependence": _ON_ECONOMY,
    "securitydependence": _ON_SECURITY,
}
#: Stems of the table by receiver, each with the ISO3 code of a sender: ``fbic_chn``.
_WIDE: Final[Mapping[str, Variable]] = {
    "fbic": _FBIC,
    "econb": _ECONOMIC,
    "polb": _POLITICAL,
    "secb": _SECURITY,
    "econd": _ON_ECONOMY,
    "secd": _ON_SECURITY,
}
_WIDE_COLUMN: Final = re.compile(rf"({'|'.join(_WIDE)})_([a-z]{{3}})")
_LONG_KEYS: Final = ("iso3a", "iso3b", "year")
_LONG_KNOWN: Final = ("countrya", "countryb", "unregiona", "unregionb")
_WIDE_KEYS: Final = ("iso3", "year")
_TERRITORY: Final = "a territory, not a state"
_ASIDE: Final = {"HKG": _TERRITORY, "MAC": _TERRITORY}
_NO_STATE: Final = "not a state in that year, and no figure"
_PART: Final = "not a state in that year: the figures are those of the state it was part of"


def edition_of(file: Input) -> Edition:
    """Whether the file holds FBIC by pair or by receiver; raises `UnreadableInput`."""
    found = columns_of(file)
    if "iso3a" in found:
        check_columns(file, found, needs=(*_LONG_KEYS, "fbic"), knows=(*_LONG, *_LONG_KNOWN))
        return Edition("fbic")
    columns = _senders(found)
    check_columns(file, found, needs=_WIDE_KEYS, knows=("receiver", *columns))
    if not columns:
        raise UnreadableInput(
            "the file has no column of a sender", where=str(file.path),
            remedy="Such columns are named fbic_chn, econb_rus.",
        )  # fmt: skip
    return Edition("fbic_by_receiver")


def _senders(found: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Column -> stem and sender, of the columns that are named so."""
    matches = {c: _WIDE_COLUMN.fullmatch(c) for c in found}
    return {c: (m.group(1), m.group(2).upper()) for c, m in matches.items() if m}


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Observations of the index and its parts: the subject influences, the object is influenced."""
    for file in files:
        frame, odd = read_csv(file)
        gate = Gate(file, frame, odd)
        gate.year("year")
        yield (_long if "iso3a" in frame.columns else _wide)(gate, context)


def _long(gate: Gate, context: Context) -> Batch:
    present = {c: v for c, v in _LONG.items() if c in gate.frame.columns}
    for column, variable in present.items():
        gate.number(column, low=variable.low, high=variable.high)
    _states(gate, "iso3a", "subject", present, context)
    _states(gate, "iso3b", "object", present, context)
    gate.set_aside(gate.frame["subject"] == gate.frame["object"], "a state with itself")
    keys = ("subject", "object", "period_start")
    settle_repeats(gate, keys=keys, values=tuple(present))
    return gate.batch(
        observations=pl.concat(observed(gate.frame, c, v) for c, v in present.items())
    )


def _wide(gate: Gate, context: Context) -> Batch:
    columns = _senders(gate.frame.columns)
    _known_senders(gate, {sender for _, sender in columns.values()}, context)
    for column, (stem, _) in columns.items():
        gate.number(column, low=0, high=_WIDE[stem].high)
    _states(gate, "iso3", "object", columns, context)
    settle_repeats(gate, keys=("object", "period_start"), values=tuple(columns))
    parts = [_of(gate.frame, column, stem, sender) for column, (stem, sender) in columns.items()]
    return gate.batch(observations=pl.concat(parts or [pl.DataFrame(schema=OBSERVATIONS)]))


def _known_senders(gate: Gate, senders: set[str], context: Context) -> None:
    unknown = sorted(s for s in senders if not any(
        code == s for code, *_ in context.actors.dated_codes("iso3")))  # fmt: skip
    if unknown:
        raise UnreadableInput(
            f"'{unknown[0].lower()}' in the names of columns is no state's ISO3 code",
            where=str(gate.file.path), remedy="Check the header.",
        )  # fmt: skip


def _of(frame: pl.DataFrame, column: str, stem: str, sender: str) -> pl.DataFrame:
    """Observations of one sender's column. A state's cells about itself are empty by design."""
    others = frame.filter(pl.col("object") != sender).with_columns(pl.lit(sender).alias("subject"))
    return observed(others, column, _WIDE[stem])


def _states(
    gate: Gate, column: str, to: str, values: Mapping[str, object], context: Context
) -> None:
    """Today's codes, which the publisher uses for all years, to states of the row's year."""
    states = [actor for actor in context.actors if actor.kind == "state"]
    today = {actor.id: actor.id for actor in states}
    resolve_codes(gate, column, to=to, system="iso3", actors=context.actors, own=today,
                  aside=_ASIDE)  # fmt: skip
    lives = [(a.id, a.lifetime.start, a.lifetime.end) for a in states if a.lifetime]
    schema = {to: pl.String, "_born": pl.Date, "_gone": pl.Date}
    life = pl.DataFrame(lives, schema=schema, orient="row")
    frame = gate.frame.join(life, on=to, how="left", maintain_order="left")
    early = (pl.col("period_end") <= pl.col("_born")) | (pl.col("period_start") >= pl.col("_gone"))
    empty = pl.all_horizontal(pl.col(list(values)).is_null())
    outside = frame.select(early.fill_null(value=False)).to_series()
    blank = frame.select(empty).to_series()
    gate.set_aside(outside & blank, _NO_STATE)
    gate.set_aside(outside.filter(~(outside & blank)), _PART)


SOURCE: Final = Source(
    id="fbic",
    title="Formal Bilateral Influence Capacity Index",
    what="An index of how far one state could influence another through trade, aid, arms, "
    "alliances, embassies and shared organisations, with its parts, by pair and year.",
    publisher="Frederick S. Pardee Institute for International Futures, University of Denver",
    licence="no licence text found",
    licence_url="",
    homepage="https://korbel.du.edu/fbic",
    years="1960-2020",
    get="Ask for or download the dyadic CSV from the homepage; keep the columns named below.",
    files="CSV by pair (iso3a, iso3b, year, fbic and parts: bandwidth, economicbandwidth, "
    "dependence, ...), or by receiver (iso3, year and a column for each sender: fbic_chn, "
    "econb_chn, polb_rus, ...).",
    limits=(
        "A capacity, not influence used: it says nothing of what a state did or got.",
        "The subject influences and the object is influenced: dependence is the object's on the "
        "subject.",
        "Bandwidth is how much the two deal with each other, dependence how much of it the object "
        "could not replace; the parts are weighted sums and have no unit of their own.",
        "Built from other data sets (trade, arms transfers, alliances, treaties): it is no "
        "independent evidence beside them.",
        "Of China and Russia as senders 12 to 18 percent of the cells are missing: mostly states "
        "not yet independent, and each state with itself.",
        "The publisher codes all years by today's states: China's figures for the Soviet Union "
        "stand under each later republic before 1991. Only Russia's row is read for it; rows of "
        "states that did not exist are set aside.",
        "Other columns of the published file are the index's ingredients, which their own sources "
        "give: remove them before adding the file.",
    ),
    authors="Moyer, Jonathan D. and Meisel, Collin J. and Matthews, Austin S. and Bohl, David K. "
    "and Burrows, Mathew J.",
    year=2021,
    cite="Moyer, Jonathan D., Collin J. Meisel, Austin S. Matthews, David K. Bohl, and Mathew J. "
    "Burrows. 2021. China-US Competition: Measuring Global Influence. The Atlantic Council and "
    "Frederick S. Pardee Center for International Futures.",
    journal="The Atlantic Council and Frederick S. Pardee Center for International Futures",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(_FBIC, _BANDWIDTH, _ECONOMIC, _POLITICAL, _SECURITY, _DEPENDENCE, _ON_ECONOMY,
               _ON_SECURITY),
)  # fmt: skip
