"""Silence for libraries that talk to the terminal; what matters becomes a refusal or a note."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """No log lines from ``loggers`` and no warnings inside the block; all as before after it."""
    levels = [(log, log.level) for log in map(logging.getLogger, loggers)]
    for log, _ in levels:
        log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for log, level in levels:
            log.setLevel(level)
