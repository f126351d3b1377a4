"""Every number walks back to a cell: real files in a store, drawn from it, and read a second time.

The rules in `cell_rules`, `cell_names` and `cell_events` say anew what a row means: they use none
of the readers' tables of codes, scales and directions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from tests.sources import cell_events, cell_names, cell_rules
from tests.sources.cell_names import DATA, named
from tests.sources.cell_rules import Rule, Said

from multipole.pipeline import add_source
from multipole.sources.events.gdelt_format import MENTIONS, V1, V2
from multipole.sources.gate.cells import read_rows
from multipole.store import open_store

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data in {DATA} (set MULTIPOLE_SHARED)"),
    pytest.mark.xdist_group("cells"),
]
Drawn = dict[str, Any]
DRAW: Final = 300
SEED: Final = 20210322
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
RELEASED: Final = NOW.date()

FILES: Final[dict[str, tuple[str, ...]]] = {
    "gdelt_v1": ("events/gdelt/events1.csv",),
    "gdelt_v2": ("events/gdelt/events.csv", "events/gdelt/events2samps.csv"),
    "gdelt_mentions": ("events/gdelt/mentions.csv",),
    "icews": ("events/icews/events.2018.sample.tab",),
    "icews_graph": ("events/icews18",),
    "icews_dyads": ("events/icews/netify_icews.parquet",),
    "keds": ("events/keds/levant.cameo.csv",),
    "unga_votes": (
        "votes/fpsim_un_votes_s01_s78.parquet", "votes/UN_DATA.csv.zip",
        "votes/unvotes_un_votes.csv.gz", "votes/unvotes_un_roll_calls.csv",
        "votes/unvotes_un_roll_call_issues.csv",
    ),
    "unga_ideal_points": (
        "votes/IdealpointestimatesAll_Jun2024.csv", "votes/IdealpointestimatesAll_Apr2020.csv",
        "votes/IdealpointestimatesImportant_Apr2020.csv", "votes/qss_unvoting.csv",
        "votes/Matches.csv",
    ),
    "unsc_vetoes": ("votes/unsc_vetoes_1946_sept2022.csv",),
    "unsc_members": ("votes/council_membership.csv",),
    "us_coincidence": ("votes/us_coincidence",),
    "cow_states": ("states/cow_states.csv",),
    "cow_majors": ("states/cow_majors.csv",),
    "cow_nmc": ("states/cow_nmc.csv",),
    "cow_mids": ("states/cow_mid_dirdisps.csv",),
    "tss_rivalries": ("states/tss_rivalries.csv",),
    "wdi_gdp": ("trade/WDI_GDP.csv",),
    "sipri_milex": ("arms/owid_SIPRI_Military_Expenditure.csv",),
    "sipri_register": ("arms/trade-register_aditya.csv",),
    "sipri_tiv": ("arms/sipri-exports-processed.csv",),
    "atop": (
        "alliances/atop_alliance.parquet", "alliances/atop-alliance-level.csv",
        "alliances/atop-member-level.csv",
    ),
    "cow_trade": ("trade/cow_trade_ndy.parquet",),
    "cow_igos": ("trade/cow_igo_ndy.parquet",),
    "fbic": ("influence/FBIC_CHN_RUS_senders.csv",),
    "energy_flows": ("energy/comtrade_eurostat.csv.gz",),
    "gsdb": ("sanctions/GSDB_V4.csv",),
    "us_visits_in": ("visits/visits_data.csv",),
    "us_travels": (
        "visits/travels_president-travels.csv", "visits/travels_secretary-travels.csv",
    ),
    "china_engagements": ("visits/all_engagements_2003-2018.csv",),
}  # fmt: skip
#: The rules of files by the beginning of their names; the longest beginning counts.
RULES: Final[dict[str, Rule]] = {
    "netify": cell_rules.icews_dyad, "fpsim": cell_rules.long_vote,
    "UN_DATA": cell_rules.library_vote, "unvotes_un_votes": cell_rules.short_vote,
    "Idealpoint": cell_rules.estimate, "qss": cell_rules.textbook, "unsc_vetoes": cell_rules.veto,
    "council": cell_rules.seat, "un-coincidence": cell_rules.coincidence,
    "cow_states": cell_rules.spell, "cow_majors": cell_rules.spell, "cow_nmc": cell_rules.nmc,
    "cow_mid": cell_rules.mids, "tss": cell_rules.rivalry, "WDI": cell_rules.wdi,
    "owid": cell_rules.milex, "trade-register": cell_rules.register, "sipri": cell_rules.tiv,
    "atop_alliance": cell_rules.atop, "atop-member": cell_rules.atop_member,
    "cow_trade": cell_rules.cow_trade, "cow_igo": cell_rules.igos, "FBIC": cell_rules.fbic,
    "comtrade": cell_rules.energy, "GSDB": cell_rules.gsdb, "visits_data": cell_rules.visit_in,
    "travels": cell_rules.travel, "all_engagements": cell_rules.engagement,
}  # fmt: skip
HEADERLESS: Final = {"events1.csv": V1, "events.csv": V2, "mentions.csv": MENTIONS,
                     "train.txt": cell_events.TRIPLE, "valid.txt": cell_events.TRIPLE}  # fmt: skip
#: Cells that a listed correction overrides: those of shares of 0 in years of a paid army.
CORRECTED: Final = ("Angola", "Democratic Republic of Congo", "Tajikistan")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("cells") / "all.duckdb"
    with open_store(path, create=True) as opened:
        for source, names in FILES.items():
            assert not add_source(opened, source, [DATA / n for n in names], now=NOW).refusals
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def drawn(
    store: duckdb.DuckDBPyConnection,
    table: str,
    groups: str = "",
    *,
    sources: Iterable[str] = tuple(FILES),
) -> dict[tuple[str, Path], list[Drawn]]:
    """About `DRAW` rows of each file and group, by source and file."""
    found = store.execute(
        f"""
        SELECT r.source, f.path, r.known_on AS released, o.*
        FROM {table} AS o JOIN releases AS r ON r.id = o.release
        JOIN files AS f ON f.release = o.release AND f.number = o.file
        WHERE r.source IN (SELECT unnest($sources))
        QUALIFY row_number() OVER (
            PARTITION BY o.release, o.file {groups} ORDER BY hash(o."row", o.period_start, $seed)
        ) <= $draw
        """,
        {"seed": SEED, "draw": DRAW, "sources": list(sources)},
    )
    columns = [column[0] for column in found.description or ()]
    by_file: dict[tuple[str, Path], list[Drawn]] = defaultdict(list)
    for values in found.fetchall():
        row = dict(zip(columns, values, strict=True))
        by_file[row["source"], Path(row["path"])].append(row)
    return by_file


def records(path: Path, rows: list[Drawn]) -> dict[int, dict[str, str]]:
    """The records behind ``rows``, read again from the file."""
    columns = {row["column"] for row in rows if row.get("column")}
    columns = set() if path.suffix == ".parquet" else columns
    names = HEADERLESS.get(path.name, ())
    found = read_rows(path, {row["row"] for row in rows}, columns=columns, names=names)
    if path.name.startswith("un-coincidence"):
        return {row: record | {"year": path.stem[-4:]} for row, record in found.items()}
    return found


def rule_of(path: Path, variable: str) -> Rule:
    if variable == "agreement_published":
        return cell_rules.agreement
    return RULES[max((name for name in RULES if path.name.startswith(name)), key=len)]


def ends_agree(o: Drawn, said: Said) -> bool:
    """Whether the store's ends are those of the row; an end of None is looked up by its name."""
    if said.codes:
        span = o["period_start"], o["period_end"]
        held = sorted(end for end in (o["subject"], o["object"]) if end)
        return held == sorted(cell_rules.cow(code, span) for code in said.codes)
    if said.directed:
        pairs = ((o["subject"], said.subject), (o["object"], said.object))
        return all(told is None or held == told for held, told in pairs)
    told = sorted(end for end in (said.subject, said.object) if end)
    held = sorted(end for end in (o["subject"], o["object"]) if end)
    return all(end in held for end in told) and held == [o["subject"], o["object"]][: len(held)]


