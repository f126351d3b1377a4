"""The --graph form of the command backtest: ranked forecasts measured on a graph of the field."""

from __future__ import annotations

import time
from pathlib import Path

from multipole.apps.commands import say
from multipole.apps.show import Output, emit, json_bytes, write_bytes


def backtest_graph(
    folder: Path,
    *,
    split: str = "valid",
    mode: str = "fast",
    steps: str = "single",
    names: bool = True,
    json: bool = False,
    csv: bool = False,
    parquet: str | None = None,
) -> None:
    """Measure a ranker on a folder of facts and write the figures; progress to standard error."""
    from multipole.answers.graph_backtest import graph_answer, graph_report

    output = Output(json=json, csv=csv, parquet=parquet)
    start = time.process_time()
    report = graph_report(folder, split=split, mode=mode, steps=steps, names=names, say=say)
    say(f"done in {time.process_time() - start:.1f} CPU seconds")
    if output.json:
        write_bytes(json_bytes(report))
    else:
        emit(graph_answer(report), output)
