"""Claims of an earlier coder, and the present ones that say the same of the same words.

A claim's id digests its coder, too. When a document is coded again, what a person judged of a claim
goes over to the one that took its place, if it still says so: a verdict on other content does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from multipole.core.types import Claim, Span


def heirs(old: Iterable[Claim], present: Iterable[Claim]) -> dict[str, str]:
    """For ids of old event claims the id of the present one in its place, where there is one.

    It is of the same document, with the same ends, type and modality, and its first span shares
    words of the text with that of the old one; of several the one that shares most.
    """
    by_content: dict[tuple[object, ...], list[Claim]] = {}
    for claim in present:
        by_content.setdefault(_content(claim), []).append(claim)
    found = {}
    for claim in old:
        near = [c for c in by_content.get(_content(claim), ()) if _shared(claim, c) > 0]
        if near:
            best = max(near, key=lambda c: (_shared(claim, c), c.id))
            found[claim.id] = best.id
    return found


def _content(claim: Claim) -> tuple[object, ...]:
    return (
        claim.spans[0].document, claim.kind, claim.sender, claim.receiver, claim.action,
        claim.modality,
    )  # fmt: skip


def _shared(left: Claim, right: Claim) -> float:
    """Characters that the first spans share over those of either."""
    a, b = left.spans[0], right.spans[0]
    return max(0, min(a.end, b.end) - max(a.start, b.start)) / _either(a, b)


def _either(a: Span, b: Span) -> int:
    return max(a.end, b.end) - min(a.start, b.start)
