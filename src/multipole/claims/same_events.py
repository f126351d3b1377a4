"""Groups of claims -> events: what the tellings of one act come to.

The act happened if one telling says that it did; otherwise the latest telling says how it stands.
Ends, type and domain are those that most outlets tell, of the tellings that say how it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from multipole.claims.same_groups import grouped
from multipole.claims.same_tellings import Tellings
from multipole.core.periods import Period
from multipole.core.types import Event, Judgement, Modality

_T = TypeVar("_T", bound=Hashable)


def build_events(
    tellings: Tellings,
    judgements: Iterable[Judgement],
    *,
    outlets: Mapping[str, str],
    right: Collection[str] = (),
) -> list[Event]:
    """Group the claims by the judgements that two are the same; one event a group, oldest first.

    ``outlets`` maps document ids to outlets: an act told twice by one outlet is no surer for it.
    ``right``: claims that a person has confirmed, which count as certain.
    """
    drawing = Drawing(tellings, outlets, right)
    return sorted(map(drawing.event, grouped(tellings, judgements)), key=_order)


def _order(event: Event) -> tuple[str, str]:
    return (str(event.period or "9999"), event.id)


class Drawing:
    """Draws the events of one set of tellings; for the arguments see `build_events`."""

    def __init__(
        self, tellings: Tellings, outlets: Mapping[str, str], right: Collection[str]
    ) -> None:
        self._of = tellings
        met = dict[str, str]()
        named = (outlets.get(d) or d for d in tellings.documents)
        self._outlets = [met.setdefault(outlet, outlet) for outlet in named]
        self._right = frozenset(right)

    def event(self, group: Sequence[int]) -> Event:
        """The event that the claims at these places tell."""
        told = self._of
        modality = self.modality(group)
        stand = [n for n in group if told.modality_of(n) == modality]
        sender, receiver = self._chosen(stand, told.ends_of)
        claims = sorted(group, key=lambda n: told.ids[n])
        return Event(
            claims=tuple(told.ids[n] for n in claims),
            sender=sender,
            receiver=receiver,
            action=self._chosen(stand, told.action_of),
            domain=self._chosen(stand, told.domain_of),
            modality=modality,
            period=self._period(stand) or self._period(group),
            probability=round(self._probability(stand), 4),
            known_on=date.fromordinal(min(int(told.known_on[n]) for n in group)),
            weights=tuple(self._weight(n) for n in claims),
        )

    def modality(self, group: Sequence[int]) -> Modality:
        """Happened if any telling says so, otherwise what the latest says."""
        told = self._of
        if any(told.modality_of(n) == "happened" for n in group):
            return "happened"
        return told.modality_of(max(group, key=lambda n: (told.known_on[n], *self._surest(n))))

    def _chosen(self, group: Sequence[int], value: Callable[[int], _T]) -> _T:
        """The value that most outlets tell; of equals that of the surest claim."""
        tellers: dict[_T, set[str]] = {}
        for n in group:
            tellers.setdefault(value(n), set()).add(self._outlet(n))
        best = max(group, key=lambda n: (len(tellers[value(n)]), *self._surest(n)))
        return value(best)

    def _period(self, group: Iterable[int]) -> Period | None:
        """The finest period told, of those as fine the one that most outlets tell."""
        dated = [n for n in group if self._of.start[n]]
        if not dated:
            return None
        finest = min(int(self._of.days[n]) for n in dated)
        return self._chosen([n for n in dated if self._of.days[n] == finest], self._of.period)

    def _probability(self, group: Iterable[int]) -> float:
        """One minus the chance that every outlet's surest claim is wrong, outlets independent."""
        surest: dict[str, float] = {}
        for n in group:
            surest[self._outlet(n)] = max(surest.get(self._outlet(n), 0.0), self._weight(n))
        wrong = 1.0
        for weight in surest.values():
            wrong *= 1.0 - weight
        return 1.0 - wrong

    def _weight(self, n: int) -> float:
        return 1.0 if self._of.ids[n] in self._right else float(self._of.confidence[n])

    def _surest(self, n: int) -> tuple[float, str]:
        return (self._weight(n), self._of.ids[n])

    def _outlet(self, n: int) -> str:
        return self._outlets[int(self._of.document[n])]
