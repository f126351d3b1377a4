"""What an HTML page says about itself: meta tags, JSON-LD, time and title elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml.html import HtmlElement

from multipole.documents.dates import read_date
from multipole.documents.facts import Facts, facts_from, neat

_META: Final[dict[str, tuple[str, ...]]] = {
    "date": (
        "article:published_time", "og:published_time", "datepublished", "date.published", "pubdate",
        "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date",
        "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "date",
        "citation_publication_date", "article.published", "originalpublicationdate",
    ),
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "headline", "title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher", "source"),
    "author": ("author", "article:author", "parsely-author", "dc.creator", "citation_author",
               "byl", "sailthru.author"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "url": ("og:url", "parsely-link", "twitter:url"),
}  # fmt: skip
_LINKED: Final = {
    "date": "datePublished", "title": "headline", "author": "author", "outlet": "publisher",
    "language": "inLanguage", "url": "url",
}  # fmt: skip
_ARTICLE_TYPES: Final = ("Article", "Report", "Posting", "WebPage")
_MAX_JSON: Final = 500_000


def page_facts(tree: HtmlElement, *, day_first: bool | None) -> Facts:
    """Facts from the page's own statements, in the order linked data, meta tags, elements."""
    found: dict[str, str] = {}
    for source in (_linked_data(tree), _meta(tree), _elements(tree)):
        for name, value in source.items():
            if name not in found and _usable(name, value, day_first):
                found[name] = neat(value)
    return facts_from(found, day_first=day_first)


def _usable(name: str, value: str, day_first: bool | None) -> bool:
    if not neat(value):
        return False
    if name == "author":
        return "://" not in value and "@" not in value
    if name == "url":
        return value.startswith(("http://", "https://"))
    if name == "date":
        return read_date(value, day_first=day_first) is not None
    return True


def _meta(tree: HtmlElement) -> dict[str, str]:
    given: dict[str, str] = {}
    for tag in tree.iter("meta"):
        names = (tag.get("property"), tag.get("name"), tag.get("itemprop"), tag.get("http-equiv"))
        for name in names:
            if name:
                given.setdefault(name.strip().lower(), tag.get("content") or "")
    return {
        name: next(given[key] for key in keys if given.get(key))
        for name, keys in _META.items()
        if any(given.get(key) for key in keys)
    }


def _elements(tree: HtmlElement) -> dict[str, str]:
    found = {"language": tree.getroottree().getroot().get("lang") or ""}
    link = next((x for x in tree.iter("link") if x.get("rel") == "canonical"), None)
    if link is not None:
        found["url"] = link.get("href") or ""
    headings = list(tree.iter("h1"))
    title = headings[0] if len(headings) == 1 else next(tree.iter("title"), None)
    if title is not None:
        found["title"] = title.text_content()
    times = [x.get("datetime") or x.text_content() for x in tree.iter("time")]
    if times:
        found["date"] = times[0]
    author = next((x for x in tree.iter("a") if x.get("rel") == "author"), None)
    if author is not None:
        found["author"] = author.text_content()
    return found


def _linked_data(tree: HtmlElement) -> dict[str, str]:
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _MAX_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            if any(kind in str(item.get("@type", "")) for kind in _ARTICLE_TYPES):
                return _article(item)
    return {}


def _items(data: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        yield from (item for item in data if isinstance(item, dict))
    elif isinstance(data, dict):
        yield data
        graph = data.get("@graph")
        yield from _items(graph) if isinstance(graph, list) else ()


def _article(item: Mapping[str, Any]) -> dict[str, str]:
    values = {name: _name(item.get(key)) for name, key in _LINKED.items()}
    return {name: value for name, value in values.items() if value}


def _name(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(name for name in map(_name, value[:10]) if name)
    if isinstance(value, dict):
        return _name(value.get("name")) if not isinstance(value.get("name"), dict) else ""
    return value if isinstance(value, str) else ""
