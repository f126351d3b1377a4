"""Similarity of all dyads: CPU seconds, and agreement beside published figures.

    python benchmarks/similarity.py                 # data in ../shared/data
    MULTIPOLE_SHARED=folder python benchmarks/similarity.py

Votes of the General Assembly by session (agreement, S, kappa, pi of every dyad) and portfolios of
alliances by year (S, kappa, pi). Seconds are processor time of computing alone; reading the files
and laying out the matrices is given beside. The peer is a loop over dyads with numpy vectors, as
the R packages of the field do it, timed on some dyads and scaled up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from multipole.relations.similarity import (
    COMMITMENTS,
    choice_tables,
    cohen_kappa,
    divided,
    portfolios,
    scott_pi,
    signorino_ritter_s,
)
from multipole.relations.votes import agreement

DATA: Final = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")) / "data"
USA, RUSSIA = 2, 365
PEER_DYADS: Final = 4000
PACTS: Final = (("atop_consul", 1), ("atop_neutral", 2), ("atop_nonagg", 2), ("atop_defense", 3))


def main() -> None:
    """Measure and print."""
    sessions = _timed("reading and laying out votes", lambda: sessions_of(DATA / "votes"))
    results = _timed("votes: agreement, S, kappa, pi of all dyads", lambda: _similar(sessions))
    dyads = sum(_pairs(tables) for tables, *_ in results)
    print(f"dyad-sessions with joint votes: {dyads:,}")
    _published(sessions, "all roll calls", [alike for _, alike, *_ in results])
    split = divided_agreement(sessions)
    _published(sessions, "divided roll calls, as published then", split)
    _peer(sessions, dyads)
    years = _timed("reading and laying out portfolios", _portfolios)
    pacts = _timed("portfolios: S, kappa, pi of all dyads", lambda: _allied(years))
    print(f"years: {len(pacts)}, dyad-years: {sum(_half(s) for s, *_ in pacts):,}")


def _timed(what, work):  # type: ignore[no-untyped-def]
    start = time.process_time()
    done = work()
    print(f"{what}: {time.process_time() - start:.2f} CPU seconds")
    return done


def sessions_of(folder: Path) -> dict[int, tuple[list[int], np.ndarray]]:
    """States and votes (states, roll calls) of each session."""
    votes = pl.read_parquet(folder / "fpsim_un_votes_s01_s78.parquet").unique(["resid", "ccode"])
    found = {}
    for (session,), rows in votes.group_by(pl.col("resid") // 1000):
        states, at = np.unique(rows["ccode"].to_numpy(), return_inverse=True)
        rolls, on = np.unique(rows["resid"].to_numpy(), return_inverse=True)
        wide = np.zeros((len(states), len(rolls)), dtype=np.int8)
        wide[at, on] = rows["vote"].to_numpy()
        found[int(session)] = (states.tolist(), wide)
    return dict(sorted(found.items()))


def _similar(sessions: dict[int, tuple[list[int], np.ndarray]]) -> list[tuple[np.ndarray, ...]]:
    done = []
    for _, wide in sessions.values():
        tables = choice_tables(wide)
        done.append(
            (tables, agreement(tables), signorino_ritter_s(tables), cohen_kappa(tables),
             scott_pi(tables))
        )  # fmt: skip
    return done


def _pairs(tables: np.ndarray) -> int:
    return int((np.triu(tables.sum((2, 3)), 1) > 0).sum())


def _half(matrix: np.ndarray) -> int:
    return len(matrix) * (len(matrix) - 1) // 2


def divided_agreement(sessions: dict) -> list[np.ndarray]:  # type: ignore[type-arg]
    """Agreement of all states in the roll calls of each session that divided them."""
    return [agreement(choice_tables(wide[:, divided(wide)])) for _, wide in sessions.values()]


def _published(sessions: dict, label: str, results: list) -> None:  # type: ignore[type-arg]
    for column, both, rows in published(sessions, results):
        gap = np.abs(np.diff(both, axis=1))
        print(
            f"{column}, {label}: r = {np.corrcoef(both.T)[0, 1]:.5f} over {len(both):,} of "
            f"{rows:,} published, {(gap < 1e-6).mean():.1%} equal to 1e-6"
        )


def published(sessions: dict, results: list) -> Iterator[tuple[str, np.ndarray, int]]:  # type: ignore[type-arg]
    """Columns of published agreement: name, (published, ours) where both are known, rows in all."""
    names = pl.read_csv(DATA / "states" / "cow_states.csv").select("stateabb", "ccode").unique()
    codes = dict(zip(names["stateabb"], names["ccode"].cast(int), strict=True))
    ours: dict[tuple[int, str, int], float] = {}
    for (session, (states, _)), alike in zip(sessions.items(), results, strict=True):
        for pole in (USA, RUSSIA):
            if pole in states:
                row = alike[states.index(pole)]
                ours |= {(session + 1945, s, pole): v for s, v in zip(states, row, strict=True)}
    given = pl.read_csv(DATA / "votes" / "qss_unvoting.csv", infer_schema_length=None)
    for column, pole in (("PctAgreeUS", USA), ("PctAgreeRUSSIA", RUSSIA)):
        pairs = [
            (value, ours.get((year, codes.get(code), pole), np.nan))
            for year, code, value in given.select("Year", "CountryAbb", column).iter_rows()
            if value is not None
        ]
        both = np.array(pairs, dtype=float)
        yield column, both[np.isfinite(both).all(1)], len(both)


def _peer(sessions: dict, dyads: int) -> None:  # type: ignore[type-arg]
    _, wide = sessions[max(sessions)]
    start = time.process_time()
    for index in range(PEER_DYADS):
        i, j = index % len(wide), (7 * index + 1) % len(wide)
        known = (wide[i] > 0) & (wide[j] > 0)
        x, y = wide[i][known].astype(float), wide[j][known].astype(float)
        if x.size:
            gap, mean = ((x - y) ** 2).sum(), (x.mean() + y.mean()) / 2
            own = ((x - x.mean()) ** 2).sum() + ((y - y.mean()) ** 2).sum()
            _ = (x == y).mean(), 1 - np.abs(x - y).mean()
            _ = gap / (own + x.size * (x.mean() - y.mean()) ** 2 + 1e-12)
            _ = gap / (((x - mean) ** 2).sum() + ((y - mean) ** 2).sum() + 1e-12)
    spent = (time.process_time() - start) / PEER_DYADS * dyads
    print(f"peer, a loop over dyads with vectors: {spent:.0f} CPU seconds (scaled up)")


def _portfolios() -> dict[int, np.ndarray]:
    pacts = pl.read_parquet(DATA / "alliances" / "atop_alliance.parquet")
    levels = [pl.when(pl.col(name) > 0).then(level).otherwise(0) for name, level in PACTS]
    pacts = pacts.with_columns(level=pl.max_horizontal(levels))
    states = pl.read_csv(DATA / "states" / "cow_states.csv")
    found = {}
    for year in range(1816, 2019):
        open_end = pl.when(pl.col("endyear") == 2016).then(9999).otherwise(pl.col("endyear"))
        here = states.filter((pl.col("styear") <= year) & (open_end >= year))
        members = sorted(set(here["ccode"].cast(int)))
        place = {code: index for index, code in enumerate(members)}
        rows = pacts.filter(
            pl.col("year") == year, pl.col("ccode1").is_in(members), pl.col("ccode2").is_in(members)
        )
        ties = np.zeros((len(members), len(members)))
        ties[[place[c] for c in rows["ccode1"]], [place[c] for c in rows["ccode2"]]] = rows["level"]
        found[year] = ties
    return found


def _allied(years: dict[int, np.ndarray]) -> list[tuple[np.ndarray, ...]]:
    done = []
    for ties in years.values():
        tables = choice_tables(portfolios(ties), levels=COMMITMENTS)
        done.append(
            tuple(
                f(tables, levels=COMMITMENTS) for f in (signorino_ritter_s, cohen_kappa, scott_pi)
            )
        )
    return done


if __name__ == "__main__":
    main()