def faults_of(o: Drawn, said: Said, record: Mapping[str, str]) -> Iterator[str]:
    """How an observation differs from what its row says."""
    corrected = record.get("Entity") in CORRECTED and o["status"] == "missing"
    if o["column"] != said.column:
        yield f"column {said.column}"
    if o["value"] != said.value and not (corrected and said.value == 0):
        yield f"value {said.value}"
    if (o["status"] in ("observed", "imputed")) != (o["value"] is not None):
        yield f"status {o['status']}"
    if not ends_agree(o, said):
        yield f"ends {said.subject} {said.object}"
    if not period_agrees(o, said):
        yield f"period {said.start} {said.end}"
    if o["known_on"] != (said.known_on or o["released"]):
        yield f"known on {said.known_on}"


def period_agrees(o: Drawn, said: Said) -> bool:
    """The row's days; of a code that passed on, the part in which the actor had it."""
    held, told = (o["period_start"], o["period_end"]), (said.start, said.end)
    if said.within:
        return bool(told[0] <= held[0] < held[1] <= told[1])
    if o["item"].startswith("session "):  # of sessions whose opening is not listed, the year only
        return all(h == t or (t.month == 1 and h.year == t.year and t.day == 1)
                   for h, t in zip(held, told, strict=True))  # fmt: skip
    return held == told


