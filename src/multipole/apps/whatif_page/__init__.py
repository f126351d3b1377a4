"""The page of a scenario: one HTML file that holds all it shows, and loads nothing."""

from __future__ import annotations

from pathlib import Path

from multipole.answers.whatif import WhatIf
from multipole.apps.whatif_page.page import render
from multipole.core.errors import WrongUse

__all__ = ["render", "write_page"]


def write_page(found: WhatIf, out: Path) -> Path:
    """Write the page to ``out`` and return its path; the same answer gives the same bytes.

    Raises `WrongUse` for a path that cannot be written.
    """
    try:
        out.write_bytes(render(found).encode("utf-8"))
    except OSError as error:
        raise WrongUse(
            f"the page cannot be written: {error.strerror or error}",
            where=str(out),
            remedy="Choose a file in a folder that exists and may be written (--out).",
        ) from None
    return out
