"""What moved a contrast of two intensities: its two streams, and in each the acts that were told.

For closeness in the state-space model: x is the log intensity of a stream (see
`multipole.relations.state_space`), tanh((x_c - x_k) / 2) = (C - K) / (C + K) the contrast of
cooperation and conflict. The weights add up to the change, as those in
`multipole.relations.weights` do, and say no more than those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from multipole.core.errors import BadValue


@dataclass(frozen=True, slots=True)
class ActWeights:
    """How the part of one stream is made up.

    ``act`` is the weight of each act told in the period. ``expected`` are the acts that the earlier
    intensity would have brought in it, ``earlier`` their weight together. ``smoothed`` is what the
    model adds to or takes from the acts told: neighbouring periods and the noise of counting.
    """

    act: float
    expected: float
    earlier: float
    smoothed: float


def contrast_slopes(before: tuple[float, float], now: tuple[float, float]) -> tuple[float, float]:
    """What one unit of the log intensity of cooperation, and of conflict, adds to the contrast.

    ``before`` and ``now`` are (x_c, x_k). The change of tanh((x_c - x_k) / 2) is ``slope_c * (x_c1
    - x_c0) + slope_k * (x_k1 - x_k0)``: Shapley values of the two, each the mean of its two
    differences, divided by its own step (the derivative where it took none). NaN in, NaN out.

    Three acts of cooperation an act of conflict, from one to one, because cooperation tripled:

    >>> of_c, of_k = contrast_slopes((0.0, 0.0), (math.log(3), 0.0))
    >>> round(of_c * math.log(3), 6), round(math.tanh(math.log(3) / 2), 6)
    (0.5, 0.5)

    When both triple each has its part, and they cancel:

    >>> of_c, of_k = contrast_slopes((0.0, 0.0), (math.log(3), math.log(3)))
    >>> round(of_c * math.log(3), 6), round(of_k * math.log(3), 6)
    (0.5, -0.5)

    Formula: with t(c, k) = tanh((c - k) / 2), slope_c = 1/2 sum_j [t(c1, k_j) - t(c0, k_j)] /
    (c1 - c0) and slope_k = 1/2 sum_j [t(c_j, k1) - t(c_j, k0)] / (k1 - k0), j = 0, 1.
    Shapes: two pairs of numbers give two numbers.
    Unit: contrast per unit of log intensity.
    Reference: Shapley 1953, Contributions to the Theory of Games II: 307-317; Shorrocks 2013,
    Journal of Economic Inequality 11: 99-126; for a contrast of two streams the form is ours.
    Not for: cause; streams whose counts may be told by one act twice.
    """
    (c0, k0), (c1, k1) = before, now
    of_c = (_secant(c0 - k0, c1 - k0) + _secant(c0 - k1, c1 - k1)) / 2
    of_k = -(_secant(c0 - k0, c0 - k1) + _secant(c1 - k0, c1 - k1)) / 2
    return of_c, of_k


def rate_slope(before: float, now: float) -> float:
    """What one unit of the log intensity adds to the intensity: (e^x1 - e^x0) / (x1 - x0).

    The derivative where it took no step. NaN in, NaN out.

    >>> round(rate_slope(0.0, math.log(3)) * math.log(3), 6), rate_slope(0.0, 0.0)
    (2.0, 1.0)

    Formula: slope = (e^x1 - e^x0) / (x1 - x0), the logarithmic mean of the two intensities.
    Shapes: two numbers give one.
    Unit: intensity per unit of log intensity.
    Reference: Stolarsky 1975, Mathematics Magazine 48: 87-92.
    Not for: counts, which have no intensity.
    """
    step = now - before
    return math.exp(before) * (math.expm1(step) / step if step else 1.0)


def _secant(first: float, last: float) -> float:
    """The slope of tanh(u / 2) between two points, without loss where they are close.

    tanh a - tanh b = sinh(a - b) / (cosh a cosh b).
    """
    a, b = last / 2, first / 2
    step = a - b
    grown = math.sinh(step) / step if step else 1.0
    return grown / (math.cosh(a) * math.cosh(b)) / 2


def act_weights(
    slope: float, before: float, now: float, *, exposure: float, told: float
) -> ActWeights:
    """The part ``slope * (now - before)`` of a stream, shared out over the acts that were told.

    ``exposure`` is what an intensity of exp(x) makes into an expected number of acts in the period
    (0: the sources were silent), ``told`` how many were. With m0 and m1 the expected numbers at the
    earlier and the later intensity, one act weighs

        u = slope * (now - before) / (m1 - m0)

    and ``told * act + earlier + smoothed`` is the part: ``u n - u m0 + u (m1 - n)``. In a silent
    period all of it is smoothing. Raises `BadValue` for numbers below zero. NaN in, NaN out.

    2 acts expected at the earlier intensity and 6 at the later, 7 told, slope of .25:

    >>> found = act_weights(0.25, math.log(2), math.log(6), exposure=1.0, told=7)
    >>> round(found.expected, 6), round(found.act * 7 + found.earlier + found.smoothed, 6)
    (2.0, 0.274653)
    >>> round(0.25 * math.log(3), 6), round(found.smoothed / found.act, 6)
    (0.274653, -1.0)

    Formula: u = slope (now - before) / (m1 - m0), with m = exposure e^x; the part is u n - u m0 +
    u (m1 - n), of n acts told.
    Shapes: five numbers give one `ActWeights`.
    Unit: that of ``slope`` times log intensity, an act.
    Reference: Shapley 1953, Contributions to the Theory of Games II: 307-317; Shorrocks 2013,
    Journal of Economic Inequality 11: 99-126; that the part of smoothing stands alone is ours.
    Not for: cause; saying which of the acts moved the measure, as all of a stream weigh the same.
    """
    if exposure < 0 or told < 0:
        raise BadValue("acts or exposure below zero", remedy="Give numbers of zero or more.")
    if exposure == 0:
        return ActWeights(0.0, 0.0, 0.0, slope * (now - before))
    each = slope / (exposure * rate_slope(before, now))
    expected, fitted = exposure * math.exp(before), exposure * math.exp(now)
    return ActWeights(each, expected, -each * expected, each * (fitted - told))
