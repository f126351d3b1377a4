"""Pictures of answers: drawn by the columns of the table, with the intervals that it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

    from multipole.answers import Answer

__all__ = ["picture", "save_picture"]


def picture(answer: Answer) -> alt.VConcatChart:
    """The picture of an answer; see `multipole.apps.pictures.kinds.picture`."""
    from multipole.apps.pictures.kinds import picture as drawn

    return drawn(answer)


def save_picture(answer: Answer, out: str | Path) -> Path:
    """Write the picture of an answer; see `multipole.apps.pictures.files.save_picture`."""
    from multipole.apps.pictures.files import save_picture as saved

    return saved(answer, out)
