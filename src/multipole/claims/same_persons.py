"""What persons have said of claims, drawn together: who holds, who is contradicted.

Of one person the last word on the same claims holds. Where persons contradict each other the latest
holds, and the contradiction is told; so is one that follows from several judgements (A and B are
one, B and C are one, A and C are not).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from multipole.core.ids import digest
from multipole.core.types import Judgement

#: Authors whose names begin so are rules; all others are persons.
RULES: Final = "rules-"
_SILENT: Final = frozenset({"withdrawn", "unsure"})


@dataclass(frozen=True, slots=True)
class Persons:
    """What holds of what persons said.

    ``same`` and ``apart`` are pairs of claims; ``right`` and ``wrong`` are claims; ``overruled``
    are the judgements that do not hold because a later one says otherwise, each with that one.
    """

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    overruled: tuple[tuple[Judgement, Judgement], ...] = ()

    def in_short(self, present: Collection[str]) -> dict[str, str]:
        """For each of the claims that are ``present`` and of which anything holds, a digest of it.

        As long as it is the same, persons change nothing in how the claim is judged.
        """
        found: dict[str, list[str]] = {c: ["right"] for c in self.right if c in present}
        for word, pairs in (("same", self.same), ("apart", self.apart)):
            for a, b in pairs:
                if a in present and b in present:
                    found.setdefault(a, []).append(f"{word} {b}")
                    found.setdefault(b, []).append(f"{word} {a}")
        return {claim: digest(*sorted(words)) for claim, words in found.items()}

    @property
    def named(self) -> frozenset[str]:
        """The claims of which anything holds."""
        return self.right | self.wrong | {c for pair in (*self.same, *self.apart) for c in pair}


def is_person(judgement: Judgement) -> bool:
    """Whether a person judged, rather than rules."""
    return not judgement.by.startswith(RULES)


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The last word of each person on the same claims, oldest first; what was withdrawn is gone."""
    last: dict[tuple[str, str, str], Judgement] = {}
    for judged in sorted(filter(is_person, judgements), key=_when):
        last[judged.left, judged.right, judged.by] = judged
    return sorted((j for j in last.values() if j.verdict not in _SILENT), key=_when)


def _when(judgement: Judgement) -> tuple[object, ...]:
    return (judgement.at, judgement.by, judgement.left, judgement.right, judgement.verdict)


def heard(
    judgements: Iterable[Judgement], *, now_called: Mapping[str, str] | None = None
) -> Persons:
    """What holds of the judgements of persons.

    ``now_called`` gives for claims of an earlier coder the claim that stands in their place.
    """
    drawn = _Drawn()
    for judged in reversed(standing(judgements)):
        drawn.add(called(judged, now_called or {}))
    return drawn.done()


def called(judged: Judgement, names: Mapping[str, str]) -> Judgement:
    """The judgement with claims by their present ``names``; two that became one say nothing."""
    left, right = sorted(
        (names.get(judged.left, judged.left), names.get(judged.right, judged.right))
    )
    if left == right and not judged.of_one:
        return replace(judged, verdict="withdrawn", left=left, right=right)
    return replace(judged, left=left, right=right)


class _Drawn:
    """Judgements that hold, added from the newest to the oldest."""

    def __init__(self) -> None:
        self._of_one: dict[str, Judgement] = {}
        self._leader: dict[str, str] = {}
        self._joined: dict[str, list[Judgement]] = {}
        self._apart: dict[tuple[str, str], Judgement] = {}
        self._pairs: dict[str, set[tuple[str, str]]] = {"same": set(), "different": set()}
        self._overruled: list[tuple[Judgement, Judgement]] = []

    def add(self, judged: Judgement) -> None:
        against = self._against(judged)
        if against is not None:
            self._overruled.append((judged, against))
        elif judged.of_one:
            self._of_one.setdefault(judged.left, judged)
        elif judged.verdict in self._pairs:
            self._keep(judged)

    def _against(self, judged: Judgement) -> Judgement | None:
        if judged.of_one:
            later = self._of_one.get(judged.left)
            return later if later and later.verdict != judged.verdict else None
        a, b = sorted((self._root(judged.left), self._root(judged.right)))
        if judged.verdict == "same":
            return self._apart.get((a, b))
        return self._joined[a][-1] if a == b and self._joined.get(a) else None

    def _keep(self, judged: Judgement) -> None:
        self._pairs[judged.verdict].add((judged.left, judged.right))
        a, b = sorted((self._root(judged.left), self._root(judged.right)))
        if judged.verdict == "different":
            self._apart.setdefault((a, b), judged)
            return
        self._leader[b] = a
        self._joined[a] = [*self._joined.pop(b, ()), *self._joined.pop(a, ()), judged]
        moved = {pair: j for pair, j in self._apart.items() if b in pair}
        for pair, j in moved.items():
            del self._apart[pair]
            one, two = sorted(a if end == b else end for end in pair)
            self._apart.setdefault((one, two), j)

    def _root(self, claim: str) -> str:
        while self._leader.get(claim, claim) != claim:
            claim = self._leader[claim]
        return claim

    def done(self) -> Persons:
        said = {
            verdict: frozenset(c for c, j in self._of_one.items() if j.verdict == verdict)
            for verdict in ("right", "wrong")
        }
        return Persons(
            same=tuple(sorted(self._pairs["same"])),
            apart=tuple(sorted(self._pairs["different"])),
            right=said["right"],
            wrong=said["wrong"],
            overruled=tuple(self._overruled),
        )
