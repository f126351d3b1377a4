"""Seconds of the observatory's pages under load, beside a table browser on the same figures.

    python benchmarks/serving.py --store big.duckdb --dyad CHN RUS

Starts ``multipole serve``, asks for each page once with all its parts (cold: worked out anew, in an
empty cache), then has wrk (Debian: apt install wrk) ask for it with 1 and 50 connections, and tells
what load the machine was under. With datasette (``--datasette`` names its program), the monthly
counts of the same two states stand in an SQLite file and are asked for there in the same run; with
``--streamlit PYTHON`` a Streamlit script of the same months is run by its own test harness, one
reader and no network. With chromium and playwright, the first paint of the dyad page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

SECONDS = 6
HEADS = "median ms, 1 | 99% ms, 1 | median ms, 50 | 99% ms, 50 | a second, 50"
QUERY = "select * from months where domain = 'all' order by period_start"
PAGE = """
import sqlite3
import altair
import pandas
import streamlit
months = pandas.read_sql("{query}", sqlite3.connect("months.db"))
base = altair.Chart(months).encode(x="period_start:T")
band = base.mark_area(opacity=0.3).encode(y="low:Q", y2="high:Q")
streamlit.altair_chart(band + base.mark_line().encode(y="closeness:Q"))
streamlit.dataframe(months)
"""
HARNESS = """
import statistics, time
from streamlit.testing.v1 import AppTest
page, times = AppTest.from_file("page.py", default_timeout=60), []
for _ in range(31):
    began = time.perf_counter()
    page.run()
    times.append(1e3 * (time.perf_counter() - began))
