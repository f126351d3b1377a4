"""Similarity of positions for all dyads at once: Signorino and Ritter's S, kappa and pi.

Everything starts from the table of joint choices of two states: how often, or with what weight,
one chose level a and the other level b among the items on which both chose (`choice_tables`).
Items are roll calls with the levels yes, abstain, no, or the states of the system with the levels
of commitment towards each of them (`portfolios`). With p the table in shares, d(a, b) the distance
between two levels and d_max the greatest,

    S     = 1 - 2 sum_ab p_ab d(a, b) / d_max
    kappa = 1 - sum_ab p_ab d(a, b) / sum_ab p_a. p_.b d(a, b)
    pi    = 1 - sum_ab p_ab d(a, b) / sum_ab q_a q_b d(a, b),    q = (p_a. + p_.a) / 2

S runs from -1 (as far apart as can be on every item) to 1. Kappa and pi are 1 for equal choices, 0
for what chance would give two states with these habits (kappa: each its own; pi: their common
ones), and below 0 for less; both need no unit.

References: Signorino and Ritter 1999, Tau-b or Not Tau-b: Measuring the Similarity of Foreign
Policy Positions, International Studies Quarterly 43:115-144 (absolute distance, weighted items);
Cohen 1960, 1968; Scott 1955; Haege 2011, Choice or Circumstance? Adjusting Measures of Foreign
Policy Similarity for Chance Agreement, Political Analysis 19:287-305 (squared distance).

Not for: comparing S of portfolios across centuries, as states without ties agree on having none
and S then nears 1 (Haege's point); nor any of them as a measure of goodwill: two states may choose
alike for reasons of their own. Where items are few the numbers jump: look at their count.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.relations.votes import CHOICES

Floats = npt.NDArray[np.float64]
Distance = Literal["absolute", "squared", "nominal"]

#: Levels of a state's commitment to another, as Signorino and Ritter order them.
NONE, ENTENTE, NEUTRALITY, DEFENCE = 0, 1, 2, 3
COMMITMENTS: Final = (NONE, ENTENTE, NEUTRALITY, DEFENCE)


def choice_tables(
    choices: npt.ArrayLike,
    *,
    levels: tuple[int, ...] = CHOICES,
    weights: npt.ArrayLike | None = None,
) -> Floats:
    """Tables of joint choices of every two states, of shape (states, states, levels, levels).

    ``choices`` has shape (states, items) and holds levels; anything else, and NaN, is no choice,
    and the item does not count for that state's dyads. ``weights`` of shape (items,) counts an item
    that much; an item whose weight is NaN counts for nobody. The diagonal compares a state with
    itself. Raises `BadValue` for another shape or weights below zero.

    >>> choice_tables([[1, 2, 1, 1], [1, 2, 3, 8]])[0, 1].tolist()
    [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    given = np.asarray(choices)
    if given.ndim != 2:
        raise BadValue(
            f"choices of shape {given.shape}", remedy="Give a matrix of states by items."
        )
    each = None if weights is None else _item_weights(weights, given.shape[1])
    kind = np.float32 if each is None and given.shape[1] < 2**24 else np.float64
    chosen = [(given == level).astype(kind) for level in levels]
    counted = chosen if each is None else [some * each for some in chosen]
    tables = np.empty((len(given), len(given), len(levels), len(levels)))
    for a, left in enumerate(counted):
        for b, right in enumerate(chosen[a:], start=a):
            joint = left @ right.T
            tables[:, :, a, b] = joint
            tables[:, :, b, a] = joint.T
    return tables


def _item_weights(weights: npt.ArrayLike, items: int) -> Floats:
    each = np.asarray(weights, dtype=np.float64)
    if each.shape != (items,) or (each < 0).any():
        raise BadValue(
            f"weights of shape {each.shape} for {items} items, least {each.min(initial=0):g}",
            remedy="Give each item a weight of zero or more.",
        )
    return np.nan_to_num(each, nan=0.0)


def divided(choices: npt.ArrayLike, *, levels: tuple[int, ...] = CHOICES) -> npt.NDArray[np.bool_]:
    """Which items divided the states: at least two of the levels were chosen; shape (items,).

    The agreement that Bailey, Strezhnev and Voeten published with their ideal points until 2014
    leaves out roll calls on which all who voted did so alike. Of three roll calls:

    >>> divided([[1, 1, 2], [1, 3, 2], [0, 1, 2]]).tolist()
    [False, True, False]
    """
    given = np.asarray(choices)
    chosen = np.stack([(given == level).any(axis=0) for level in levels])
    return np.asarray(chosen.sum(axis=0) > 1)


def portfolios(ties: npt.ArrayLike, *, own: int = DEFENCE) -> Floats:
    """Each state's commitments to all states, ready for `choice_tables`: a state by state matrix.

    ``ties`` holds the level of the row's commitment to the column; NaN is unknown and stays so. The
    diagonal becomes ``own``: a state defends itself (Signorino and Ritter 1999). Where a pact binds
    both, give a symmetric matrix. Raises `BadValue` for a matrix that is not square.

    Three states, of which the first two are allied and the third stands alone:

    >>> theirs = portfolios([[0, 3, 0], [3, 0, 0], [0, 0, 0]])
    >>> tables = choice_tables(theirs, levels=COMMITMENTS)
    >>> signorino_ritter_s(tables, levels=COMMITMENTS)[0].tolist()
    [1.0, 1.0, -1.0]
    """
    held = np.array(ties, dtype=np.float64)
    if held.ndim != 2 or held.shape[0] != held.shape[1]:
        raise BadValue(
            f"ties of shape {held.shape}", remedy="Give a matrix of the same states by states."
        )
    np.fill_diagonal(held, own)
    return held


def distances(levels: tuple[int, ...], *, distance: Distance = "absolute") -> Floats:
    """The distance between every two levels: their difference, its square, or 1 when they differ.

    >>> distances((1, 2, 3), distance="squared").tolist()
    [[0.0, 1.0, 4.0], [1.0, 0.0, 1.0], [4.0, 1.0, 0.0]]
    """
    apart = np.abs(np.subtract.outer(levels, levels)).astype(np.float64)
    if distance == "nominal":
        return (apart > 0).astype(np.float64)
    return apart**2 if distance == "squared" else apart


def signorino_ritter_s(
    tables: npt.ArrayLike,
    *,
    levels: tuple[int, ...] = CHOICES,
    distance: Distance = "absolute",
) -> Floats:
    """S of tables of joint choices, of shape (..., levels, levels); from -1 to 1.

    Signorino and Ritter measure distance absolutely; squared distance is widely used since. NaN
    where the two chose on no item in common. Raises `BadValue` for tables of another shape.

    Of four roll calls both vote yes on two, one abstains when the other votes yes, and yes meets no
    once: the distances 0, 0, 1, 2 of at most 2 sum to 3, so S is 1 - 2 * 3 / (4 * 2) = .25. Squared
    they are 0, 0, 1, 4 of at most 4, and S is 1 - 2 * 5 / 16 = .375.

    >>> table = choice_tables([[1, 1, 2, 1], [1, 1, 1, 3]])[0, 1]
    >>> float(signorino_ritter_s(table)), float(signorino_ritter_s(table, distance="squared"))
    (0.25, 0.375)

    A weight of 5 on the first roll call (say) makes it 1 - 2 * 3 / (8 * 2):

    >>> heavy = choice_tables([[1, 1, 2, 1], [1, 1, 1, 3]], weights=[5, 1, 1, 1])[0, 1]
    >>> float(signorino_ritter_s(heavy))
    0.625

    Formula: S = 1 - 2 sum_ab p_ab d(a, b) / d_max, with p the table in shares.
    Shapes: tables (..., levels, levels) give S (...).
    Unit: S, from -1 (as far apart as can be on every item) to 1 (the same on every item).
    Reference: Signorino and Ritter 1999, International Studies Quarterly 43: 115-144.
    Not for: comparing portfolios across centuries, as states without ties agree on having none and
    S then nears 1 (Haege 2011); goodwill, as two may choose alike for reasons of their own.
    """
    counts = _checked(tables, levels)
    apart = distances(levels, distance=distance)
    with np.errstate(invalid="ignore"):
        return np.asarray(1 - 2 * _mean_distance(counts, apart) / apart.max())


def cohen_kappa(
    tables: npt.ArrayLike,
    *,
    levels: tuple[int, ...] = CHOICES,
    distance: Distance = "squared",
) -> Floats:
    """Cohen's kappa of tables of joint choices, of shape (..., levels, levels); at most 1.

    With squared distance it is Haege's: 1 - sum (x - y)^2 / [sum (x - mean x)^2 + sum
    (y - mean y)^2 + n (mean x - mean y)^2]; with nominal distance it is Cohen's of 1960. NaN where
    the two chose on nothing in common, or each chose one and the same level always, as chance
    alone then makes them agree. Raises `BadValue` for tables of another shape.

    The votes 1, 1, 2, 1 and 1, 1, 1, 3 have means 1.25 and 1.5, squares about them .75 and 3, and
    4 (.25)^2 = .25 between them: 1 - 5 / 4 = -.25.

    >>> table = choice_tables([[1, 1, 2, 1], [1, 1, 1, 3]])[0, 1]
    >>> float(cohen_kappa(table))
    -0.25

    Cohen's own kind of table, 20 + 15 of 50 alike where chance gives .5: (.7 - .5) / .5 = .4.

    >>> two = [[20, 5], [10, 15]]
    >>> round(float(cohen_kappa(two, levels=(0, 1), distance="nominal")), 6)
    0.4

    Formula: kappa = 1 - sum_ab p_ab d(a, b) / sum_ab p_a. p_.b d(a, b), with p the table in shares.
    Shapes: tables (..., levels, levels) give kappa (...).
    Unit: kappa, 1 for equal choices, 0 for what chance gives two states with these habits.
    Reference: Cohen 1968, Psychological Bulletin 70: 213-220; Haege 2011, Political Analysis 19:
    287-305.
    Not for: two who nearly always choose the same level, as kappa is then near 0 or unknown though
    they hardly ever differed; goodwill; a handful of items.
    """
    counts = _checked(tables, levels)
    return _beyond_chance(counts, counts.sum(-1), counts.sum(-2), levels, distance)


def scott_pi(
    tables: npt.ArrayLike,
    *,
    levels: tuple[int, ...] = CHOICES,
    distance: Distance = "squared",
) -> Floats:
    """Scott's pi of tables of joint choices, of shape (..., levels, levels); at most 1.

    As `cohen_kappa`, with chance from the habits of the two taken together; with squared distance
    it is Haege's: 1 - sum (x - y)^2 / [sum (x - m)^2 + sum (y - m)^2], m the mean of both. Never
    above kappa. NaN and `BadValue` as there.

    The votes 1, 1, 2, 1 and 1, 1, 1, 3 have the common mean 1.375; the squares about it are .8125
    and 3.0625, together 3.875, and pi is 1 - 5 / 3.875.

    >>> table = choice_tables([[1, 1, 2, 1], [1, 1, 1, 3]])[0, 1]
    >>> round(float(scott_pi(table)), 6), round(1 - 5 / 3.875, 6)
    (-0.290323, -0.290323)

    Formula: pi = 1 - sum_ab p_ab d(a, b) / sum_ab q_a q_b d(a, b), with q = (p_a. + p_.a) / 2.
    Shapes: tables (..., levels, levels) give pi (...).
    Unit: pi, 1 for equal choices, 0 for what chance gives two states with their common habits.
    Reference: Scott 1955, Public Opinion Quarterly 19: 321-325; Haege 2011, Political Analysis 19:
    287-305.
    Not for: what kappa is not for; nor beside kappa as a second piece of evidence, as both are made
    of the same table.
    """
    counts = _checked(tables, levels)
    common = (counts.sum(-1) + counts.sum(-2)) / 2
    return _beyond_chance(counts, common, common, levels, distance)


def _checked(tables: npt.ArrayLike, levels: tuple[int, ...]) -> Floats:
    counts = np.asarray(tables, dtype=np.float64)
    if counts.shape[-2:] != (len(levels), len(levels)) or (counts < 0).any():
        raise BadValue(
            f"a table of choices of shape {counts.shape} for {len(levels)} levels, "
            f"least count {counts.min(initial=0):g}",
            remedy="Give joint counts of level by level, and the levels they are of.",
        )
    return counts


def _mean_distance(counts: Floats, apart: Floats) -> Floats:
    size = len(apart) ** 2
    flat = counts.reshape(*counts.shape[:-2], size)
    both = flat.sum(-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(flat @ apart.reshape(size) / both)


def _beyond_chance(
    counts: Floats, left: Floats, right: Floats, levels: tuple[int, ...], distance: Distance
) -> Floats:
    apart = distances(levels, distance=distance)
    size = len(apart) ** 2
    both = left.sum(-1)
    seen = counts.reshape(*counts.shape[:-2], size) @ apart.reshape(size) * both
    chance = ((left @ apart) * right).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(chance > 0, 1 - seen / chance, np.nan))
