"""Which record a quoted figure could mean: an explicit table of rules, words -> reading.

A rule's ``words`` are patterns over a clause as `multipole.answers.check_told` tags it, in small
letters but for the tags: ``{A}`` and ``{B}`` are actors (with or without "'s"), ``{AB}`` a pair
told as one ("their", "the two countries"), ``..`` some words without an actor or a figure. All
actors of the clause must have a part in the reading; a clause that names others means less or more
than the record does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from multipole.answers.check_told import Told

Where = Literal["clause", "measure"]
Order = Literal["AB", "BA", "pair", "A"]
#: Ends in a sentence that are no part of a dyad: where a vote is cast, who publishes a figure.
_BYSTANDERS: Final = frozenset({"UN", "UNSC", "UNGA"})

_ARMS: Final = (
    r"(?:major |conventional |foreign )*(?:arms|weapons?|weaponry|weapons systems|armaments|"
    r"military (?:equipment|hardware))"
)
_ARMS_IN: Final = (
    rf"(?:total |overall |all )*(?:{_ARMS} (?:imports|purchases|acquisitions)|imports of {_ARMS}|"
    rf"imported {_ARMS})"
)
_ARMS_OUT: Final = (
    rf"(?:total |overall |all )*(?:{_ARMS} (?:exports|sales)|exports of {_ARMS}|exported {_ARMS})"
)
_TRADE: Final = (
    r"(?:goods |merchandise )?(?:trade(?: turnover| volumes?| value)?|commerce|turnover)"
    r"(?: volumes?| value)?(?: in goods)?"
)
_ALL: Final = (
    r"(?:(?:the|total|overall|annual|yearly|bilateral|mutual|two-way|combined|joint|volume of|"
    r"value of|turnover of|\d{4}|{AB}) )*"
)
_GOODS: Final = r"(?:goods|products|merchandise)"
_DRAFTS: Final = r"(?:times|twice|vetoes|resolutions)"
#: One that vetoes, and not as the second of two.
_ALONE: Final = r"(?<!and )(?<!or )(?<!, ){A} (?:(?:has|have|had|alone) )*?"
_SPENDING: Final = r"(?:military|defen[cs]e) (?:spending|expenditures?|outlays)"
_NARROW_TRADE: Final = (
    r"deficit|surplus|balance|settle|settlement|denominat|currenc|not in\b|per ?cent of|share of|"
    r"war\b|tariff|services"
)
_GOODS_APART: Final = (
    r"\b(?:oil|crude|gas|lng|energy|fuel|coal|electricity|uranium|arms|weapon|military|defen[cs]e|"
    r"food|agricultur|farm|soy|grain|wheat|corn|meat|fish|timber|wood|metal|steel|alumin|copper|"
    r"gold|diamond|chemical|fertili|machin|electronic|chip|semiconductor|car|vehicle|automo|truck|"
    r"phone|textile|cloth|toy|vaccine|medic|pharma|service|technolog|equipment|raw material|"
    r"dual-use|e-commerce)\w*"
)


_CONTRAST: Final = re.compile(r",? (?:while|whereas|but) |; ")


_TRADE_OF: Final = (
    rf"{_ALL}{{A}}(?:[-–—]| and | ){{B}} {_ALL}{_TRADE}",
    rf"{_ALL}{_TRADE} (?:between|of) {{A}} and {{B}}",
    rf"{_ALL}{_TRADE} between {{AB}}",
    rf"{_ALL}{{AB}} {_ALL}{_TRADE}",
    rf"{_ALL}{{A}} {_ALL}{_TRADE} with {{B}}",
    rf"{_ALL}{_TRADE} (?:of|by) {{A}} with {{B}}",
)
_CAME_TO: Final = (
    r"(?:has |had )?(?:reach|hit|was|stood at|total|amount|rose|risen|gr[eo]w|increas|climb|jump|"
    r"fell|fallen|drop|declin|surg|exceed|topp|surpass|pass|eclips|came to)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Words -> a quantity between two ends.

    ``order``: how ``{A}`` and ``{B}`` become the ends of the quantity; ``pair`` sorts them.
    ``where``: patterns are searched in the clause, or must fit the whole measure. ``unless``: words
    in the clause that make it another thing. ``counts``: what the printed figure must end with.
    """

    quantity: str
    units: tuple[str, ...]
    order: Order
    where: Where
    words: tuple[str, ...]
    unless: str = ""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure could mean: a quantity and its ends; ``topic`` an actor that it is about.

    ``narrowed`` are words that narrow it in a way no record follows.
    """

    quantity: str
    ends: tuple[str, ...]
    topic: str = ""
    narrowed: str = ""


MONEY: Final = ("usd", "eur", "gbp", "cny", "rub", "jpy", "inr")
COUNTS: Final = ("times", "items")

RULES: Final[tuple[Rule, ...]] = (
    Rule("trade", MONEY, "pair", "measure", _TRADE_OF, _NARROW_TRADE + "|" + _GOODS_APART),
    Rule("trade", MONEY, "pair", "clause",
         tuple(rf"(?:^|[,;:] |\bthat |\b\d{{4}} )(?:{words}) {_CAME_TO}..#" for words in _TRADE_OF),
         _NARROW_TRADE + "|" + _GOODS_APART),
    Rule("imports", MONEY, "AB", "clause", (
        rf"{{A}} (?:has |have |had )?(?:imported|imports|bought|purchased) {_GOODS} .*?#.*?"
        r"from {B}",
        rf"{{A}} (?:has |have |had )?(?:imported|bought) #(?: (?:worth )?(?:of|in) {_GOODS})? "
        r"from {B}",
        rf"{{A}} ..imports (?:of {_GOODS} )?from {{B}}..#",
        rf"imports (?:of {_GOODS} )?from {{B}} (?:in)?to {{A}}..#",
        r"imports (?:to|into|of|by) {A} from {B}..#",
    ), _GOODS_APART + r"|per ?cent of"),
    Rule("imports", MONEY, "BA", "clause", (
        rf"{{A}} ..exports (?:of {_GOODS} )?to {{B}}..#",
        r"exports (?:from|of|by) {A} to {B}..#",
        rf"{{A}} (?:has |have |had )?(?:exported|sold|shipped) {_GOODS} (?:worth|valued at) # "
        r"(?:in)?to {B}",
        rf"{{A}} (?:has |have |had )?(?:exported|sold|shipped) {_GOODS} (?:in)?to {{B}}..#",
        rf"{{A}} (?:has |have |had )?(?:exported|sold|shipped) #(?: (?:worth )?(?:of|in) {_GOODS})?"
        r" (?:in)?to {B}",
    ), _GOODS_APART + r"|per ?cent of"),
    Rule("share of arms imports", ("percent",), "AB", "clause", (
        rf"# of (?:all )?{{A}} {_ARMS_IN}..from {{B}}",
        rf"# of {_ARMS_IN} (?:of|by|to) {{A}}..from {{B}}",
        rf"{{A}} (?:\w+ )?(?:buys|bought|purchase[sd]|imports|imported|acquire[sd]|gets|got|"
        rf"receive[sd]|source[sd]|obtain(?:s|ed)) # of (?:all )?(?:its|their|the|<(?P=A)>) "
        rf"(?:imported )?(?:{_ARMS_IN}|{_ARMS})..from {{B}}",
    ), r"\bof #"),
    Rule("share of arms imports", ("percent",), "BA", "clause", (
        rf"{{A}} (?:\w+ )?account(?:ed|s|ing)? for #..of (?:all )?{{B}} {_ARMS_IN}",
        rf"{{A}} (?:is|was|remained) the (?:source|origin) of # of (?:all )?{{B}} {_ARMS_IN}",
        rf"{{A}} (?:\w+ )?account(?:ed|s|ing)? for #..of {_ARMS_IN} (?:of|by|to) {{B}}",
        rf"{{A}} (?:\w+ )?(?:supplie[sd]|provide[sd]|delivered|delivers|made up) # of (?:all )?"
        rf"{{B}} (?:{_ARMS_IN}|{_ARMS}(?=[.,]?$| between| from \d| in \d))",
        rf"{{A}} share (?:of|in) {{B}} {_ARMS_IN}..#",
    )),
    Rule("share of arms exports", ("percent",), "AB", "clause", (
        rf"# of (?:all )?{{A}} {_ARMS_OUT}..(?:to|for) {{B}}",
        rf"{{A}} (?:\w+ )?(?:sold|sells|sent|sends|exported|exports|delivered) # of (?:all )?"
        rf"(?:its|their|the|<(?P=A)>) (?:{_ARMS_OUT}|{_ARMS})..to {{B}}",
    )),
    Rule("share of arms exports", ("percent",), "BA", "clause", (
        rf"{{A}} (?:\w+ )?account(?:ed|s|ing)? for #..of (?:all )?{{B}} {_ARMS_OUT}",
        rf"{{A}} (?:\w+ )?(?:bought|received|purchased|took) # of (?:all )?{{B}} {_ARMS_OUT}",
        rf"{{A}} share (?:of|in) {{B}} {_ARMS_OUT}..#",
    )),
    Rule("joint vetoes", COUNTS, "pair", "clause", (
        r"{A} (?:and|or) {B} ..(?:jointly|together|both)..veto(?:ed|es|ing)? ..#",
        r"{A} (?:and|or) {B} ..vetoed #..(?:jointly|together)",
        r"{A} (?:and|or) {B} ..(?:veto|vetoes) (?:power )?(?:jointly |together )#",
        r"{A} (?:and|or) {B} ..(?:cast|used|issued|exercised|wielded|have|had)..(?:joint|double) "
        r"veto(?:es)? #",
        r"{A} (?:and|or) {B} ..# \((?:joint|double) vetoes\)",
        r"\(joint vetoes\) (?:by|of|from) {A} and {B}",
        r"{AB} ..(?:jointly|together|both)..veto(?:ed|es)? ..#",
        r"{A} (?:and|or) {B} ..used {AB} veto(?:es)?(?: power)?(?:s)? (?:jointly |together )?..#",
        r"{A} (?:vetoed|vetoes) (?:together|jointly) with {B} ..#",
        r"{A} ..vetoed #..(?:together|jointly) with {B}",
        r"^# ..{A} and {B} ..(?:jointly|together)..vetoed",
        r"{A} (?:has |have |had )?joined {B} in (?:vetoing|..veto(?:es)? of) #",
    ), r"threat|abst", _DRAFTS),
    Rule("vetoes by both or either", COUNTS, "pair", "clause", (
        r"{A} (?:and|or) {B} ..vetoed ..#",
        r"{A} (?:and|or) {B} ..(?:cast|used|issued)..(?:veto|vetoes)..#",
        r"{A} (?:and|or) {B} ..# \(vetoes\)",
    ), r"threat|abst|joint|together|both", _DRAFTS),
    Rule("vetoes", COUNTS, "A", "clause", (
        rf"{_ALONE}vetoed (?:[a-z]+ ){{0,5}}#",
        rf"{_ALONE}vetoed (?:<UN> )?(?:drafts?|resolutions)[^#;]{{0,60}}#",
        rf"{_ALONE}(?:used|exercised|cast|wielded|employed) (?:its |the |a |"
        r"<(?P=A)> |<UNSC> |<UN> |un security council |security council )*"
        r"(?:veto|vetoes)(?: power)?(?: in)?(?: the)?(?: <UNSC>)? #",
        rf"{_ALONE}cast # \(vetoes\)",
        r"# \(vetoes\) (?:by|of|from) {A}(?! and)",
    ), r"threat|abst|joint|together", _DRAFTS),
    Rule("GDP", MONEY, "A", "measure", (
        r"{A} (?:nominal |total |annual )*(?:gdp|gross domestic product)",
        r"(?:the )?(?:nominal |total |annual )*(?:gdp|gross domestic product) of {A}",
    ), r"ppp|purchasing power|per capita|per head|constant|real terms|per ?cent of"),
    Rule("military spending", MONEY, "A", "measure", (
        rf"{{A}} (?:total |annual |actual )*{_SPENDING}",
        rf"(?:the )?(?:total |annual |actual )*{_SPENDING} (?:of|by) {{A}}",
    ), r"ppp|purchasing power|per capita|official|budget|per ?cent of"),
)  # fmt: skip


def readings(told: Told) -> tuple[Reading, ...]:
    """The readings of a figure, by the first rule that fits it of each quantity."""
    found: dict[str, Reading] = {}
    for rule in RULES:
        if told.unit in rule.units and rule.quantity not in found:
            reading = next(_fits(rule, told), None)
            if reading:
                found[rule.quantity] = reading
    return tuple(found.values())


def _fits(rule: Rule, told: Told) -> Iterator[Reading]:
    """Readings by the whole clause, else by its part before or after "while" with the figure."""
    yield from _fits_text(rule, told, _small(told.text))
    for part in _CONTRAST.split(_small(told.text)):
        if "#" in part and part != _small(told.text):
            yield from _fits_text(rule, told, part)


def _fits_text(rule: Rule, told: Told, text: str) -> Iterator[Reading]:
    if rule.unless and re.search(rule.unless, text):
        return
    if rule.counts and not re.search(rf"{rule.counts}$", told.printed.casefold()):
        return
    if rule.where == "measure":
        match = (re.fullmatch(_pattern(words), _small(told.measure)) for words in rule.words)
    else:
        match = (re.search(_pattern(words), _with_noun(told, text)) for words in rule.words)
    for found in filter(None, match):
        ends = _ends(rule, found)
        if ends:
            yield from _whole(rule, ends, text)


def _ends(rule: Rule, match: re.Match[str]) -> tuple[str, ...]:
    parts = match.groupdict()
    told = {tuple(sorted(v.split("+"))) for k, v in parts.items() if v and k.startswith("AB")}
    both = told.pop() if len(told) == 1 else ()
    first, second = parts.get("A"), parts.get("B")
    if rule.order == "A":
        return (first,) if first and "+" not in first else ()
    ends = tuple(e for e in (first, second) if e) or both
    if told or len(set(ends)) != 2 or (both and set(both) != set(ends)):
        return ()
    if rule.order == "pair":
        return tuple(sorted(ends))
    return ends if rule.order == "AB" else ends[::-1]


def _whole(rule: Rule, ends: tuple[str, ...], text: str) -> Iterator[Reading]:
    """The reading, unless the clause names actors that have no part in it."""
    named = {a for tag in re.findall(r"<([A-Z:+]+)>", text) for a in tag.split("+")}
    others = named - set(ends) - _BYSTANDERS
    if "veto" not in rule.quantity:
        if not others:
            yield Reading(rule.quantity, ends)
        return
    narrowed = _narrowed(text)
    if len(others) > 1:
        narrowed = narrowed or " and ".join(sorted(others))
    yield Reading(rule.quantity, ends, min(others) if len(others) == 1 else "", narrowed)


def _narrowed(text: str) -> str:
    """Words after "on", "against" that narrow a count of vetoes and name no actor."""
    found = re.search(
        r"\b(?:on|about|concerning|condemning|against|over|regarding|to protect|aimed at)"
        r" (?!<|\d|#|the (?:un\b|security|<|matter of <)"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
        r"(?:the )?([^<#.,;]{2,40})",
        text,
    )
    return found.group(1).strip() if found else ""


def _with_noun(told: Told, text: str) -> str:
    """The clause with what is counted in brackets after it: ``# (joint vetoes)``."""
    noun = next((n for n in ("joint vetoes", "double vetoes", "vetoes")
                 if told.printed.casefold().endswith(n)), "")  # fmt: skip
    return text.replace("#", f"# ({noun})", 1) if noun else text


def _small(text: str) -> str:
    """Small letters, but for tags, and no "the" before them."""
    parts = re.split(r"(<[^<>]*>)", text)
    small = "".join(p if p.startswith("<") else p.casefold() for p in parts)
    return re.sub(r"\bthe (?=<)", "", small)


def _pattern(words: str) -> re.Pattern[str]:
    """The pattern that words of a rule stand for."""
    actor = r"<(?P<{}>[A-Z][A-Z:]*)>(?:['’]s|['’])?"
    text = words
    for name in ("A", "B"):
        text = text.replace(f"{{{name}}}", actor.format(name))
    first, *later = text.split("{AB}")
    pairs = [rf"<(?P<AB{n}>[A-Z]+\+[A-Z]+)>(?:['’]s|['’])?{part}" for n, part in enumerate(later)]
    text = "".join([first, *pairs])
    return re.compile(text.replace("..", r"[^<>#;]{0,60}?"))
