"""The event stream as a model that can be simulated: daily counts of dyads by quad class.

With y the acts of sender i towards receiver j of class q on day t, and m their mean given the past:

    m[i, j, q](t) = (1 - p[q]) s[i, j, q](t) + p[q] s[j, i, q](t)
    s[i, j, q](t) = f(t) (mu[i, j, q] + sum over c, k, q' of S[c, k, q'](ij, t)
                          (specific[c, k, q', q] + attention[c, k, q'] mix[i, j, q]))

S through own and reverse is also multiplied by a factor of the pair, 1 on average (temper). s is
the intensity of stories, p the share of their acts that are told the other way round
(a meeting), f weekday times level, mu the long-run rate, S past acts of class q' that reach ij
through channel c, weighted by the exponential kernel k (its weights sum to 1; so a parameter is a
number of acts that one act brings). Channels are in `multipole.scenario.stream_channels`, the fit
in `multipole.scenario.stream_fit`. Counts spread more than Poisson's: acts come in stories of
logarithmic size (their sum is negative binomial, variance = dispersion times mean), and all of a
day share a gamma factor of mean 1. Sums of independent parts keep that form; so the stream is a sum
of clusters (Hawkes and Oakes 1974, Journal of Applied Probability 11: 493-503), and what a shock
brings is its own clusters, no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue, UnknownCode
from multipole.core.plover import QUADS

Floats = npt.NDArray[np.float64]

#: Ways from an act h -> j to another: the same dyad; j -> h; h -> i; i -> j; i -> h and j -> i.
CHANNELS: Final = ("own", "reverse", "sender", "receiver", "third")
#: What each channel is to the reader.
CARRIES: Final = {
    "own": "direct",
    "reverse": "reciprocal",
    "sender": "third-party",
    "receiver": "third-party",
    "third": "third-party",
}
DECAYS: Final = (1.0, 7.0, 30.0)
#: A fit or a draw above this is scaled back to it.
MOST_BRANCHING: Final = 0.97
CLASSES: Final = len(QUADS)


@dataclass(frozen=True, slots=True)
class Ties:
    """How an act spreads over other states; N states, diagonals 0.

    ``to`` (N, N): share of receiver j in what sender i does in the long run (rows sum to 1).
    ``by`` (N, N): share of sender i in what receiver j is done to (columns sum to 1). ``bond``
    (N, N, symmetric): root of the acts between two, both ways; a third state i takes part in an act
    h -> j in proportion to bond[i, h] bond[i, j]. Long-run acts are shrunk toward the margins.
    ``temper`` (N, N, symmetric): what acts between two bring between the two, over the usual.
    """

    to: Floats
    by: Floats
    bond: Floats
    temper: Floats


@dataclass(frozen=True, slots=True)
class Strengths:
    """The parameters of excitation, and the long-run rates that go with them.

    ``specific`` (channels, kernels, 4, 4): acts of class q (last) that an act of class q' brings on
    average. ``attention`` (channels, kernels, 4): acts of any class that one of class q' brings, in
    the usual mix of the dyad where they happen. ``rates`` (N, N, 4): acts a day that nothing before
    brought, on a day of usual level. All >= 0.
    """

    specific: Floats
    attention: Floats
    rates: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """How far counts spread around their mean.

    ``dispersion`` (4): variance of the acts of a story class over their mean, >= 1. ``mirrored``
    (4): share of a story's acts told the other way round, 0 to 0.5. ``day_noise``: variance of the
    factor that all acts of a day share.
    """

    dispersion: Floats
    mirrored: Floats
    day_noise: float


@dataclass(frozen=True, slots=True)
class Mood:
    """How far what begins between two states rises and falls for weeks, of itself.

    The stories that no simulated act brought come a factor of mean 1 as often: the product of one
    that all states share, one of the two states, and one of their cooperation or conflict.
    ``world``, ``pair``, ``leaning``: standard deviations of the logs of the three. ``days``: time
    in which each forgets all but 1/e of where it stood.
    """

    world: float
    pair: float
    leaning: float
    days: float


#: As far as months differed from forecasts made before them (docs/event-stream.md); a fit of less
#: than years cannot tell moods from its own rates, level and slow kernel.
USUAL_MOOD: Final = Mood(0.3, 0.4, 0.3, 120.0)
#: Nothing rises or falls.
STILL: Final = Mood(0.0, 0.0, 0.0, 120.0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekday factors (7, Monday first, mean 1), the level of each day of the fit, and the level
    of days after it (the last one, held)."""

    weekday: Floats
    level: Floats
    ahead: float

    def of_fit(self, first: int) -> Floats:
        """Factors of the days of the fit, of which ``first`` was the first."""
        places = (np.arange(first, first + len(self.level)) + 3) % 7
        return np.asarray(self.weekday[places] * self.level)

    def factors(self, first: int, days: int) -> Floats:
        """Factors of so many days after the fit from day number ``first`` on; shape (days).

        1970-01-01 was a Thursday.
        """
        return np.asarray(self.weekday[(np.arange(first, first + days) + 3) % 7] * self.ahead)


@dataclass(frozen=True, slots=True)
class StreamModel:
    """A fitted model of the event stream.

    ``actors`` are sorted by id (N). ``start`` and ``end`` are day numbers: the fit saw days from
    ``start`` to before ``end``; simulations begin on ``end``. ``decays`` (K): days in which a
    kernel falls to 1/e. ``mix`` (N, N, 4): usual shares of the classes in a dyad, shrunk. ``past``
    (K, N, N, 4): acts weighted by each kernel, as they weigh on day ``end``. ``draws``: strengths
    refitted to reweighted data (the doubt about the parameters), maybe none. ``branching``: acts
    that an act brings on average in the long run (spectral radius of the mean offspring matrix of
    the whole system), below 1. ``parts`` (2 + channels): shares of the acts of the fit put down to
    the long-run rates, to attention, and to each channel's specific part. ``acts``: number of acts.
    """

    actors: tuple[str, ...]
    start: int
    end: int
    decays: tuple[float, ...]
    fitted: Strengths
    draws: tuple[Strengths, ...]
    ties: Ties
    mix: Floats
    calendar: Calendar
    spread: Spread
    mood: Mood
    past: Floats
    branching: float
    branching_draws: tuple[float, ...]
    parts: Floats
    acts: int

    def place(self, actor: str) -> int:
        """The place of an actor. Raises `UnknownCode` for one that the model has not."""
        if actor not in self.actors:
            raise UnknownCode(
                f"{actor!r} is not one of the {len(self.actors)} states of the event stream",
                remedy=f"It has {', '.join(self.actors)}.",
            )
        return self.actors.index(actor)

    def strengths(self) -> tuple[Strengths, ...]:
        """What runs take in turn: the draws, or the fit where there are none."""
        return self.draws or (self.fitted,)


def class_place(quad: str) -> int:
    """The place of a quad class. Raises `BadValue` for a word that is none.

    >>> class_place("verbal_conflict")
    2
    """
    if quad not in QUADS:
        raise BadValue(f"{quad!r} is not a quad class", remedy=f"Write one of {', '.join(QUADS)}.")
    return QUADS.index(quad)


def persistence(decays: tuple[float, ...]) -> Floats:
    """What is left of each kernel's weight a day later; shape (K).

    >>> persistence((1.0, 7.0)).round(3).tolist()
    [0.368, 0.867]
    """
    return np.asarray(np.exp(-1 / np.array(decays)))
