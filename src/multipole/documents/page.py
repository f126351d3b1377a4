"""HTML pages: the report without the page around it."""

from __future__ import annotations

import re
from typing import Final

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement

from multipole.core.errors import UnreadableInput
from multipole.documents.decode import decode
from multipole.documents.draft import Draft
from multipole.documents.page_facts import page_facts
from multipole.documents.quiet import quiet

_CHARSET: Final = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""")
_CONTAINER: Final = re.compile(
    r"(?i)<(/?)(?:div|span|section|article|main|table|tbody|ul|ol|dl|blockquote|font|center|b|i|em|"
    r"strong|a|form|fieldset|figure|aside|nav|header|footer|big|small|sup|sub|button|label|svg|g|q)\b"
)
_MAX_DEPTH: Final = 250
_MAX_CHARACTERS: Final = 8_000_000
_MAX_TAGS: Final = 100_000


def read_page(data: bytes, *, day_first: bool | None, declared: str = "") -> Draft:
    """The report in an HTML page and what the page says about it.

    ``declared`` is the encoding a server gave. Raises `UnreadableInput` for a page without text,
    nested deeper than 250 elements, of more than 100,000 tags or 8 million characters.
    """
    source, notes = decode(data, declared=declared or _declared(data))
    _refuse_monster(source)
    tree = _parse(source)
    facts = page_facts(tree, day_first=day_first)
    return Draft(_main_text(tree), data, facts.noting(*notes))


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii", "ignore") if match else ""


def _refuse_monster(source: str) -> None:
    remedy = "Save the page again as plain text."
    if len(source) > _MAX_CHARACTERS:
        reason = f"is a page of {len(source):,} characters"
        raise UnreadableInput(reason, remedy=remedy)
    if source.count("<") > _MAX_TAGS:
        reason = f"is a page of more than {_MAX_TAGS:,} tags"
        raise UnreadableInput(reason, remedy=remedy)
    depth = 0
    for match in _CONTAINER.finditer(source):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH:
            reason = f"nests its elements more than {_MAX_DEPTH} deep"
            raise UnreadableInput(reason, remedy=remedy)


def _parse(source: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    clean = source.replace("\0", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        raise UnreadableInput("holds no text", remedy="Leave it out.")
    return tree


def _main_text(tree: HtmlElement) -> str:
    with quiet("trafilatura"):
        found = trafilatura.bare_extraction(
            tree, with_metadata=False, include_comments=False, include_tables=True, fast=True
        )
    text = getattr(found, "text", None)
    if isinstance(text, str) and text.strip():
        return text
    return _all_text(tree)


def _all_text(tree: HtmlElement) -> str:
    """Every paragraph of a page that is too short or too odd to find the report in."""
    for tag in list(tree.iter("script", "style", "noscript", "template", "head")):
        tag.drop_tree()
    lines = (" ".join(line.split()) for line in tree.itertext())
    return "\n".join(line for line in lines if line)
