"""Two data sets of the invented world of `reports`: how its states vote and what they trade.

Nothing here was ever counted. The facts planted are:

* Votes, four roll calls a year, 2031-2034: Iceland and Namibia vote alike in all, Paraguay and
  Fiji in none, Malta and Bhutan in all until 2032 and in one of four from 2033. Fiji is absent
  from the last call of each year.
* Trade in million dollars: Bhutan imports 100 from Iceland each year, 40, 40, 4 and none at all
  from Malta; what Malta imports from Bhutan in 2033 is not known. A second edition, of 2040,
  corrects Bhutan's imports from Iceland in 2034 to 90.
* A table of its own: Iceland's share of Bhutan's gas, 80 percent in 2032.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.datafiles import cow_trade, long_table, unvotes

YEARS: Final = (2031, 2032, 2033, 2034)
CODES: Final = {"ISL": 395, "NAM": 565, "MLT": 338, "BTN": 760}
FLOWS: Final = {2031: 40, 2032: 40, 2033: 4, 2034: 0}


def write_tables(folder: Path) -> None:
    """The files of the data sets: votes/, trade.csv, trade_2040.csv, gas.csv."""
    calls = {year * 10 + n: f"{year}-1{n % 3}-0{n}" for year in YEARS for n in (1, 2, 3, 4)}
    unvotes(folder / "votes", calls, {call: _votes(call // 10, call % 10) for call in calls})
    cow_trade(folder / "trade.csv", *_trade(100))
    cow_trade(folder / "trade_2040.csv", *_trade(90))
    gas = ("Bhutan", "Iceland", "gas_import_share", 2032, 80, "percent")
    long_table(folder / "gas.csv", gas)


def _votes(year: int, n: int) -> dict[str, str]:
    north = "yes" if n % 2 else "no"
    bhutan = "yes" if year < 2033 or n == 1 else "abstain"
    return {
        "IS": north, "NA": north, "PY": "yes", "FJ": "absent" if n == 4 else "no",
        "MT": "yes", "BT": bhutan,
    }  # fmt: skip


def _trade(last: int) -> list[tuple[int, int, int, float, float]]:
    from_iceland = [
        (CODES["BTN"], CODES["ISL"], year, last if year == 2034 else 100, 7) for year in YEARS
    ]
    to_malta = {year: -9 if year == 2033 else 2 for year in YEARS}
    from_malta = [(CODES["BTN"], CODES["MLT"], year, FLOWS[year], to_malta[year]) for year in YEARS]
    return [*from_iceland, *from_malta]
