"""Ideal points of states in the General Assembly and published agreement, by session."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes, resolve_names
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import melt, observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.votes.un import china_by_date, facts_of, refuse_cells, session_periods

_KEYS: Final = ("ccode", "session")
_ASIDE: Final = ("_1", "Row", "iso3c", "Countryname")
_MATCHES: Final = ("v1", "rcid1", "rcid2")
_TEXTBOOK: Final = ("Year", "CountryAbb", "CountryName", "idealpoint", "PctAgreeUS",
                    "PctAgreeRUSSIA")  # fmt: skip
_REFERENCES: Final = {
    "USAgree": "USA", "RUSSAgree": "RUS", "BrazilAgree": "BRA", "ChinaAgree": "CHN",
    "IndiaAgree": "IND", "IsraelAgree": "ISR", "PctAgreeUS": "USA", "PctAgreeRUSSIA": "RUS",
}  # fmt: skip
_QUANTILES: Final = {"O": "q0", "5": "q05", "10": "q10", "50": "q50", "90": "q90", "95": "q95",
                     "100": "q100"}  # fmt: skip
#: Members of the UN that the list of states has under these codes for another time.
_OWN_CODES: Final = {"369": "UKR", "370": "BLR", "678": "YEM"}
_OWN_NAMES: Final = {"Congo": "COG"}
_COLUMN: Final = re.compile(r"(NVotes|IdealPoint|Q(O|\d+)%)(All|Important)?")
_MONTHS: Final = {name: n for n, name in enumerate(calendar.month_abbr) if name}
_DATED: Final = re.compile(rf"_({'|'.join(_MONTHS)})(\d{{4}})")


def _variables(suffix: str, votes: str) -> tuple[Variable, ...]:
    name, unit = f"ideal_point{suffix}", "points of the estimated dimension"
    points = [Variable(name, f"ideal point in the UNGA, {votes}", unit, "ideal_points", ends=1,
                       step="range", roll="mean")]  # fmt: skip
    for code in _QUANTILES.values():
        label = f"quantile {code[1:]} percent of the ideal point, {votes}"
        points.append(Variable(f"{name}_{code}", label, unit, "ideal_points", ends=1, step="range",
                               roll="mean"))  # fmt: skip
    points.append(Variable(f"votes_n{suffix}", f"votes cast in the session, {votes}", "votes",
                           "ideal_points", ends=1, step="range", roll="mean", low=0))  # fmt: skip
    return tuple(points)


def _agreement(suffix: str, label: str) -> Variable:
    return Variable(f"agreement_published{suffix}", label, "share of common votes", "votes",
                    directed=False, step="range", roll="mean", low=0, high=1)  # fmt: skip


_ALL: Final = _variables("", "all votes")
_IMPORTANT: Final = _variables("_important", "votes important to the United States")
_TEXTBOOK_POINT: Final = Variable(
    "ideal_point_to_2012", "ideal point in the UNGA, estimate of votes to 2012",
    "points of the estimated dimension", "ideal_points", ends=1, step="range", roll="mean",
)  # fmt: skip
AGREEMENT: Final = _agreement("", "published agreement in the UNGA")
_TEXTBOOK_AGREEMENT: Final = _agreement("_to_2012", "agreement as published for votes to 2012")
_BY_NAME: Final = {variable.name: variable for variable in (*_ALL, *_IMPORTANT)}


def _measured(columns: list[str]) -> dict[str, Variable]:
    """The columns that are estimates or counts, each with its variable."""
    found = {}
    for column in columns:
        if match := _COLUMN.fullmatch(column):
            what, quantile, sample = match.groups()
            suffix = "_important" if sample == "Important" else ""
            name = "votes_n" if what == "NVotes" else "ideal_point"
            end = f"_{_QUANTILES.get(quantile, quantile)}" if quantile else ""
            if f"{name}{suffix}{end}" in _BY_NAME:
                found[column] = _BY_NAME[f"{name}{suffix}{end}"]
    return found


def edition_of(file: Input) -> Edition:
    """Estimates by session, the textbook's table to 2012, or matches of resolutions."""
    header = columns_of(file)
    if "rcid1" in header:
        check_columns(file, header, needs=_MATCHES)
        return Edition("matches")
    if "PctAgreeUS" in header:
        check_columns(file, header, needs=_TEXTBOOK)
        return Edition("to 2012", version="to 2012")
    _check_estimates(file, header)
    return _dated(file)


