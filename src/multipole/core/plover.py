"""The PLOVER vocabulary: sixteen event types, four quad classes, and the domains of a tie.

Source: PLOVER manual, draft 0.8 (Open Event Data Alliance, 17 September 2021). YIELD of earlier
versions is the union of CONCEDE and RETREAT. The 37 contexts are those of POLECAT, the data set
coded by it (Halterman and others, "PLOVER and POLECAT: A New Political
Event Ontology and Dataset", 2023, SocArXiv rm5dw): what an act is about, any number of them.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Action = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
Domain = Literal[
    "diplomatic",
    "military",
    "economic",
    "energy",
    "finance",
    "information",
    "legal",
    "science",
    "health",
    "un",
    "territorial",
]

Context = Literal[
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro-democracy",
    "pro-autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resources",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
]

ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
QUADS: Final[tuple[Quad, ...]] = get_args(Quad)
DOMAINS: Final[tuple[Domain, ...]] = get_args(Domain)
CONTEXTS: Final[tuple[Context, ...]] = get_args(Context)

QUAD_OF: Final[dict[Action, Quad]] = {
    "AGREE": "verbal_cooperation",
    "CONSULT": "verbal_cooperation",
    "SUPPORT": "verbal_cooperation",
    "CONCEDE": "verbal_cooperation",
    "COOPERATE": "material_cooperation",
    "AID": "material_cooperation",
    "RETREAT": "material_cooperation",
    "REQUEST": "verbal_conflict",
    "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict",
    "THREATEN": "verbal_conflict",
    "PROTEST": "material_conflict",
    "SANCTION": "material_conflict",
    "MOBILIZE": "material_conflict",
    "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}

ACTION_WORDS: Final[dict[Action, str]] = {
    "AGREE": "agree or promise",
    "CONSULT": "meet or talk",
    "SUPPORT": "back diplomatically",
    "CONCEDE": "ease or release",
    "COOPERATE": "cooperate in deed",
    "AID": "give aid",
    "RETREAT": "withdraw or cease fire",
    "REQUEST": "ask or demand",
    "ACCUSE": "criticise or accuse",
    "REJECT": "refuse or veto",
    "THREATEN": "threaten",
    "PROTEST": "protest",
    "SANCTION": "sanction or expel",
    "MOBILIZE": "show force",
    "COERCE": "coerce, arrest or annex",
    "ASSAULT": "attack",
}


def is_cooperation(action: Action) -> bool:
    """Whether the type is one of the two cooperation quads."""
    return QUAD_OF[action].endswith("cooperation")


def is_material(action: Action) -> bool:
    """Whether the type is a deed rather than words."""
    return QUAD_OF[action].startswith("material")