def test_observations_say_what_their_cells_say(store: duckdb.DuckDBPyConnection) -> None:
    faults: list[str] = []
    checked: dict[str, int] = defaultdict(int)
    for (source, path), rows in drawn(store, "observations", ", o.variable").items():
        found = records(path, rows)
        for o in rows:
            record = found[o["row"]]
            said = rule_of(path, o["variable"])(o["variable"], record, o["column"])
            place = f"{source} {path.name} row {o['row']} {o['variable']} {o['subject']}"
            place += f" {o['object']} {o['period_start']} {o['value']}"
            faults += [f"{place}: {fault}" for fault in faults_of(o, said, record)]
            checked[source] += 1
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])
    with_values = {s for s in FILES if s not in (*cell_events.EVENTS, "gdelt_mentions")}
    assert set(checked) == with_values
    assert sum(checked.values()) > 30_000


#: Source -> columns in which the subject and the object are printed by name.
PRINTED: Final[dict[str, tuple[str, str]]] = {
    "sipri_milex": ("Entity", ""), "energy_flows": ("country", "partner"),
    "us_visits_in": ("from", ""), "us_travels": ("", "country"),
    "unsc_members": ("country_org", ""), "sipri_register": ("Supplier", "Recipient"),
    "sipri_tiv": ("supplier", "recipient"), "fbic": ("", "receiver"), "icews_dyads": ("i", "j"),
    "wdi_gdp": ("Country Name", ""), "us_coincidence": ("COUNTRY", ""),
    "unga_ideal_points": ("Countryname", ""), "china_engagements": ("", "country"),
}  # fmt: skip
#: Sources with pairs without direction: the row names one of the two.
EITHER: Final = ("us_coincidence", "unga_ideal_points", "china_engagements")


def test_ends_are_those_whom_the_row_names(store: duckdb.DuckDBPyConnection) -> None:
    faults, known, met = [], 0, 0
    for (source, path), rows in drawn(store, "observations", sources=PRINTED).items():
        found = records(path, rows)
        for o in rows:
            if o["variable"] == "china_leader_days":
                continue  # the state of the journey stands in the text
            record = found[o["row"]]
            for end, column in zip(("subject", "object"), PRINTED[source], strict=True):
                if column not in record:
                    continue
                states, met = named(record[column]), met + 1
                held = {o["subject"], o["object"]} if source in EITHER else {o[end]}
                known += bool(states)
                if states and not states & held:
                    faults.append(f"{path.name} row {o['row']}: {record[column]!r} is {o[end]}")
    assert not faults, "\n".join(faults[:40])
    assert known > 0.93 * met > 5_000


def test_sanctions_go_from_the_sanctioning_states(store: duckdb.DuckDBPyConnection) -> None:
    (rows,) = drawn(store, "observations", sources=["gsdb"]).values()
    found = records(Path(rows[0]["path"]), rows)
    told = [
        (o[end], found[o["row"]][column], cell_names.is_told(o[end], found[o["row"]][column]))
        for o in rows
        for end, column in (("subject", "sanctioning_state"), ("object", "sanctioned_state"))
    ]
    assert not [(state, cell) for state, cell, there in told if there is False]
    assert sum(bool(there) for _, _, there in told) > 400


def test_columns_of_states_are_those_of_their_names(store: duckdb.DuckDBPyConnection) -> None:
    """The wide table of roll calls: a column a state, and one vote a cell."""
    columns = store.execute(
        """SELECT DISTINCT "column", subject FROM observations
        WHERE variable IN ('unga_adopted_vote', 'unsc_vote')"""
    ).fetchall()
    assert len(columns) > 200
    bare = {(name.rstrip("0123456789").rstrip("_"), actor) for name, actor in columns}
    wrong = [(n, actor) for n, actor in bare if named(n) and actor not in named(n)]
    unknown = [n for n, _ in bare if not named(n)]
    assert (wrong, len(unknown) < 12) == ([], True), unknown


def test_arms_go_from_the_supplier_by_its_code_too(store: duckdb.DuckDBPyConnection) -> None:
    """The table of volumes has codes of the Correlates of War beside its names."""
    (rows,) = drawn(store, "observations", sources=["sipri_tiv"]).values()
    found = records(Path(rows[0]["path"]), rows)
    met = 0
    for o in rows:
        span = o["period_start"], o["period_end"]
        for end, name in (("subject", "supplier_cown"), ("object", "recipient_cown")):
            state = cell_rules.cow(found[o["row"]][name], span) if found[o["row"]][name] else "no"
            if not state.startswith("no") and not o[end].startswith("NGO:"):
                assert o[end] == state, (o, found[o["row"]])
                met += 1
    assert met > 500


