"""Small sets of words that decide what a verb or a noun with its object tells."""

from __future__ import annotations

from typing import Final

HARSH: Final = frozenset(
    """
    killer murderer threat aggressor bully rogue malign terrorist liar hypocrite enemy dictator
    thug criminal hegemon tyrant adversary rival destabilizing destabilising illegal unlawful
    dangerous hostile hazardous evil genocide occupier provocation provocative reckless
    irresponsible unacceptable destructive interference violation betrayal absurd hysterical
    hypocritical terrorism pariah danger pretext excuse blackmail mistake farce
    """.split()
)
CALLING: Final = frozenset(
    """
    call label brand portray denounce depict describe declare designate liken compare classify
    """.split()
)
#: What several mean to do that they can do only together.
BUILDING: Final = frozenset(
    """
    build set create establish develop construct launch found expand deepen strengthen intensify
    broaden widen extend boost double triple raise increase explore produce open
    """.split()
)
PRODUCING: Final = frozenset({"produce", "manufacture", "assemble", "make", "bottle", "license"})
HAVING: Final = frozenset(
    """
    have maintain enjoy keep forge establish build restore resume normalise normalize renew mend
    repair re-establish reestablish rebuild
    """.split()
)
BROKERING: Final = frozenset({"broker", "mediate", "facilitate"})
COMMITTING: Final = frozenset({"agree", "pledge", "promise", "vow", "commit", "undertake"})
FORCES: Final = frozenset(
    """
    troop force soldier army unit peacekeeper contingent military personnel ship vessel warship
    tank brigade battalion fleet garrison weapon missile marine
    """.split()
)
COMPLEMENTS: Final = (
    "oprd", "attr", "prep", "xcomp", "ccomp", "npadvmod", "acomp", "dobj",
)  # fmt: skip
SHOW: Final = (FORCES - {"weapon", "missile", "tank", "peacekeeper", "personnel"}) | {
    "carrier", "destroyer", "frigate", "bomber",
}  # fmt: skip
NOTES: Final = frozenset({"message", "letter", "signal", "note", "delegation", "envoy", "shiver"})
KNOWLEDGE: Final = frozenset(
    {"information", "intelligence", "evidence", "data", "technology", "expertise", "experience"}
)
SPOKEN: Final = frozenset(
    """
    policy record decision plan statement speech remark position stance rule law idea claim report
    media proposal approach behaviour behavior conduct democracy system logic argument rhetoric
    """.split()
)
ARMS: Final = frozenset(
    {"weapon", "missile", "drone", "rocket", "bomb", "shell", "artillery", "gas", "tank", "grenade"}
)
UNMANNED: Final = frozenset({"balloon", "drone", "satellite", "missile", "rocket"})
TRADING: Final = frozenset({"trade", "tariff", "economic", "technology", "tech", "chip"})
BLOODLESS: Final = TRADING | {"cold", "price", "information", "currency", "verbal", "drug"}
CYBER: Final = frozenset({"cyber", "hacker", "computer", "hacking"})
ENVOYS: Final = frozenset({"ambassador", "envoy", "diplomat", "staff", "consul"})
#: Those whom one takes away in protest: "withdrew its inspectors from".
STAFF: Final = ENVOYS | {
    "inspector", "observer", "monitor", "worker", "adviser", "advisor", "instructor", "expert",
}  # fmt: skip
#: What forces that come are part of.
SENDING: Final = frozenset({"deployment", "contingent", "convoy", "group", "unit", "batch"})
#: Where a thing is that nobody agrees to: "out of the question", "off the table".
RULED_OUT: Final = frozenset({("out", "question"), ("off", "table"), ("beyond", "question")})
#: Verbs that a penalty makes one: "hit the island with tariffs".
BEATING: Final = frozenset(
    "hit target slap punish strike prod press pressure squeeze confront".split()
)
#: Ways from one state to another.
CROSSINGS: Final = frozenset({"border", "frontier", "crossing", "airspace", "checkpoint"})
#: What one applies to do: "applied to join the bank".
ENTERING: Final = frozenset({"join", "enter", "become"})
MISSIONS: Final = frozenset({"embassy", "consulate", "mission"})
#: "is expected in Oslo": of guests.
DUE: Final = frozenset({"expect", "due", "await"})
RELIEF: Final = frozenset({"medical", "humanitarian", "relief", "emergency", "food"})
MUST: Final = frozenset({"must", "should", "ought"})
ORDERING: Final = frozenset({"order", "tell", "instruct", "direct", "command"})
#: Verbs that name who is told.
TELLING: Final = frozenset({"tell", "inform", "notify", "assure"})
#: What others take part in: "joined Omani parades".
SHOWN: Final = frozenset({"parade", "exercise", "drill", "manoeuvre", "maneuver", "patrol"})
#: Verbs of saying what one means to do, and what is meant.
DECLARING: Final = frozenset(
    {"declare", "announce", "state", "reaffirm", "affirm", "express", "proclaim"}
)
#: What several say that they have with each other.
BONDS: Final = frozenset({"partnership", "alliance", "friendship", "entente", "axis", "coalition"})
INTENTIONS: Final = frozenset(
    {"intention", "intent", "readiness", "willingness", "commitment", "resolve", "determination"}
)
#: Verbs of answering by deeds: "responded with duties on".
RESPONDING: Final = frozenset({"respond", "retaliate", "react", "reply", "answer", "counter"})
SEEKING: Final = frozenset({"seek", "solicit", "look", "appeal", "beg"})
NEARING: Final = frozenset({"move", "draw", "grow", "come", "get", "bring"})
#: What somebody who is charged with something denies, beside the charge itself.
INVOLVEMENT: Final = frozenset(
    {"involvement", "role", "part", "responsibility", "wrongdoing", "guilt", "complicity", "blame"}
)
#: Nouns for measures of which sanctions are made.
CONTROLS: Final = frozenset({"control", "curb", "cap", "duty", "quota", "levy", "limit", "rule"})
#: What is said of a charge by the one who denies it.
FALSE: Final = frozenset(
    """
    false untrue baseless unfounded groundless absurd ridiculous disinformation misinformation lie
    fabrication fabricated fiction propaganda nonsense slander smear laughable preposterous
    """.split()
)
#: Verbs of forbidding: what is kept "from" being done.
KEEPING: Final = frozenset({"ban", "bar", "prohibit", "forbid", "block", "exclude", "restrict"})
#: Lists that one is put on and taken off: of those shut out, and of those let in.
LISTING: Final = frozenset({"add", "put", "place", "include", "remove", "strike", "drop", "take"})
BLACK: Final = frozenset(
    {
        "black",
        "blacklist",
        "blacklisted",
        "sanction",
        "sanctions",
        "terror",
        "terrorism",
        "entity",
        "banned",
    }
)
WHITE: Final = frozenset({"white", "trusted", "friendly", "preferred", "favoured", "favored"})
#: Nouns of what is done in return.
ANSWERS: Final = frozenset({"response", "reaction", "retaliation", "reply", "answer", "revenge"})
