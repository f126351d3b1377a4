"""The measures on real data, against their pinned scores in quality/floors.json.

    python benchmarks/floors.py              # all; ideal points take half a minute
    python benchmarks/floors.py cinc claims  # some
    python benchmarks/floors.py --entries    # what was measured, as entries for the file

Exit code 1 when a number lies below its floor or above its ceiling. It stands here, and not beside
the floors, because it measures with the other scripts of this folder and needs data sets that are
not part of the project (``MULTIPOLE_SHARED``, by default ../shared). Floors of files that have
changed are not compared: their SHA-256 is part of an entry.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import counts
import frustration as networks
import ideal_points as scaling
import moods
import numpy as np
import polars as pl
import ranking
import similarity

from multipole.answers.floors import check_numbers, digest_of, read_floors
from multipole.relations.ideal_points import ideal_points
from multipole.relations.similarity import choice_tables
from multipole.relations.turning_claim import change_at
from multipole.relations.votes import agreement
from multipole.system.frustration import frustration
from multipole.system.polarity import cinc, concentration, effective_number

DATA: Final = similarity.DATA
FLOORS: Final = Path(__file__).resolve().parents[1] / "quality/floors.json"
KINDS: Final = ["milex", "milper", "irst", "pec", "tpop", "upop"]
#: Sessions whose published agreement is that of the votes at hand.
SAME: Final = (68, 70, 73, 74, 75, 76, 77)
POLES: Final = {"USAgree": 2, "RUSSAgree": 365, "ChinaAgree": 710}
WORDS: Final = {"yes": 1.0, "no": 0.0, "not measurable": 0.5}
RHOS: Final = (0.8, 0.9)
Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class Check:
    """What is measured, on which files."""

    name: str
    files: tuple[str, ...]
    measure: Callable[[], Numbers]


def capability_index() -> Numbers:
    """The largest error of CINC made of its six kinds, and how many state-years there are."""
    held = pl.read_csv(DATA / "states/cow_nmc.csv", infer_schema_length=None)
    worst, rows = 0.0, 0
    for _, year in held.group_by("year"):
        error = np.abs(cinc(year.select(KINDS).to_numpy()) - year["cinc"].to_numpy())
        worst, rows = max(worst, float(error.max())), rows + len(year)
    return {"state_years": rows, "max_error": worst}


def worked_concentration() -> Numbers:
    """Concentration of shares worked by hand: .5, .3, .2 and the ends; errors of each."""
    hand = math.sqrt(0.07)
    errors = [
        concentration([50, 30, 20]) - hand,
        concentration([1, 1, 1]),
        concentration([1, 0, 0]) - 1,
        effective_number([50, 30, 20]) - 1 / 0.38,
    ]
    return {"max_error": float(np.abs(errors).max())}


def frustrated() -> Numbers:
    """How many of 51 yearly networks are proven, and equal to the known list."""
    known = networks.listed()
    found = {
        number: frustration(ties, rng=np.random.default_rng(0))
        for number, ties in networks.networks().items()
    }
    return {
        "proven": sum(one.proven for one in found.values()),
        "equal": sum(one.high == known[number] for number, one in found.items()),
    }


def published_agreement() -> Numbers:
    """The largest gap to the published agreement in the sessions that rest on the same votes."""
    sessions = similarity.sessions_of(DATA / "votes")
    given = pl.read_csv(
        DATA / "votes/IdealpointestimatesAll_Jun2024.csv",
        infer_schema_length=None, null_values=["NA"],
    )  # fmt: skip
    gaps = [
        abs(alike[states.index(code), states.index(pole)] - row[column])
        for session in SAME
        for states, alike in [_alike(*sessions[session])]
        for row in given.filter(pl.col("session") == session).iter_rows(named=True)
        for column, pole in POLES.items()
        if (code := row["ccode"]) in states and row[column] is not None
    ]
    return {"compared": len(gaps), "max_gap": float(np.max(gaps))}


def _alike(states: list[int], wide: np.ndarray) -> tuple[list[int], np.ndarray]:
    return states, agreement(choice_tables(wide))


def textbook_agreement() -> Numbers:
    """The correlation with agreement as published until 2014, in divided roll calls."""
    sessions = similarity.sessions_of(DATA / "votes")
    made = similarity.divided_agreement(sessions)
    return {
        column: float(np.corrcoef(both.T)[0, 1])
        for column, both, _ in similarity.published(sessions, made)
    }


def published_points() -> Numbers:
    """Fast ideal points beside the published ones: sample, correlation, worst session."""
    rolls = scaling.sample("All")
    truth = scaling.published(rolls, "All")
    sides = {"right": scaling.RIGHT, "left": scaling.LEFT}
    found = ideal_points(rolls, **sides, rng=np.random.default_rng(1))
    middle = truth["Q50%"].to_numpy()
    known = np.isfinite(middle)
    return {
        "votes": len(rolls.choice),
        "country_sessions": len(rolls.states),
        "items": len(rolls.items),
        "r": float(np.corrcoef(found.mean[known], middle[known])[0, 1]),
        "worst_session": min(scaling.by_session(rolls, truth, found.mean).values()),
    }


def claims_of_2014() -> Numbers:
    """Verdicts on "they turned in 2014", 1 yes, 0 no, .5 not measurable, by pair and series."""
    said = {}
    for label, k, n, years in (*_conflict(), *_votes()):
        test = change_at(k, 2014, rng=np.random.default_rng(1), of=n, periods=years)
        said[label] = WORDS[test.verdict]
    return said


def _conflict() -> list[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    held = pl.read_parquet(DATA / "events/icews/netify_icews.parquet")
    found = []
    for pair in (("RUS", "USA"), ("CHN", "RUS"), ("CHN", "USA")):
        inside = pl.col("i_iso3c").is_in(pair) & pl.col("j_iso3c").is_in(pair)
        against = (pl.col("verbConf") + pl.col("matlConf")).sum()
        every = pl.sum_horizontal("verbCoop", "matlCoop", "verbConf", "matlConf").sum()
        year = held.filter(inside).group_by("year").agg(k=against, n=every).sort("year")
        label = "_".join(("events", *pair)).lower()
        found.append(
            (label, *(year[name].cast(pl.Int64).to_numpy() for name in ("k", "n", "year")))
        )
    return found


def _votes() -> list[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    path = DATA / "votes/IdealpointestimatesAll_Jun2024.csv"
    held = pl.read_csv(path, infer_schema_length=None, null_values=["NA"])
    found = []
    for one, other, column in (
        ("RUS", "USA", "USAgree"), ("CHN", "RUS", "RUSSAgree"), ("CHN", "USA", "USAgree")
    ):  # fmt: skip
        late = (pl.col("iso3c") == one) & (pl.col("session") >= 47)
        rows = held.filter(late).drop_nulls(column)
        n = rows["NVotesAll"].to_numpy()
        k = np.round(rows[column].to_numpy() * n)
        found.append((f"votes_{one}_{other}".lower(), k, n, rows["session"].to_numpy() + 1945))
    return found


def false_alarms() -> Numbers:
    """Share of 2,000 unchanged AR(1) series of 29 values called changed at 5 percent."""
    import turning  # statsmodels, for the peers there

    rng = np.random.default_rng(5)
    tests = turning.Tests(29, 19, rng, noisy=True, heavy=False)
    found = {}
    for rho in RHOS:
        series = turning.ar(rho)(rng, 2000, 29)
        found[f"any_year_rho_{rho}"] = float(tests.search(series).mean())
        found[f"named_year_rho_{rho}"] = float(tests.date(series).mean())
    return found


_POINTS: Final = tuple(
    f"votes/{name}"
    for name in ("unvotes_un_roll_calls.csv", "unvotes_un_votes.csv.gz", "Matches.csv",
                 "IdealpointestimatesAll_Apr2020.csv")
)  # fmt: skip
_FPSIM, _JUNE = "votes/fpsim_un_votes_s01_s78.parquet", "votes/IdealpointestimatesAll_Jun2024.csv"
_ICEWS14: Final = tuple(
    f"events/icews14/{name}.txt" for name in ("train", "valid", "entity2id", "relation2id")
)
CHECKS: Final = (
    Check("cinc", ("states/cow_nmc.csv",), capability_index),
    Check("concentration", (), worked_concentration),
    Check("frustration",
          ("alliances/cow_signed_1946_1999.csv", "alliances/cow_signed_frustration.txt"),
          frustrated),
    Check("agreement", (_FPSIM, _JUNE), published_agreement),
    Check("agreement_to_2012", (_FPSIM, "votes/qss_unvoting.csv", "states/cow_states.csv"),
          textbook_agreement),
    Check("claims", ("events/icews/netify_icews.parquet", _JUNE), claims_of_2014),
    Check("false_alarms", (), false_alarms),
    Check("ideal_points_fast", _POINTS, published_points),
    Check("ranking_fast", _ICEWS14, ranking.fast_floor),
    Check("counts", ("events/icews18/train.txt", "events/icews18/valid.txt"), counts.floor),
    Check("stream_bands", ("events/keds/levant.cameo.csv",), moods.floor),
)  # fmt: skip


def files_of(check: Check) -> dict[str, str] | None:
    """The SHA-256 of each file of a check, None when one is not there."""
    paths = [DATA / name for name in check.files]
    if not all(path.is_file() for path in paths):
        return None
    digests = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return dict(zip(check.files, digests, strict=True))


def failures(check: Check, floors: Mapping[str, Any]) -> tuple[Numbers, list[str]]:
    """What was measured, and what of it is below its floor, above its ceiling or not comparable."""
    files, entry = files_of(check), floors.get(check.name)
    if files is None or entry is None:
        return {}, ["no files" if files is None else f"no floors in {FLOORS.name}"]
    if entry["digest"] != digest_of(files):
        return {}, ["its files are not those that the floors were measured on"]
    found = check.measure()
    return found, check_numbers(found, entry)


def main() -> None:
    """Measure, print, and fail where a pinned score does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("names", nargs="*", help=", ".join(check.name for check in CHECKS))
    parser.add_argument("--entries", action="store_true", help="print entries for the floors file")
    asked = parser.parse_args()
    chosen = [check for check in CHECKS if not asked.names or check.name in asked.names]
    if asked.entries:
        entries = {
            check.name: {"digest": digest_of(files), "files": files, "overall": check.measure()}
            for check in chosen
            if (files := files_of(check)) is not None
        }
        print(json.dumps(entries, indent=2))
        return
    sys.exit(1 if sum([_told(check) for check in chosen]) else 0)


def _told(check: Check) -> bool:
    found, wrong = failures(check, read_floors(FLOORS))
    numbers = ", ".join(f"{name} {value:.6g}" for name, value in found.items())
    print(f"{check.name}: {numbers}", *(f"  FAILED {line}" for line in wrong), sep="\n", flush=True)
    return bool(wrong)


if __name__ == "__main__":
    main()
