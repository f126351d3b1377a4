"""Members of the state system and major powers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.source import Batch, Input
from multipole.sources.states import major_powers, system_members

from .conftest import Read, Write

HEAD = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
SPAN = ("subject", "period_start", "period_end")


def spans(batch: Batch) -> list[tuple[object, ...]]:
    assert batch.observations is not None
    return batch.observations.select(SPAN).rows()


def reasons(batch: Batch) -> list[str]:
    assert batch.quarantine is not None
    return batch.quarantine["reason"].to_list()


def test_a_last_day_is_inside_and_dates_may_be_floats(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        NTH,210.0,Netherlands,1816.0,1.0,1.0,1940.0,7.0,14.0,2016.0
        NTH,210,Netherlands,1945,6,25,2016,12,31,2016""")
    batch = read(system_members.SOURCE, file)
    assert spans(batch) == [
        ("NLD", date(1816, 1, 1), date(1940, 7, 15)), ("NLD", date(1945, 6, 25), date(2017, 1, 1)),
    ]  # fmt: skip
    assert batch.observations is not None
    assert batch.observations["value"].unique().to_list() == [1.0]


def test_a_list_covers_the_system_to_its_last_day(write: Write) -> None:
    file = write(f"""{HEAD}
        NTH,210.0,Netherlands,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0""")
    edition = system_members.SOURCE.edition_of(file)
    assert edition.version == "2016"
    covered = Period(date(1816, 1, 1), date(2017, 1, 1))
    assert edition.covers == {"state_system_member": covered}
    assert system_members.MEMBER.zero


def test_a_code_that_passed_on_makes_a_row_for_each_holder(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        YUG,345,Yugoslavia,1990,1,1,2010,12,31,2016""")
    batch = read(system_members.SOURCE, file)
    assert spans(batch) == [
        ("YUG", date(1990, 1, 1), date(2003, 2, 4)), ("SCG", date(2003, 2, 4), date(2006, 6, 5)),
        ("SRB", date(2006, 6, 5), date(2011, 1, 1)),
    ]  # fmt: skip


def test_bad_dates_codes_and_overlaps_are_refused(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        AAA,2,United States,1816,2,30,2016,12,31,2016
        BBB,20,Canada,1990,1,1,1980,1,1,2016
        CCC,626,South Sudan,1900,1,1,1950,1,1,2016
        DDD,200,United Kingdom,1816,1,1,1900,12,31,2016
        DDD,200,United Kingdom,1899,1,1,1950,12,31,2016
        EEE,70,Mexico,1831,,1,2016,12,31,2016""")
    batch = read(system_members.SOURCE, file)
    assert spans(batch) == [("GBR", date(1816, 1, 1), date(1901, 1, 1))]
    told = " / ".join(sorted(reasons(batch)))
    for part in ("'1816-02-30' is not a day", "before the first day", "'626' is no state's cow",
                 "'200' has another row", "stmonth is missing"):  # fmt: skip
        assert part in told


def test_the_two_lists_are_told_apart(write: Write) -> None:
    members = write(f"""{HEAD}
        NTH,210,Netherlands,1816,1,1,2016,12,31,2016""")
    with pytest.raises(UnreadableInput, match="statenme"):
        major_powers.SOURCE.edition_of(members)
    majors = write("""ccode,styear,stmonth,stday,endyear,endmonth,endday,version
        2.0,1898.0,8.0,13.0,2016.0,12.0,31.0,2016.0""")
    with pytest.raises(UnreadableInput, match="no column 'stateabb'"):
        system_members.SOURCE.edition_of(majors)


def test_a_major_power_may_lose_and_regain_its_rank(write: Write, read: Read) -> None:
    file = write("""ccode,styear,stmonth,stday,endyear,endmonth,endday,version
        220.0,1816.0,1.0,1.0,1940.0,6.0,22.0,2016.0
        220.0,1945.0,8.0,15.0,2016.0,12.0,31.0,2016.0""")
    assert spans(read(major_powers.SOURCE, file)) == [
        ("FRA", date(1816, 1, 1), date(1940, 6, 23)), ("FRA", date(1945, 8, 15), date(2017, 1, 1)),
    ]  # fmt: skip


def test_the_published_members_are_those_of_our_own_table(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(system_members.SOURCE, published("states/cow_states.csv"))
    assert (batch.rows, accounted(batch), reasons(batch)) == (243, 243, [])
    assert batch.observations is not None
    for year in range(1816, 2017):
        on = date(year, 12, 31)
        there = (pl.col("period_start") <= on) & (pl.col("period_end") > on)
        members = batch.observations.filter(there)["subject"].sort().to_list()
        assert tuple(members) == load_actors().states_on("cow", on=on), year


def test_the_published_major_powers_all_go_in(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(major_powers.SOURCE, published("states/cow_majors.csv"))
    assert (batch.rows, accounted(batch), reasons(batch)) == (14, 14, [])
    assert ("RUS", date(1922, 1, 1), date(2017, 1, 1)) in spans(batch)
    assert ("AUH", date(1816, 1, 1), date(1918, 11, 4)) in spans(batch)
