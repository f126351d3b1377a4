"""Lines of a newspaper that name a section: "East Asia", "Opinion", "World | Politics"."""

from __future__ import annotations

import re
from typing import Final

from multipole.actors import load_actors
from multipole.documents.lines import ends_sentence

_SECTIONS: Final = frozenset(
    """
    affairs analysis arts breaking briefing business climate column columns comment commentary
    culture defence defense diplomacy dispatch economics economy editorial editorials education
    energy environment essay exclusive explained explainer feature features finance focus foreign
    geopolitics global health home industry insight interview interviews international investigation
    latest law letters live local long markets media military money national news newsletter nuclear
    oil opinion opinions pacts perspective perspectives policy politics press profile read report
    reports review reviews science security society special sport sports stories story tech
    technology top trade transport travel update updates video viewpoint views weapons world
    """.split()
)
_REGIONS: Final = frozenset(
    """
    africa america americas arctic asia asia-pacific balkans caribbean caucasus eurasia europe gulf
    indo-pacific maghreb mediterranean oceania pacific sahel scandinavia
    central east eastern far latin mid middle north northeast northern south southeast southern
    west western
    """.split()
)
_JOINING: Final = frozenset("& / | > › » · • : - – and of the in".split())
_TOPICS: Final = frozenset("conflict crisis relations war ties".split())
_WORD: Final = re.compile(r"[^\W_][\w'’-]*|[&/|>›»·•:–-]")
#: "Home > World > Europe", "Politics › Abroad".
_CRUMBS: Final = re.compile(r"[A-Z][\w'’& -]{0,30}(?:\s?[>›»]\s?[A-Z][\w'’& -]{0,30})+")
_MAX_WORDS: Final = 7
_MAX_LENGTH: Final = 60


def is_section(text: str, *, headline_follows: bool) -> bool:
    """Whether a line at the top names a section and no report.

    Names of states and regions alone do so only above another headline.

    >>> is_section("Technology | Analysis", headline_follows=False)
    True
    >>> is_section("East Asia", headline_follows=False)
    False
    """
    if len(text) <= _MAX_LENGTH and _CRUMBS.fullmatch(text):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    if not 0 < len(words) <= _MAX_WORDS or len(text) > _MAX_LENGTH or ends_sentence(text):
        return False
    sections = [word for word in words if word in _SECTIONS]
    if not headline_follows and not sections:
        return False
    if all(word in _JOINING or word in _TOPICS for word in words):
        return False
    rest = [w for w in words if w not in _SECTIONS | _REGIONS | _JOINING | _TOPICS]
    return not rest or _all_named(text, rest)


def _all_named(text: str, rest: list[str]) -> bool:
    """Whether all of the words ``rest`` of ``text`` lie in names of states and cities."""
    named = {
        word.casefold()
        for hit in load_actors().find(text)
        if hit.kind != "person"
        for word in _WORD.findall(text[hit.start : hit.end])
    }
    return named.issuperset(rest)
