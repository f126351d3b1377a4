"""What kind of tie two actors have, by criteria that reports can carry, each met, not met or open.

Each criterion names the claims it rests on. It is ``met`` when the reports tell such an act,
``not met`` when a claim denies it and none tells it, and ``unknown`` when no report speaks of it:
silence is not absence. An event less likely right than wrong (`LIKELY`) meets no criterion. The
word is that of the first kind in `KINDS` whose every need is met by one of its criteria; its share
is the part of all criteria of that kind that are met.

The ladder from war to alliance follows the peace scale (Goertz, Diehl and Balas 2016, The Puzzle of
Peace) on the side of conflict and the steps of alignment (Wilkins 2012, Review of International
Studies 38: 53-76; Korolev 2019, Asian Security 15: 233-252) on the other. An alliance needs a
commitment to defend each other (Leeds et al. 2002, International Interactions 28: 237-260), however
warm the rest; an entente is joint stands and military work without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa

from multipole.relations.closeness import estimate
from multipole.relations.dyads import dyad_events

Status = Literal["met", "not met", "unknown"]
_Row = Mapping[str, Any]
_Test = Callable[[_Row], bool]

_DEFENCE = re.compile(
    r"mutual(?:ly)? def[ea]n[cs]e|collective defen[cs]e|common defen[cs]e|defen[cs]e pact|"
    r"defen[cs]e commitment|come to (?:each other|one another|its|their)\S* (?:aid|defen[cs]e)|"
    r"alliance treaty|military alliance|treaty all(?:y|ies)|article (?:5|five)",
    re.IGNORECASE,
)
_DEPENDENCE = re.compile(
    r"junior partner|dependen|relian|relies on|subordinat|vassal", re.IGNORECASE
)
_SUPPLY = re.compile(r"import|export|supplie|deliver|purchase|debt", re.IGNORECASE)
WAR_ACTS: Final = 2
WAR_DAYS: Final = 366
LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its name, the question it asks, how it stands, and the claims that say so."""

    name: str
    question: str
    status: Status
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """The tie of a pair: one word, how many of that kind's criteria are met, and all criteria.

    ``word`` is a name in `KINDS` or ``unknown``; ``met`` of ``needed`` criteria of that kind are
    met; ``open`` of them are unknown.
    """

    a: str
    b: str
    word: str
    met: int
    needed: int
    open: int
    criteria: tuple[Criterion, ...]

    @property
    def share(self) -> float:
        """The share of the kind's criteria that are met; 0.0 for ``unknown``."""
        return self.met / self.needed if self.needed else 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tie: each group in ``needs`` must have a met criterion, none of ``bars`` may."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    also: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria that speak for the kind."""
        return tuple(dict.fromkeys([*(c for group in self.needs for c in group), *self.also]))


KINDS: Final = (
    Kind("war", (("fighting",), ("conflict prevails",)), ("threats", "sanctions")),
    Kind(
        "hostility",
        (("force", "threats"), ("sanctions", "force"), ("conflict prevails",)),
        ("accusations",),
    ),
    Kind(
        "alliance",
        (("defence commitment",),),
        ("military cooperation", "agreements", "joint stands", "cooperation prevails"),
        ("conflict prevails",),
    ),
    Kind(
        "entente",
        (("cooperation prevails",), ("military cooperation",), ("joint stands", "agreements")),
        ("joint stands", "agreements", "talks", "material cooperation"),
    ),
    Kind(
        "partnership",
        (("cooperation prevails",), ("agreements", "material cooperation")),
        ("talks", "joint stands", "material cooperation"),
    ),
    Kind("rivalry", (("conflict prevails",),), ("accusations", "threats", "sanctions")),
    Kind("cool", (("accusations", "sanctions", "threats"),), ()),
    Kind("normal", (("talks", "agreements", "material cooperation"),), ("talks",)),
)

