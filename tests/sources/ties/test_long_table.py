"""Tables of the user's own: what they may look like and what is said when they are wrong.

The currency shares are those that the Bank of Russia gave out and the press reported in 2020.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.long_parts import read_period
from multipole.sources.ties.long_table import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
PLAIN = "subject,object,variable,period,value,unit"
SHARES = """\
subject,object,variable,period,value,unit,directed,known_on,note
China,Russia,dollar_share_of_trade,2015,90,percent,no,2020-08-06,share of payments in dollars
China,Russia,dollar_share_of_trade,2019,51,percent,no,2020-08-06,
China,Russia,dollar_share_of_trade,2020-Q1,46,percent,no,2020-08-06,
"""


def read(path: Path, text: str) -> Batch:
    path.write_text(text, encoding="utf-8")
    file = Input(path, "0" * 64, len(text))
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def table(tmp_path: Path, *rows: str, header: str = PLAIN) -> Batch:
    return read(tmp_path / "own.csv", header + "\n" + "".join(f"{row}\n" for row in rows))


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def refused(batch: Batch) -> tuple[int, str, str, str, str]:
    (row,) = frame(batch.quarantine).rows()
    return row


def ends(batch: Batch) -> list[tuple[str, str]]:
    return frame(batch.observations).select("subject", "object").rows()


def test_currency_shares_of_trade_go_in_as_a_user_writes_them(tmp_path: Path) -> None:
    batch = read(tmp_path / "shares.csv", SHARES)
    assert frame(batch.quarantine).is_empty()
    found = frame(batch.observations)
    assert found.select("subject", "object", "value", "status", "row").rows() == [
        ("CHN", "RUS", 90, "observed", 2), ("CHN", "RUS", 51, "observed", 3),
        ("CHN", "RUS", 46, "observed", 4),
    ]  # fmt: skip
    assert found["period_end"].to_list()[-1] == date(2020, 4, 1)
    assert found["known_on"].unique().to_list() == [date(2020, 8, 6)]
    assert found["column"].unique().to_list() == ["value"]


def test_each_variable_is_an_item_with_its_unit_and_each_note_too(tmp_path: Path) -> None:
    variable, note = frame(read(tmp_path / "shares.csv", SHARES).items).to_dicts()
    assert (variable["kind"], variable["item"]) == ("variable", "dollar_share_of_trade")
    assert json.loads(variable["facts"]) == {"unit": "percent", "ends": 2, "directed": False}
    assert (variable["period_start"], variable["period_end"]) == (
        date(2015, 1, 1), date(2020, 4, 1)
    )  # fmt: skip
    assert (note["kind"], note["row"], note["title"]) == ("note", 2, "share of payments in dollars")


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_tabs_and_capitals_in_the_header_will_do(tmp_path: Path, separator: str) -> None:
    text = (PLAIN.title() + "\nChina,Russia,gas_bcm,2021,10,bcm\n").replace(",", separator)
    assert ends(read(tmp_path / "own.csv", text)) == [("CHN", "RUS")]


@pytest.mark.parametrize(
    ("subject", "period", "actor"),
    [
        ("Soviet Union", "1970", "RUS"), ("rus", "2015", "RUS"), ("365", "1970", "RUS"),
        ("710", "2015", "CHN"), ("CN", "2015", "CHN"), ("EU", "2015", "EU"), ("UK", "2015", "GBR"),
        ("255", "2015", "DEU"), ("345", "1995", "YUG"), ("345", "2015", "SRB"),
        ('"Korea, North"', "2015", "PRK"), ("NAM", "2015", "NAM"),
    ],
)  # fmt: skip
def test_actors_go_by_name_id_or_code_of_the_time(
    tmp_path: Path, subject: str, period: str, actor: str
) -> None:
    assert ends(table(tmp_path, f"{subject},,gas_bcm,{period},1,bcm")) == [(actor, "")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2015", Period(date(2015, 1, 1), date(2016, 1, 1))),
        ("2015-Q2", Period(date(2015, 4, 1), date(2015, 7, 1))),
        ("2015q4", Period(date(2015, 10, 1), date(2016, 1, 1))),
        ("2015-H2", Period(date(2015, 7, 1), date(2016, 1, 1))),
        ("2015-03", Period(date(2015, 3, 1), date(2015, 4, 1))),
        ("2015-01-01/2015-06-30", Period(date(2015, 1, 1), date(2015, 7, 1))),
        ("2015-Q1/2015-Q3", Period(date(2015, 1, 1), date(2015, 10, 1))),
    ],
)
def test_periods_are_years_quarters_halves_months_days_and_spans(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("row", "column", "reason", "remedy"),
    [
        ("China,Rusia,gas_bcm,2021,1,bcm", "object", "'Rusia' is not a state", "Did you mean RUS"),
        ("NA,,gas_bcm,2021,1,bcm", "subject", "'NA' is not a state", "Write NAM for Namibia"),
        ("AU,,gas_bcm,2021,1,bcm", "subject", "'AU' is AUS and African Union", "Write AUS or"),
        ("999,,gas_bcm,2021,1,bcm", "subject", "'999' is not a state", "COW codes"),
        (",China,gas_bcm,2021,1,bcm", "subject", "the subject is missing", "whom"),
        ("China,CHN,gas_bcm,2021,1,bcm", "object", "'CHN' is the subject, too", "another actor"),
        ("China,,Gas (bcm),2021,1,bcm", "variable", "'Gas (bcm)' is no name", "underscores"),
        ("China,,cinc,2021,1,bcm", "variable", "'cinc' is a variable of another", "another name"),
        ("China,,gas_bcm,2021,1,", "unit", "the unit is missing", "No bare numbers"),
        ("China,,gas_bcm,last year,1,bcm", "period", "'last year' is not a date", "2015-Q1"),
        ("China,,gas_bcm,2021-13,1,bcm", "period", "'2021-13' has no such month", "2015-Q1"),
        ("China,,gas_bcm,2021/2020,1,bcm", "period", "holds no day", "FIRST/LAST"),
        ("China,,gas_bcm,2021,ten,bcm", "value", "'ten' is not a number", "plain number"),
        ('China,,gas_bcm,2021,"1,5",bcm', "value", "'1,5' is not a number", "plain number"),
        ("China,,gas_bcm,2021,1", "", "the row has 5 fields, not 6", "mend the row"),
    ],
)
def test_what_is_wrong_is_said_with_place_and_remedy(
    tmp_path: Path, row: str, column: str, reason: str, remedy: str
) -> None:
    line, where, _, why, advice = refused(table(tmp_path, row))
    assert (line, where) == (2, column)
    assert reason in why
    assert remedy in advice


def test_an_empty_value_is_missing_and_never_zero(tmp_path: Path) -> None:
    batch = table(tmp_path, "China,,gas_bcm,2020,,bcm", "China,,gas_bcm,2021,0,bcm")
    assert frame(batch.observations).select("value", "status").rows() == [
        (None, "missing"), (0, "observed")
    ]  # fmt: skip


def test_a_status_must_agree_with_the_value(tmp_path: Path) -> None:
    batch = table(
        tmp_path, "China,,gas_bcm,2019,1,bcm,imputed", "China,,gas_bcm,2020,,bcm,not_covered",
        "China,,gas_bcm,2021,,bcm,observed", "China,,gas_bcm,2022,1,bcm,missing",
        "China,,gas_bcm,2023,1,bcm,guessed", header=PLAIN + ",status",
    )  # fmt: skip
    assert frame(batch.observations)["status"].to_list() == ["imputed", "not_covered"]
    assert sorted(frame(batch.quarantine)["row"]) == [4, 5, 6]


def test_one_variable_has_one_unit(tmp_path: Path) -> None:
    batch = table(
        tmp_path, "China,,gas_bcm,2019,1,bcm", "China,,gas_bcm,2020,1,TWh", "China,,oil,2020,1,TWh"
    )
    line, where, datum, why, _ = refused(batch)
    assert (line, where, datum) == (3, "unit", "TWh")
    assert why == "the unit is 'TWh' here and 'bcm' in row 2"


def test_one_variable_is_about_one_actor_or_about_two(tmp_path: Path) -> None:
    batch = table(tmp_path, "China,Russia,gas_bcm,2019,1,bcm", "China,,gas_bcm,2020,1,bcm")
    assert refused(batch)[:2] == (3, "object")


def test_without_direction_the_ends_are_in_order_and_the_mirror_is_a_repeat(
    tmp_path: Path,
) -> None:
    batch = table(
        tmp_path, "Russia,China,gas_bcm,2019,1,bcm,no", "China,Russia,gas_bcm,2019,1,bcm,no",
        "Russia,China,oil,2019,1,t,yes", "China,Russia,oil,2019,1,t,", header=PLAIN + ",directed",
    )  # fmt: skip
    assert ends(batch) == [("CHN", "RUS"), ("RUS", "CHN"), ("CHN", "RUS")]
    assert batch.set_aside == {"repeated row": 1}


def test_contradictory_rows_are_refused_whatever_the_names(tmp_path: Path) -> None:
    batch = table(
        tmp_path, "Russia,CHN,gas_bcm,2019,1,bcm", "RUS,China,gas_bcm,2019-01/2019-12,2,bcm",
        "RUS,China,gas_bcm,2020,2,bcm",
    )  # fmt: skip
    assert frame(batch.quarantine)["row"].to_list() == [2, 3]
    assert frame(batch.observations)["row"].to_list() == [4]


def test_items_keep_values_of_one_pair_apart(tmp_path: Path) -> None:
    batch = table(
        tmp_path, "Russia,CHN,gas_bcm,2019,1,bcm,pipe", "Russia,CHN,gas_bcm,2019,2,bcm,ship",
        header=PLAIN + ",item",
    )  # fmt: skip
    assert frame(batch.observations)["item"].to_list() == ["pipe", "ship"]


def test_the_columns_are_known_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no column 'unit'"):
        table(tmp_path, header="subject,object,variable,period,value")
    with pytest.raises(UnreadableInput, match="'colour' is not known"):
        table(tmp_path, header=PLAIN + ",colour")


def test_the_file_names_the_edition(tmp_path: Path) -> None:
    path = tmp_path / "currency_shares.csv"
    path.write_text(SHARES)
    assert SOURCE.edition_of(Input(path, "0" * 64, 0)).name == "currency_shares"
    assert SOURCE.increments
