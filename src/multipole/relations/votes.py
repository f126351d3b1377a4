"""Agreement in roll calls: the share of equal votes among those that two states both cast.

Let n_ij be the number of roll calls in which one state chose i and the other j, each of yes,
abstain, no. Roll calls in which either was absent, did not vote or was not a member do not count.
Then

    agreement = (n_yy + n_aa + n_nn) / sum of all n_ij

An abstention agrees with an abstention only: with yes it disagrees as fully as no does. This is the
agreement that Bailey, Strezhnev and Voeten publish beside their ideal points (2017, Estimating
Dynamic State Preferences from United Nations Voting Data, Journal of Conflict Resolution 61:
430-456, columns USAgree, RUSSAgree, ChinaAgree and others). It differs from their similarity
measures of older releases, in which an abstention is half an agreement.

By hand: of four roll calls both vote yes on one, both abstain on one, vote yes against no on one,
and one is absent from the last. Two of three agree: 2/3.

>>> table = vote_pairs([1, 2, 1, 1], [1, 2, 3, 8])
>>> table.tolist()
[[1, 0, 1], [0, 1, 0], [0, 0, 0]]
>>> float(agreement(table))
0.6666666666666666
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

#: Codes of votes: yes, abstain, no. The tables' rows and columns are in this order.
YES, ABSTAIN, NO = 1, 2, 3
CHOICES: Final = (YES, ABSTAIN, NO)

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


def vote_pairs(left: npt.ArrayLike, right: npt.ArrayLike) -> Counts:
    """The table of joint votes: how often ``left`` chose the row and ``right`` the column.

    Both hold codes of the same roll calls, in the same order, in their last axis: 1 yes, 2 abstain,
    3 no; any other code, and NaN, is no vote. The axes before are broadcast: of shape (..., rolls)
    the tables have shape (..., 3, 3). Raises `BadValue` when the roll calls do not align.
    """
    mine, theirs = np.asarray(left), np.asarray(right)
    if mine.ndim < 1 or theirs.ndim < 1 or mine.shape[-1] != theirs.shape[-1]:
        raise BadValue(
            f"votes of shapes {mine.shape} and {theirs.shape} do not align",
            remedy="Give both states' votes on the same roll calls.",
        )
    ours = np.stack([mine == choice for choice in CHOICES], axis=-2).astype(np.int64)
    yours = np.stack([theirs == choice for choice in CHOICES], axis=-1).astype(np.int64)
    return ours @ yours


def agreement(table: npt.ArrayLike) -> Shares:
    """The share of equal votes in tables of `vote_pairs`, of shape (..., 3, 3).

    NaN where the two never voted on the same roll call: unknown is not zero. Raises `BadValue` for
    another shape or negative counts.

    China and Russia in session 77 of the General Assembly voted both on 87 roll calls and alike on
    61, which is .701149; the United States and Russia on 88 and alike on 17.

    >>> float(agreement([[61, 0, 26], [0, 0, 0], [0, 0, 0]]).round(6))
    0.701149
    >>> float(agreement([[17, 0, 71], [0, 0, 0], [0, 0, 0]]).round(6))
    0.193182

    Formula: agreement = (n_yy + n_aa + n_nn) / sum of all n_ij.
    Shapes: tables (..., 3, 3) give shares (...).
    Unit: share of the roll calls on which both voted, from 0 to 1.
    Reference: Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61: 430-456.
    Not for: closeness at large, as most roll calls are on texts that most states want; comparing
    sessions as if their agendas were one; a verdict from a handful of common votes.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.shape[-2:] != (3, 3) or (counts < 0).any():
        raise BadValue(
            f"a table of votes of shape {counts.shape}, least count {counts.min(initial=0):g}",
            remedy="Give counts of yes, abstain and no by yes, abstain and no.",
        )
    both = counts.sum(axis=(-2, -1))
    equal = np.trace(counts, axis1=-2, axis2=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(equal / both, dtype=np.float64)
