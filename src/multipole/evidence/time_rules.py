"""Single time expressions: the pattern of each, and who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from multipole.core.numerals import ORDINALS, SMALL
from multipole.evidence.eras import ERA, read_era
from multipole.evidence.time_words import (
    DAYS,
    MONTH_NAMES,
    SEASONS,
    WEEKDAY_NAMES,
    Follower,
    Reader,
    follow_count,
    follow_day,
    follow_unit,
    read_ago,
    read_attacks,
    read_bare_season,
    read_century,
    read_day,
    read_decade,
    read_feast,
    read_for,
    read_fraction,
    read_iso,
    read_month,
    read_month_year,
    read_nothing,
    read_part,
    read_quarter,
    read_season,
    read_slashes,
    read_so_far,
    read_span,
    read_unit,
    read_weekday,
    read_weekend,
    read_word,
    read_year,
    read_years,
)

_MON = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_FULL = rf"(?:{'|'.join(MONTH_NAMES)}|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
_SMALL = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in sorted(SMALL, key=len, reverse=True))
_COUNT = (
    rf"(?:[0-9]{{1,3}}|(?:{_SMALL})(?:-(?:{'|'.join(SMALL)}))?|[Aa]n?|[Aa]\ few|[Ss]everal|[Ss]ome|"
    r"[Mm]any)"
)
_UNIT = r"(?:day|week|fortnight|month|year|decade|centur(?:y|ie))"
_IN_SEASON = "".join(
    rf"(?<=\b{lead}\ )|(?<=\b{lead}\ the\ )|"
    for lead in ("[Ii]n", "[Ss]ince", "[Bb]y", "[Bb]efore", "[Uu]ntil", "[Dd]uring", "[Oo]ver")
)
_OTHER_SEASON = (
    r"[-’']|\s+(?:[Pp]alace|[Cc]amp|[Ss]chool|[Gg]ames|Olympic|[Hh]ouse|[Ss]ports|of\s+(?!last\b|"
    r"this\b|that\b|the\s+(?:same|following|previous)\b))"
)
_AND = r"\s?(?:-|–|—|,\ |\ and\ |\ or\ |\ to\ )\s?"
_COUNTED = (
    r"\s+(?:people|persons|troops|soldiers|officials|men|women|civilians|children|km|kilomet|miles|"
    r"tons|tonnes|barrels|dollars|euros|yuan|rubles|roubles|jobs|cases|tanks|missiles|warheads|"
    r"homes|villages|refugees|students|workers|police|officers|percent|per\ cent|%|metres|meters|"
    r"members|delegates|companies|million|billion|hours|words|pages|MW|GW|days|weeks|years)"
)
_YEAR = rf"(?:1[0-9]{{3}}|20[0-9]{{2}}|2100)(?![0-9]|{_COUNTED})"
_NUMBERED = (
    r"(?:Articles?|[Rr]esolutions?|No\.|[Pp]aragraphs?|[Pp]ages?|pp?\.|[Cc]hapter|[Ss]ection|Boeing|"
    r"Airbus|[Ff]light|Room|Unit|UNSCR?|Directive|Regulation)\s+[0-9][0-9/.-]*"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """``bare`` expressions lack their year; ``weak`` ones need words around them to be a time.

    ``told`` ones ("a day later", "the same year") are reckoned from the time that the story has
    reached, by ``follow``; ``read`` is then not asked.
    """

    name: str
    pattern: str
    read: Reader
    bare: bool = False
    weak: bool = False
    follow: Follower | None = None


def _any_case(words: Iterable[str]) -> str:
    return "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in words)


RULES: Final[tuple[Rule, ...]] = (
    Rule("iso", r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])", read_iso),
    Rule(
        "slashes",
        r"(?P<l>[0-9]{1,2})(?P<sep>[/.])(?P<r>[0-9]{1,2})(?P<end>[/.])(?P<y>[12][0-9]{3})(?![0-9])",
        read_slashes,
    ),
    Rule(
        "attacks",
        r"(?:9/11(?![0-9/])|September\ 11(?:th)?(?=\s+(?:terror|attack)))",
        read_attacks,
    ),
    Rule("era", ERA, read_era, weak=True),
    Rule("number", _NUMBERED, read_nothing),
    Rule(
        "day_month",
        rf"(?P<d>{_DAY})(?:{_AND}(?P<e>{_DAY}))?[\s-](?:of\s+)?(?P<m>{_MON})\b"
        rf"(?:,?[\s-]\s*(?P<y>{_YEAR}))?",
        read_day,
        bare=True,
    ),
    Rule(
        "month_day",
        rf"(?P<m>{_MON})\s+(?P<d>{_DAY})(?!,[0-9]{{3}}(?![0-9])|\s*%|\ per)"
        rf"(?:{_AND}(?P<e>{_DAY})(?!{_COUNTED}))?(?:(?:,\s*|\s+)(?P<y>{_YEAR}))?",
        read_day,
        bare=True,
    ),
    Rule("month_year", rf"(?P<m>{_MON}),?(?:\s+of)?[\s-]\s*(?P<y>{_YEAR})", read_month_year),
    Rule("decade", r"(?P<y>(?:1[0-9]|20)[0-9]0)['’]?s\b", read_decade),
    Rule(
        "years",
        r"(?P<y>(?:1[0-9]|20)[0-9]{2})(?P<sep>[-–/])(?P<z>(?:1[0-9]|20)?[0-9]{2})(?![0-9-])",
        read_years,
    ),
    Rule("season", rf"(?P<s>{_any_case(SEASONS)})(?:\s+of|,)?\s+(?P<y>{_YEAR})", read_season),
    Rule(
        "bare_season",
        rf"(?:{_IN_SEASON}(?<=arly\ )|(?<=ate\ )|(?<=mid-))(?P<s>{_any_case(SEASONS)})\b"
        rf"(?!{_OTHER_SEASON})",
        read_bare_season,
        bare=True,
    ),
    Rule("century", rf"(?P<n>[0-9]{{1,2}}(?:st|nd|rd|th)|{_any_case(reversed(ORDINALS))})"
         r"[\s-][Cc]entury(?!\s+B)", read_century),
    Rule("part", rf"Q(?P<q>[1-4])\s+(?P<y>{_YEAR})", read_part),
    Rule(
        "year",
        rf"(?P<y>{_YEAR})(?!,[0-9]{{3}}|\.[0-9]|(?!['’]s\b)['’]?[A-Za-z%°])",
        read_year,
        weak=True,
    ),
    Rule(
        "ago",
        r"(?:(?P<q>[Mm]ore\ than|[Oo]ver|[Aa]t\ least|[Ll]ess\ than)\s+)?"
        rf"(?<!half\ )(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\s+ago\b",
        read_ago,
    ),
    Rule("fraction", r"(?:[Aa]\s+)?(?P<f>[Hh]alf|[Qq]uarter)\s+(?:of\s+)?a\s+"
         r"(?P<u>century|decade)\s+ago\b", read_fraction),
    Rule(
        "for",
        rf"[Ff]or\s+(?:about\s+|some\s+|over\s+|nearly\s+|almost\s+|more\s+than\s+)?"
        rf"(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\b(?!\s+(?:of|in)\b)",
        read_for,
        weak=True,
    ),
    Rule(
        "later",
        rf"(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\s+"
        r"(?P<w>later|earlier|(?:before|after)(?=[,.;])|afterwards)\b(?!\s+than)",
        read_nothing,
        follow=follow_count,
    ),
    Rule(
        "same",
        r"(?:(?:[Ll]ater|[Ee]arlier)\s+)?(?P<w>[Tt]hat(?:\s+same)?|[Tt]he\s+(?:same|following|"
        r"previous|preceding|subsequent)|(?:[Tt]his|[Tt]he)\s+very\s+same)\s+"
        r"(?P<u>day|week|month|year|decade)\b",
        read_nothing,
        follow=follow_unit,
    ),
    Rule("next_day", r"(?P<w>[Tt]he\s+next)\s+(?P<u>day)\b", read_nothing, follow=follow_unit),
    Rule("day_before", r"[Tt]he\s+day\s+(?P<w>before|after)(?=[,.;])", read_nothing,
         follow=follow_day),
    Rule("fiscal", r"(?:FY\s?|(?:[Ff]iscal|[Ff]inancial)(?:\s+year)?\s+)(?P<y>(?:19|20)[0-9]{2})"
         r"(?![0-9/-])", read_year),
    Rule("quarter", r"(?<=the\ )(?P<n>first|second|third|fourth)\s+quarter\b(?!\s+(?:of|final)\b)",
         read_quarter),
    Rule("weekend", r"(?:[Aa]t|[Oo]ver|[Dd]uring|[Oo]n)\s+the\s+weekend\b", read_weekend),
    Rule(
        "span",
        rf"(?:(?<=the\ )|(?<=these\ ))(?P<w>[Pp]ast|last)\s+(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\b",
        read_span,
    ),
    Rule(
        "span_ahead",
        r"(?<=the\ )(?<!for\ the\ )(?P<w>next|coming)\s+"
        rf"(?:(?P<n>{_COUNT})\s+)?(?P<u>{_UNIT})s?\b",
        read_span,
    ),
    Rule("past", rf"(?<=the\ )(?P<w>past)\s+(?P<n>)(?P<u>{_UNIT})\b", read_span),
    Rule(
        "so_far",
        r"(?P<w>[Ee]arlier|[Ll]ater)\s+this\s+(?P<u>year|month|week|decade|century)\b",
        read_so_far,
    ),
    Rule(
        "unit",
        r"(?P<w>[Ll]ast|[Tt]his|[Tt]he\ current|(?<!the\ )[Nn]ext|"
        r"(?<=(?:end|art|alf|ter|ths|ing)\ of\ )the)\s+"
        r"(?P<u>year|month|weekend|week|quarter|decade|century|spring|summer|autumn|fall|winter)\b",
        read_unit,
    ),
    Rule(
        "feast",
        rf"(?P<f>Christmas\s+(?:Day|Eve)|New\s+Year['’]s\s+(?:Day|Eve))(?:,?\s+(?P<y>{_YEAR}))?",
        read_feast,
        bare=True,
    ),
    Rule("word", rf"(?:{_any_case(DAYS)})\b", read_word),
    Rule(
        "weekday",
        rf"(?:(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+)?(?P<d>{'|'.join(WEEKDAY_NAMES)})\b"
        r"(?<!Good\ Friday)(?<!Black\ Friday)(?<!Bloody\ Sunday)"
        r"(?!\s+(?:Times|Telegraph|Mirror|Express|Mail|Post))",
        read_weekday,
    ),
    Rule(
        "month",
        rf"(?:(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+)?(?P<m>{_FULL})(?![\w-])",
        read_month,
        bare=True,
        weak=True,
    ),
)  # fmt: skip