def test_vetoes_are_of_those_whose_columns_say_so(store: duckdb.DuckDBPyConnection) -> None:
    """A second path: the columns of 0 and 1, which the readers do not use."""
    (rows,) = drawn(store, "items", sources=["unsc_vetoes"]).values()
    found = records(Path(rows[0]["path"]), rows)
    agreed = 0
    for o in rows:
        flags = {cell_rules.MEMBERS[n] for n in cell_rules.MEMBERS if found[o["row"]][n] == "1"}
        if o["period_start"] <= date(1971, 10, 25):
            flags = {"TWN" if flag == "CHN" else flag for flag in flags}
        assert flags <= set(o["actors"]), (o, flags)
        agreed += flags == set(o["actors"])
    assert agreed > 0.85 * len(rows) > 150


def test_coded_events_say_what_their_rows_say(store: duckdb.DuckDBPyConnection) -> None:
    checked = set()
    for (source, path), rows in drawn(store, "codings").items():
        found = records(path, rows)
        for o in rows:
            said = cell_events.EVENTS[source](o, found[o["row"]])
            said |= {"period_end": said["period_start"] + timedelta(days=1)}
            said.setdefault("known_on", o["released"])
            assert {name: o[name] for name in said} == said, (path.name, o["row"])
            assert o["action"] == cell_events.plover()[said["code"]]
        checked.add(source)
    assert checked == set(cell_events.EVENTS)


def test_items_say_what_their_rows_say(store: duckdb.DuckDBPyConnection) -> None:
    checked = set()
    for (_, path), rows in drawn(store, "items").items():
        kept = next((n for n in cell_events.FACTS if path.name.startswith(n)), "")
        if not kept:
            continue
        found = records(path, rows)
        for o in rows:
            facts = json.loads(o["facts"]) | {"item": o["item"], "title": o["title"]}
            for fact, column in cell_events.FACTS[kept].items():
                cell = found[o["row"]][column]
                assert cell_events.same(facts.get(fact), cell), (path.name, o["row"], fact, cell)
        checked.add(kept)
    assert checked == set(cell_events.FACTS)


ITEM_RULES: Final[dict[str, Callable[[Drawn, Mapping[str, str]], bool]]] = {
    "fpsim": lambda o, r: o["item"] == f"voeten:{r['resid']}",
    "UN_DATA": lambda o, r: o["item"] == f"library:{r['token']}"
    and list(r.values()).count("A") == int(r["ABSENT COUNT"]),
    "unvotes_un_roll_calls": lambda o, r: o["item"] == f"unvotes:{int(float(r['rcid']))}"
    and (o["title"] == r["short"].strip() or r["short"] in ("", "NA")),
    "Matches": lambda o, r: o["title"] == f"Roll calls {r['rcid1']} and {r['rcid2']}",
    "cow_mid": lambda o, r: o["item"] == f"mid:{int(float(r['dispnum']))}"
    and (cell_rules.cow(r["ccode1"], cell_rules.year(r["year"]))
         in json.loads(o["facts"])["side_a" if float(r["sidea1"]) else "side_b"]),
    "atop-alliance": lambda o, r: o["item"] == f"atop:{r['atopid']}"
    and o["topics"] == [name for name, column in cell_rules.PLEDGES.items() if r[column] == "1"],
    "GSDB": lambda o, r: o["topics"] == [k for k in cell_rules.SANCTIONS if r[k] == "1"],
    "tss": lambda o, r: o["item"] == f"tss:{int(float(r['tssr_id']))}",
}  # fmt: skip


@pytest.mark.parametrize("kind", ITEM_RULES)
def test_items_are_those_of_their_rows(store: duckdb.DuckDBPyConnection, kind: str) -> None:
    items = drawn(store, "items").items()
    ((path, rows),) = ((p, r) for (_, p), r in items if p.name.startswith(kind))
    found = records(path, rows)
    wrong = [(o, found[o["row"]]) for o in rows if not ITEM_RULES[kind](o, found[o["row"]])]
    assert not wrong, wrong[:3]


def test_names_of_the_second_path_are_read() -> None:
    """The lists that the rules go by are there, and not empty."""
    assert named("Angola") == {"AGO"}
    assert cell_names.by_code("FIPS")["CH"] == {"CHN"}
    assert cell_events.plover()["040"] == "CONSULT"
