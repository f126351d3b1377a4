"""What a forecaster sees of each cell on a day: fading means of the cell and of what is around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.plover import QUADS
from multipole.forecast.counts_panel import HALF_LIVES, Fading, Floats32, Panel

Floats = npt.NDArray[np.float64]

#: Days of a weekday cycle; 1970-01-01 was a Thursday, which is weekday 0 here.
_WEEK: Final = 7
#: Acts that the shares of the classes among all pairs weigh in those of a pair.
_SHARE_ACTS: Final = 5.0
_EVER: Final = len(HALF_LIVES) - 1
_OWN: Final = tuple(range(len(HALF_LIVES)))
_PAIR: Final = (1, 2, 4, _EVER)
_SHORT: Final = (1, 4)
_ENDS: Final = (1, 3, 5)
#: Added before logarithms are taken, in acts a day: to means of a cell, of a pair, of an end.
_FLOOR: Final = {"own": 0.01, "pair": 0.01, "end": 0.05, "ever": 0.002, "product": 0.001}


@dataclass(frozen=True, slots=True)
class View:
    """Cells as seen on one day or many: one place a cell.

    ``features`` (cells, features): natural logs, see `NAMES`; then the shares of weekdays in the
    window ahead. ``own`` (half-lives, cells): fading means in acts a day. ``last``: acts in the
    days as many as the window ahead has. ``prior``: acts a day that the pair's rate and the shares
    of the classes make likely. ``days`` seen; ``quad``: place in `QUADS`.
    """

    features: Floats32
    own: Floats32
    last: Floats32
    prior: Floats32
    days: Floats32
    quad: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.quad)

    def at(self, chosen: npt.NDArray[np.generic]) -> View:
        """Some of the cells."""
        return View(
            self.features[chosen],
            self.own[:, chosen],
            self.last[chosen],
            self.prior[chosen],
            self.days[chosen],
            self.quad[chosen],
        )


def joined(views: list[View]) -> View:
    """Cells of several days, one after the other."""
    return View(
        np.concatenate([v.features for v in views]),
        np.concatenate([v.own for v in views], axis=1),
        *(
            np.concatenate([getattr(v, n) for v in views])
            for n in ("last", "prior", "days", "quad")
        ),
    )


def view(fading: Fading, panel: Panel, *, start: int, horizon: int) -> View:
    """All cells of the panel's actors after ``fading.days`` days, in the order of its counts.

    ``start``: first day of the window ahead, ``horizon`` its length in days.
    """
    last = panel.counts[max(fading.days - horizon, 0) : fading.days].sum(0, dtype=np.int64)
    weekdays = _weekdays(start, horizon)
    return _view(fading.means(), last.astype(np.float32), weekdays, fading.days)


def steady_view(panel: Panel, *, horizon: int) -> View:
    """The cells after the last day of ``panel`` if every fading mean were at the long-run level."""
    fading = Fading(len(panel.actors))
    fading.see_all(panel.counts)
    ever = fading.means()[_EVER]
    means = np.broadcast_to(ever, (len(HALF_LIVES), *ever.shape))
    return _view(means, ever * np.float32(horizon), _weekdays(0, _WEEK), fading.days)


def _view(means: Floats32, last: Floats32, weekdays: list[Floats32], days: int) -> View:
    shape = means.shape[1:]
    parts = [*_around(means), weekdays]
    columns = [np.broadcast_to(p, shape).ravel() for part in parts for p in part]
    return View(
        np.stack(columns, axis=1).astype(np.float32),
        means.reshape(len(HALF_LIVES), -1),
        last.ravel(),
        _prior(means[_EVER], days).ravel(),
        np.full(len(columns[0]), days, np.float32),
        np.tile(np.arange(len(QUADS), dtype=np.int8), len(columns[0]) // len(QUADS)),
    )


def seen_at(panel: Panel, *, start: int, horizon: int) -> View:
    """All cells after the last day of ``panel``; see `view`."""
    fading = Fading(len(panel.actors))
    fading.see_all(panel.counts)
    return view(fading, panel, start=start, horizon=horizon)


def _around(means: Floats32) -> list[list[Floats32]]:
    """Logs of fading means of the cell, its pair, the reverse, both ends and all; see `NAMES`."""
    pair, sender, receiver = (means.sum(axis, keepdims=True) for axis in (3, 2, 1))
    back = means.transpose(0, 2, 1, 3)
    sends, receives = sender.sum(3, keepdims=True), receiver.sum(3, keepdims=True)
    level = sends.sum(1, keepdims=True)
    return [
        [_log(means[h], "own", h) for h in _OWN],
        [_log(pair[h], "pair", h) for h in _PAIR],
        [_log(back[h], "pair", h) for h in _PAIR],
        [_log(pair[h].transpose(1, 0, 2), "pair", h) for h in _SHORT],
        [_log(of[h], "end") for of in (sender, sends) for h in _ENDS],
        [_log(of[h], "end") for of in (receiver, receives) for h in _ENDS],
        [_log(receives[h].transpose(1, 0, 2), "end") for h in _ENDS[:2]],
        [_log(sends[h].transpose(1, 0, 2), "end") for h in _ENDS[:2]],
        [_log(level[h], "end") for h in _ENDS[:2]],
        [_log(_product(sender[4], receiver[4]), "product")],
    ]


def _prior(means: Floats32, days: int) -> Floats32:
    """Acts a day of each cell from its pair's rate and the shares of the classes.

    The pair's rate is drawn a little to what its ends make likely, the pair's shares to those of
    all pairs.
    """
    pair = means.sum(2, keepdims=True)
    sends, receives = pair.sum(1, keepdims=True), pair.sum(0, keepdims=True)
    all_of = max(float(pair.sum()), 1e-9)
    common = (means.sum((0, 1)) + all_of * 0.001) / (all_of * 1.004)
    shares = (means * days + _SHARE_ACTS * common) / (pair * days + _SHARE_ACTS)
    return np.asarray((0.9 * pair + 0.1 * sends * receives / all_of + 1e-6) * shares, np.float32)


def _product(sender: Floats32, receiver: Floats32) -> Floats32:
    """What is expected of a cell whose ends act independently of each other."""
    total = sender.sum(0, keepdims=True) + np.float32(0.001)
    return np.asarray(sender * receiver / total, np.float32)


def _log(values: Floats32, floor: str, half_life: int = 0) -> Floats32:
    return np.asarray(np.log(values + _FLOOR["ever" if half_life == _EVER else floor]), np.float32)


def _weekdays(start: int, horizon: int) -> list[Floats32]:
    """The share that each weekday but the first has in the days of the window ahead."""
    days = np.bincount((start + np.arange(horizon)) % _WEEK, minlength=_WEEK) / horizon
    return [np.float32(share).reshape(1, 1, 1) for share in days[1:]]


def _names() -> tuple[tuple[str, float], ...]:
    lists = (
        ("own", _OWN), ("pair", _PAIR), ("reverse", _PAIR), ("reverse pair", _SHORT),
        ("sender class", _ENDS), ("sender", _ENDS), ("receiver class", _ENDS),
        ("receiver", _ENDS), ("towards sender", _ENDS[:2]), ("by receiver", _ENDS[:2]),
        ("all", _ENDS[:2]), ("product", (4,)),
    )  # fmt: skip
    found = [(name, HALF_LIVES[h]) for name, places in lists for h in places]
    return (*found, *((f"weekday {n}", 0.0) for n in range(1, _WEEK)))


#: What each feature is and its half-life in days.
NAMES: Final = _names()