_ACTS: Final[tuple[tuple[str, str, _Test], ...]] = (
    ("talks", "Do they meet and talk?", lambda e: e["action"] == "CONSULT" and _each_other(e)),
    ("agreements", "Have they made agreements?", lambda e: e["action"] == "AGREE"),
    (
        "joint stands",
        "Do they act together towards others, or back each other?",
        lambda e: e["role"] == "joint" or e["action"] == "SUPPORT",
    ),
    (
        "material cooperation",
        "Do they cooperate in deed?",
        lambda e: e["action"] in ("COOPERATE", "AID") and e["domain"] != "military",
    ),
    (
        "military cooperation",
        "Do their forces work together?",
        lambda e: (
            (e["action"] in ("COOPERATE", "AID") and e["domain"] == "military")
            or (e["action"] == "MOBILIZE" and e["role"] == "joint")
        ),
    ),
    (
        "accusations",
        "Do they accuse or refuse each other?",
        lambda e: e["action"] in ("ACCUSE", "REJECT", "PROTEST") and _each_other(e),
    ),
    ("sanctions", "Does one sanction the other?", lambda e: _against(e, "SANCTION")),
    (
        "threats",
        "Does one threaten the other, or show force?",
        lambda e: _against(e, "THREATEN", "MOBILIZE", "COERCE"),
    ),
    ("force", "Has one used force against the other?", lambda e: _against(e, "ASSAULT")),
)
_WARM, _COLD = "cooperation prevails", "conflict prevails"


def tie(*, a: str, b: str, events: pa.Table, event_claims: pa.Table, claims: pa.Table) -> Tie:
    """Name the tie of ``a`` and ``b`` and show what it rests on.

    ``events`` are all events (any modality; columns id, sender, receiver, action, domain, modality,
    probability), ``event_claims`` has the columns event, claim, and ``claims`` are all claims with
    their words (columns id, kind, action, modality, stance, leaning, about, gist, measure, unit,
    quote). Rows that do not concern the pair are ignored.

    Four agreements told by one claim each: cooperation prevails and agreements are made, which is
    partnership; that no report speaks of talks, joint stands or deeds leaves these open.

    >>> both, four = [["AAA", "BBB"]] * 4, list("efgh")
    >>> acts = {"id": four, "sender": both, "receiver": both, "action": ["AGREE"] * 4}
    >>> acts |= {"domain": [""] * 4, "modality": ["happened"] * 4, "probability": [1.0] * 4}
    >>> told = pa.table({"event": four, "claim": list("wxyz")})
    >>> names = "id kind action modality stance leaning about gist measure unit quote"
    >>> none = pa.table({name: pa.array([], pa.string()) for name in names.split()})
    >>> found = tie(a="AAA", b="BBB", events=pa.table(acts), event_claims=told, claims=none)
    >>> found.word, found.met, found.open
    ('partnership', 2, 3)

    Formula: word = the first kind in `KINDS` whose every need is met by one of its criteria and
    none of whose bars is; share = its criteria met / its criteria.
    Shapes: three tables give one `Tie`.
    Unit: a word, and a share from 0 to 1.
    Reference: Goertz, Diehl and Balas 2016, The Puzzle of Peace; Wilkins 2012, Review of
    International Studies 38: 53-76; Leeds et al. 2002, International Interactions 28: 237-260.
    Not for: ties of which few reports are at hand, as most criteria then stay open; a rank of
    dyads, as kinds are no scale; what the two will do.
    """
    told = _claims_of(event_claims)
    every = dyad_events(events, a, b, modality=None)
    likely = [e for e in every.to_pylist() if e["probability"] >= LIKELY]
    happened, denied = ([e for e in likely if e["modality"] == m] for m in ("happened", "denied"))
    pair = _about(claims, {a, b}, [c for e in every["id"].to_pylist() for c in told[e]])
    criteria = (
        *(_act(*each, happened, denied, told) for each in _ACTS),
        _fighting(happened, told),
        _defence(pair),
        _dependence(pair),
        _opinion(pair),
        *_balance(dyad_events(events, a, b), told),
    )
    return _named(a, b, criteria)


def _named(a: str, b: str, criteria: tuple[Criterion, ...]) -> Tie:
    status = {c.name: c.status for c in criteria}
    for kind in KINDS:
        needed = all(any(status[c] == "met" for c in group) for group in kind.needs)
        if needed and not any(status[c] == "met" for c in kind.bars):
            found = [status[c] for c in kind.criteria]
            counts = found.count("met"), len(found), found.count("unknown")
            return Tie(a, b, kind.name, *counts, criteria)
    return Tie(a, b, "unknown", 0, 0, 0, criteria)


