"""Worker processes of the observatory end with the server."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

BEGIN = """
import os, signal
from multipole.apps.web.asking import _pool
print(_pool(1).submit(os.getpid).result(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
PATIENCE = 120
PROCESSES = Path("/proc")


def runs(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        told = (PROCESSES / str(process) / "stat").read_text("utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not (PROCESSES / "self").exists(), reason="needs /proc to look for a process")
def test_a_worker_ends_when_the_server_is_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", BEGIN], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        server.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while runs(worker) and time.monotonic() < until:
            time.sleep(0.05)
        assert not runs(worker)
