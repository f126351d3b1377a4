"""Event, Claim -> Relation: how close two actors are, how that changes, what kind of tie it is.

Pure functions over Arrow tables and numpy arrays; every number carries its interval.
"""

from multipole.relations.closeness import (
    CLOSENESS,
    DEEDS,
    WORDS,
    closeness,
    estimate,
    inside,
    relation,
)
from multipole.relations.dyads import dyad_events, dyad_rows
from multipole.relations.months import BINS, Bin, measure
from multipole.relations.trend import Trend, change, trend

__all__ = [
    "BINS",
    "CLOSENESS",
    "DEEDS",
    "WORDS",
    "Bin",
    "Trend",
    "change",
    "closeness",
    "dyad_events",
    "dyad_rows",
    "estimate",
    "inside",
    "measure",
    "relation",
    "trend",
]
