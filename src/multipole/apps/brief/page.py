"""Brief -> HTML: templates, pictures, style and script put into one text."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from multipole.answers.brief_figures import is_vague
from multipole.answers.brief_names import key_of, opening
from multipole.answers.brief_parts import Brief
from multipole.answers.brief_summary import in_one, signed, verdict
from multipole.answers.evidence import file_name
from multipole.answers.words import count
from multipole.apps.brief import palette, words
from multipole.apps.brief.explore import library, specification
from multipole.apps.brief.polygon import WIDTH, polygon, side_of
from multipole.apps.brief.steps import steps_chart
from multipole.apps.brief.timeline import in_picture, lane
from multipole.apps.safe import safe, safe_json
from multipole.relations.trend import BEYOND

#: Plot widths in pixels of the two versions of each picture.
WIDE: Final = 1040
NARROW: Final = 330
_FOLDER: Final = files("multipole.apps.brief") / "templates"


def render(brief: Brief, *, now: datetime) -> str:
    """The page as one text. The same brief and ``now`` give the same text."""
    style, script = source("style.css") + _colours(), source("page.js")
    spec = specification(brief)
    vega = library() if spec else ""
    return _environment().get_template("page.html.j2").render(
        brief=brief,
        now=now,
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        policy=policy(styles=[style], scripts=[script, vega] if vega else [script]),
        vega=Markup(vega),  # noqa: S704 - as installed
        spec=_data(spec),
        palette=_data(palette.VARIABLES),
        polygon=polygon(brief),
        lanes={p.key: _both(lane, brief, p) for p in brief.pairs},
        charts={p.key: _both(steps_chart, brief, p) for p in brief.pairs},
        open_acts=[a for a in brief.acts if not a.happened],
    )  # fmt: skip


def _data(value: Any) -> Markup:
    """JSON that may stand in a script element: no text in it can end the element."""
    text = safe_json(json.dumps(value, ensure_ascii=False))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped


def policy(*, styles: list[str], scripts: list[str]) -> str:
    """A content security policy that allows these texts and nothing else."""
    allowed = {"style-src": styles, "script-src": scripts}
    parts = [f"{name} {' '.join(map(_hash, texts))}" for name, texts in allowed.items()]
    return "; ".join(["default-src 'none'", *parts, "base-uri 'none'", "form-action 'none'"])


@cache
def source(name: str) -> str:
    """A file of the templates folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _both(picture: Any, brief: Brief, pair: Any) -> Mapping[str, Markup]:
    return {
        "wide": picture(brief, pair, width=WIDE),
        "narrow": picture(brief, pair, width=NARROW),
    }


def _colours() -> str:
    """Rules that give each colour of the pictures the variable that stands for it."""
    return "".join(
        f'svg [fill="{colour}"]{{fill:var({name})}}svg [stroke="{colour}"]{{stroke:var({name})}}\n'
        for colour, name in palette.VARIABLES.items()
    )


#: What the templates may call.
_GLOBALS: Final[dict[str, Any]] = {
    **{
        function.__name__: function
        for function in (
            words.about, words.alike, words.amount, words.by_sentence, words.day, words.does,
            words.interval, words.month, words.numbered, words.of_ties, words.origin,
            words.quad_of, words.quoted_already, words.short, words.third_parties,
            words.weakest, words.when, words.who, signed, verdict, in_one, is_vague, opening,
            in_picture, side_of, count, file_name, key_of,
        )
    },
    "WIDTH": WIDTH,
    "BEYOND": BEYOND,
    "MODALITY": words.MODALITY_WORDS,
    "QUAD": words.QUAD_WORDS,
    "COMMON_UNITS": words.COMMON_UNITS,
}  # fmt: skip


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
    )
    made.globals.update(_GLOBALS)
    return made


def _shown(value: Any) -> Any:
    """Every text that the templates print: marks that turn or hide text are shown as escapes."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
