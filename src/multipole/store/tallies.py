"""Coded events of two actors counted by step, for measures: drawn together and added up in SQL."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from multipole.core.errors import WrongUse

#: How many acts a source reports in a step, by type and domain, ``between`` the two or not.
TALLIES: Final = pa.schema(
    [
        ("source", pa.string()),
        ("period_start", pa.date32()),
        ("action", pa.string()),
        ("domain", pa.string()),
        ("between", pa.bool_()),
        ("n", pa.float64()),
    ]
)
STEPS: Final = {"month": 1, "quarter": 3, "year": 12}


def checked(a: str, b: str, step: str) -> None:
    """Raises `WrongUse` for an unknown step or one actor twice."""
    if step not in STEPS:
        raise WrongUse(f"{step!r} is not a time step", remedy=f"Use one of {', '.join(STEPS)}.")
    if a == b:
        raise WrongUse(f"a pair of {a!r} and {b!r}", remedy="Give two different actors.")


def tallying(standing: str, where: str, step: str) -> str:
    """The SELECT of `Records.tallies`.

    One of $a and $b is at an end and another actor at the other; a state's acts with itself and
    with nobody that is known are left out. What tells the same act (source, days, ends, code, type
    and modality) is one act.
    """
    first = f"date_trunc('{step}', period_start)::DATE"
    return f"""
        {standing},
        acts AS (
            SELECT s.source, o.period_start, o.period_end, o.action, min(o.domain) AS domain,
                o.sender IN ($a, $b) AND o.receiver IN ($a, $b) AS between_them
            FROM codings AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = ''
            {where}
            GROUP BY s.source, o.period_start, o.period_end, o.sender, o.receiver, o.action, o.code,
                o.modality
        )
        SELECT source,
            CASE WHEN period_end - period_start
                <= ({first} + INTERVAL {STEPS[step]} MONTH)::DATE - {first} THEN {first}
            END AS period_start,
            action, domain, between_them AS "between", count(*)::DOUBLE AS n
        FROM acts GROUP BY ALL ORDER BY ALL
    """  # noqa: S608 - own names


#: Which rows are acts of one of the two with another actor.
ENDS: Final = (
    "(o.sender IN ($a, $b) OR o.receiver IN ($a, $b))",
    "o.sender <> '' AND o.receiver <> '' AND o.sender <> o.receiver",
    "o.modality = 'happened'",
)

#: How many acts that happened each source tells of each two actors, by month and type; ``a`` sorts
#: before ``b``.
PAIR_MONTHS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "a", "b")),
        ("period_start", pa.date32()),
        ("action", pa.string()),
        ("n", pa.int64()),
    ]
)
MONTH_DAYS: Final = 31


def tallying_pairs(standing: str, where: str) -> str:
    """The SELECT of `Records.pair_months`: acts drawn together as in `tallying`, of all pairs."""
    return f"""
        {standing}
        SELECT s.source, least(o.sender, o.receiver) AS a, greatest(o.sender, o.receiver) AS b,
            date_trunc('month', o.period_start)::DATE AS period_start, o.action,
            count(DISTINCT (o.sender, o.code, o.period_start, o.period_end)) AS n
        FROM codings AS o
        JOIN standing AS s ON s.release = o.release AND s.variable = ''
        {where}
        GROUP BY ALL ORDER BY ALL
    """  # noqa: S608 - own names


#: Which rows are acts of two different actors in one month.
OF_TWO: Final = (
    "o.sender <> '' AND o.receiver <> '' AND o.sender <> o.receiver",
    "o.modality = 'happened'",
    f"o.period_end - o.period_start <= {MONTH_DAYS}",
)

#: What is said of one actor: rows, partners, first day and day after the last, by variable.
REACH: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "variable")),
        *((n, pa.int64()) for n in ("rows", "partners")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
    ]
)


def reaching(standing: str) -> str:
    """The SELECT of `Records.reach_of`."""
    return f"""
        {standing}
        SELECT s.source, o.variable, count(*) AS "rows",
            count(DISTINCT nullif(if(o.subject = $actor, o."object", o.subject), ''))
                AS partners,
            min(o.period_start) AS period_start, max(o.period_end) AS period_end
        FROM observations AS o
        JOIN standing AS s ON s.release = o.release AND s.variable = o.variable
        WHERE (o.subject = $actor OR o."object" = $actor)
            AND o.known_on <= coalesce($as_of, DATE '9999-12-31')
        GROUP BY ALL ORDER BY s.source, o.variable
    """  # noqa: S608 - own names
