"""Pages -> HTML: templates with every text escaped, parts put in or left a place for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from multipole.answers.headings import HEADINGS
from multipole.answers.words import count
from multipole.apps.brief import palette
from multipole.apps.safe import safe, safe_json
from multipole.apps.web import words
from multipole.apps.web.asking import Waiting
from multipole.apps.web.page import Page, Part, Visit
from multipole.apps.web.places import filled
from multipole.core.errors import MultipoleError
from multipole.core.version import VERSION

#: What the head of every page offers: pages without holes in their path.
NAVIGATION: Final = (
    ("dyads", "Dyads"), ("triangles", "Triangles"), ("system", "System"), ("events", "Events"),
    ("claims", "Claims"), ("documents", "Documents"), ("narratives", "Narratives"),
    ("forecasts", "Forecasts"),
    ("what-if", "What if"), ("receipts", "Receipts"),
)  # fmt: skip
_FOLDER: Final = files("multipole.apps.web") / "templates"


class _Unready(Exception):
    """A page that has parts to come: it goes out, but is not kept."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def page_html(page: Page, visit: Visit) -> str:
    """A page as a text. Parts that are not there within the visit's patience get a place.

    A whole page with the server's addresses is kept, as the snapshot does not change.
    """
    key = (page.name, "", tuple(sorted(visit.given.items())), visit.write_token)
    try:
        if not visit.places.live:
            return _whole(page, visit)
        return visit.room.shelf.get(key, lambda: _whole(page, visit))
    except _Unready as unready:
        return unready.text


def _whole(page: Page, visit: Visit) -> str:
    """A page with all its parts; raises `_Unready` with the page when some are to come."""
    to_come: list[str] = []

    def part(name: str) -> Markup:
        """A part with its heading, or the place where it will stand, or what is wrong."""
        try:
            return Markup(part_alone(page, name, visit))  # noqa: S704 - rendered by a template
        except Waiting as waiting:
            to_come.append(name)
            return _place(page, name, visit, waiting)

    text = _render(page.template, visit, {"page": page, "part": part, **page.frame(visit)})
    if to_come:
        raise _Unready(text)
    return text


def _place(page: Page, name: str, visit: Visit, waiting: Waiting) -> Markup:
    where = visit.places.part(page.name, name, visit.given)
    whole = filled(page.path, {**visit.given, "wait": "1"})
    context = {"shown": page.part(name), "where": where, "waiting": waiting, "whole": whole}
    return Markup(_render("waiting.html.j2", visit, context))  # noqa: S704 - by a template


def part_alone(page: Page, name: str, visit: Visit) -> str:
    """A part for a page that is waiting for it; raises `Waiting` while it is not there."""
    part = page.part(name)
    if part is None:
        raise KeyError(name)
    return _part(page, part, visit)


def error_html(visit: Visit, error: MultipoleError, *, status: int) -> str:
    """A page that says what is wrong and what to do."""
    return _render("error.html.j2", visit, {"title": "Not found" if status == 404 else "Not so",
                                            "error": error})  # fmt: skip


def _part(page: Page, part: Part, visit: Visit) -> str:
    """A part; one with the server's addresses is kept, as the snapshot does not change."""
    if not visit.places.live:
        return _made(part, visit)
    key = (page.name, part.name, tuple(sorted(visit.given.items())), visit.write_token)
    return visit.room.shelf.get(key, lambda: _made(part, visit))


def _made(part: Part, visit: Visit) -> str:
    try:
        context = part.build(visit)
    except MultipoleError as error:
        return _render("trouble.html.j2", visit, {"shown": part, "error": error})
    return _render(part.template, visit, {"shown": part, **context})


def _render(template: str, visit: Visit, context: Mapping[str, Any]) -> str:
    snapshot = visit.room.snapshot
    shared = {"visit": visit, "places": visit.places, "snapshot": snapshot}
    return _environment().get_template(template).render(shared | dict(context))


def chart(spec: Mapping[str, Any], *, label: str, name: str = "picture") -> Markup:
    """A Vega-Lite picture: drawn by the page's script, with its words for who cannot see it.

    ``spec`` uses the colours of `multipole.apps.brief.palette`, which the script turns into those
    of light or dark; ``label`` says what it shows; ``name`` is the file name of a saved copy.
    """
    return Markup(
        '<figure class="chart" data-name="{}"><div class="canvas" role="img" aria-label="{}"></div>'
        '<script type="application/json" class="spec">{}</script>'
        '<div class="save" hidden></div></figure>'
    ).format(name, safe(label), data(spec))


def data(value: Any) -> Markup:
    """JSON that may stand in a script element: no text in it can end the element."""
    text = safe_json(json.dumps(value, ensure_ascii=False, default=str))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped


def heading(name: str) -> str:
    """The heading of a column."""
    return HEADINGS.get(name, name.replace("_", " "))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
    )
    made.globals.update(
        VERSION=VERSION, NAVIGATION=NAVIGATION, palette=data(palette.VARIABLES), chart=chart,
        data=data, heading=heading, count=count,
        **{name: getattr(words, name) for name in words.__all__},
    )  # fmt: skip
    return made


def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _shown(value: Any) -> Any:
    """Every text that the templates print: marks that turn or hide text are shown as escapes."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
