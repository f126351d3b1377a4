"""Ideal points beside the published ones: correlation, spread, processor seconds, memory.

    python benchmarks/ideal_points.py fast short        # the ways to run; all three take 10 minutes
    python benchmarks/ideal_points.py fast --seed 5 --kind Important
    python benchmarks/ideal_points.py short --kind 2024  # votes to June 2024, sessions 1 to 78
    python benchmarks/ideal_points.py --plan 100 0 200   # other numbers of rounds

Needs ``MULTIPOLE_SHARED`` with ``data/votes``: the unvotes files, Matches.csv and the published
estimates of April 2020 (Bailey, Strezhnev and Voeten); for 2024 fpsim's votes and the estimates of
June 2024. The authors' sample is rebuilt first and compared with the published counts of votes.
Each way runs in a process of its own, after one small run that loads the compiled code.

The votes to 2024 name roll calls otherwise than Matches.csv. A roll call is known again by its
counts of yes, abstain and no where these are unique in the session, in both tables; so about half
of the links are found.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from multipole.relations.ideal_points import IdealPoints, Plan, ideal_points
from multipole.relations.ideal_points_rolls import Rolls, as_published, prepare

ROOT: Final = Path(__file__).resolve().parents[1]
VOTES: Final = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data/votes"
CHOICES: Final = {"yes": 1, "abstain": 2, "no": 3}
RIGHT: Final = ("USA", "CAN", "GBR", "ISR")
LEFT: Final = ("RUS", "DDR")
#: 90% of a normal distribution in standard deviations.
WIDTH: Final = 2 * 1.6448536
OTHER_NAMES: Final = {
    "Federal Republic of Germany": "German Federal Republic",
    "North Macedonia": "Macedonia",
    "Eswatini": "Swaziland",
    "Côte d’Ivoire": "C\ufffdte d\ufffdIvoire",
    "São Tomé & Príncipe": "S\ufffdo Tom\ufffd & Pr\ufffdncipe",
}
NAMED: Final = {
    "United States": "USA",
    "Canada": "CAN",
    "United Kingdom": "GBR",
    "Israel": "ISR",
    "Russia": "RUS",
    "German Democratic Republic": "DDR",
    "South Africa": "ZAF",
    "Zanzibar": "ZAN",
}
COW: Final = {2: "USA", 20: "CAN", 200: "GBR", 666: "ISR", 365: "RUS", 265: "DDR", 560: "ZAF",
              511: "ZAN"}  # fmt: skip
NULLS: Final = ["NA"]


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    if len(asked.ways) == 1 or asked.plan:
        _alone(asked)
        return
    for way in asked.ways:
        words = [sys.executable, __file__, way, "--seed", str(asked.seed), "--kind", asked.kind]
        subprocess.run(words, check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", default=["fast", "short", "exact"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=["All", "Important", "2024"], default="All")
    parser.add_argument("--plan", type=int, nargs=3)
    return parser.parse_args()


def sample(kind: str) -> Rolls:
    """The authors' sample; states by the publisher's names, except the eight that are named."""
    if kind == "2024":
        return _to_2024()
    calls = pl.read_csv(VOTES / "unvotes_un_roll_calls.csv", encoding="utf8-lossy").select(
        "rcid",
        pl.col("session").cast(pl.Int64),
        pl.col("date").str.slice(0, 4).cast(pl.Int64).alias("year"),
        part=(pl.col("para").fill_null(0) == 1) | (pl.col("amend").fill_null(0) == 1),
        important=pl.col("importantvote").fill_null(0) == 1,
    )
    votes = pl.read_csv(VOTES / "unvotes_un_votes.csv.gz").select(
        pl.col("rcid").cast(pl.Int64),
        pl.col("country").replace(NAMED).cast(pl.Categorical),
        pl.col("vote").replace_strict(CHOICES, return_dtype=pl.Int8),
    )
    both = votes.join(calls, on="rcid", how="left")
    if kind == "Important":
        both = both.filter("important")
    return _prepared(both)


def _prepared(both: pl.DataFrame) -> Rolls:
    names = both["country"].cast(pl.String).unique().sort()
    number = {name: place for place, name in enumerate(names)}
    state = both["country"].cast(pl.String).replace_strict(number, return_dtype=pl.Int64)
    votes = both.with_columns(state=state)
    kept = as_published(
        **{name: votes[name].to_numpy() for name in ("state", "session", "year", "part")},
        south_africa=number["ZAF"],
        zanzibar=number.get("ZAN", -1),
    )
    cast = {name: votes[name].to_numpy()[kept] for name in ("state", "session", "vote")}
    rolls = prepare(**cast, item=votes["rcid"].to_numpy()[kept], links=_matches())
    return replace(rolls, states=np.asarray(names.to_list())[rolls.states])


def _matches() -> list[tuple[int, int]]:
    return pl.read_csv(VOTES / "Matches.csv").select("rcid1", "rcid2").rows()


def _to_2024() -> Rolls:
    """fpsim's votes; states by their code, except those that are named."""
    votes = pl.read_parquet(VOTES / "fpsim_un_votes_s01_s78.parquet").unique(
        ["resid", "ccode"], keep="first", maintain_order=True
    ).with_columns(session=(pl.col("resid") // 1000).cast(pl.Int64))  # fmt: skip
    state = votes["ccode"].to_numpy()
    kept = as_published(
        state=state, session=votes["session"].to_numpy(), year=np.zeros_like(state),
        part=np.zeros_like(state), south_africa=560, zanzibar=511,
    )  # fmt: skip
    cast = {name: votes[name].to_numpy()[kept] for name in ("session", "vote")}
    again = _known_again(votes)
    links = [(again[a], again[b]) for a, b in _matches() if a in again and b in again]
    rolls = prepare(**cast, state=state[kept], item=votes["resid"].to_numpy()[kept], links=links)
    print(f"{len(links)} of {len(_matches())} links found again")
    return replace(rolls, states=np.array([COW.get(s, str(s)) for s in rolls.states.tolist()]))


def _known_again(votes: pl.DataFrame) -> dict[int, int]:
    """Roll calls of unvotes and the same of fpsim, by their counts in the session."""
    calls = pl.read_csv(VOTES / "unvotes_un_roll_calls.csv", encoding="utf8-lossy").select(
        pl.col("rcid").cast(pl.Int64), pl.col("session").cast(pl.Int64)
    )
    theirs = pl.read_csv(VOTES / "unvotes_un_votes.csv.gz").select(
        pl.col("rcid").cast(pl.Int64), pl.col("vote").replace_strict(CHOICES, return_dtype=pl.Int32)
    )
    counts = ["session", "n1", "n2", "n3"]
    both = [_unique_counts(votes, "resid", counts),
            _unique_counts(theirs.join(calls, on="rcid"), "rcid", counts)]  # fmt: skip
    return dict(both[0].join(both[1], on=counts).select("rcid", "resid").rows())


def _unique_counts(votes: pl.DataFrame, call: str, counts: list[str]) -> pl.DataFrame:
    told = [(pl.col("vote") == code).sum().alias(f"n{code}") for code in (1, 2, 3)]
    tally = votes.group_by("session", call).agg(told)
    return tally.filter(pl.len().over(counts) == 1)


def published(rolls: Rolls, kind: str) -> pl.DataFrame:
    """The published estimates in the order of the points, with their counts of votes."""
    if kind == "2024":
        return _published_2024(rolls)
    table = pl.read_csv(VOTES / f"Idealpointestimates{kind}_Apr2020.csv", encoding="utf8-lossy")
    ends = ("NVotes", "Q5%", "Q50%", "Q95%")
    table = table.rename({end + kind: end for end in ends if end + kind in table.columns})
    names = pl.Series("Countryname", rolls.states).replace(
        {short: long for long, short in NAMED.items()} | OTHER_NAMES
    )
    points = pl.DataFrame({"Countryname": names, "session": rolls.sessions, "votes": rolls.votes})
    estimates = table.select("Countryname", "session", *ends)
    keys = ["Countryname", "session"]
    return points.join(estimates, on=keys, how="left", maintain_order="left")


def _published_2024(rolls: Rolls) -> pl.DataFrame:
    table = pl.read_csv(
        VOTES / "IdealpointestimatesAll_Jun2024.csv", encoding="utf8-lossy", null_values=NULLS
    ).unique(["ccode", "session"], keep="first", maintain_order=True)  # fmt: skip
    code = {name: number for number, name in COW.items()}
    points = pl.DataFrame({
        "ccode": [code.get(s) or int(s) for s in rolls.states.tolist()],
        "session": rolls.sessions, "votes": rolls.votes,
    })  # fmt: skip
    table = table.rename({f"{end}All": end for end in ("NVotes", "Q5%", "Q50%", "Q95%")})
    return points.join(table, on=["ccode", "session"], how="left", maintain_order="left")


def _alone(asked: argparse.Namespace) -> None:
    rolls = sample(asked.kind)
    truth = published(rolls, asked.kind)
    same = int((truth["NVotes"] == truth["votes"]).sum())
    print(f"{len(rolls.choice)} votes, {len(rolls.states)} points ({same} with the published "
          f"count of votes), {len(rolls.items)} items; left out: {rolls.dropped}")  # fmt: skip
    run = {"right": RIGHT, "left": LEFT, "how": asked.ways[0] if asked.ways else "fast"}
    ideal_points(rolls, **run, plan=Plan(0, 0, 1), rng=np.random.default_rng(0))
    base = _peak()
    began = time.process_time()
    plan = Plan(*asked.plan) if asked.plan else None
    found = ideal_points(rolls, **run, plan=plan, rng=np.random.default_rng(asked.seed))
    seconds = time.process_time() - began
    _say(rolls, truth, found)
    print(f"  {run['how']} {plan or ''}: {seconds:.1f} CPU s, peak {_peak():.0f} MB "
          f"({base:.0f} before), {found.diagnostics}")  # fmt: skip


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_session(rolls: Rolls, truth: pl.DataFrame, mean: np.ndarray) -> dict[int, float]:
    """The correlation with the published medians in each session."""
    middle = truth["Q50%"].to_numpy()
    known = np.isfinite(middle)
    return {
        int(s): float(np.corrcoef(mean[at], middle[at])[0, 1])
        for s in np.unique(rolls.sessions)
        if (at := known & (rolls.sessions == s)).any()
    }


def _say(rolls: Rolls, truth: pl.DataFrame, found: IdealPoints) -> None:
    middle, mean = truth["Q50%"].to_numpy(), found.mean
    spread = ((truth["Q95%"] - truth["Q5%"]) / WIDTH).to_numpy()
    known = np.isfinite(middle)
    by_session = {
        int(s): np.corrcoef(mean[at], middle[at])[0, 1]
        for s in np.unique(rolls.sessions)
        if (at := known & (rolls.sessions == s)).any()
    }
    worst = min(by_session, key=by_session.__getitem__)
    ratio = np.median(found.sd[known] / spread[known])
    held = np.mean((found.low <= middle)[known] & (middle <= found.high)[known])
    print(f"  r {np.corrcoef(mean[known], middle[known])[0, 1]:.5f}, worst session {worst} "
          f"{by_session[worst]:.4f}, sd {np.median(found.sd):.4f} (published "
          f"{np.nanmedian(spread):.4f}, ratio {ratio:.3f}), interval holds {held:.3f}")  # fmt: skip
    print("  r by session: " + ", ".join(f"{s} {r:.4f}" for s, r in by_session.items()))
    print(
        "  mean by session less published: "
        + ", ".join(
            f"{s} {(mean - middle)[known & (rolls.sessions == s)].mean():+.2f}" for s in by_session
        )
    )
    _say_state(rolls, truth, found, "USA")


def _say_state(rolls: Rolls, truth: pl.DataFrame, found: IdealPoints, state: str) -> None:
    last = sorted(set(rolls.sessions.tolist()))[-5:]
    for place in np.flatnonzero((rolls.states == state) & np.isin(rolls.sessions, last)):
        theirs = [truth[f"Q{q}%"][int(place)] for q in (50, 5, 95)]
        print(f"  {state} {rolls.sessions[place]}: {found.mean[place]:.2f} "
              f"[{found.low[place]:.2f}, {found.high[place]:.2f}], published "
              f"{theirs[0]:.2f} [{theirs[1]:.2f}, {theirs[2]:.2f}]")  # fmt: skip


if __name__ == "__main__":
    main()
