"""Blocs as they are asked for: of one year, or of named states over the years."""

from __future__ import annotations

from typing import Any

from multipole.answers.answer import Answer
from multipole.answers.asked import When
from multipole.answers.blocs import blocs as of_year
from multipole.answers.blocs_years import blocs_years
from multipole.core.errors import WrongUse
from multipole.store import Store

_REMEDY = "Give --year 2018, or --since 2000 --until 2018 with --near CHN,RUS,USA."


def blocs(
    store: Store,
    *,
    year: int | str | None = None,
    since: When | int | None = None,
    until: When | int | None = None,
    **options: Any,
) -> Answer:
    """`multipole.answers.blocs.blocs` of ``year``, or `blocs_years` of ``since`` to ``until``.

    ``options`` are theirs: ``with_``, ``near``, ``as_of``, ``seed``. Raises `WrongUse` for a year
    as well as years, for neither, and for ``until`` without ``since``.
    """
    if year is not None:
        if since is not None or until is not None:
            raise WrongUse("both one year and a span of years were asked for", remedy=_REMEDY)
        return of_year(store, year=year, **options)
    if since is None:
        missing = (
            "neither a year nor the first of several was" if until is None else "no first year was"
        )
        raise WrongUse(f"{missing} asked for", remedy=_REMEDY)
    return blocs_years(store, since=since, until=until, **{"near": (), **options})
