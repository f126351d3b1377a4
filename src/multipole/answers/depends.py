"""Who depends on whom: the share of each in what the other gets and sells, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

import pyarrow as pa

from multipole.answers import depends_notes, evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, end_of, pair_of, start_of
from multipole.answers.depends_energy import energy_rows
from multipole.answers.depends_fbic import fbic_rows
from multipole.answers.depends_flows import flow_rows, own_flows
from multipole.answers.depends_gdp import gdp_rows, not_comparable
from multipole.answers.depends_rows import SCHEMA, Asked, Row
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store

SHOWN: Final = ("when", "flow", "subject", "partner", "percent", "bounds", "instead", "source")
#: What every other partner is supposed to be able to give more, when one stops: a tenth.
SPARE: Final = 0.1


def depends(
    store: Store,
    a: str,
    b: str,
    *,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    spare: float = SPARE,
    with_: Iterable[str] | str = (),
) -> Answer:
    """How much of what each of two gets and sells goes through the other, both ways.

    A row a direction, flow and year (five years for arms): the ``share`` of ``partner`` in the
    flow of ``subject`` with the bounds that unknown partners leave, how concentrated the flow is,
    what others could replace of it, and the cells. Flows are imports and exports, arms, fuels,
    trade as a part of GDP, and your own directed amounts of trade, energy, arms or finance (by
    their names; ``with_`` names others, also shares), whose subject depends on their object. Of
    fuels from one seller there are amounts, and each buyer's part in the seller's sales. The
    published index FBIC stands beside them in ``index``. ``spare``: what all other partners could
    give more if one stopped, for ``loss``.

    A note a flow says who could hurt whom more in the last period that both have, or that it
    cannot be told; others say what is unknown.

    Raises `UnknownCode` or `WrongUse` for the actors and options and `NothingFound` when no flow
    is in the store.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    if not spare >= 0:
        raise WrongUse(f"others can give {spare} more", remedy="Give 0.1 for a tenth.")
    asked = Asked(store, day_of(as_of), start_of(since), end_of(until), spare)
    given = with_.split(",") if isinstance(with_, str) else list(with_)
    named = [name.strip() for name in given if name.strip()]
    found = [row for who, on in ((left, right), (right, left)) for row in rows_of(
        asked, who, on, named)]  # fmt: skip
    rows = [row for row in found if is_known(row)]
    if not rows:
        raise NothingFound(
            f"the store holds no trade, arms or fuels of {left} and {right}",
            where=str(store.path),
            remedy="Add some: multipole sources trade, multipole sources arms.",
        )
    rows.sort(key=lambda r: (r["unit"] == "index", r["flow"], r["period_start"], r["subject"]))
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    title = f"{left} and {right}: who depends on whom"
    return Answer(title, table, evidence.none(), tuple(_notes(asked, found, rows, left, right)),
                  SHOWN)  # fmt: skip


def rows_of(asked: Asked, who: str, on: str, named: Sequence[str] = ()) -> Iterator[Row]:
    """Every row of how ``who`` depends on ``on``, also those without a figure."""
    own = own_flows(asked, named)
    for row in chain(
        flow_rows(asked, who, on, own=own),
        gdp_rows(asked, who, on),
        energy_rows(asked, who, on),
        fbic_rows(asked, who, on),
    ):
        yield dict.fromkeys(SCHEMA.names) | row


def is_known(row: Row) -> bool:
    """Whether a row has a figure: a share, an amount or an index."""
    return any(row[name] is not None for name in ("share", "amount", "index"))


def _notes(asked: Asked, found: list[Row], rows: list[Row], a: str, b: str) -> Iterator[str]:
    yield from depends_notes.leanings(rows, a, b, spare=asked.spare)
    yield from depends_notes.published(rows)
    yield from filter(None, (not_comparable(asked, who) for who in (a, b)))
    yield from depends_notes.products(rows)
    yield from depends_notes.gaps(row for row in found if not is_known(row))
    if any(row["loss"] is not None for row in rows):
        yield depends_notes.rule(asked.spare)
    if any(row["measure"] == "arms_dependence" for row in rows):
        yield (
            "Arms are volumes of five years as SIPRI lists them, from suppliers that it knows: a "
            "supplier without a row is not counted, and no share is of all arms."
        )
    yield (
        "A share counts partners with known flows; its lower bound takes every unknown partner for "
        "as large as the largest known one, or as its own months and years allow."
    )
