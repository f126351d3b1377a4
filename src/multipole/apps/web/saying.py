"""Events and claims in sentences: who did what to whom, when, and whether it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from multipole.answers.brief_names import in_prose, opening
from multipole.answers.brief_summary import in_one
from multipole.answers.words import amount
from multipole.apps.web.words import name, span
from multipole.core.plover import ACTION_WORDS

Row = Mapping[str, Any]
#: What ends do when each does it to each, and what one does to another.
_DONE: Final[dict[str, tuple[str, str]]] = {
    "AGREE": ("agreed", "agreed with, or promised something to,"),
    "CONSULT": ("met or talked", "met or talked with"),
    "SUPPORT": ("backed each other", "backed"),
    "CONCEDE": ("eased pressure on each other", "eased pressure on"),
    "COOPERATE": ("cooperated in deed", "cooperated in deed with"),
    "AID": ("gave each other aid", "gave aid to"),
    "RETREAT": ("withdrew or ceased fire", "withdrew or ceased fire towards"),
    "REQUEST": ("asked or demanded something of each other", "asked or demanded something of"),
    "ACCUSE": ("criticised or accused each other", "criticised or accused"),
    "REJECT": ("refused or vetoed something of each other", "refused or vetoed something of"),
    "THREATEN": ("threatened each other", "threatened"),
    "PROTEST": ("protested against each other", "protested against"),
    "SANCTION": ("sanctioned or expelled each other", "sanctioned, or expelled people of,"),
    "MOBILIZE": ("showed force", "showed force to"),
    "COERCE": ("coerced each other", "coerced"),
    "ASSAULT": ("attacked each other", "attacked"),
}
#: What a modality other than "happened" adds to the sentence.
STANDING: Final[dict[str, str]] = {
    "happened": "",
    "planned": ", told as a plan, not as done",
    "threatened": ", told as a threat, not as done",
    "hypothetical": ", told as a supposition, not as done",
    "denied": ", which is denied",
}


def names(ids: Iterable[str]) -> str:
    """Names of actors in one line: ``China and Russia``."""
    return in_one([name(one) for one in ids])


def ends(row: Row) -> str:
    """``China and Russia`` where each acts on each, ``China → Russia`` where one does."""
    sender, receiver = names(row["sender"] or ()), names(row["receiver"] or ())
    if list(row["sender"] or ()) == list(row["receiver"] or ()):
        return sender
    return f"{sender or 'not named'} → {receiver or 'not named'}"


def act_words(action: str) -> str:
    """The type of an act in words."""
    return next((words for key, words in ACTION_WORDS.items() if key == action), action)


def sentence(row: Row) -> str:
    """What happened, in one sentence without its full stop.

    >>> sentence({"sender": ["CHN"], "receiver": ["RUS"], "action": "AID", "modality": "planned",
    ...           "period_start": date(2021, 3, 1), "period_end": date(2021, 4, 1)})
    'China gave aid to Russia in March 2021, told as a plan, not as done'
    """
    sender, receiver = list(row["sender"] or ()), list(row["receiver"] or ())
    together, towards = _DONE[row["action"]]
    who = _prose(sender) or "someone not named"
    if sender == receiver:
        done = f"{who} {together}"
    else:
        done = f"{who} {towards} {_prose(receiver) or 'someone not named'}"
    return opening(f"{done} {at(row['period_start'], row['period_end'])}"
                   f"{STANDING[row['modality']]}")  # fmt: skip


def at(start: date | None, end: date | None) -> str:
    """``on 2 March 2021``, ``in March 2021``, ``at a time that is not known``."""
    if start is None or end is None:
        return "at a time that is not known"
    days = (end - start).days
    lead = "on" if days == 1 else "from" if " to " in span(start, end) else "in"
    return f"{lead} {span(start, end)}"


def gist(row: Row) -> str:
    """What a claim of any kind says, in a few words."""
    if row["kind"] == "event":
        return f"{ends(row)}: {act_words(row['action'])}"
    if row["kind"] == "figure":
        return f"{row['measure']}: {amount(row)}"
    return str(row["gist"] or "") or f"speaks {row['leaning']} closeness"


def _prose(ids: Iterable[str]) -> str:
    return in_one([in_prose(one) for one in ids])
