"""Seconds of the observatory's pages under load, beside a table browser on the same figures.

    python benchmarks/serving.py --store big.duckdb --dyad CHN RUS

Starts ``multipole serve``, asks for each page once with all its parts (cold: worked out anew, in an
empty cache), then has wrk (Debian: apt install wrk) ask for it with 1 and 50 connections. With
datasette installed, the monthly counts of the same two states stand in an SQLite file and are asked
for there in the same run. With chromium and playwright, the first paint of the dyad page.
"""

from __future__ import annotations

import argparse
import json
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
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)", re.MULTILINE)
_UNIT = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def main() -> None:
    """Print a table of pages, and the peer's, as Markdown."""
    asked = _arguments()
    a, b = sorted(asked.dyad)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with _serving(asked.store, place / "cache", asked.workers) as (address, process):
            pages = _pages(address, a, b)
            print(f"| page | cold, s | {HEADS} |")
            print("|---|---:|---:|---:|---:|---:|---:|")
            for name, path in pages.items():
                cold = _cold(f"{address}{path}", patience=asked.patience)
                print(f"| {name} | {cold:.2f} | {_row(address + path)} |", flush=True)
            print(f"\nmemory of server and workers: {_memory(process.pid):.0f} MB")
            _paint(f"{address}/dyad/{a}/{b}")
            months = _months(address, a, b)
        _peer(place, months)


def _arguments() -> argparse.Namespace:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--store", type=Path, required=True)
    told.add_argument("--dyad", nargs=2, default=["CHN", "RUS"], metavar="ID")
    told.add_argument("--workers", type=int, default=2)
    told.add_argument("--patience", type=float, default=900, help="seconds for a cold page")
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


def _peer(place: Path, months: list[dict[str, object]]) -> None:
    """The same months in datasette: its own page of the table, all rows on it."""
    if not shutil.which("datasette"):
        print("\ndatasette is not installed (pip install datasette): no peer")
        return
    file = place / "months.db"
    with sqlite3.connect(file) as database:
        names = ("period_start", "domain", "closeness", "low", "high", "n")
        database.execute(f"CREATE TABLE months ({', '.join(names)})")
        database.executemany(
            f"INSERT INTO months VALUES ({', '.join('?' * len(names))})",
            [tuple(row.get(name) for name in names) for row in months],
        )
    port = _free()
    command = ["datasette", "serve", str(file), "--port", str(port)]
    query = quote("select * from months where domain = 'all' order by period_start")
    for address, _ in _running(command, f"http://127.0.0.1:{port}"):
        print(f"\n| datasette, the same months | {HEADS} |")
        print("|---|---:|---:|---:|---:|---:|")
        print(f"| table by SQL | {_row(f'{address}/months/-/query?sql={query}')} |")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
