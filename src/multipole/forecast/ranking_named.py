"""What names tell of a candidate: 44 numbers of each candidate of each question, compiled.

From where subject and candidate belong and what they are (`ranking_names`), counted in facts before
the question's day: what subjects of the same place did, to whom acts of the type go by place and
role, whom the subject meets by place and role. An entity whose name tells no place belongs, where
it mostly meets entities of one place, to that (`placed`). Counts are decayed sums.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_kin import Kin
from multipole.forecast.ranking_kindred import add_best
from multipole.forecast.ranking_levels import Floats, Singles, compiled
from multipole.forecast.ranking_names import Names

#: Facts of a type that are looked at: the latest so many.
LOOKED: Final = 20_000
#: The share of meetings with one place from which on an entity belongs there.
MOSTLY: Final = 0.5
#: How much an entity's own place counts in its profile, in shares of its meetings.
OWN: Final = 0.5
NAMED: Final = (
    "same_place", "same_placed", "profile", "place_told", "subject_place_told", "rank_of_role",
    "rank_of_subject_role",
    "type_role_share", "type_roles_share", "type_roles_at_home_share", "type_home_share",
    "type_role_home_share", "type_places", "type_places_share", "place_type_object",
    "place_type_object_fast", "place_type_kind", "type_place_share", "role_type_object",
    "type_kind", "type_role_kin",
    "place_object", "place_object_fast", "place_object_share", "place_place_share", "place_kind",
    "place_kind_fast",
    "own_place", "own_place_share", "own_place_fast", "own_role_share", "own_kind",
    "own_kind_fast", "own_typed_place", "own_typed_place_share", "own_typed_role_share",
    "own_typed_kind",
    "share_in_place", "share_in_kind", "kind_strength", "place_strength", "place_strength_fast",
    "kind_size", "subject_place_facts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Homes:
    """Of each entity, as seen on a day: ``placed`` its place by name or by whom it meets (n,).

    ``kind`` (n,) numbers what is of one place and one role, ``kinds`` of them; ``profile`` (n,
    places) how its meetings spread over places, of length 1; ``members`` the entities by place,
    from ``member_first[p]`` to ``member_first[p + 1]``.
    """

    placed: Ints
    kind: Ints
    kinds: int
    profile: Singles
    members: Ints
    member_first: Places


def homes_of(names: Names, kin: Kin) -> Homes:
    """Homes by names and by the meetings that ``kin`` holds."""
    n = len(names.place)
    met = sparse.csr_matrix((kin.near_weight, kin.near, kin.near_first), shape=(n, n))
    told = sparse.csr_matrix(
        (names.place > 0, (np.arange(n), names.place)), shape=(n, names.places), dtype=np.float32
    )
    spread = np.asarray((met @ told).todense(), np.float32)
    share = spread / np.maximum(spread.sum(1, keepdims=True), 1e-9)
    most = share.argmax(1)
    likely = np.where(share[np.arange(n), most] >= MOSTLY, most, 0)
    placed = np.where(names.place > 0, names.place, likely).astype(np.int32)
    share[np.arange(n), placed] += OWN * (placed > 0)
    length = np.linalg.norm(share, axis=1, keepdims=True)
    _, kind = np.unique(placed * np.int64(names.roles) + names.role, return_inverse=True)
    members = np.argsort(placed, kind="stable").astype(np.int32)
    first = np.searchsorted(placed[members], np.arange(names.places + 1))
    return Homes(
        placed, kind.astype(np.int32), int(kind.max()) + 1,
        (share / np.maximum(length, 1e-9)).astype(np.float32), members, first.astype(np.int64),
    )  # fmt: skip


@compiled
def sum_by(values: Singles, key: Ints, out: Floats) -> None:
    """Add up ``values`` (n, 2) by ``key`` into ``out`` (keys, 2)."""
    out[:] = 0.0
    for entity in range(len(key)):
        out[key[entity], 0] += values[entity, 0]
        out[key[entity], 1] += values[entity, 1]


@compiled
def of_place(
    members: Ints, rows: Rows, start: Places, day: int, end: int, decay: Floats, out: Singles
) -> float:
    """Whom the entities of a place met, slow and fast, by object: ``out`` (n, 2); the sum."""
    out[:] = 0.0
    total = 0.0
    for subject in members:
        for i in range(start[subject], start[subject + 1]):
            if rows[i, 3] >= end:
                break
            age = day - rows[i, 3]
            out[rows[i, 2], 0] += decay[0, age]
            out[rows[i, 2], 1] += decay[2, age]
            total += decay[0, age]
    return total


@compiled
def of_subject(
    rows: Rows, low: int, high: int, day: int, end: int, relation: int, decay: Floats,
    placed: Ints, role: Ints, kind: Ints, place_out: Floats, role_out: Floats, kind_out: Floats,
    total: Floats,
) -> None:  # fmt: skip
    """Whom a subject met by place, role and kind: any type slow and fast, and of ``relation``."""
    place_out[:], role_out[:], kind_out[:], total[:] = 0.0, 0.0, 0.0, 0.0
    for i in range(low, high):
        if rows[i, 3] >= end:
            break
        age, other = day - rows[i, 3], rows[i, 2]
        slow, fast = decay[0, age], decay[2, age]
        p, r, k = placed[other], role[other], kind[other]
        place_out[p, 0] += slow
        place_out[p, 1] += fast
        role_out[r, 0] += slow
        kind_out[k, 0] += slow
        kind_out[k, 1] += fast
        total[0] += slow
        if rows[i, 1] == relation:
            place_out[p, 2] += slow
            role_out[r, 2] += slow
            kind_out[k, 2] += slow
            total[1] += slow


@compiled
def of_type(
    related: Rows, low: int, high: int, day: int, end: int, decay: Floats, subject: int,
    kin: Singles, placed: Ints, role: Ints, kind: Ints, by_role: Floats, by_place: Floats,
    by_kind: Floats, by_object: Singles, total: Floats,
) -> None:  # fmt: skip
    """Whom acts of a type go to by place, role and kind, and from whom like the subject.

    ``by_role`` (roles, 4): any; from the subject's role, at home and abroad; from kin. ``by_place``
    (places, 2) and ``by_kind`` (kinds, 2): any; from the subject's place. ``by_object`` (n, 4):
    from its place slow and fast, from its role, from any. ``total`` (6,).
    """
    by_role[:], by_place[:], by_kind[:], total[:] = 0.0, 0.0, 0.0, 0.0
    by_object[:] = 0.0
    stop = low + int(np.searchsorted(related[low:high, 3], end))
    mine, my_role = placed[subject], role[subject]
    for i in range(max(low, stop - LOOKED), stop):
        age, sender, other = day - related[i, 3], related[i, 0], related[i, 2]
        slow, r, p, k = decay[0, age], role[other], placed[other], kind[other]
        home = placed[sender] == p and p > 0
        by_role[r, 0] += slow
        by_place[p, 0] += slow
        by_kind[k, 0] += slow
        by_object[other, 3] += slow
        total[0] += slow
        total[1] += slow * home
        if role[sender] == my_role:
            by_role[r, 2 - home] += slow
            total[3 - home] += slow
            by_object[other, 2] += slow
        if placed[sender] == mine and mine > 0:
            by_place[p, 1] += slow
            by_kind[k, 1] += slow
            total[4] += slow
            by_object[other, 0] += slow
            by_object[other, 1] += decay[2, age]
        close = kin[sender]
        if close > 0:
            by_role[r, 3] += close * close * slow
            total[5] += close * close * slow


@compiled
def named_base(kin: Singles, near: Singles, met: Singles, plain: Singles, out: Floats) -> None:
    """How likely each entity is by where it belongs and how often it is named, as a log.

    The weights here and in `named_score` are those learnt on new pairs of ICEWS14, rounded.
    """
    for entity in range(len(kin)):
        out[entity] = 0.05 * math.log(max(float(kin[entity]), 1e-3))
        out[entity] += 1.2 * math.log(max(float(near[entity]), 0.0) + 0.02)
        out[entity] += 0.15 * math.log(1.0 + met[entity, 0] / 0.05)
        out[entity] += 0.35 * math.log(1.0 + plain[entity, 1] / 0.02)


@compiled
def named_score(
    base: Floats, mine: int, placed: Ints, role: Ints, by_role: Floats, by_object: Singles,
    total: Floats, shares: Floats, out: Floats,
) -> None:  # fmt: skip
    """``base`` with what the type tells: its objects, by role, at home and abroad."""
    for home in range(2):
        away = 0.45 * math.log(total[3 - home] + 0.1)
        for r in range(len(by_role)):
            share = by_role[r, 2 - home] / (total[3 - home] + 0.1)
            shares[r, home] = away + 0.25 * math.log(share + 0.003)
    for entity in range(len(base)):
        home = placed[entity] == mine and mine > 0
        out[entity] = base[entity] + shares[role[entity], int(home)]
        if by_object[entity, 3] > 0:
            out[entity] += 0.5 * math.log(1.0 + by_object[entity, 3] / 0.05)


@compiled
def named_day(
    asked: Rows, groups: Places, rows: Rows, start: Places, related: Rows, first: Places,
    decay: Floats, cutoff: int, kin: Singles, place: Ints, role: Ints, placed: Ints, kind: Ints,
    near: Singles, members: Ints, member_first: Places, sizes: Places, plain: Singles,
    known_first: int, entities: Ints, column: int, out: Singles,
) -> None:  # fmt: skip
    """Candidates of one day's questions by names, and `NAMED` of all candidates.

    ``entities`` (n, k) is filled from place ``known_first``, ``out`` (n, k, f) from ``column``.

    ``kin`` (groups, n): nearness by ties; ``near`` (groups, n): by profile.
    ``plain`` (n, 2) how often each entity is an object, slow and fast;
    ``sizes``: how many places, roles and kinds.
    """
    count, places, roles, kinds = len(start) - 1, sizes[0], sizes[1], sizes[2]
    met, by_object = np.zeros((count, 2), np.float32), np.zeros((count, 4), np.float32)
    all_place, all_kind = np.zeros((places, 2)), np.zeros((kinds, 2))
    met_place, met_kind = np.zeros((places, 2)), np.zeros((kinds, 2))
    place_own, role_own = np.zeros((places, 3)), np.zeros((roles, 3))
    kind_own, size = np.zeros((kinds, 3)), np.zeros(kinds)
    by_role, by_place, by_kind = np.zeros((roles, 4)), np.zeros((places, 2)), np.zeros((kinds, 2))
    own, total, met_total, known = np.zeros(2), np.zeros(6), 0.0, -1
    base, score, work, shares = (
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros((roles, 2)),
    )
    day = asked[0, 3]
    end = min(day, cutoff)
    sum_by(plain, placed, all_place)
    sum_by(plain, kind, all_kind)
    for entity in range(count):
        size[kind[entity]] += 1
    subjects = asked[groups[:-1], 0]
    for group in np.argsort(placed[subjects], kind="mergesort"):
        subject = subjects[group]
        mine = placed[subject]
        if mine != known:
            known, met_total = mine, 0.0
            met[:] = 0.0
            if mine > 0:
                inside = members[member_first[mine] : member_first[mine + 1]]
                met_total = of_place(inside, rows, start, day, end, decay, met)
            sum_by(met, placed, met_place)
            sum_by(met, kind, met_kind)
        named_base(kin[group], near[group], met, plain, base)
        for q in range(groups[group], groups[group + 1]):
            relation = asked[q, 1]
            if q == groups[group] or relation != asked[q - 1, 1]:
                of_subject(rows, start[subject], start[subject + 1], day, end, relation, decay,
                           placed, role, kind, place_own, role_own, kind_own, own)  # fmt: skip
                of_type(related, first[relation], first[relation + 1], day, end, decay, subject,
                        kin[group], placed, role, kind, by_role, by_place, by_kind, by_object,
                        total)  # fmt: skip
                named_score(base, mine, placed, role, by_role, by_object, total, shares, score)
            work[:] = score
            add_best(work, entities[q], known_first)
            for c in range(entities.shape[1]):
                e = entities[q, c]
                if e < 0:
                    continue
                x, p, r, k = out[q, c, column:], placed[e], role[e], kind[e]
                home = p == mine and p > 0
                x[0] = place[e] == place[subject] and place[e] > 0
                x[1] = home
                x[2], x[3], x[4] = near[group, e], place[e] > 0, place[subject] > 0
                x[5], x[6] = r, role[subject]
                x[7] = by_role[r, 0] / (total[0] + 0.1)
                x[8] = (by_role[r, 1] + by_role[r, 2]) / (total[2] + total[3] + 0.1)
                x[9] = by_role[r, 2 - home] / (total[3 - home] + 0.1)
                x[10] = (total[1] if home else total[0] - total[1]) / (total[0] + 0.1)
                x[11] = total[3 - home] / (total[2] + total[3] + 0.1)
                x[12], x[13] = by_place[p, 1], by_place[p, 1] / (total[4] + 0.1)
                x[14], x[15], x[16] = by_object[e, 0], by_object[e, 1], by_kind[k, 1]
                x[17] = by_place[p, 0] / (total[0] + 0.1)
                x[18], x[19] = by_object[e, 2], by_kind[k, 0]
                x[20] = by_role[r, 3] / (total[5] + 0.1)
                x[21], x[22] = met[e, 0], met[e, 1]
                x[23] = met[e, 0] / (plain[e, 0] + 0.1)
                x[24] = met_place[p, 0] / (met_total + 0.1)
                x[25], x[26] = met_kind[k, 0], met_kind[k, 1]
                x[27], x[28] = place_own[p, 0], place_own[p, 0] / (own[0] + 0.1)
                x[29], x[30] = place_own[p, 1], role_own[r, 0] / (own[0] + 0.1)
                x[31], x[32] = kind_own[k, 0], kind_own[k, 1]
                x[33], x[34] = place_own[p, 2], place_own[p, 2] / (own[1] + 0.1)
                x[35], x[36] = role_own[r, 2] / (own[1] + 0.1), kind_own[k, 2]
                x[37] = plain[e, 0] / (all_place[p, 0] + 0.1)
                x[38] = plain[e, 0] / (all_kind[k, 0] + 0.1)
                x[39], x[40], x[41] = all_kind[k, 0], all_place[p, 0], all_place[p, 1]
                x[42], x[43] = size[k], met_total
