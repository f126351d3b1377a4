"""What settles a question: a criterion in a small language, read and written.

::

    CHN>USA SANCTION >= 1            acts of China towards the United States
    USA SANCTION CHN                 the same the other way round; >= 1 is understood
    CHN+RUS COOPERATE military >= 2  acts of either towards the other, of one domain
    CHN>USA material_conflict >= 5   a quad class; also cooperation, conflict, act (any)
    CHN>USA SANCTION|COERCE          one of several types
    veto together CHN RUS >= 1       drafts of the Security Council that both vetoed
"""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from multipole.core.errors import BadValue, WrongUse
from multipole.core.plover import ACTIONS, DOMAINS, QUAD_OF, QUADS, is_cooperation

ACTS: Final = "acts"
VETOES: Final = "vetoes"
#: Names for several types at once, in the order in which they are tried when one is written.
CLASSES: Final[dict[str, tuple[str, ...]]] = {
    **{quad: tuple(a for a in ACTIONS if QUAD_OF[a] == quad) for quad in QUADS},
    "cooperation": tuple(a for a in ACTIONS if is_cooperation(a)),
    "conflict": tuple(a for a in ACTIONS if not is_cooperation(a)),
    "act": tuple(ACTIONS),
}
_LEAST: Final = re.compile(r"(?P<what>.*?)\s*>=\s*(?P<least>\d{1,6})\s*")
_ARROW: Final = re.compile(r"\s*([>+])\s*")
_HOW: Final = (
    "Write SENDER>RECEIVER TYPE [DOMAIN] [>= N], A+B TYPE for acts either way, or "
    "veto together A B. Types are those of PLOVER or a class: material_conflict."
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """At least ``least`` acts (or joint vetoes) within the days of a question.

    ``both``: acts of either towards the other count, and ``a`` sorts before ``b``; otherwise acts
    of ``a`` towards ``b``. ``actions`` in the order of `ACTIONS`, empty for vetoes. ``domain``:
    only acts of it. ``str`` writes what `parse_criterion` reads. Raises `BadValue`.
    """

    a: str
    b: str
    both: bool
    actions: tuple[str, ...]
    domain: str | None = None
    least: int = 1
    kind: Literal["acts", "vetoes"] = "acts"

    def __post_init__(self) -> None:
        if self.a == self.b or not self.a or not self.b:
            raise BadValue(f"a criterion about {self.a!r} and {self.b!r}", remedy="Name two.")
        if self.least < 1:
            raise BadValue(
                f"a criterion of {self.least} or more is always met", remedy="Ask for 1 or more."
            )
        if self.both and self.a > self.b:
            a, b = self.b, self.a
            object.__setattr__(self, "a", a)
            object.__setattr__(self, "b", b)

    def __str__(self) -> str:
        tail = f">= {self.least}"
        if self.kind == VETOES:
            return f"veto together {shlex.quote(self.a)} {shlex.quote(self.b)} {tail}"
        ends = f"{shlex.quote(self.a)}{'+' if self.both else '>'}{shlex.quote(self.b)}"
        return " ".join(filter(None, (ends, self.what, self.domain, tail)))

    @property
    def what(self) -> str:
        """The types as they are written: a class, or types joined by ``|``."""
        names = (name for name, held in CLASSES.items() if held == self.actions)
        return next(names, "|".join(self.actions))

    def named(self, name: Callable[[str], str]) -> Criterion:
        """The same with ``name`` of each end in its place."""
        return replace(self, a=name(self.a), b=name(self.b))


def parse_criterion(text: str) -> Criterion:
    """Read a criterion; its ends stay the names that were given.

    >>> str(parse_criterion("RUS + CHN cooperate military"))
    'CHN+RUS COOPERATE military >= 1'
    >>> str(parse_criterion("USA SANCTION|COERCE CHN >= 3"))
    'USA>CHN SANCTION|COERCE >= 3'

    Raises `WrongUse` for what is no criterion, with the nearest type.
    """
    found = _LEAST.fullmatch(text)
    least = int(found["least"]) if found else 1
    words = _words(_ARROW.sub(r" \1 ", found["what"] if found else text))
    if [w.lower() for w in words[:2]] == ["veto", "together"] and len(words) == 4:
        return _made(text, words[2], words[3], True, (), None, least, kind="vetoes")
    if len(words) in (4, 5) and words[1] in (">", "+"):
        a, way, b, what, *domain = words
        return _acts(text, a, b, what, domain, least, both=way == "+")
    if len(words) in (3, 4):
        a, what, b, *domain = words
        return _acts(text, a, b, what, domain, least, both=False)
    raise WrongUse(f"{text!r} is no criterion", remedy=_HOW)


def actions_of(what: str) -> tuple[str, ...]:
    """The types that ``what`` names: a class, or types joined by ``|``; raises `WrongUse`.

    >>> actions_of("sanction|assault"), len(actions_of("act"))
    (('SANCTION', 'ASSAULT'), 16)
    """
    found: set[str] = set()
    for word in what.split("|"):
        named = CLASSES.get(word.lower(), (word.upper(),))
        if not set(named) <= set(ACTIONS):
            raise WrongUse(f"{word!r} is no type or class of acts", remedy=_near(word))
        found |= set(named)
    return tuple(a for a in ACTIONS if a in found)


def _acts(
    text: str, a: str, b: str, what: str, domain: list[str], least: int, *, both: bool
) -> Criterion:
    about = domain[0].lower() if domain else None
    if about is not None and about not in DOMAINS:
        raise WrongUse(f"{about!r} is no domain ({text})", remedy=f"One of {', '.join(DOMAINS)}.")
    return _made(text, a, b, both, actions_of(what), about, least)


def _made(
    text: str,
    a: str,
    b: str,
    both: bool,
    actions: tuple[str, ...],
    domain: str | None,
    least: int,
    *,
    kind: Literal["acts", "vetoes"] = "acts",
) -> Criterion:
    try:
        return Criterion(a, b, both, actions, domain, least, kind)
    except BadValue as error:
        raise WrongUse(f"{error.what} ({text})", remedy=error.remedy) from None


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise WrongUse(f"{text!r} has a quote that does not end", remedy=_HOW) from None


def _near(word: str) -> str:
    names = (*ACTIONS, *CLASSES)
    near = difflib.get_close_matches(word.upper(), ACTIONS, n=1) or difflib.get_close_matches(
        word.lower(), CLASSES, n=1
    )
    return f"{f'Did you mean {near[0]}? ' if near else ''}Use one of {', '.join(names)}."
