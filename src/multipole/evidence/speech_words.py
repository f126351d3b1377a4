"""Words of speech: verbs of saying, what they say of their content, and nouns that hold words."""

from __future__ import annotations

from typing import Final

from multipole.core.types import Stance

SPEECH: Final = frozenset(
    """
    say tell note stress add argue claim warn state declare emphasize emphasise underline point
    write explain believe think describe mention suggest insist acknowledge admit comment report
    portray announce define frame put observe remark reiterate reaffirm contend assert conclude
    predict estimate caution recall respond reply reject deny confirm allege assess characterize
    characterise call see view consider regard label brand portray dismiss hail praise formulate
    express voice vow pledge promise hope expect concede lament complain underscore highlight
    justify cite quote testify refute doubt question joke boast brag find reveal disclose maintain
    charge fear suspect speculate forecast hint indicate counter retort repeat stipulate rebut
    """.split()
)
SAYING_WHAT: Final = frozenset({"stress", "emphasize", "emphasise", "underline", "underscore",
                                "highlight", "note", "mention", "reiterate", "reaffirm",
                                "acknowledge", "justify", "cite", "formulate"})  # fmt: skip
VIEWING: Final = frozenset({"see", "view", "consider", "regard", "call", "define", "describe",
                            "label", "brand", "portray", "characterize"})  # fmt: skip
#: Verbs that speak only with a clause of their own: "found that", "feared that".
WITH_CLAUSE: Final = frozenset({"find", "reveal", "disclose", "maintain", "charge", "fear",
                                "suspect", "counter", "repeat", "indicate"})  # fmt: skip
#: Verbs of those who mean to do a thing, or wish it: "as it had promised", "expects to sign".
INTENDING: Final = frozenset({"promise", "pledge", "vow", "hope", "expect"})
#: Verbs of those who say that something is not so.
DENYING: Final = frozenset({"deny", "dispute", "refute", "reject", "dismiss"})
#: Verbs of those who say that another did something: "accused Oslo of selling arms".
CHARGING: Final = frozenset({"accuse", "blame", "suspect"})
#: Verbs that name who is cited.
CITING: Final = frozenset({"cite", "quote"})
STANCES: Final[dict[str, Stance]] = {
    "deny": "denies",
    "reject": "denies",
    "refute": "denies",
    "rebut": "denies",
    "dismiss": "denies",
    "doubt": "doubts",
    "question": "doubts",
}
OUTLOOKS: Final = frozenset({"view", "opinion", "eye", "word", "assessment", "judgement"})
#: Nouns whose clause is what is said: "rejected the claim that", "voiced the hope that".
CONTENTS: Final = frozenset(
    """
    claim report allegation rumour rumor suggestion notion accusation charge assertion speculation
    view hope concern fear opinion belief warning conviction idea statement editorial interview
    article speech letter tweet post briefing conference message address commentary memo note
    """.split()
)
#: Those that look into a matter and then say what they found.
PANELS: Final = frozenset(
    """
    panel commission committee inspector investigator monitor watchdog tribunal inquiry witness
    intelligence campaigner group paper
    """.split()
)
#: Those who speak for the state whose capital they sit in.
OFFICIALS: Final = frozenset(
    """
    official authority spokesman spokeswoman spokesperson ministry minister government leader
    leadership
    """.split()
)
