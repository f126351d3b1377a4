"""When a coded claim and a gold record say the same of one field: the rules, one a function."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

from multipole.answers.gold import GoldRecord
from multipole.core.errors import BadPeriod
from multipole.core.periods import Period
from multipole.core.plover import QUAD_OF
from multipole.core.types import Claim

MODALITY_OF: Final[dict[str, frozenset[str]]] = {
    "actual": frozenset({"happened"}),
    "planned": frozenset({"planned", "threatened"}),
    "hypothetical": frozenset({"hypothetical"}),
    "denied": frozenset({"denied"}),
}
VALUE_TOLERANCE: Final = 1e-9
_YIELD: Final = frozenset({"CONCEDE", "RETREAT", "YIELD"})
_QUADS: Final[dict[str, str]] = dict(QUAD_OF.items()) | dict.fromkeys(_YIELD, QUAD_OF["CONCEDE"])
_DETERMINERS: Final = frozenset({"a", "an", "the", "his", "her", "its", "their", "our"})
_TITLE_WORDS: Final = """
mr mrs ms miss dr prof professor sir lord president vice prime premier minister chancellor
secretary general foreign defence defense state councilor councillor ambassador senator deputy
chairman chairwoman chief head director king queen spokesman spokeswoman spokesperson analyst
expert observer official diplomat
"""
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_SCALES: Final[dict[str, float]] = {
    "thousand": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_UNIT_WORDS: Final[dict[str, str]] = {
    "%": "percent",
    "per cent": "percent",
    "$": "usd",
    "us$": "usd",
    "us dollars": "usd",
    "us dollar": "usd",
    "dollars": "usd",
    "dollar": "usd",
    "euro": "eur",
    "euros": "eur",
    "people": "persons",
    "person": "persons",
    **dict.fromkeys(("cubic metre", "cubic metres", "cubic meter", "cubic meters"), "m3"),
    **dict.fromkeys(("ton", "tons", "tonne", "metric ton", "metric tons"), "tonnes"),
    **dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers"), "km"),
}


def type_name(action: str | None) -> str:
    """The type to compare: CONCEDE and RETREAT are both YIELD, as one vocabulary has only that."""
    return "YIELD" if action in _YIELD else action or ""


def quad_name(action: str | None) -> str:
    """The quad class to compare; YIELD is verbal cooperation, so that equal types agree here too.

    >>> quad_name("RETREAT"), quad_name("SANCTION")
    ('verbal_cooperation', 'material_conflict')
    """
    return _QUADS.get(action or "", "")


def located(claim: Claim, gold: GoldRecord) -> bool:
    """Whether the claim's first span and the gold quote share a character of the text."""
    return shared_share(claim, gold) > 0.0


def shared_share(claim: Claim, gold: GoldRecord) -> float:
    """Shared characters of first span and gold quote over those of either, 0 to 1 (Jaccard)."""
    if not gold.found:
        return 0.0
    span = claim.spans[0]
    shared = min(span.end, gold.end) - max(span.start, gold.start)
    either = max(span.end, gold.end) - min(span.start, gold.start)
    return max(0, shared) / either


def same_ends(claim: Claim, gold: GoldRecord) -> bool:
    """Whether sender and receiver are equal as sets; reciprocal acts name all ends on both."""
    return set(claim.sender) == set(gold.sender) and set(claim.receiver) == set(gold.receiver)


def same_names(left: str, right: str) -> bool:
    """Whether two namings of a speaker agree.

    Case, punctuation, accents, determiners and all after a comma are left aside. Namings agree
    when the words of one are all among the other's ("Putin", "President Putin"), or when the last
    word of one, unless it is a title or office, is among the other's words ("Foreign Minister
    Lavrov", "Sergei Lavrov"). Two empty namings agree, one empty and one not do not.

    >>> same_names("Wang", "Wang Yi"), same_names("Wang Yi", "Wang Wenbin")
    (True, False)
    """
    ours, theirs = _name_words(left), _name_words(right)
    if not ours or not theirs:
        return ours == theirs
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return True
    return _surname(ours) in theirs or _surname(theirs) in ours


def same_speaker(claim: Claim, gold: GoldRecord) -> bool:
    """Whether claim and record have the same speaker.

    True when the namings agree by `same_names`, or when both have the same ``speaker_actor`` and
    the quotes share words of the text ("Beijing" for "the Chinese foreign ministry").
    """
    if same_names(claim.speaker, gold.speaker):
        return True
    same_actor = bool(gold.speaker_actor) and claim.speaker_actor == gold.speaker_actor
    return same_actor and located(claim, gold)


def same_date(claim: Claim, gold: GoldRecord) -> bool:
    """Whether the coded period agrees with the gold date at the gold date's granularity.

    True when every coded day lies within the gold day, month or year: a coded day in March agrees
    with gold ``2021-03``, a coded ``2021`` does not. Gold ``""`` agrees with no period only. A
    gold date that is not of the form in the guide agrees with nothing.
    """
    if claim.period is None or not gold.date:
        return claim.period is None and not gold.date
    try:
        return claim.period.within(Period.parse(gold.date))
    except BadPeriod:
        return False


def same_modality(claim: Claim, gold: GoldRecord) -> bool:
    """Whether the coded modality is one that the gold realis allows (`MODALITY_OF`)."""
    return claim.modality in MODALITY_OF.get(gold.modality, ())


def same_domain(claim: Claim, gold: GoldRecord) -> bool:
    """Whether both name the same domain; none coded agrees with none in gold."""
    return (claim.domain or "") == gold.domain


def same_leaning(claim: Claim, gold: GoldRecord) -> bool:
    """Whether both lean the same way on the closeness of the actors."""
    return (claim.leaning or "") == gold.leaning


def same_value(claim: Claim, gold: GoldRecord) -> bool:
    """Whether the numbers are equal to 1e-9 of their size, after scale words in the unit.

    100 "billion USD" and 1e11 "usd" are equal.
    """
    coded = (claim.value if claim.value is not None else math.nan) * _unit(claim.unit)[0]
    return math.isclose(coded, gold.value * _unit(gold.unit)[0], rel_tol=VALUE_TOLERANCE)


def same_value_and_unit(claim: Claim, gold: GoldRecord) -> bool:
    """Whether the numbers agree (`same_value`) and the units are the same word."""
    return same_value(claim, gold) and _unit(claim.unit)[1] == _unit(gold.unit)[1]


def _name_words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.partition(",")[0].casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"['’]s\b|\.", "", plain)
    words = re.findall(r"\w+", plain)
    return tuple(w for w in words if w not in _DETERMINERS)


def _surname(words: tuple[str, ...]) -> str:
    last = words[-1]
    return "" if last in _TITLES or last.removesuffix("s") in _TITLES else last


def _unit(unit: str) -> tuple[float, str]:
    words = unit.casefold().replace("u.s.", "us").replace("_", " ").split()
    scale = math.prod(_SCALES.get(w, 1.0) for w in words)
    rest = " ".join(w for w in words if w not in _SCALES and w != "of")
    return scale, _UNIT_WORDS.get(rest, rest)
