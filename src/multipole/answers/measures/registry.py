"""All measures by name. A registry is a tuple: a new family is a new line."""

from __future__ import annotations

from typing import Final

from multipole.answers.measures import acts, dependence, ideal, recorded, reports, votes
from multipole.answers.measures.family import Family
from multipole.core.types import Measure

FAMILIES: Final[tuple[Family, ...]] = (
    votes.FAMILY,
    votes.VETO_FAMILY,
    ideal.FAMILY,
    acts.FAMILY,
    recorded.FAMILY,
    dependence.FAMILY,
    dependence.OUTPUT,
    reports.FAMILY,
)
MEASURES: Final[dict[str, Measure]] = {
    one.name: one for family in FAMILIES for one in family.measures
}