def _act(
    name: str,
    question: str,
    test: _Test,
    happened: list[_Row],
    denied: list[_Row],
    told: Mapping[str, list[str]],
) -> Criterion:
    made = _told(told, (e for e in happened if test(e)))
    refused = _told(told, (e for e in denied if test(e)))
    return Criterion(name, question, _sign(bool(made), bool(refused)), made or refused)


def _fighting(happened: list[_Row], told: Mapping[str, list[str]]) -> Criterion:
    acts = [e for e in happened if _against(e, "ASSAULT")]
    days = sorted(e["period_start"] for e in acts if e["period_start"])
    near = any((b - a).days <= WAR_DAYS for a, b in zip(days, days[WAR_ACTS - 1 :], strict=False))
    question = f"Are there {WAR_ACTS} or more separate attacks between them within a year?"
    return Criterion("fighting", question, "met" if near else "unknown", _told(told, acts))


def _balance(happened: pa.Table, told: Mapping[str, list[str]]) -> tuple[Criterion, Criterion]:
    found, rows = estimate(happened), happened.to_pylist()
    warm, cold = found.low > 0, found.high < 0
    good = _told(told, (e for e in rows if e["quad"].endswith("cooperation")))
    bad = _told(told, (e for e in rows if e["quad"].endswith("conflict")))
    ask = "Does {} prevail beyond what chance in so few reports could do?"
    return (
        Criterion(_WARM, ask.format("cooperation"), _sign(warm, cold), good),
        Criterion(_COLD, ask.format("conflict"), _sign(cold, warm), bad),
    )


def _sign(yes: bool, no: bool) -> Status:
    return "met" if yes else "not met" if no else "unknown"


def _defence(pair: list[_Row]) -> Criterion:
    spoken = [c for c in pair if c["kind"] == "event" and _DEFENCE.search(c["quote"])]
    made = [c["id"] for c in spoken if c["modality"] == "happened" and c["stance"] == "asserts"
            and c["action"] in ("AGREE", "COOPERATE", "SUPPORT", "AID")]  # fmt: skip
    refused = [c["id"] for c in spoken if c["modality"] == "denied" or c["stance"] == "denies"]
    status = _sign(bool(made), bool(refused))
    question = "Are they committed to defend each other?"
    return Criterion("defence commitment", question, status, tuple(made or refused))


def _dependence(pair: list[_Row]) -> Criterion:
    found = [c["id"] for c in pair if c["kind"] != "event" and _speaks_of_dependence(c)]
    question = "Do figures or opinions speak of one depending on the other?"
    return Criterion("dependence", question, "met" if found else "unknown", tuple(found))


def _speaks_of_dependence(claim: _Row) -> bool:
    if claim["kind"] == "figure":
        return claim["unit"] == "percent" and bool(_SUPPLY.search(claim["measure"]))
    return bool(_DEPENDENCE.search(f"{claim['gist']} {claim['quote']}"))


def _opinion(pair: list[_Row]) -> Criterion:
    leaning = {
        side: tuple(c["id"] for c in pair if c["kind"] == "assessment" and c["leaning"] == side)
        for side in ("for", "against")
    }
    ahead = len(leaning["for"]) - len(leaning["against"])
    question = "Do more of those quoted speak for closeness than against it?"
    claims = leaning["for"] + leaning["against"]
    return Criterion("opinion", question, _sign(ahead > 0, ahead < 0), claims)


def _about(claims: pa.Table, pair: set[str], carried: list[str]) -> list[_Row]:
    kept = set(carried)
    return [c for c in claims.to_pylist() if c["id"] in kept or pair <= set(c["about"] or ())]


def _claims_of(event_claims: pa.Table) -> dict[str, list[str]]:
    told: dict[str, list[str]] = defaultdict(list)
    for event, claim in zip(
        event_claims["event"].to_pylist(), event_claims["claim"].to_pylist(), strict=True
    ):
        told[event].append(claim)
    return told


def _told(told: Mapping[str, list[str]], events: Iterable[_Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for e in events for c in sorted(told[e["id"]])))


def _each_other(event: _Row) -> bool:
    return bool(event["role"] != "joint")


def _against(event: _Row, *actions: str) -> bool:
    return event["action"] in actions and _each_other(event)
