"""Trade with a partner as a part of what a state produces, and which figure of its product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers.depends_rows import Asked, Row, placed, status_of
from multipole.relations.dependence import trade_in_gdp

#: What the unit of an amount in current dollars may be, and how many dollars one is.
_DOLLARS: Final = re.compile(r"(?:(thousand|million|billion|trillion) )?(?:current )?(?:usd|us\$)")
_SCALES: Final = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PER_HEAD: Final = "gdp_per_capita_usd"
#: Populations, and how many persons one is.
_PEOPLE: Final = {"population": 1.0, "nmc_tpop": 1e3}
#: Products that are not at current prices and exchange rates.
_OTHER_PRICES: Final = ("gdp_usd_2015", "gdp_ppp_intl", "gdp_ppp_intl_2021")
#: Ways of counting trade: imports, exports, whether the first reports both, dollars a unit.
_WAYS: Final = (
    ("trade_imports_usd", "trade_exports_usd", True, 1.0),
    ("cow_imports_musd", "cow_imports_musd", False, 1e6),
)


@dataclass(frozen=True, slots=True)
class Product:
    """What a state produced in a year in current dollars, from which cells, and how made."""

    usd: float
    how: str
    cells: tuple[Mapping[str, Any], ...]


def gdp_rows(asked: Asked, who: str, on: str) -> Iterator[Row]:
    """Trade with ``on`` and imports from it in the product of ``who``, by year.

    A row without a share lacks the trade or the product of a year in which the other is known.
    """
    made = products(asked, who)
    found: dict[int, Row] = {}
    for way in _WAYS:
        for year, held in _trade(asked, who, on, way).items():
            if found.get(year, {}).get("share") is None:
                found[year] = _row(held, made.get(year), way[3])
    for year in sorted(found):
        for row in _both(found[year]):
            yield row | {"subject": who, "partner": on}


def not_comparable(asked: Asked, who: str) -> str:
    """A sentence when the store has only products that trade must not be divided by."""
    found = [name for name in _OTHER_PRICES if asked.rows(name, subjects=[who])]
    found += [name for name, unit in _own_products(asked).items() if not _dollars(unit)]
    if not found or products(asked, who):
        return ""
    return (
        f"Trade in GDP of {who} is not given: {', '.join(found)} is not in current dollars, and "
        "trade is."
    )


def _trade(asked: Asked, who: str, on: str, way: tuple[str, str, bool, float]) -> dict[int, Row]:
    """Imports and exports of ``who`` with ``on`` by year, with their rows."""
    bought, sold, reports, _ = way
    ends = (who, on) if reports else (on, who)
    reach = asked.reach(bought)
    found: dict[int, Row] = {}
    for name, variable, (a, b) in (("imports", bought, (who, on)), ("exports", sold, ends)):
        for row in asked.rows(variable, subjects=[a], objects=[b], items=[""]):
            year = found.setdefault(row["period_start"].year, {"rows": []})
            year[name] = row["value"]
            year["rows"].append(row)
            year["until"] = reach and reach.last
    return found


def _row(trade: Row, product: Product | None, dollars: float) -> Row:
    """What both rows of a year share, with ``share`` None when something is not known."""
    rows = trade["rows"]
    cells = (*rows, *(product.cells if product else ()))
    known = product is not None and None not in (trade.get("imports"), trade.get("exports"))
    sources = dict.fromkeys(cell["source"] for cell in cells)
    return {
        "period_start": rows[0]["period_start"], "period_end": rows[0]["period_end"],
        "bought": (trade.get("imports") or 0.0) * dollars,
        "sold": (trade.get("exports") or 0.0) * dollars,
        "share": 0.0 if known else None,
        "whole": product.usd if product else None,
        "status": status_of(cells) if known else "missing",
        "note": f"GDP is {product.how}" if product else "no GDP in current dollars",
        "unit": "USD", "until": trade["until"], "source": ", ".join(sources),
        "variable": ", ".join(dict.fromkeys(cell["variable"] for cell in cells)),
        "release": ", ".join(dict.fromkeys(cell["release"] for cell in cells)),
        **placed(cells),
    }  # fmt: skip


def _both(row: Row) -> Iterator[Row]:
    """The row of all trade and that of imports alone."""
    bought, sold = row.pop("bought"), row.pop("sold")
    known = row["share"] is not None
    for flow, measure, exports in (
        ("trade in GDP", "trade_in_gdp", sold), ("imports in GDP", "imports_in_gdp", 0.0)
    ):  # fmt: skip
        share = trade_in_gdp(bought, exports, row["whole"]) if known else None
        amount = bought + exports if known else None
        yield row | {
            "flow": flow, "measure": measure, "share": share, "low": share, "high": share,
            "amount": amount,
        }  # fmt: skip


def products(asked: Asked, who: str) -> dict[int, Product]:
    """The product of a state by year: a total where there is one, else per head times heads."""
    found = _per_head(asked, who)
    for name, unit in reversed(list(_own_products(asked).items())):
        if _dollars(unit):
            found |= _totals(asked, who, name, _dollars(unit), "from a table of your own")
    return found | _totals(asked, who, "gdp_usd", 1.0, "in current dollars")


def _totals(asked: Asked, who: str, name: str, dollars: float, how: str) -> dict[int, Product]:
    return {
        row["period_start"].year: Product(row["value"] * dollars, f"{name}, {how}", (row,))
        for row in asked.rows(name, subjects=[who])
        if row["value"] and row["period_end"].year == row["period_start"].year + 1
    }


def _per_head(asked: Asked, who: str) -> dict[int, Product]:
    """Product per head in current dollars times the population, where both are known."""
    heads = {r["period_start"].year: r for r in asked.rows(_PER_HEAD, subjects=[who]) if r["value"]}
    found: dict[int, Product] = {}
    for name, persons in reversed(_PEOPLE.items()):
        for row in asked.rows(name, subjects=[who]):
            head = heads.get(row["period_start"].year)
            if head and row["value"]:
                usd = head["value"] * row["value"] * persons
                how = f"{_PER_HEAD} (current dollars) times {name}"
                found[row["period_start"].year] = Product(usd, how, (head, row))
    return found


def _own_products(asked: Asked) -> dict[str, str]:
    """The user's own variables of one actor that are a gross domestic product, with their units."""
    parts = {"per", "capita", "head", "growth", "share", "percent"}
    return {
        name: v.unit
        for name, v in asked.own.items()
        if v.ends == 1 and "gdp" in name.split("_")
        and not parts & set(re.split(r"[_ ]", f"{name} {v.unit}"))
    }  # fmt: skip


def _dollars(unit: str) -> float:
    """How many current dollars one of a unit is; 0 for what is none."""
    found = _DOLLARS.fullmatch(unit.lower())
    return _SCALES[found.group(1) or ""] if found else 0.0
