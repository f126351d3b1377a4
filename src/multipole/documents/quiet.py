"""Silence for libraries that talk to the terminal; what matters becomes a refusal or a note."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """No lines of ``loggers``, no warnings and no standard error inside the block."""
    levels = [(log, log.level) for log in map(logging.getLogger, loggers)]
    for log, _ in levels:
        log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for log, level in levels:
            log.setLevel(level)