def _check_estimates(file: Input, header: list[str]) -> None:
    measured = _measured(header)
    check_columns(file, header, needs=_KEYS, knows=(*_ASIDE, *measured, *_REFERENCES))
    if not measured:
        raise UnreadableInput(
            "the file has no ideal point",
            where=str(file.path),
            remedy="Give a table with the columns IdealPointAll, QO%All, ...",
        )


def _dated(file: Input) -> Edition:
    match = _DATED.search(file.name)
    if not match:
        return Edition("ideal points")
    month, year = _MONTHS[match.group(1)], int(match.group(2))
    last = date(year, month, calendar.monthrange(year, month)[1])
    version = match.group(0).removeprefix("_")
    return Edition(f"ideal points {version}", version=version, released=last)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Estimates, agreement and matches of each file."""
    for file in files:
        header = columns_of(file)
        if "rcid1" in header:
            yield _matches(file)
        elif "PctAgreeUS" in header:
            yield _textbook(file, context)
        else:
            yield _estimates(file, context)


def _estimates(file: Input, context: Context) -> Batch:
    gate = Gate(file, *read_csv(file, encoding="latin-1"))
    _check_estimates(file, gate.frame.columns)
    measured = _measured(gate.frame.columns)
    references = _present(gate)
    gate.number("session", low=1, high=149, whole=True, needed=True)
    _numbers(gate, measured, references)
    _in_session(gate)
    resolve_codes(gate, "ccode", to="subject", system="cow", actors=context.actors,
                  own=_OWN_CODES)  # fmt: skip
    gate.frame = china_by_date(gate.frame)
    settle_repeats(gate, keys=["subject", "session"], values=[*measured, *references])
    points = melt(gate.frame, measured)
    return gate.batch(observations=pl.concat([points, _agreements(gate, references, AGREEMENT)]))


def _present(gate: Gate) -> list[str]:
    return [column for column in _REFERENCES if column in gate.frame.columns]


def _numbers(gate: Gate, measured: Mapping[str, Variable], references: list[str]) -> None:
    for column, variable in measured.items():
        gate.number(column, low=variable.low, high=variable.high)
    for column in references:
        gate.number(column, low=0, high=1)


def _textbook(file: Input, context: Context) -> Batch:
    gate = Gate(file, *read_csv(file, encoding="latin-1"))
    check_columns(file, gate.frame.columns, needs=_TEXTBOOK)
    gate.number("Year", to="session", low=1946, high=2094, whole=True, needed=True)
    gate.frame = gate.frame.with_columns(pl.col("session") - 1945)
    measured = {"idealpoint": _TEXTBOOK_POINT}
    references = _present(gate)
    _numbers(gate, measured, references)
    _in_session(gate)
    resolve_names(gate, "CountryName", to="subject", actors=context.actors, own=_OWN_NAMES)
    of_the_time(gate, "subject", actors=context.actors)
    gate.frame = china_by_date(gate.frame)
    settle_repeats(gate, keys=["subject", "session"], values=["idealpoint", *references])
    points = melt(gate.frame, measured)
    agreed = _agreements(gate, references, _TEXTBOOK_AGREEMENT)
    return gate.batch(observations=pl.concat([points, agreed]))


def _in_session(gate: Gate) -> None:
    session = pl.col("session").cast(pl.Int64).cast(pl.String)
    gate.frame = gate.frame.join(
        session_periods(), on="session", how="left", maintain_order="left"
    ).with_columns(pl.concat_str(pl.lit("session "), session).alias("item"))


def _agreements(gate: Gate, references: list[str], variable: Variable) -> pl.DataFrame:
    """Agreement of pairs, one a pair: that of two reference states is published twice.

    A state's agreement with itself is left out; two figures of one pair that differ are refused.
    """
    kept = ["row", "subject", "item", "period_start", "period_end"]
    cells = gate.frame.unpivot(
        on=references, index=kept, variable_name="column", value_name="value"
    ).with_columns(pl.col("column").replace_strict(_REFERENCES).alias("object"))
    gate.frame = cells.filter(pl.col("subject") != pl.col("object")).with_columns(
        pl.min_horizontal("subject", "object").alias("_one"),
        pl.max_horizontal("subject", "object").alias("_other"),
        pl.col("value").cast(pl.String).alias("cell"),
    )
    pair = ["_one", "_other", "item"]
    spread = pl.col("value").max().over(pair) - pl.col("value").min().over(pair)
    differ = gate.frame.select((spread > 1e-6).fill_null(value=False)).to_series()
    refuse_cells(gate, differ, "the pair's agreement is given twice, {} and otherwise",
                 "Compare the votes.")  # fmt: skip
    single = gate.frame.sort(pl.col("value").is_null(), maintain_order=True).unique(
        pair, keep="first", maintain_order=True
    )
    return observed(single, "value", variable).with_columns(single["column"])


def _matches(file: Input) -> Batch:
    gate = Gate(file, *read_csv(file))
    check_columns(file, gate.frame.columns, needs=_MATCHES)
    for column in _MATCHES:
        gate.number(column, low=1, whole=True, needed=True)
    same = gate.frame.select(pl.col("rcid1") == pl.col("rcid2")).to_series()
    gate.refuse(same, "rcid2", "roll call {} is matched with itself", "Check the numbers.")
    settle_repeats(gate, keys=["rcid1", "rcid2"], values=["v1"])
    whole = [pl.col(column).cast(pl.Int64).cast(pl.String) for column in _MATCHES]
    frame = gate.frame.with_columns(
        pl.concat_str(pl.lit("match:"), whole[0]).alias("item"),
        pl.lit("match").alias("kind"),
        pl.concat_str(pl.lit("Roll calls "), whole[1], pl.lit(" and "), whole[2]).alias("title"),
        pl.concat_str(pl.lit("unvotes:"), whole[1]).alias("earlier"),
        pl.concat_str(pl.lit("unvotes:"), whole[2]).alias("later"),
    )
    facts = facts_of(frame, ["earlier", "later"])
    return gate.batch(items=shaped(frame.with_columns(facts), ITEMS))


SOURCE: Final = Source(
    id="unga_ideal_points",
    title="Ideal points of states in the UN General Assembly",
    what="Positions of states on the main dimension of UNGA voting by session, with quantiles, and "
    "the published shares of agreement with six states.",
    publisher="Michael Bailey, Anton Strezhnev and Erik Voeten (Harvard Dataverse)",
    licence="no licence text came with the tables of 2024; those of 2020 are MIT, to 2012 GPL",
    licence_url="",
    homepage="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ",
    years="sessions 1-78 (1946-2024), by release",
    get="Download IdealpointestimatesAll_*.csv of the newest release from the homepage.",
    files="IdealpointestimatesAll_*.csv or IdealpointestimatesImportant_*.csv (the release is read "
    "from the name), Matches.csv, or the textbook table qss with idealpoint and PctAgreeUS.",
    limits=(
        "An ideal point is an estimate on a scale of its own release: never compare figures of two "
        "releases, nor all votes with important ones. Use the quantiles.",
        "Figures are by session, from September to September, not by calendar year. Session 19 "
        "(1964-65) has one roll call and no estimate.",
        "Published agreement counts abstentions as a choice of their own and leaves absences out. "
        "The release of June 2024 equals what the long table of votes gives in 36 sessions (of the "
        "newer ones 68, 70 and 73 to 77); in the others a few states differ by up to .5, from 61 "
        "on by up to .17 (61 to 67, 69, 71, 72, 78). It lacks agreement with China before 1971.",
        "Important votes are those that the US State Department names, from session 38 to 73.",
        "The table to 2012 gives years; they are taken as sessions (1946 is session 1). It has two "
        "contradictory rows a year for Nauru from 2000 on, which are refused.",
        "China is TWN where only the government in Taipei voted in the session.",
        "Matches name roll calls by the numbers of unvotes and have no date.",
    ),
    authors="Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik",
    year=2017,
    cite="Bailey, Michael A., Anton Strezhnev, and Erik Voeten. 2017. Estimating Dynamic State "
    "Preferences from United Nations Voting Data. Journal of Conflict Resolution 61(2): 430-456.",
    journal="Journal of Conflict Resolution 61(2): 430-456",
    doi="10.1177/0022002715595700",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(*_ALL, *_IMPORTANT, AGREEMENT, _TEXTBOOK_POINT, _TEXTBOOK_AGREEMENT),
)
