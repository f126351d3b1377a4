"""Pictures as files: SVG, PNG, a page that needs no network, or the Vega-Lite spec."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import vl_convert

from multipole.apps.pictures.kinds import picture
from multipole.apps.pictures.place import ENDINGS, ending_of, replace_file

if TYPE_CHECKING:
    from multipole.answers import Answer

_SCALE: Final = 2.0
#: `ast` interprets expressions, so that the page needs no right to make code of text.
_OPTIONS: Final = {
    "ast": True, "renderer": "svg", "mode": "vega-lite",
    "actions": {"export": True, "source": False, "compiled": False, "editor": False},
}  # fmt: skip
_DRAW: Final = (
    "vegaEmbed('#picture', JSON.parse(document.getElementById('spec').textContent), "
    f"{json.dumps(_OPTIONS)});"
)
Spec = dict[str, Any]


def save_picture(answer: Answer, out: str | Path) -> Path:
    """Write the picture of an answer to the file ``out`` and return its path.

    By its ending: ``.svg``; ``.png``, two pixels a unit of length; ``.html``, a page with the
    program that draws in it, which loads nothing; ``.json``, the Vega-Lite spec. The same answer
    gives the same bytes. A file that is there is replaced when all is drawn.

    Raises `WrongUse` for another ending or an answer that has no picture, `UnreadableInput` when
    the file cannot be written.
    """
    place = Path(out)
    write = _WRITERS[ending_of(place)]
    replace_file(place, write(picture(answer).to_dict()))
    return place


def json_of(spec: Spec) -> bytes:
    """The spec as JSON."""
    text = json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode()


def svg_of(spec: Spec) -> bytes:
    """The spec drawn as SVG."""
    return str(vl_convert.vegalite_to_svg(spec)).encode()


def png_of(spec: Spec) -> bytes:
    """The spec drawn as PNG."""
    return bytes(vl_convert.vegalite_to_png(spec, scale=_SCALE))


def html_of(spec: Spec) -> bytes:
    """A page that draws the spec: one script, allowed by its digest, and nothing from elsewhere."""
    script = _program()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    title = escape(str(spec.get("description", "")))
    data = json.dumps(spec, sort_keys=True, allow_nan=False).replace("<", "\\u003c")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title>\n</head>\n<body>\n"
        f'<div id="picture" role="img" aria-label="{title}"></div>\n'
        f'<script type="application/json" id="spec">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    ).encode()


@cache
def _program() -> str:
    """The program of a page: the same for every picture."""
    return str(vl_convert.javascript_bundle(snippet=_DRAW))


_WRITERS: Final[dict[str, Callable[[Spec], bytes]]] = dict(
    zip(ENDINGS, (svg_of, png_of, html_of, json_of), strict=True)
)
