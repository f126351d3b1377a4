"""What if: a plan of shocks simulated on the event stream, beside the same futures without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from multipole.answers.answer import Answer
from multipole.answers.asked import actors_of, day_of, pair_of, start_of
from multipole.answers.coded import REPORTS
from multipole.answers.history import history
from multipole.answers.whatif_checks import checks_answer
from multipole.answers.whatif_flows import flows_answer
from multipole.answers.whatif_placebo import others_of, placebo_answer
from multipole.answers.whatif_pledges import pledges_answer
from multipole.answers.whatif_stream import Pair, Settings, Simulated, fitted, simulated
from multipole.answers.whatif_system import Three, blocs_answer, ties_of, triangle_answer
from multipole.answers.whatif_tables import channels_answer, dyads_answer, moved, paths_answer
from multipole.answers.whatif_words import asked_answer, notes_of
from multipole.core.errors import UnreadableInput, WrongUse
from multipole.core.history import History, day_of_number
from multipole.core.periods import ONE_DAY
from multipole.scenario.shocks import Plan
from multipole.scenario.shocks_read import read_shocks, shock_of
from multipole.store import Store

#: Actors of a plan whose dyads are all shown; of more, only those with a pair of their own.
FEW_ACTORS: Final = 4
MONTHS, RUNS, SEED, STATES = 12, 2000, 7, 30


@dataclass(frozen=True)
class WhatIf:
    """A scenario's answer: a table for each thing that it says, and what stands on all of them.

    ``asked``: the shocks in words. ``dyads``: a row a dyad with its sentence. ``paths``: a row a
    dyad, class and month. ``channels``: what carries it. ``triangle`` and ``blocs``: how they move
    (``triangle`` is None for fewer than three states). ``flows`` and ``pledges``: what changes by
    the record, without any act. ``placebo`` and ``checks``: whether to believe it. ``settings``
    hold start, months, runs, seed, states, source and the days of the fit.
    """

    title: str
    asked: Answer
    dyads: Answer
    paths: Answer
    channels: Answer
    triangle: Answer | None
    blocs: Answer
    flows: Answer
    pledges: Answer
    placebo: Answer
    checks: Answer
    notes: tuple[str, ...]
    settings: Mapping[str, Any]

    @property
    def tables(self) -> dict[str, Answer]:
        """All tables by name, in the order in which they are read; those of no row left out."""
        names = ("asked", "dyads", "paths", "channels", "triangle", "blocs", "flows", "pledges",
                 "placebo", "checks")  # fmt: skip
        found = {name: getattr(self, name) for name in names}
        return {name: one for name, one in found.items() if one is not None and len(one)}

    @property
    def said(self) -> tuple[str, ...]:
        """The answer in one sentence for each dyad."""
        return tuple(self.dyads.table["words"].to_pylist())

    def to_json(self) -> dict[str, Any]:
        """Plain values: title, settings, sentences, notes, and the tables as lists of rows."""
        return {
            "title": self.title,
            "settings": dict(self.settings),
            "said": list(self.said),
            "tables": {name: one.table.to_pylist() for name, one in self.tables.items()},
            "notes": [*self.notes, *(n for one in self.tables.values() for n in one.notes)],
        }


def whatif(
    store: Store,
    shocks: str | Path = "",
    *,
    also: Iterable[tuple[str, str]] = (),
    start: str | date | None = None,
    months: int = MONTHS,
    runs: int = RUNS,
    seed: int = SEED,
    pairs: Iterable[Pair] = (),
    triangle: Sequence[str] = (),
    states: int = STATES,
    source: str | None = None,
    as_of: str | date | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> WhatIf:
    """What would follow from shocks, by the reported acts of a store, against the no-shock twin.

    ``shocks``: a file (`Path`), or the text of one (`multipole.scenario.shocks_read` has an
    example). ``also``: shocks in words, of kind act, series, rate, flow or commitment:
    ``("act", "USA SANCTION CHN; number: 5")``. ``start``: the first simulated day, before that of
    the file; by default the day after the last act. Only acts before it are fitted. ``pairs``:
    directed dyads shown beside those among the plan's actors. ``triangle``: three states; by
    default the plan's first three, or its two and the one that both do most with. ``source``: as
    for `multipole.answers.history.history`. ``states``: so many most active ones are in the model.
    The same seed gives the same numbers, whatever the number of ``workers``.

    Raises what `read_shocks` raises, `WrongUse` for numbers that cannot be, `NothingFound` when the
    store has too few acts to fit, `UnknownCode` for actors of whom it tells none, and `BadValue`
    for a start after its acts end.
    """
    with threadpool_limits(limits=1, user_api="blas"):  # sums in the same order always
        settings = Settings(months, runs, seed, states, workers)
        own, known = store.actor_list(), day_of(as_of)
        told = history(store, source=source, as_of=known)
        begin = start_of(start)
        plan = plan_of(shocks, also, start=begin, otherwise=day_of_number(told.day[-1]) + ONE_DAY,
                       own=own)  # fmt: skip
        named = tuple(pair_of(*pair, own=own) for pair in pairs)
        three = _three(plan, actors_of(triangle, own=own), told, given=bool(triangle))
        also_in = dict.fromkeys([*(actor for pair in named for actor in pair), *(three or ())])
        model, used = fitted(told, plan, also=also_in, settings=settings, where=str(store.path))
        shown = tuple(dict.fromkeys([*_pairs(plan), *named]))
        others = others_of(model, plan, seed=seed)
        watched = tuple(dict.fromkeys([*shown, *(ties_of(three) if three else ()), *others]))
        found = simulated(model, plan, watched=watched, settings=settings, progress=progress)
        record = (flows_answer(store, plan.flows, as_of=known),
                  pledges_answer(store, plan.commitments, as_of=known))  # fmt: skip
        checks = checks_answer(model, used, seed=seed)
        named_source = source or _source(store, known)
        return _answer(found, settings, shown, others, three, (*record, checks), named_source)


def _answer(
    found: Simulated,
    settings: Settings,
    shown: Sequence[Pair],
    others: Sequence[Pair],
    three: Three | None,
    record: tuple[Answer, Answer, Answer],
    source: str,
) -> WhatIf:
    effects = [moved(pair, *found.of(pair)) for pair in shown]
    return WhatIf(
        title=found.plan.title,
        asked=asked_answer(found.plan, end=found.periods[-1].end),
        dyads=dyads_answer(found, effects),
        paths=paths_answer(found, effects),
        channels=channels_answer(found, shown),
        triangle=triangle_answer(found, three) if three else None,
        blocs=blocs_answer(found, seed=settings.seed),
        flows=record[0],
        pledges=record[1],
        placebo=placebo_answer(found, effects, others, settings=settings),
        checks=record[2],
        notes=(*notes_of(found, settings, source=source), *record[2].notes),
        settings=_told(found, settings, source),
    )


def _source(store: Store, known: date | None) -> str:
    """The source with most acts, which `multipole.answers.history.history` takes by itself."""
    acts = store.records.acts(modality="happened", as_of=known)
    counts = Counter(acts["source"].to_pylist())
    return min(counts, key=lambda name: (-counts[name], name), default=REPORTS)


def plan_of(
    shocks: str | Path,
    also: Iterable[tuple[str, str]] = (),
    *,
    start: date | None,
    otherwise: date,
    own: str = "",
) -> Plan:
    """The plan of a file or its text, and of shocks in words, from the start that is given."""
    text, name = _text(shocks)
    given = tuple(also)
    if text.strip():
        plan = read_shocks(text, name=name, start=start, otherwise=otherwise, own=own)
    elif given:
        plan = Plan("", start or otherwise, ())
    else:
        raise WrongUse("no shock is given", remedy="Give a file, or --act 'USA SANCTION CHN'.")
    words = tuple(shock_of(one, kind=kind, start=plan.start, own=own) for kind, one in given)
    title = plan.title or "; ".join(one for _, one in given)
    return Plan(title, plan.start, (*plan.shocks, *words))


def _text(shocks: str | Path) -> tuple[str, str]:
    if not isinstance(shocks, Path):
        return shocks, "shocks"
    try:
        return shocks.read_text(encoding="utf-8-sig"), str(shocks)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UnreadableInput(
            f"the file of shocks cannot be read: {why}", where=str(shocks),
            remedy="Give a YAML file; docs/what-if.md has examples.",
        ) from None  # fmt: skip


def _pairs(plan: Plan) -> list[Pair]:
    """The dyads of a plan: all among few actors, of many only those that it names together."""
    if len(plan.actors) <= FEW_ACTORS:
        return list(permutations(plan.actors, 2))
    named = [(s.sender, s.receiver) for s in plan.streams()]
    return list(dict.fromkeys(p for a, b in named for p in ((a, b), (b, a))))


def _three(
    plan: Plan, given_three: Sequence[str], told: History, *, given: bool
) -> Three | None:  # fmt: skip
    if given and len(given_three) != 3:
        raise WrongUse(
            f"a triangle of {len(given_three)} states", remedy="Name three: CHN RUS USA."
        )
    chosen = tuple(given_three) or plan.actors[:3]
    if len(chosen) == 2:
        third = _third(told, chosen[0], chosen[1])
        chosen = (*chosen, third) if third else ()
    return (chosen[0], chosen[1], chosen[2]) if len(chosen) == 3 else None


def _third(told: History, a: str, b: str) -> str:
    """The state with most acts with the less active of two; "" when none has acts with both."""
    counts = []
    for actor in (a, b):
        place = told.actors.index(actor) if actor in told.actors else -1
        ends = np.concatenate([told.receiver[told.sender == place],
                               told.sender[told.receiver == place]])  # fmt: skip
        counts.append(np.bincount(ends, minlength=len(told.actors)))
    least = np.minimum(*counts)
    for actor in (a, b):
        if actor in told.actors:
            least[told.actors.index(actor)] = 0
    return told.actors[int(np.argmax(least))] if least.max() > 0 else ""


def _told(found: Simulated, settings: Settings, source: str) -> dict[str, Any]:
    model = found.model
    return {
        "start": found.plan.start, "end": found.periods[-1].end, "months": settings.months,
        "runs": settings.runs, "seed": settings.seed, "states": list(model.actors),
        "source": source, "acts": model.acts, "fitted_from": day_of_number(model.start),
        "fitted_until": day_of_number(model.end) - ONE_DAY, "branching": model.branching,
    }  # fmt: skip
