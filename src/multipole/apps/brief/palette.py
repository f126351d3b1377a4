"""The colours of the pictures, as drawn on paper; the style sheet maps them for dark screens.

Blue and orange stay apart for colour-blind eyes, and shape, place and words say the same again.
"""

from __future__ import annotations

from typing import Final

COOPERATION: Final = "#1a66a8"
CONFLICT: Final = "#b5460f"
BALANCE: Final = "#636b75"
INK: Final = "#1b1f24"
MUTED: Final = "#5a6370"
LINE: Final = "#d4d9df"
PAPER: Final = "#ffffff"
#: Colour -> the variable of the style sheet that stands for it.
VARIABLES: Final = {
    COOPERATION: "--coop",
    CONFLICT: "--conflict",
    BALANCE: "--balance",
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--paper",
}


def of_quad(quad: str) -> str:
    """The colour of a quad class."""
    return COOPERATION if quad.endswith("cooperation") else CONFLICT
