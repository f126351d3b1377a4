"""A file of shocks, or shocks in words, as a `Plan`.

title: The United States lifts sanctions on Russia
start: 2018-06-01
shocks:
  - act: USA lift_sanction RUS
    on: +14 days
    number: 5
  - series: USA SANCTION CHN
    every: week
    until: 2018-12-31
  - rate: RUS CHN material_cooperation
    times: 1.5
  - flow: gas from RUS to CHN
    change: +40%
    assume: {rate: RUS CHN cooperation, times: 1.1}
  - commitment: CHN RUS defence
    made: 2018-07-01
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Final, TypeVar

from multipole.actors import load_actors
from multipole.core.errors import BadPeriod, BadValue, MultipoleError, WrongUse
from multipole.core.periods import Period
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS, Action, Quad
from multipole.scenario.shocks import (
    GOODS,
    PASS_ON,
    PLEDGED,
    Acts,
    Commitment,
    Every,
    Flow,
    Plan,
    Rate,
    Shock,
    Unit,
    months_after,
)
from multipole.scenario.shocks_yaml import Placed, nearest, read_yaml

#: What acts are called in everyday words: their PLOVER type, and whether each acts on the other.
NAMED: Final[Mapping[str, tuple[Action, bool]]] = {
    "lift_sanction": ("CONCEDE", False), "sanction": ("SANCTION", False),
    "expel": ("SANCTION", False), "summit": ("CONSULT", True), "visit": ("CONSULT", False),
    "sign": ("AGREE", True), "veto": ("REJECT", False), "joint_exercise": ("COOPERATE", True),
    "show_of_force": ("MOBILIZE", False), "invasion": ("ASSAULT", False),
    "withdraw": ("RETREAT", False), "tariff": ("SANCTION", False),
}  # fmt: skip
#: Classes of acts that a standing change may name, beside types and the four classes.
CLASSES: Final[Mapping[str, tuple[Quad, ...]]] = {
    "all": QUADS, "cooperation": QUADS[:2], "conflict": QUADS[2:],
    "verbal": QUADS[::2], "material": QUADS[1::2], **{quad: (quad,) for quad in QUADS},
}  # fmt: skip
KINDS: Final = ("act", "series", "rate", "flow", "commitment")
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "act": ("act", "on", "number"),
    "series": ("series", "every", "from", "until", "number"),
    "rate": ("rate", "times", "from", "until"),
    "flow": ("flow", "change", "from", "pass_on", "assume", "why"),
    "commitment": ("commitment", "made", "broken", "by", "number"),
}
_EVERY: Final[Mapping[str, tuple[int, Unit]]] = {
    "day": (1, "days"), "week": (7, "days"), "month": (1, "months"), "year": (12, "months"),
}  # fmt: skip
_MOST_SHOCKS: Final = 200
_AFTER: Final = re.compile(r"\+\s*(\d{1,4})\s*(day|week|month)s?")
_TIMES: Final = re.compile(r"(\d{1,4})\s*(day|week|month|year)s?")
_FLOW: Final = re.compile(r"(\w+)\s+from\s+(.+?)\s+to\s+(.+)", re.IGNORECASE)
_Word = TypeVar("_Word", bound=str)


def read_shocks(
    text: str,
    *,
    name: str = "shocks",
    start: date | None = None,
    otherwise: date | None = None,
    own: str = "",
) -> Plan:
    """The plan that a YAML text tells; the module has an example.

    ``start`` stands before that of the file, ``otherwise`` when it has none; ``own`` is the user's
    own table of actors. Raises `UnreadableInput` for no YAML, `WrongUse` for unknown keys and
    what is missing, `UnknownCode` for actors, `BadPeriod` and `BadValue` for dates and numbers;
    each names file, line and remedy.

    >>> plan = read_shocks("start: 2018-06-01\\nshocks: [{act: USA SANCTION CHN, on: +3 days}]")
    >>> [str(act.day) for act in plan.acts(end=date(2018, 7, 1))]
    ['2018-06-04']
    """
    root = read_yaml(text, name=name)
    fields = root.fields("a file of shocks", ("title", "start", "shocks"))
    begin = start or (_day_of(fields["start"], None) if "start" in fields else otherwise)
    if begin is None:
        raise WrongUse("the shocks have no start", where=name, remedy="Write start: 2018-06-01.")
    if "shocks" not in fields:
        raise WrongUse("there are no shocks", where=root.where, remedy="Write shocks: and a list.")
    listed = fields["shocks"].items("shocks")
    if len(listed) > _MOST_SHOCKS:
        raise WrongUse(f"{len(listed)} shocks", where=root.where, remedy=f"At most {_MOST_SHOCKS}.")
    shocks = tuple(_shock(one, begin, own) for one in listed)
    title = fields["title"].text("the title") if "title" in fields else ""
    with _placing(root):
        return Plan(title or name, begin, shocks)


def shock_of(text: str, *, kind: str, start: date, own: str = "") -> Shock:
    """One shock from an option: ``USA SANCTION CHN; on: +3 days; number: 5``.

    >>> shock_of("USA SANCTION CHN; number: 5", kind="act", start=date(2018, 6, 1)).number
    5
    """
    first, *others = (part.strip() for part in text.split(";"))
    name = f"--{kind} {text!r}"
    fields = {kind: Placed(first, name, 1)}
    for other in filter(None, others):
        key, colon, value = (part.strip() for part in other.partition(":"))
        if not colon or key in fields:
            raise WrongUse(f"{other!r} is not key: value", where=name,
                           remedy=f"Write {kind} 'USA ...; number: 5'.")  # fmt: skip
        fields[key] = Placed(value, name, 1)
    return _shock(Placed(fields, name, 1), start, own)


def _shock(one: Placed, start: date, own: str) -> Shock:
    given = one.value if isinstance(one.value, Mapping) else {}
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1:
        other = next((key for key in given if key not in KINDS), "")
        raise WrongUse(
            f"a shock is of {len(kinds)} kinds" if kinds else "a shock is of no known kind",
            where=one.where,
            remedy=f"Give it one of the keys {', '.join(KINDS)}."
            if kinds or not other else nearest(other, KINDS),
        )  # fmt: skip
    fields = one.fields(f"a shock of kind {kinds[0]}", _KEYS[kinds[0]])
    if kinds[0] not in fields:
        raise WrongUse(f"{kinds[0]} is empty", where=one.where, remedy="Say what is done.")
    with _placing(fields[kinds[0]]):
        return _READERS[kinds[0]](fields, start, own)


def _act(fields: Mapping[str, Placed], start: date, own: str) -> Acts:
    sender, action, both, receiver = _act_of(fields["act"], own)
    every = Every(1, "days", _date(fields, "on", start) or start)
    return Acts(sender, receiver, action, every, _count(fields), both=both)


def _series(fields: Mapping[str, Placed], start: date, own: str) -> Acts:
    sender, action, both, receiver = _act_of(fields["series"], own)
    number, unit = _every(fields["every"]) if "every" in fields else (7, "days")
    first = _date(fields, "from", start) or start
    every = Every(number, unit, first, _date(fields, "until", start, last=True))
    return Acts(sender, receiver, action, every, _count(fields), once=False, both=both)


def _rate(fields: Mapping[str, Placed], start: date, own: str) -> Rate:
    *ends, word = _words(fields["rate"], "A B class")
    sender, receiver = _two(ends, fields["rate"], own)
    if "times" not in fields:
        raise WrongUse("a standing change without a factor", remedy="Write times: 1.5.")
    first = _date(fields, "from", start) or start
    last = _date(fields, "until", start, last=True)
    return Rate(sender, receiver, _quads(word), _factor(fields["times"]), first, last)


def _flow(fields: Mapping[str, Placed], start: date, own: str) -> Flow:
    found = _FLOW.fullmatch(fields["flow"].text("flow").strip())
    if not found:
        raise WrongUse(f"{fields['flow'].value!r} is no flow", remedy="Write gas from RUS to CHN.")
    goods = _one(found[1].lower(), GOODS, "goods")
    sender, receiver = (_actor(found[n], own) for n in (2, 3))
    if "change" not in fields:
        raise WrongUse("a flow without a change", remedy="Write change: -50%.")
    assumed = fields["assume"].items("assume") if "assume" in fields else ()
    supposed = tuple(_assumed(one, start, own) for one in assumed)
    why = fields["why"].text("why") if "why" in fields else ""
    first = _date(fields, "from", start) or start
    pass_on = _percent(fields["pass_on"]) if "pass_on" in fields else PASS_ON
    change = _percent(fields["change"])
    return Flow(goods, sender, receiver, change, first, pass_on, supposed, why)


def _assumed(one: Placed, start: date, own: str) -> Acts | Rate:
    found = _shock(one, start, own)
    if not isinstance(found, Acts | Rate):
        raise WrongUse("an assumption is an act, a series or a rate", where=one.where,
                       remedy="Write assume: {act: CHN ACCUSE RUS}.")  # fmt: skip
    return found


def _commitment(fields: Mapping[str, Placed], start: date, own: str) -> Commitment:
    *ends, word = _words(fields["commitment"], "A B pledge")
    a, b = _two(ends, fields["commitment"], own)
    pledge = _one(word.lower(), PLEDGED, "a pledge")
    when = [name for name in ("made", "broken") if name in fields]
    if len(when) != 1:
        raise WrongUse("a commitment is made or broken", remedy="Write made: 2018-07-01, or broken")
    day = _date(fields, when[0], start) or start
    by = _actor(fields["by"].text("by"), own) if "by" in fields else ""
    return Commitment(a, b, pledge, when[0] == "made", day, by, _count(fields))


_READERS: Final[Mapping[str, Callable[[Mapping[str, Placed], date, str], Shock]]] = {
    "act": _act, "series": _series, "rate": _rate, "flow": _flow, "commitment": _commitment,
}  # fmt: skip


def _act_of(placed: Placed, own: str) -> tuple[str, Action, bool, str]:
    """Sender, type, whether each acts on the other, and receiver of ``USA SANCTION CHN``."""
    words = placed.text("an act").split()
    places = [n for n, word in enumerate(words) if word.upper() in ACTIONS or word in NAMED]
    if len(places) != 1 or places[0] in (0, len(words) - 1):
        spoken = [w for w in words[1:-1] if not places]
        raise WrongUse(
            f"{placed.value!r} is not A TYPE B with one type of act",
            remedy=nearest((spoken or words or [""])[0].upper(), (*ACTIONS, *NAMED)),
        )
    at = places[0]
    word = words[at]
    action, both = NAMED[word] if word in NAMED else (_action(word), False)
    return _actor(" ".join(words[:at]), own), action, both, _actor(" ".join(words[at + 1 :]), own)


def _action(word: str) -> Action:
    return next(action for action in ACTIONS if action == word.upper())


def _quads(word: str) -> tuple[Quad, ...]:
    if word.upper() in ACTIONS:
        return (QUAD_OF[_action(word)],)
    return CLASSES[_one(word, tuple(CLASSES), "a class of acts")]


def _words(placed: Placed, form: str) -> list[str]:
    words = placed.text(form).split()
    if len(words) < 3:
        raise WrongUse(f"{placed.value!r} is not {form}", remedy="Name two actors and one word.")
    return words


def _two(words: list[str], placed: Placed, own: str) -> tuple[str, str]:
    """Two actors out of words, each of one word or more: the first split that names two."""
    names = " ".join(words)
    quoted = [part.strip() for part in re.split(r"\s+(?:and|to|with)\s+|,", names)]
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    if len(quoted) == 2:
        splits = [(quoted[0], quoted[1])]
    table = load_actors(table=own)
    for left, right in splits:
        if table.known(left) and table.known(right):
            return _actor(left, own), _actor(right, own)
    if not splits:
        raise WrongUse(f"{placed.value!r} names one actor", remedy="Name two.")
    return _actor(splits[0][0], own), _actor(splits[0][1], own)


def _actor(name: str, own: str) -> str:
    return load_actors(table=own).resolve(name).id


def _date(
    fields: Mapping[str, Placed], key: str, start: date, *, last: bool = False
) -> date | None:
    """The day of a key; with ``last`` the day after it, as it is included."""
    if key not in fields:
        return None
    return _day_of(fields[key], start, last=last)


def _day_of(placed: Placed, start: date | None, *, last: bool = False) -> date:
    text = placed.text("a date").strip()
    after = _AFTER.fullmatch(text)
    with _placing(placed):
        if after and start:
            number, unit = int(after[1]), after[2]
            if unit == "month":
                return months_after(start, number)
            return start + timedelta(days=number * (7 if unit == "week" else 1))
        try:
            period = Period.parse(text)
        except BadPeriod as error:
            remedy = "Write 2018-07-01, or +10 days after the start (days, weeks, months)."
            raise BadPeriod(error.what, where=error.where, remedy=remedy) from None
        return period.end if last else period.start


def _every(placed: Placed) -> tuple[int, Unit]:
    text = placed.text("every").strip()
    found = _TIMES.fullmatch(text) or _TIMES.fullmatch(f"1 {text}")
    if not found or not int(found[1]):
        raise WrongUse(f"every {text!r}", where=placed.where,
                       remedy="Write day, week, month, or 10 days.")  # fmt: skip
    number, unit = _EVERY[found[2]]
    return int(found[1]) * number, unit


def _count(fields: Mapping[str, Placed]) -> int:
    if "number" not in fields:
        return 1
    placed = fields["number"]
    text = placed.text("number").strip()
    if not re.fullmatch(r"\d{1,6}", text):
        raise BadValue(f"{text!r} acts", where=placed.where, remedy="Write a whole number: 5.")
    return int(text)


def _factor(placed: Placed) -> float:
    text = placed.text("times").strip()
    return _float(text, placed, "Write 1.5 for half as many again, 0 for none.")


def _percent(placed: Placed) -> float:
    text = placed.text("a percentage").strip()
    if not text.endswith("%"):
        raise BadValue(f"{text!r} is no percentage", where=placed.where, remedy="Write -50%.")
    return _float(text[:-1], placed, "Write -50% or +40%.") / 100.0


def _float(text: str, placed: Placed, remedy: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,6}(\.\d{1,6})?", text.strip()):
        raise BadValue(f"{text!r} is no number", where=placed.where, remedy=remedy)
    return float(text)


def _one(word: str, allowed: Iterable[_Word], what: str) -> _Word:
    known = tuple(allowed)
    for one in known:
        if one == word:
            return one
    raise WrongUse(f"{word!r} is not {what}", remedy=nearest(word, known))


@contextmanager
def _placing(placed: Placed) -> Iterator[None]:
    """Errors inside get the place of ``placed``, when they have none yet."""
    try:
        yield
    except MultipoleError as error:
        if error.where:
            raise
        raise type(error)(error.what, where=placed.where, remedy=error.remedy) from None