assert not page.exception
print(f"median {statistics.median(times[1:]):.1f} ms, worst of 30 {max(times[1:]):.1f} ms")
"""
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)", re.MULTILINE)
_UNIT = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def main() -> None:
    """Print a table of pages, and the peer's, as Markdown."""
    asked = _arguments()
    a, b = sorted(asked.dyad)
    print(f"load before: {_busy()}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with _serving(asked.store, place / "cache", asked.workers) as (address, process):
            pages = _pages(address, a, b)
            print(f"| page | cold, s | {HEADS} |")
            print("|---|---:|---:|---:|---:|---:|---:|")
            for name in asked.only or pages:
                path = pages[name]
                cold = _cold(f"{address}{path}", patience=asked.patience)
                print(f"| {name} | {cold:.2f} | {_row(address + path)} |", flush=True)
            print(f"\nmemory of server and workers: {_memory(process.pid):.0f} MB")
            _paint(f"{address}/dyad/{a}/{b}")
            months = _months(address, a, b)
        _put_months(place / "months.db", months)
        _datasette(asked.datasette, place / "months.db")
        _streamlit(asked.streamlit, place)
    print(f"load after: {_busy()}")


def _arguments() -> argparse.Namespace:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--store", type=Path, required=True)
    told.add_argument("--dyad", nargs=2, default=["CHN", "RUS"], metavar="ID")
    told.add_argument("--workers", type=int, default=2)
    told.add_argument("--patience", type=float, default=900, help="seconds for a cold page")
    told.add_argument("--only", nargs="*", metavar="PAGE", help="only these pages: dyad why")
    told.add_argument("--datasette", default="datasette", metavar="PROGRAM")
    told.add_argument("--streamlit", default="", metavar="PYTHON", help="a python that has it")
    return told.parse_args()


def _pages(address: str, a: str, b: str) -> dict[str, str]:
    """One address of each page; those of an event and a document are the first that pages name."""
    pages = {
        "start": "/", "search": "/search?q=china+russia", "dyads": "/dyads",
        "dyad": f"/dyad/{a}/{b}", "why": f"/why/{a}/{b}", "triangle": "/triangle/CHN/RUS/USA",
        "events": "/events", "claims": "/claims", "documents": "/documents",
        "actor": f"/actor/{a}", "system": "/system", "narratives": "/narratives",
        "receipts": "/receipts",
    }  # fmt: skip
    for name, on in (("event", "/events"), ("document", "/documents")):
        with suppress(OSError):
            text = urllib.request.urlopen(f"{address}{on}?wait=1", timeout=600).read().decode()
            found = re.search(rf'href="(/{name}/[^"#]+)"', text)
            if found:
                pages[name] = found[1]
    return pages


@contextmanager
def _serving(
    store: Path, cache: Path, workers: int
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free()
    command = [
        sys.executable, "-c", "from multipole.apps.cli import main; main()", "serve",
        "--store", str(store), "--port", str(port), "--cache", str(cache),
        "--workers", str(workers),
    ]  # fmt: skip
    yield from _running(command, f"http://127.0.0.1:{port}")


def _running(command: list[str], address: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(address, timeout=5)
                break
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(30)


def _cold(address: str, *, patience: float) -> float:
    """Seconds until a page is there with all its parts."""
    began = time.perf_counter()
    sign = "&" if "?" in address else "?"
    urllib.request.urlopen(f"{address}{sign}wait=1", timeout=patience).read()
    return time.perf_counter() - began


def _row(address: str) -> str:
    one, fifty = _load(address, 1), _load(address, 50)
    return f"{one[0]:.1f} | {one[1]:.1f} | {fifty[0]:.1f} | {fifty[1]:.1f} | {fifty[2]:.0f}"


def _load(address: str, connections: int) -> tuple[float, float, float]:
    """Median and 99th percentile in ms, and answers a second."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "30s", "--latency",
         address],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told:
        raise SystemExit(f"{address} does not answer well:\n{told}")
    found = {part: float(number) * _UNIT[unit] for part, number, unit in _LATENCY.findall(told)}
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return found["50"], found["99"], float(rate[1]) if rate else 0.0


def _memory(pid: int) -> float:
    """MB that a process and those it started hold, shared pages counted once (Linux)."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    held = 0.0
    for one in (str(pid), *told.stdout.split()):
        with suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text("utf-8")
            held += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024  # type: ignore[index]
    return held


def _paint(address: str) -> None:
    """First paint of a page in Chromium, three times anew."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    if not chromium:
        return
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        times = []
        for _ in range(3):
            page = browser.new_context().new_page()
            page.goto(address)
            while not page.evaluate("performance.getEntriesByType('paint').length"):
                page.wait_for_timeout(50)
            times.append(page.evaluate("performance.getEntriesByType('paint').at(-1).startTime"))
        browser.close()
    print(f"first paint of {address.split('/', 3)[3]}, ms: {', '.join(f'{t:.0f}' for t in times)}")


def _months(address: str, a: str, b: str) -> list[dict[str, object]]:
    told = urllib.request.urlopen(
        f"{address}/api/closeness?a={a}&b={b}&by=month&rows=5000&wait=60", timeout=900
    ).read()
    rows: list[dict[str, object]] = json.loads(told)["table"]
    return rows


def _put_months(file: Path, months: list[dict[str, object]]) -> None:
    with sqlite3.connect(file) as database:
        names = ("period_start", "domain", "closeness", "low", "high", "n")
        database.execute(f"CREATE TABLE months ({', '.join(names)})")
        database.executemany(
            f"INSERT INTO months VALUES ({', '.join('?' * len(names))})",
            [tuple(row.get(name) for name in names) for row in months],
        )


def _datasette(program: str, file: Path) -> None:
    """The same months in datasette: its own page of the table, all rows on it."""
    if not shutil.which(program):
        print("\ndatasette is not installed (pip install datasette): no peer")
        return
    port = _free()
    command = [program, "serve", str(file), "--port", str(port)]
    for address, process in _running(command, f"http://127.0.0.1:{port}"):
        asked = f"{address}/months?sql={quote(QUERY)}"
        place = urllib.request.urlopen(asked, timeout=60).geturl()  # newer ones send elsewhere
        print(f"\n| datasette, the same months | {HEADS} |")
        print("|---|---:|---:|---:|---:|---:|")
        print(f"| table by SQL | {_row(place)} |")
        print(f"\nmemory of datasette: {_memory(process.pid):.0f} MB")


def _streamlit(python: str, folder: Path) -> None:
    """The same months by a Streamlit script: a chart with its band and the table."""
    if not python:
        return
    (folder / "page.py").write_text(PAGE.format(query=QUERY), "utf-8")
    told = subprocess.run(
        [python, "-c", HARNESS], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    print(f"\nstreamlit, a run of its script for the same months: {told.strip()}")


def _busy() -> str:
    return ", ".join(f"{load:.1f}" for load in os.getloadavg()) + f" on {os.cpu_count()} cores"


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
