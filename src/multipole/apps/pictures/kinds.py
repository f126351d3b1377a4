"""Which answers can be drawn, and by what: chosen by the columns of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import altair as alt

from multipole.apps.pictures import blocs, claim, depends, ideal, points, polarity, reliability
from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer: the columns by which it is known, and the function that draws it."""

    name: str
    columns: frozenset[str]
    draw: Callable[[Answer], alt.VConcatChart]


#: The first whose columns the table has draws it.
KINDS: Final[tuple[Kind, ...]] = (
    Kind("measures over time", points.COLUMNS, points.draw),
    Kind("ideal points", ideal.COLUMNS, ideal.draw),
    Kind("polarity", polarity.COLUMNS, polarity.draw),
    Kind("blocs of a year", blocs.COLUMNS, blocs.draw),
    Kind("shares of dependence", depends.COLUMNS, depends.draw),
    Kind("tests of a claim", claim.COLUMNS, claim.draw),
    Kind("reliability of forecasts", reliability.COLUMNS, reliability.draw),
)


def picture(answer: Answer) -> alt.VConcatChart:
    """The picture of an answer as an Altair chart: values with their intervals, nothing else.

    Intervals are bands around lines and bars through points. A value that is not known is a gap:
    no line leads over it. Title, unit, the share of the doubt that intervals hold, source, release
    and the last day of the data stand in the picture. Not to read figures off, which are in the
    table; not to compare heights between plots, each of which has an axis of its own.

    Raises `WrongUse` for an answer that has no picture.
    """
    have = set(answer.table.column_names)
    kind = next((k for k in KINDS if k.columns <= have), None)
    if kind is None:
        raise WrongUse(
            f"there is no picture of {answer.title!r}",
            remedy=f"Pictures are of: {', '.join(k.name for k in KINDS)}.",
        )
    return kind.draw(answer)
