"""What persons said, ruling by ruling: all that one said at one time, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multipole.claims.same_persons import called, heard, standing
from multipole.core.ids import digest
from multipole.core.types import Judgement


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said at one time, whether it holds, and the ``id`` to take it back by.

    ``overruled_by``: a person whose later word is otherwise. ``gone``: claims it is of that no
    present coder makes. ``carried``: claims that now stand for those it was said of.
    """

    id: str
    judgements: tuple[Judgement, ...]
    overruled_by: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it is of, as they were named then."""
        return tuple(sorted({c for j in self.judgements for c in (j.left, j.right)}))


def said(
    given: Iterable[Judgement], names: Mapping[str, str], present: frozenset[str]
) -> list[Said]:
    """What persons said and have not taken back, oldest first, and what holds of it.

    ``names``: present claims in the place of earlier ones (`heirs`); ``present``: ids of all
    present claims.
    """
    stand = standing(given)
    later = {_key(j): over for j, over in heard(stand, now_called=names).overruled}
    groups: dict[str, list[Judgement]] = {}
    for judged in stand:
        groups.setdefault(ruling_id(judged), []).append(judged)
    return [_told(id_, js, names, present, later) for id_, js in groups.items()]


def _told(
    id_: str,
    judged: Sequence[Judgement],
    names: Mapping[str, str],
    present: frozenset[str],
    later: Mapping[tuple[object, ...], Judgement],
) -> Said:
    claims = sorted({c for j in judged for c in (j.left, j.right)})
    keys = {_key(called(j, names)) for j in judged}
    return Said(
        id_,
        tuple(judged),
        overruled_by=tuple(sorted({later[key].by for key in keys if key in later})),
        gone=tuple(c for c in claims if c not in present and c not in names),
        carried=tuple(names[c] for c in claims if c in names),
    )


def _key(judged: Judgement) -> tuple[object, ...]:
    return (judged.left, judged.right, judged.verdict, judged.by, judged.at)


def ruling_id(judged: Judgement) -> str:
    """The id by which a person can take back what they said with this judgement."""
    return digest("said", judged.by, judged.at.isoformat(), judged.reason)[:8]
