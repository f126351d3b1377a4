"""Figures that a user's own table holds: matched by the words of a variable's name and its unit."""

from __future__ import annotations

import re
from typing import Any, Final

from multipole.answers.check_judge import Recorded, rescale
from multipole.answers.check_records import OWN, Records, cells_of
from multipole.answers.check_rules import Reading
from multipole.answers.check_told import Told
from multipole.core.periods import Period

#: Words that say how a thing is counted, not which thing it is.
_LITTLE: Final = frozenset(
    "a an the of in on to by for and or its it their this that is was were are has have had with "
    "between share shares percent percentage per cent part proportion portion value total volume "
    "rate level usd_value number".split()
)
_SAME: Final = {
    "usd": "dollar", "dollars": "dollar", "greenback": "dollar", "us$": "dollar",
    "euros": "euro", "eur": "euro", "rmb": "yuan", "renminbi": "yuan", "cny": "yuan",
    "rub": "ruble", "rubles": "ruble", "rouble": "ruble", "roubles": "ruble",
    "currencies": "currency", "commerce": "trade", "exports": "export", "imports": "import",
    "exported": "export", "imported": "import", "supplied": "supply", "supplies": "supply",
    "delivered": "delivery", "deliveries": "delivery",
    "settled": "settlement", "settlements": "settlement", "payments": "payment",
    "bilateral": "", "mutual": "", "us": "", "u": "", "s": "",
}  # fmt: skip
_TAG: Final = r"<([A-Z:]+)>"
_SELLS: Final = r"export|suppl|sold|sell|deliver|ship|sent"
_BUYS: Final = r"import|bought|buy|purchas|receiv"
_FLOW: Final = re.compile(rf"(?:{_SELLS}|{_BUYS})")
_NOT_IN: Final = re.compile(
    r"\bnot (?:\w+ )?(?:in|with|through|by) (?:the |us |american |<usa> )*(?P<thing>[a-z]+)"
)


def own_reading(told: Told, records: Records) -> tuple[Reading, bool] | None:
    """The reading of a figure by a variable of the user's own, and whether it is the rest.

    A variable fits when it has the figure's kind of unit, all words of its name stand in the
    sentence, and all words of the measure stand in its name; names of actors and of ways of
    counting left aside. "not in dollars" is what a share of dollars leaves of 100 percent. None
    where no variable or several fit, or where a variable of a flow (exports, imports, supplies) has
    a direction and the sentence does not tell it.
    """
    if len(told.about) not in (1, 2):
        return None
    said, measured = _words(told.sentence), _words(re.sub(r"<[^<>]*>", " ", told.measure))
    rest = _NOT_IN.search(told.text.casefold())
    if rest:
        measured |= _words(rest["thing"])
    fits = [
        name
        for name, unit in records.own().items()
        if rescale(told.unit, unit) is not None
        and (words := _words(name.replace("_", " ")))
        and words <= said
        and measured
        and measured <= words
    ]
    if len(fits) != 1:
        return None
    if rest and (told.unit != "percent" or not _words(rest["thing"]) <= _words(
        fits[0].replace("_", " ")
    )):  # fmt: skip
        return None
    ends = _ends(told, fits[0])
    return (Reading(fits[0], ends), bool(rest)) if ends else None


def own_record(reading: Reading, records: Records, *, period: Period, rest: bool) -> Recorded:
    """What the user's table says: one row for these actors and this very period."""
    name = reading.quantity
    unit = records.own()[name]
    found = records.observations([name], actors=reading.ends)
    rows = [r for r in found if r["source"] == OWN and _of(reading, r)]
    exact = [r for r in rows if (r["period_start"], r["period_end"]) == (period.start, period.end)]
    reason = _reason(exact, rows, name, period)
    value = None if reason else exact[0]["value"]
    how = f"variable {name}"
    if rest and value is not None:
        factor = rescale("percent", unit) or 1.0
        value, how = 100 * factor - value, f"100 percent less {name}"
    return Recorded(
        reading.quantity, reading.ends, value, unit, period, reason=reason, source=OWN,
        variables=(name,), releases=tuple(sorted({r["release"] for r in exact})),
        cells=cells_of(exact), how=how,
    )  # fmt: skip


def _of(reading: Reading, row: dict[str, Any]) -> bool:
    """Whether a row is about the ends, in their order where the variable's name gives them one."""
    ends = tuple(filter(None, (row["subject"], row["object"])))
    if _FLOW.search(reading.quantity):
        return ends == reading.ends
    return set(ends) == set(reading.ends)


def _ends(told: Told, name: str) -> tuple[str, ...]:
    """The ends in the order of the variable; none where its name needs one that is not told."""
    flow = _FLOW.search(name)
    if len(told.about) == 1 or not flow:
        return told.about
    text = told.text
    sold = re.search(rf"{_TAG}[^<>]*\b(?:{_SELLS})[^<>]* (?:in)?to {_TAG}", text, re.IGNORECASE)
    bought = re.search(rf"{_TAG}[^<>]*\b(?:{_BUYS})[^<>]* from {_TAG}", text, re.IGNORECASE)
    if bool(sold) == bool(bought):
        return ()
    found = sold.groups() if sold else bought.groups()[::-1] if bought else ()
    return found[::-1] if re.match(_BUYS, flow.group()) else found


def _reason(
    exact: list[dict[str, Any]], rows: list[dict[str, Any]], name: str, period: Period
) -> str:
    if not exact:
        others = ", ".join(sorted({str(_period(r)) for r in rows}))
        return f"no row of {name} in {period}" + (f" (there is {others})" if others else "")
    if len(exact) > 1:
        return f"{len(exact)} rows of {name} in {period}: their directions or items differ"
    return "" if exact[0]["value"] is not None else f"the cell of {name} in {period} is missing"


def _period(row: dict[str, Any]) -> Period:
    return Period(row["period_start"], row["period_end"])


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"us\$|[^\W\d_]+", text.casefold())
    return frozenset(_SAME.get(w, w) for w in found if w not in _LITTLE) - {""}
