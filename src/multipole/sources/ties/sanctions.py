"""The Global Sanctions Data Base: cases of sanctions with senders, targets, types and aims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import melt
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.ties.sanctions_parties import split_parties

_TARGET: Final = "sanctioned_state"
_SENDER: Final = "sanctioning_state"
_TYPES: Final = ("trade", "arms", "military", "financial", "travel", "other")
_MULTILATERAL: Final = ("target_mult", "sender_mult")
_NEEDS: Final = (
    "case_id", _TARGET, _SENDER, "begin", "end", "descr_trade", "objective", "success", *_TYPES,
)  # fmt: skip
_TRADE: Final = frozenset({"exp_part", "exp_compl", "imp_part", "imp_compl"})
_OBJECTIVES: Final = frozenset(
    {"policy_change", "destab_regime", "territorial_conflict", "prevent_war", "terrorism",
     "end_war", "human_rights", "democracy", "other"}
)  # fmt: skip
_OUTCOMES: Final = frozenset(
    {"success_total", "success_part", "failed", "nego_settlement", "ongoing"}
)
_VARIABLES: Final = {
    _SENDER: Variable(
        "sanction", "sanction case in force", "case", "sanctions", step="range", roll="max",
        low=0, high=1,
    ),
    **{
        kind: Variable(
            f"sanction_{kind}", f"sanction case with {kind} measures in force", "case",
            "sanctions", step="range", roll="max", low=0, high=1,
        )
        for kind in _TYPES
    },
}  # fmt: skip
_NO_PARTY: Final = "sender or target is a territory, group or arrangement that is no actor here"
_AMONG: Final = "sanctions of an organisation's members among themselves"
_VERSION: Final = re.compile(r"GSDB[_ -]?[VR](\d+)", re.IGNORECASE)
_REUNITED: Final = date(1975, 4, 30)


def edition_of(file: Input) -> Edition:
    """Whether the file has the columns of the data base; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=_NEEDS, knows=_MULTILATERAL)
    told = _VERSION.search(file.name)
    return Edition("gsdb", version=told.group(1) if told else "")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Cases as items; of each, what every sender does to every target as observations."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        _check(gate)
        for column, to in ((_TARGET, "targets"), (_SENDER, "senders")):
            _resolve(gate, column, to, context.actors)
        same = gate.frame["targets"] == gate.frame["senders"]
        gate.set_aside(same & (gate.frame["targets"].list.len() == 1), _AMONG)
        pairs = _pairs(gate, context.actors)
        gate.set_aside(~gate.frame["row"].is_in(pairs["row"].implode()), _AMONG)
        yield gate.batch(observations=melt(pairs, _VARIABLES), items=_items(gate.frame, pairs))


def _check(gate: Gate) -> None:
    twice = gate.frame["case_id"].is_duplicated()
    gate.refuse(twice, "case_id", "case '{}' stands here twice", "Keep the row that is right.")
    for column in ("begin", "end"):
        gate.number(column, low=1800, high=2200, needed=True, whole=True)
    ends = gate.frame["end"] < gate.frame["begin"]
    gate.refuse(ends, "end", "the case ends in '{}', before it begins", "Check the years.")
    for column in (*_TYPES, *(c for c in _MULTILATERAL if c in gate.frame.columns)):
        gate.one_of(column, {"0": 0, "1": 1})
    for column, words in (
        ("descr_trade", _TRADE | {""}), ("objective", _OBJECTIVES), ("success", _OUTCOMES)
    ):  # fmt: skip
        listed = gate.frame[column].str.split(",").list.eval(pl.element().str.strip_chars())
        odd = ~listed.list.eval(pl.element().is_in(list(words))).list.all()
        gate.refuse(odd, column, "'{}' holds an unknown word", f"Known are {sorted(words)}.")
    begin, end = (pl.col(c).cast(pl.Int32) for c in ("begin", "end"))
    gate.frame = gate.frame.with_columns(
        pl.date(begin, 1, 1).alias("period_start"), pl.date(end + 1, 1, 1).alias("period_end")
    )


def _resolve(gate: Gate, column: str, to: str, actors: Actors) -> None:
    """The parties of a cell into the list ``to``; a part that is nobody refuses the row."""
    cells = gate.frame[column].unique().to_list()
    split = {cell: split_parties(cell, actors=actors) for cell in cells}
    unknown = {cell: ", ".join(parts) for cell, (_, parts) in split.items() if parts}
    for cell, parts in sorted(unknown.items()):
        gate.refuse(
            gate.frame[column] == cell, column,
            f"{parts!r} in '{{}}' is not a state or organisation",
            "Check the name; for one that is right, update multipole.",
        )  # fmt: skip
    found = pl.Series([split[c][0] for c in gate.frame[column]], dtype=pl.List(pl.String))
    gate.frame = gate.frame.with_columns(found.alias(to))
    gate.set_aside(gate.frame[to].list.len() == 0, _NO_PARTY)


