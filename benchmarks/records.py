"""All public data sets of a folder into a store: seconds, peak memory, and rows by source.

    python benchmarks/records.py --data ../shared/data

Each run is a process of its own, so that its peak memory is its own. The second run adds the same
files again: they are recognised by their digests. Beside it stands the bare limit: the time that
pandas needs to read the same tables, without checking anything, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

#: Which files of the folder are of which source.
FILES: dict[str, tuple[str, ...]] = {
    "gdelt_v1": ("events/gdelt/events1.csv",),
    "gdelt_v2": ("events/gdelt/events.csv", "events/gdelt/events2samps.csv"),
    "gdelt_mentions": ("events/gdelt/mentions.csv",),
    "icews": ("events/icews/events.2018.sample.tab",),
    "icews_graph": ("events/icews18",),
    "icews_dyads": ("events/icews/netify_icews.parquet",),
    "keds": ("events/keds/levant.cameo.csv",),
    "plover_json": ("gold/PLOVER_GSR_half.json",),
    "unga_votes": (
        "votes/fpsim_un_votes_s01_s78.parquet",
        "votes/UN_DATA.csv.zip",
        "votes/unvotes_un_votes.csv.gz",
        "votes/unvotes_un_roll_calls.csv",
        "votes/unvotes_un_roll_call_issues.csv",
    ),
    "unga_ideal_points": (
        "votes/IdealpointestimatesAll_Jun2024.csv",
        "votes/IdealpointestimatesAll_Apr2020.csv",
        "votes/IdealpointestimatesImportant_Apr2020.csv",
        "votes/qss_unvoting.csv",
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
        "alliances/atop_alliance.parquet",
        "alliances/atop-alliance-level.csv",
        "alliances/atop-member-level.csv",
    ),
    "cow_trade": ("trade/cow_trade_ndy.parquet",),
    "cow_igos": ("trade/cow_igo_ndy.parquet",),
    "fbic": ("influence/FBIC_CHN_RUS_senders.csv",),
    "energy_flows": ("energy/comtrade_eurostat.csv.gz",),
    "gsdb": ("sanctions/GSDB_V4.csv",),
    "us_visits_in": ("visits/visits_data.csv",),
    "us_travels": (
        "visits/travels_president-travels.csv",
        "visits/travels_secretary-travels.csv",
    ),
    "china_engagements": ("visits/all_engagements_2003-2018.csv",),
    "ungd": ("text/ungdc_CHN_RUS_USA_1971_2024.jsonl",),
}


def add_all(data: Path, store: Path) -> None:
    """Add every source to the store, and print a line of JSON a source, then the whole."""
    from multipole.pipeline import add_source
    from multipole.store import open_store

    now = datetime(2026, 1, 1, tzinfo=UTC)
    begun = time.perf_counter()
    with open_store(store, create=True) as opened:
        for source, names in FILES.items():
            start = time.perf_counter()
            found = add_source(opened, source, [data / name for name in names], now=now)
            line = {
                "source": source, "seconds": round(time.perf_counter() - start, 2),
                "rows": found.rows, "observations": found.observations, "coded": found.codings,
                "items": found.items, "documents": found.documents,
                "set aside": sum(found.set_aside.values()), "quarantined": found.quarantined,
                "refused": [str(r) for r in found.refusals],
            }  # fmt: skip
            print(json.dumps(line), flush=True)
    say_total(begun)


def read_with_pandas(data: Path, store: Path) -> None:
    """Read the same tables with pandas, as text, and keep nothing."""
    import pandas

    del store
    begun = time.perf_counter()
    for names in FILES.values():
        for path in _tables(data, names):
            if path.suffix == ".parquet":
                pandas.read_parquet(path)
            else:
                separator = "\t" if _is_tabbed(path) else ","
                pandas.read_csv(path, sep=separator, dtype=str, encoding="latin-1",
                                header=None, names=range(400), on_bad_lines="skip",
                                engine="c")  # fmt: skip
    say_total(begun)


def _tables(data: Path, names: tuple[str, ...]) -> list[Path]:
    found = [data / name for name in names]
    flat = [p for f in found for p in (sorted(f.iterdir()) if f.is_dir() else [f])]
    return [p for p in flat if p.suffix not in (".json", ".jsonl")]


def _is_tabbed(path: Path) -> bool:
    if path.suffix in (".gz", ".zip"):
        return False
    first = path.open("rb").readline()
    return first.count(b"\t") > first.count(b",")


def say_total(begun: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": round(seconds, 1), "peak_mb": round(peak)}))


WORK = {"add": add_all, "pandas": read_with_pandas}


def run(what: str, data: Path, store: Path) -> list[dict[str, object]]:
    """One measurement in a process of its own: its lines, the last one the whole."""
    command = [sys.executable, __file__, "--data", str(data), "--only", what, "--store", str(store)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("MULTIPOLE_SHARED", "../shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--only", choices=sorted(WORK))
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    if given.only:
        WORK[given.only](given.data, given.store)
        return
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "all.duckdb"
        first, again = run("add", given.data, store), run("add", given.data, store)
        size = store.stat().st_size / 2**20
        peer = run("pandas", given.data, store)
    for line in first[:-1]:
        print(" ".join(f"{k} {v:,}" if isinstance(v, int | float) else f"{v}"
                       for k, v in line.items() if v))  # fmt: skip
    whole, bare = first[-1], peer[-1]
    print(f"all: {whole['seconds']} s, peak {whole['peak_mb']} MB, store {size:.0f} MB")
    print(f"again: {again[-1]['seconds']} s")
    print(f"pandas, reading only: {bare['seconds']} s, peak {bare['peak_mb']} MB")
    print(f"ratio to pandas: {float(str(whole['seconds'])) / float(str(bare['seconds'])):.1f}")


if __name__ == "__main__":
    main()
