"""Vega-Lite -> SVG that may stand in the page: no outside address, links to anchors only."""

from __future__ import annotations

import re
from typing import Any, Final

import vl_convert
from lxml import etree
from markupsafe import Markup

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_ANCHOR: Final = re.compile(r"#[A-Za-z0-9._-]+\Z")
_KEPT_LABELS: Final = frozenset({f"{_SVG}path"})
_DROPPED: Final = ("aria-roledescription", "pointer-events", "font-family", "cursor")


def draw(spec: dict[str, Any], *, label: str) -> Markup:
    """The SVG of a Vega-Lite ``spec``; each linked mark carries its description as a title.

    ``label`` says what the picture shows. Width and height are left to the page.
    """
    root = etree.fromstring(vl_convert.vegalite_to_svg(spec).encode("utf-8"), _parser())
    for node in list(root.iter()):
        _clean(node)
    for name in ("width", "height", "version", "class"):
        root.attrib.pop(name, None)
    root.set("role", "group")
    root.set("aria-label", label)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - made by us, and cleaned


def _parser() -> etree.XMLParser:
    return etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True)


def _clean(node: Any) -> None:
    for name in _DROPPED:
        node.attrib.pop(name, None)
    if node.get("role") in ("graphics-object", "graphics-symbol"):
        node.attrib.pop("role")
    if node.tag == f"{_SVG}a":
        _link(node)
    elif node.get("aria-label") and node.getparent().tag != f"{_SVG}a":
        node.attrib.pop("aria-label")


def _link(node: Any) -> None:
    """Keep the anchor of a link (the converter puts an address in front), and its words."""
    target = _ANCHOR.search(node.get(_HREF, ""))
    node.attrib.clear()
    if target:
        node.set("href", target.group())
    mark = node[0]
    words = mark.attrib.pop("aria-label", "")
    node.set("aria-label", words)
    title = etree.SubElement(mark, f"{_SVG}title")
    title.text = words