def _pairs(gate: Gate, actors: Actors) -> pl.DataFrame:
    """A row for each sender and target of a case, as they were called in its time."""
    both = gate.frame.rename({"case_id": "item"}).explode("senders").explode("targets")
    pairs = Gate(gate.file, both.rename({"senders": "subject", "targets": "object"}))
    for end in ("subject", "object"):
        of_the_time(pairs, end, actors=actors)
    # The trade partners' lists that the data follow call the Vietnam of after 1975 "South Vietnam".
    reunited = pl.col("period_start") > _REUNITED
    south = [
        pl.when(reunited & (pl.col(end) == "RVN")).then(pl.lit("VNM")).otherwise(pl.col(end))
        .alias(end)
        for end in ("subject", "object")
    ]  # fmt: skip
    return (
        pairs.frame.with_columns(*south, pl.lit(1.0).alias(_SENDER))
        .unique(["item", "subject", "object"], keep="first", maintain_order=True)
        .filter(pl.col("subject") != pl.col("object"))
    )


def _items(cases: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    parties = pairs.group_by("row").agg(
        pl.concat([pl.col("subject"), pl.col("object")]).unique(maintain_order=True).alias("actors")
    )
    kinds = pl.concat_list(
        pl.when(pl.col(kind) == 1).then(pl.lit(kind)) for kind in _TYPES
    ).list.drop_nulls()
    facts = pl.struct(
        pl.col(_SENDER).alias("senders"),
        pl.col(_TARGET).alias("targets"),
        pl.col("begin").cast(pl.Int32),
        pl.col("end").cast(pl.Int32),
        pl.col("success").str.contains("ongoing").alias("ongoing"),
        pl.col("descr_trade").alias("trade"),
        pl.col("objective").alias("objectives"),
        pl.col("success").alias("outcomes"),
    )
    rows = cases.join(parties, on="row", maintain_order="left").with_columns(
        pl.col("case_id").alias("item"),
        pl.lit("sanction").alias("kind"),
        pl.format("{} against {}", _SENDER, _TARGET).alias("title"),
        kinds.alias("topics"),
        facts.struct.json_encode().alias("facts"),
    )
    return shaped(rows, ITEMS)


SOURCE: Final = Source(
    id="gsdb",
    title="Global Sanctions Data Base, release 4",
    what="Publicly traceable sanctions of states and organisations against states: who, whom, "
    "from when to when, by which measures, with which aims and success.",
    publisher="Felbermayr, Syropoulos, Yalcin, Yotov and colleagues (Drexel University, WIFO, "
    "HTWG Konstanz)",
    licence="given by its authors for research on request, with citation; no licence text came "
    "with the file",
    licence_url="https://www.globalsanctionsdatabase.com/",
    homepage="https://www.globalsanctionsdatabase.com/",
    years="1949-2023",
    get="Ask the authors by the form on the homepage; they send the CSV of cases.",
    files="The CSV of cases with case_id, sanctioned_state, sanctioning_state, begin, end, six "
    "types, objective and success (not the dyadic version).",
    limits=(
        "Sanctions of the EU, the UN, the League of Arab States and others stand under the "
        "organisation only; members have no rows of their own for them. No row is therefore no "
        "zero: Germany, for instance, takes part in every case of the EU.",
        "Years only: a case of one day and one of a whole year look the same. A case that ends in "
        "the last year of the data is mostly ongoing: its facts say so.",
        "A case of several senders or targets has a value for each pair, though not every sender "
        "need have taken every measure against every target.",
        "The type flags are of the whole case: a 0 means that this case has no such measure, not "
        "that no other case has.",
        "A party keeps the name it had when the case began: the cases against Yugoslavia that run "
        "to 2014 stand under YUG.",
        "Success is judged by the authors, one word for each objective.",
        "Cases of 2022 and 2023 against Russia and Belarus are many, split by package: a count of "
        "cases is no measure of weight.",
        "Parties that are no actors here (CoCom, Hong Kong, armed groups, signatories of a "
        "treaty) are left out; a case with no other party on that side is set aside.",
    ),
    authors="Felbermayr, Gabriel and Kirilakha, Aleksandra and Syropoulos, Constantinos and "
    "Yalcin, Erdal and Yotov, Yoto V.",
    year=2020,
    cite="Felbermayr, Gabriel, Aleksandra Kirilakha, Constantinos Syropoulos, Erdal Yalcin and "
    "Yoto V. Yotov. 2020. The Global Sanctions Data Base. European Economic Review 129: 103561.",
    journal="European Economic Review 129: 103561",
    doi="10.1016/j.euroecorev.2020.103561",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)
