"""WhatIf -> HTML: templates, pictures and style put into one text without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from multipole.answers.answer import Answer
from multipole.answers.asked import name_of
from multipole.answers.whatif import WhatIf
from multipole.answers.whatif_tables import ALL, VALENCE
from multipole.apps.brief.page import policy
from multipole.apps.safe import safe
from multipole.apps.whatif_page import drawn
from multipole.core.version import VERSION

_FOLDER: Final = files("multipole.apps.whatif_page") / "templates"
#: What the classes of acts are called on the page.
WHAT: Final = {
    ALL: "all acts", "verbal_cooperation": "words, cooperation",
    "material_cooperation": "deeds, cooperation", "verbal_conflict": "words, conflict",
    "material_conflict": "deeds, conflict", VALENCE: "mix (points of conflict)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dyad:
    """A dyad on the page: its row, its paths by class, and its pictures."""

    key: str
    name: str
    row: dict[str, Any]
    paths: dict[str, list[dict[str, Any]]]
    levels: Markup
    difference: Markup
    mix: Markup


def render(found: WhatIf) -> str:
    """The page as one text. The same answer gives the same text."""
    style = source("style.css")
    return _environment().get_template("page.html.j2").render(
        found=found,
        dyads=list(dyads_of(found)),
        style=Markup(style),  # noqa: S704 - ours
        policy=policy(styles=[style], scripts=[]),
        version=VERSION,
        what=WHAT,
    )  # fmt: skip


def dyads_of(found: WhatIf) -> Iterator[Dyad]:
    """The dyads of a scenario with their paths and pictures."""
    paths: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in found.paths.table.to_pylist():
        of_dyad = paths.setdefault((row["sender"], row["receiver"]), {})
        of_dyad.setdefault(row["what"], []).append(row)
    for row in found.dyads.table.to_pylist():
        own = paths[row["sender"], row["receiver"]]
        name = f"{name_of(row['sender'])} towards {name_of(row['receiver'])}"
        yield Dyad(
            f"{row['sender']}-{row['receiver']}", name, row, own,
            drawn.levels(own[ALL], label=f"{name}: acts a month with and without the shock"),
            drawn.difference(own[ALL], label=f"{name}: acts more or fewer than without"),
            drawn.difference(own[VALENCE], label=f"{name}: points more or less conflict",
                             percent=True),
        )  # fmt: skip


def change(row: dict[str, Any], scale: float = 1.0) -> str:
    """``+12.3 (4 to 21)``; of a share in points, with ``scale`` 100."""
    value, low, high = (row[n] * scale for n in ("value", "low", "high"))
    return f"{signed(value)} ({_plain(low)} to {_plain(high)})"


def level(row: dict[str, Any], name: str, scale: float = 1.0) -> str:
    """``128 (86 to 183)``."""
    value, low, high = (row[f"{name}{end}"] * scale for end in ("", "_low", "_high"))
    return f"{value:.0f}" if low == high else f"{value:.0f} ({low:.0f} to {high:.0f})"


def signed(value: float) -> str:
    """``+12.3``, ``-0.4``, ``0``."""
    return "0" if abs(value) < 0.05 else f"{value:+.1f}"


def fades(months: int | None, of: int) -> str:
    """When a difference is over, in words."""
    if months is None:
        return f"not within {of} months"
    return "never detectable" if months == 0 else f"from month {months + 1} on"


def _plain(value: float) -> str:
    return "0" if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def chance(value: float | None) -> str:
    """``12%``, nothing where there is none."""
    return "" if value is None else f"{value:.0%}"


def cells(answer: Answer) -> list[tuple[str, ...]]:
    """The rows of an answer as readers see them."""
    return list(answer.cells)


@cache
def source(name: str) -> str:
    """A file of the templates folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(source), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, finalize=_shown,
    )  # fmt: skip
    made.globals.update(change=change, level=level, fades=fades, chance=chance, signed=signed,
                        cells=cells, name_of=name_of)  # fmt: skip
    return made


def _shown(value: Any) -> Any:
    """Every text that the templates print: marks that turn or hide text are shown as escapes."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
