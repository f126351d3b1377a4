"""Frustration of 51 yearly signed networks: CPU seconds, proven, equal to the known list.

    python benchmarks/frustration.py            # data in ../shared/data
    python benchmarks/frustration.py --plain    # also the programme without merging states

The peer, ``--plain``, is the same mixed integer programme on the whole network.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from multipole.system.frustration import _programme, frustration

DATA: Final = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")) / "data" / "alliances"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--plain", action="store_true", help="the peer too")
    plain = parser.parse_args().plain
    known = listed()
    total = peer = proven = equal = 0.0
    longest = 0.0
    for number, ties in networks().items():
        start = time.process_time()
        found = frustration(ties, rng=np.random.default_rng(0))
        spent = time.process_time() - start
        total, longest = total + spent, max(longest, spent)
        proven += found.proven
        equal += found.high == known[number]
        if plain:
            start = time.process_time()
            _programme(ties, 60.0)
            peer += time.process_time() - start
    print(f"{len(known)} networks: {proven:.0f} proven, {equal:.0f} equal to the list")
    print(f"{total:.1f} CPU seconds in total, at most {longest:.2f} for one")
    if plain:
        print(f"the programme alone, on the whole networks: {peer:.1f} CPU seconds")
    _dense()


def listed() -> dict[int, float]:
    """The known index of each network, by its number."""
    lines = (DATA / "cow_signed_frustration.txt").read_text().splitlines()[1:]
    return {int(line.split()[0]): float(line.split()[6]) for line in lines if line}


def networks() -> dict[int, np.ndarray]:
    """The networks by their numbers, as matrices of -1, 0 and 1."""
    rows = pl.read_csv(DATA / "cow_signed_1946_1999.csv")
    found = {}
    for (number,), one in rows.group_by("k", maintain_order=True):
        ties = np.zeros((one["n"][0], one["n"][0]))
        ties[one["i"], one["j"]] = ties[one["j"], one["i"]] = one["s"]
        found[int(number)] = ties
    return found


def _dense() -> None:
    """Where it ends: weighted networks in which every state has a tie to every other."""
    rng = np.random.default_rng(7)
    for size in (20, 30, 40, 190):
        upper = np.triu(rng.normal(size=(size, size)), 1)
        start = time.process_time()
        found = frustration(upper + upper.T, rng=rng, seconds=10.0)
        print(
            f"random weights among {size} states: {found.low:.2f} to {found.high:.2f},"
            f" {'proven' if found.proven else 'not proven'},"
            f" {time.process_time() - start:.1f} CPU seconds"
        )


if __name__ == "__main__":
    main()
