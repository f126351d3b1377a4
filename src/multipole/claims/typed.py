"""The acts of a sentence, as the rules and the type model see them together.

The model's probabilities and the rules' word are mixed: to the logarithm of a type's probability is
added what the rules' word for it weighs (``data/mixing.csv``). What the type model alone sees, an
act between two actors that a verb or noun joins, is kept where it is sure enough.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from multipole.claims.acts import Clauses
from multipole.claims.candidates import RULE, Candidate, candidates
from multipole.claims.ends import Side
from multipole.claims.marked import Marked
from multipole.claims.modality import read_modality
from multipole.claims.told import Act
from multipole.claims.type_model import CLASSES, NONE
from multipole.core.plover import Action

#: Types that say of another act that it is to come, or will not: what the modality tells too.
ANNOUNCED: Final = frozenset({"AGREE", "THREATEN", "REJECT"})
#: Types of what two do together, whoever began.
JOINT: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})
#: Types of acts that are acts with a single named end, too.
LONE: Final = frozenset({"REQUEST", "REJECT", "SANCTION", "THREATEN"})
#: How sure the type is that a phrase sets.
SET: Final = 0.8
TINY: Final = 1e-6


class Types(Protocol):
    """What types marked sentences: `multipole.claims.type_model.TypeModel`, or one like it."""

    @property
    def name(self) -> str:
        """Which one it is; part of the coder's name."""
        ...

    def predict(self, sentences: Sequence[Marked]) -> NDArray[np.float64]:
        """Probabilities, shape (sentences, 17), columns as `CLASSES`."""
        ...


@dataclass(frozen=True, slots=True)
class Mixing:
    """How much each voice weighs: numbers of ``data/mixing.csv``, which says what they are."""

    rule: float
    none: float
    pair: float
    context: float


@cache
def load_mixing() -> Mixing:
    """Load the weights of the voices."""
    text = resources.files(__package__).joinpath("data", "mixing.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return Mixing(**{row["name"]: float(row["value"]) for row in rows})


def typed_acts(
    clauses: Clauses, acts: Sequence[Act], text: str, types: Types, *, mixing: Mixing | None = None
) -> list[Act]:
    """The acts of the rules with the type of both voices, then acts that only the model sees.

    ``text`` is the sentence's. Acts with one end, which the model cannot be asked about, stay as
    they are.
    """
    mixing = mixing or load_mixing()
    named = {actor for mention in clauses.ends.mentions for actor in mention.actors}
    asked = list(candidates(clauses, acts, text)) if len(named) > 1 else []
    if not asked:
        return list(acts)
    read = list(dict.fromkeys(c.marked for c in asked))
    answer = dict(zip(read, types.predict(read), strict=True))
    answers = [(c, answer[c.marked]) for c in asked]
    typed = {id(c.act): _retyped(clauses, c.act, p, mixing) for c, p in answers if c.how == RULE}
    found = [kept for act in acts if (kept := typed.get(id(act), act)) is not None]
    pairs = [(c, p) for c, p in answers if c.how != RULE]
    for candidate, p in sorted(pairs, key=lambda x: -float(x[1][:-1].max())):
        for act in _new(clauses, candidate, p, found, mixing):
            lone = [n for n, other in enumerate(found) if _ends_in(other, act)]
            found += [] if lone else [act]
            placed = act.action in JOINT and _is_place(clauses, act.receiver)
            for n in [] if placed else lone:
                found[n] = replace(found[n], perhaps=found[n].perhaps or act)
    return found


def _retyped(clauses: Clauses, act: Act, p: NDArray[np.float64], mixing: Mixing) -> Act | None:
    """The act with the type that both voices make most probable; None when that is NONE."""
    if clauses.tree.is_verb(act.trigger) and clauses.is_set(act.trigger):
        return replace(act, confidence=SET, seen="same")
    score = np.log(p + TINY)
    if read_modality(clauses.tree, act.trigger, clauses.lexicon) != "happened":
        score[[CLASSES.index(name) for name in ANNOUNCED - {act.action}]] = math.log(TINY)
    if act.mutual and act.action in JOINT:  # "signed a pact and ignored": no refusal of each other
        score[[CLASSES.index(n) for n in CLASSES if n not in JOINT | {NONE}]] = math.log(TINY)
    score[CLASSES.index(act.action)] += mixing.rule
    score[CLASSES.index(NONE)] += mixing.none
    best = int(score.argmax())
    if CLASSES[best] == NONE:
        return None
    share = float(np.exp(score[best] - score.max()) / np.exp(score - score.max()).sum())
    seen = "same" if CLASSES[best] == act.action else "changed"
    return replace(act, action=cast("Action", CLASSES[best]), confidence=share, seen=seen)


def _new(
    clauses: Clauses, candidate: Candidate, p: NDArray[np.float64], found: Sequence[Act],
    mixing: Mixing,
) -> Iterator[Act]:  # fmt: skip
    """The act of a pair that no rule knows, where the model is sure and nothing else tells it."""
    mood = read_modality(clauses.tree, candidate.act.trigger, clauses.lexicon)
    p = p if mood == "happened" else _unannounced(p)
    best = int(p[:-1].argmax())
    action, sure = cast("Action", CLASSES[best]), float(p[best])
    act = replace(candidate.act, action=action, confidence=sure, seen="pair")
    shared = act.mutual and action not in JOINT
    if sure < mixing.pair or shared or _is_told(act, found):
        return
    if mood != "denied":
        yield act


def _unannounced(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities without those of the types that only say that an act is to come."""
    p = p.copy()
    p[[CLASSES.index(name) for name in ANNOUNCED]] = 0.0
    return p


def _is_told(act: Act, found: Sequence[Act]) -> bool:
    """Whether what the model sees is another act of the sentence: the same type, or the way back.

    A sentence that tells of a refusal looks like one for any two actors in it.
    """
    return any(
        (other.action == act.action and not _ends_in(other, act))
        or (other.sender.actors & act.receiver.actors and other.receiver.actors & act.sender.actors)
        for other in found
    )


def _ends_in(lone: Act, act: Act) -> bool:
    """Whether an act is the whole of one whose receiver the rules have not found."""
    same = lone.action == act.action and lone.sender.actors == act.sender.actors
    return same and not lone.receiver


def _is_place(clauses: Clauses, side: Side) -> bool:
    """Whether actors are only where something happens: "signed an agreement in Oslo"."""
    tree = clauses.tree
    heads = (tree.s.heads[t] for t in side.tokens if tree.s.deps[t] == "pobj")
    return any(tree.word(head) in {"in", "at"} for head in heads)
