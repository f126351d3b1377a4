"""Words of PLOVER files, of today's manual and of earlier drafts -> our types, domains, modality.

Earlier drafts had DEMAND for REQUEST, DISAPPROVE and INVESTIGATE for ACCUSE, FIGHT for ASSAULT, and
YIELD for what is now CONCEDE (in words) or RETREAT (in deeds). Drafts that had CRIME did not say
what kind of act it was: it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from multipole.core.plover import ACTIONS, Action
from multipole.sources.events.cameo import CONTEXT_DOMAINS
from multipole.sources.gate.check import Gate

NOTHING: Final = ("", "none", "null", "nan", "na")
#: What later drafts call the types of earlier ones.
RENAMED: Final[Mapping[str, Action]] = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
    "COOPERATION": "COOPERATE",
}  # fmt: skip
#: Modes of RETREAT: a YIELD of one of these is a deed.
_DEEDS: Final = frozenset(
    {"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign", "retreat"}
)
#: Types that two sides do to each other: several sources and no recipient are one with another.
MUTUAL: Final[tuple[Action, ...]] = ("AGREE", "CONSULT", "COOPERATE", "ASSAULT")
_DOMAINS: Final[Mapping[str, str]] = {
    **CONTEXT_DOMAINS, "cyber": "information", "misinformation": "information",
    "disease": "health", "health": "health", "pandemic": "health", "territory": "territorial",
    "corruption": "legal", "illegal_drugs": "legal", "technology": "science",
    "science": "science", "energy": "energy", "finance": "finance",
}  # fmt: skip
_MODALITIES: Final[Mapping[str, str]] = {
    "negation": "denied", "hypothetical": "hypothetical", "future": "planned",
}  # fmt: skip
#: Sectors of those who stand against a state or outside it.
AGAINST: Final = frozenset({"REB", "INS", "SEP", "OPP", "CRM", "RAD", "REF", "UAF", "EXI"})
#: Codes and names in the place of a country that stand for no state.
NO_STATE: Final = frozenset(
    """
    IGO NGO NGM ISM IMG MNC INT UNK XXX *** --- ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW
    CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK
    NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF
    """.split()
) | {"Intergovernmental Organization", "International Governmental Organization"}


def action_of(kind: str, mode: str) -> Action | None:
    """Our type of a PLOVER type of any draft; None for one that is unknown or may be two."""
    name = kind.strip().upper()
    if name == "YIELD":
        return "RETREAT" if set(parted(mode)) & _DEEDS else None
    return RENAMED.get(name) or next((action for action in ACTIONS if action == name), None)


def parted(text: str) -> list[str]:
    """The words of a cell with several, in small letters, without those that say nothing.

    >>> parted("Military; cyber, None")
    ['military', 'cyber']
    """
    words = text.replace(";", ",").replace("|", ",").split(",")
    return [w for w in (word.strip().lower() for word in words) if w not in NOTHING]


def domain_of(contexts: Iterable[str]) -> str | None:
    """The domain of the first context that names one."""
    return next((_DOMAINS[c] for c in contexts if c in _DOMAINS), None)


def modality_of(contexts: Iterable[str]) -> str:
    """Whether the contexts say that the act is denied, hypothetical or to come; else happened."""
    told = set(contexts)
    return next((modality for c, modality in _MODALITIES.items() if c in told), "happened")


def code_types(gate: Gate, kind: str, *, mode: str, contexts: str) -> None:
    """Add ``action``, ``code`` (type and mode as written), ``domain`` and ``modality``.

    Types that no draft has are refused, and so is YIELD without a mode that says what it was.
    """
    acts = gate.frame.select(pl.col(kind, mode).str.strip_chars()).unique()
    rows = [(k, m, action_of(k, m), "/".join([k.upper(), *parted(m)])) for k, m in acts.rows()]
    schema = dict.fromkeys((kind, mode, "action", "code"), pl.String)
    gate.frame = gate.frame.with_columns(pl.col(kind, mode).str.strip_chars()).join(
        pl.DataFrame(rows, schema=schema, orient="row"),
        on=[kind, mode], how="left", maintain_order="left",
    )  # fmt: skip
    gate.refuse(
        gate.frame["action"].is_null(), kind, "'{}' is no PLOVER type that can be told",
        "Types are AGREE, CONSULT, ... ASSAULT; YIELD needs a mode such as release or withdraw.",
    )  # fmt: skip
    _code_contexts(gate, contexts)


def _code_contexts(gate: Gate, contexts: str) -> None:
    distinct = gate.frame[contexts].unique().to_list()
    words = [parted(text) for text in distinct]
    told = gate.frame[contexts]
    domain = told.replace_strict(distinct, [domain_of(w) for w in words], return_dtype=pl.String)
    modality = told.replace_strict(
        distinct, [modality_of(w) for w in words], return_dtype=pl.String
    )
    gate.frame = gate.frame.with_columns(domain.alias("domain"), modality.alias("modality"))
