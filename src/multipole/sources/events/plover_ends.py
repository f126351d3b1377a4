"""Several actors at one end of a PLOVER record -> a coding for each pair of ends."""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.sources.events.icews_names import MISSING, Names, looked_up
from multipole.sources.events.plover_words import AGAINST, MUTUAL, NO_STATE
from multipole.sources.gate.check import Gate

NOBODY: Final = "no end is a state or organisation"
_REMEDY: Final = "Give an ISO3 code or a country's name; for one that is right, update multipole."
_PAIR: Final = ("sender", "sender_code", "receiver", "receiver_code")


def state_of(country: str, names: Names) -> str | None:
    """The state of an ISO3 code or a name; ``""`` for none or several, None if unknown."""
    parts = {part.strip() for part in country.split("|")} - set(MISSING)
    found = {"" if part in NO_STATE else names.actor(part) for part in parts}
    if None in found:
        return None
    return found.pop() if len(found) == 1 else ""


def resolve_ends(gate: Gate, ends: pl.DataFrame, *, names: Names) -> pl.DataFrame:
    """Add ``actor`` to ``ends``: row, side, name, country, sector. Refuses unknown countries.

    An organisation or armed group that is named goes before its country; rebels, criminals and the
    like are not their state.
    """
    states = {c: state_of(c, names) for c in ends["country"].unique().to_list()}
    groups = {n: names.organisation(n) for n in ends["name"].unique().to_list()}
    found = ends.with_columns(
        looked_up(ends["country"], states).alias("state"),
        looked_up(ends["name"], groups).alias("group"),
    )
    _refuse_unknown(gate, found)
    against = pl.col("sector").str.slice(0, 3).is_in(list(AGAINST))
    state = pl.when(against).then(pl.lit("")).otherwise(pl.col("state"))
    group = pl.when(pl.col("group") != "").then("group").otherwise(state)
    return found.with_columns(group.alias("actor")).drop_nulls("state")


def _refuse_unknown(gate: Gate, ends: pl.DataFrame) -> None:
    bad = ends.filter(pl.col("state").is_null()).unique("row", keep="first", maintain_order=True)
    frame = gate.frame.join(
        bad.select("row", pl.col("country").alias("_country")), on="row", how="left",
        maintain_order="left",
    )  # fmt: skip
    gate.frame = frame
    gate.refuse(
        frame["_country"].is_not_null(), "country", "'{}' is no country", _REMEDY, datum="_country"
    )
    gate.frame = gate.frame.drop("_country")


def pair_ends(gate: Gate, ends: pl.DataFrame) -> pl.DataFrame:
    """The gate's rows once for each pair of a sender and a receiver, with `_PAIR`'s columns.

    Several sources without a recipient, of a type that sides do to each other, are each the other's
    receiver. Those of one end who are the same actor are one, their names joined. Rows without an
    actor at either end are set aside; pairs without one are left out.
    """
    told = ends.select("row", "side", "actor", "name").unique(maintain_order=True)
    senders = _side(told, "sender")
    receivers = pl.concat([_side(told, "receiver"), _each_other(gate.frame, told)])
    pairs = (
        gate.frame.select("row")
        .join(senders, on="row", how="left")
        .join(receivers, on="row", how="left")
        .with_columns(pl.col(*_PAIR).fill_null(""))
        .filter(pl.col("for").is_null() | (pl.col("for") == pl.col("sender_code")))
        .filter((pl.col("sender") != "") | (pl.col("receiver") != ""))
        .group_by("row", "sender", "receiver", maintain_order=True)
        .agg(pl.col("sender_code", "receiver_code").unique(maintain_order=True))
        .with_columns(pl.col("sender_code", "receiver_code").list.join("; "))
    )
    gate.set_aside(~gate.frame["row"].is_in(pairs["row"].unique().to_list()), NOBODY)
    return gate.frame.join(
        pairs.select("row", *_PAIR), on="row", how="inner", maintain_order="left_right"
    )


def _side(told: pl.DataFrame, side: str) -> pl.DataFrame:
    names = pl.col("actor").alias(side), pl.col("name").alias(f"{side}_code")
    found = told.filter(pl.col("side") == side).select("row", *names)
    if side == "receiver":
        return found.with_columns(pl.lit(None, dtype=pl.String).alias("for"))
    return found


def _each_other(frame: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Receivers among the sources of rows that have no recipient, each for another source."""
    mutual = frame.filter(pl.col("action").is_in(list(MUTUAL))).select("row")
    received = told.filter(pl.col("side") == "receiver").select("row")
    sources = told.filter(pl.col("side") == "sender").join(mutual, on="row", how="semi")
    alone = sources.join(received, on="row", how="anti")
    return (
        alone.join(alone.select("row", pl.col("name").alias("for")), on="row")
        .filter(pl.col("name") != pl.col("for"))
        .select(
            "row", pl.col("actor").alias("receiver"), pl.col("name").alias("receiver_code"), "for"
        )
    )
