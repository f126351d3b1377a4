"""How much speaks for two claims telling one event: what is compared, and what it weighs.

Each comparison of two claims comes out as one of a few findings ("same day", "one end not named"),
or as an amount of one (names shared). `data/sameness.csv` says in log odds what each weighs; their
sum is the score, above zero where one event is likelier than two.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from multipole.actors.tables import members
from multipole.claims.same_tellings import Ends, Tellings
from multipole.core.plover import ACTIONS, Action, is_cooperation
from multipole.core.types import MODALITIES

Longs = NDArray[np.int64]
Reals = NDArray[np.float64]
#: Families of types that one act is told as, by outlets of different mind.
FAMILIES: Final[tuple[frozenset[Action], ...]] = (
    frozenset({"CONSULT", "AGREE", "COOPERATE"}),
    frozenset({"AGREE", "SUPPORT"}),
    frozenset({"AID", "COOPERATE", "SUPPORT"}),
    frozenset({"CONCEDE", "RETREAT", "AGREE"}),
    frozenset({"CONCEDE", "AID"}),
    frozenset({"ACCUSE", "THREATEN", "REJECT", "PROTEST"}),
    frozenset({"ACCUSE", "REQUEST"}),
    frozenset({"CONSULT", "REQUEST"}),
    frozenset({"SANCTION", "COERCE", "REJECT"}),
    frozenset({"COERCE", "ASSAULT"}),
    frozenset({"MOBILIZE", "THREATEN", "COERCE"}),
)
_MOST_SHARED: Final = 3
_DYAD: Final = 2
#: Types of acts that two do together, which may be told from the side of either.
_EITHER_WAY: Final = np.array([name in ("CONSULT", "AGREE", "COOPERATE") for name in ACTIONS])
_HAPPENED, _PLANNED, _THREATENED, _HYPOTHETICAL, _DENIED = (
    MODALITIES.index(m) for m in ("happened", "planned", "threatened", "hypothetical", "denied")
)
#: Findings of which one holds of each pair, by what is compared.
FINDINGS: Final[dict[str, tuple[str, ...]]] = {
    "time": (
        "no_date", "same_day", "one_day_apart", "few_days_apart", "day_in_days", "day_in_month",
        "day_in_year", "day_in_longer", "same_month", "same_year", "overlapping", "days_apart",
    ),
    "ends": (
        "same_ends", "mutual_or_not", "part_of_ends", "related_ends", "end_missing", "swapped_ends",
        "other_ends",
    ),
    "type": ("same_type", "kindred_type", "like_type", "opposed_type"),
    "mood": ("same_mood", "denied_or_not", "came_about", "other_mood"),
    "domain": ("same_domain", "no_domain", "other_domain"),
    "place": ("other_document", "same_document", "same_sentence", "same_sentence_other_type"),
    "published": ("one_report", "published_together", "published_near", "published_apart"),
}  # fmt: skip
#: Findings that hold to an amount.
AMOUNTS: Final = ("names_shared", "other_names", "numbers_shared", "other_numbers", "words_shared")
_TIME, _ENDS, _TYPE, _MOOD, _DOMAIN, _PLACE, _PUBLISHED = (
    {name: n for n, name in enumerate(names)} for names in FINDINGS.values()
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding weighs, in log odds, and how it is told."""

    weight: float
    words: str


@cache
def weights() -> dict[str, Weight]:
    """The table of weights, by finding; ``bias`` is what stands before anything is compared."""
    place = resources.files("multipole.claims").joinpath("data/sameness.csv")
    rows = csv.DictReader(place.read_text("utf-8").splitlines())
    return {row["finding"]: Weight(float(row["weight"]), row["words"]) for row in rows}


@dataclass(frozen=True)
class Found:
    """What was found of each pair: a column of numbers of `FINDINGS`, and of amounts, by name."""

    findings: dict[str, Longs]
    amounts: dict[str, Reals]

    def score(self) -> Reals:
        """The sum of the weights of what was found."""
        table = weights()
        total = np.full(len(self.findings["time"]), table["bias"].weight)
        for kind, column in self.findings.items():
            total += np.array([table[name].weight for name in FINDINGS[kind]])[column]
        for name, amount in self.amounts.items():
            total += table[name].weight * amount
        return total

    def reason(self, at: int) -> str:
        """What speaks for and against the pair ``at``, in words."""
        table = weights()
        told = [table[FINDINGS[kind][column[at]]].words for kind, column in self.findings.items()]
        told += [table[name].words for name, amount in self.amounts.items() if amount[at] >= 0.2]
        return "; ".join(filter(None, told))


def compare(tellings: Tellings, left: Longs, right: Longs) -> Found:
    """Compare the claims at the places ``left`` with those at ``right``."""
    return Comparing(tellings).of(left, right)


class Comparing:
    """Compares claims of one set of tellings, some pairs at a time.

    How two sets of ends compare is looked up once and kept, in nine bytes.
    """

    def __init__(self, tellings: Tellings) -> None:
        self._of = tellings
        self._met = np.zeros(0, dtype=np.int64)
        self._ends = np.zeros(0, dtype=np.int8)

    def of(self, left: Longs, right: Longs) -> Found:
        """Compare the claims at the places ``left`` with those at ``right``."""
        tellings = self._of
        findings = {
            "time": _times(tellings, left, right),
            "ends": self._all_ends(left, right),
            "type": _TYPES[tellings.action[left], tellings.action[right]],
            "mood": _moods(tellings, left, right),
            "domain": _domains(tellings, left, right),
            "place": _places(tellings, left, right),
            "published": _published(tellings, left, right),
        }
        return Found(findings, dict(_amounts(tellings, left, right)))

    def _all_ends(self, left: Longs, right: Longs) -> Longs:
        """How the ends of each pair compare."""
        told = self._of
        both = told.ends[left] * np.int64(len(told.all_ends)) + told.ends[right]
        met, back = np.unique(both, return_inverse=True)
        known = np.append(self._met, -1)[np.searchsorted(self._met, met)] == met
        self._look_up(met[~known])
        ends = self._ends[np.searchsorted(self._met, met)].astype(np.int64)[back]
        either = _EITHER_WAY[told.action[left]] & _EITHER_WAY[told.action[right]]
        return np.where((ends == _ENDS["swapped_ends"]) & either, _ENDS["mutual_or_not"], ends)

    def _look_up(self, new: Longs) -> None:
        """Keep how these two sets of ends compare; ``new`` are sorted numbers of two."""
        all_ends, many = self._of.all_ends, len(self._of.all_ends)
        found = [_ENDS[compare_ends(all_ends[n // many], all_ends[n % many])] for n in new.tolist()]
        at = np.searchsorted(self._met, new)
        self._met = np.insert(self._met, at, new)
        self._ends = np.insert(self._ends, at, np.array(found, dtype=np.int8))


def _times(tellings: Tellings, left: Longs, right: Longs) -> Longs:
    a, b = tellings.start[left], tellings.start[right]
    m, n = tellings.days[left], tellings.days[right]
    short, long = np.minimum(m, n), np.maximum(m, n)
    gap = np.maximum(a, b) - np.minimum(a + m, b + n) + 1
    inside = ((a >= b) & (a + m <= b + n)) | ((b >= a) & (b + n <= a + m))
    fine = long <= 7
    tests = [
        ((a == 0) | (b == 0), "no_date"),
        ((a == b) & (m == n) & fine, "same_day"),
        (fine & inside, "day_in_days"),
        (fine & (gap <= 1), "one_day_apart"),
        (fine & (gap <= 3), "few_days_apart"),
        ((a == b) & (m == n) & (long <= 31), "same_month"),
        ((a == b) & (m == n), "same_year"),
        (inside & (short <= 31) & (long <= 31), "day_in_month"),
        (inside & (long <= 366), "day_in_year"),
        (inside, "day_in_longer"),
        (gap <= 0, "overlapping"),
    ]
    return _first(tests, _TIME, "days_apart")


def _first(tests: Sequence[tuple[NDArray[np.bool_], str]], of: dict[str, int], rest: str) -> Longs:
    conditions = [condition for condition, _ in tests]
    return np.select(conditions, [of[name] for _, name in tests], of[rest])


def compare_ends(left: Ends, right: Ends) -> str:
    """How two claims' senders and receivers compare, as one of the findings of ``ends``.

    >>> compare_ends((("CHN",), ("RUS",)), (("CHN", "RUS"), ("CHN", "RUS")))
    'mutual_or_not'
    >>> compare_ends((("USA",), ("CHN",)), (("WEST",), ("CHN",)))
    'related_ends'
    """
    if left == right:
        return "same_ends"
    one, two = {*left[0], *left[1]}, {*right[0], *right[1]}
    if one == two and (left[0] == left[1] or right[0] == right[1]):
        return "mutual_or_not"
    if left == right[::-1]:
        return "swapped_ends"
    sides = [_compare_side(a, b) for a, b in zip(left, right, strict=True)]
    for finding in ("other_ends", "end_missing", "related_ends", "part_of_ends"):
        if finding in sides:
            return "part_of_ends" if finding == "other_ends" and _mutual(left, right) else finding
    return "other_ends"


def _mutual(left: Ends, right: Ends) -> bool:
    """Whether one is a mutual act that all ends of the other took part in, or the other way."""
    one, two = {*left[0], *left[1]}, {*right[0], *right[1]}
    shared = len(one & two)
    return (
        (left[0] == left[1] or right[0] == right[1]) and shared >= 2 and (one <= two or two <= one)
    )


def _compare_side(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    if left == right:
        return "same_ends"
    if not (left and right):
        return "end_missing"
    if {*left} & {*right}:
        return "part_of_ends"
    related = any(_related(a, b) for a in left for b in right)
    return "related_ends" if related else "other_ends"


@cache
def _related(left: str, right: str) -> bool:
    """Whether one is a member of the other, or an organ of it: a name of which it is a part."""
    if right in _members().get(left, ()) or left in _members().get(right, ()):
        return True
    return {left, right} in ({"UN", "UNSC"}, {"UN", "UNGA"})


@cache
def _members() -> dict[str, frozenset[str]]:
    """Members of organisations and blocs at any time; of the West, those of its organisations."""
    found: dict[str, set[str]] = {}
    for row in members():
        found.setdefault(row.organisation, set()).add(row.member)
    wide = set().union(*(found.get(name, set()) for name in _WEST)) | _WEST
    return {name: frozenset(of) for name, of in found.items()} | {"WEST": frozenset(wide)}


_WEST: Final = frozenset({"NATO", "EU", "G7", "ANZUS", "AUKUS"})


def _types() -> NDArray[np.int64]:
    """The finding on each two types."""
    found = np.empty((len(ACTIONS), len(ACTIONS)), dtype=np.int64)
    for a, left in enumerate(ACTIONS):
        for b, right in enumerate(ACTIONS):
            found[a, b] = _TYPE[compare_types(left, right)]
    return found


def compare_types(left: Action, right: Action) -> str:
    """How two types compare, as one of the findings of ``type``.

    >>> compare_types("CONSULT", "AGREE"), compare_types("SANCTION", "AID")
    ('kindred_type', 'opposed_type')
    """
    if left == right:
        return "same_type"
    if any({left, right} <= family for family in FAMILIES):
        return "kindred_type"
    return "like_type" if is_cooperation(left) == is_cooperation(right) else "opposed_type"


_TYPES: Final = _types()


def _moods(tellings: Tellings, left: Longs, right: Longs) -> Longs:
    a, b = tellings.modality[left], tellings.modality[right]
    known = tellings.known_on[left].astype(np.int64) - tellings.known_on[right]
    ahead = (_PLANNED, _THREATENED)
    tests = [
        (a == b, "same_mood"),
        ((a == _DENIED) & (b == _HAPPENED) | (b == _DENIED) & (a == _HAPPENED), "denied_or_not"),
        (np.isin(a, ahead) & (b == _HAPPENED) & (known <= 0), "came_about"),
        (np.isin(b, ahead) & (a == _HAPPENED) & (known >= 0), "came_about"),
    ]
    return _first(tests, _MOOD, "other_mood")


def _domains(tellings: Tellings, left: Longs, right: Longs) -> Longs:
    a, b = tellings.domain[left], tellings.domain[right]
    tests = [((a < 0) | (b < 0), "no_domain"), (a == b, "same_domain")]
    return _first(tests, _DOMAIN, "other_domain")


def _places(tellings: Tellings, left: Longs, right: Longs) -> Longs:
    document = tellings.document[left] == tellings.document[right]
    sentence = document & (tellings.place[left] == tellings.place[right])
    tests = [
        (sentence & (tellings.action[left] != tellings.action[right]), "same_sentence_other_type"),
        (sentence, "same_sentence"),
        (document, "same_document"),
    ]
    return _first(tests, _PLACE, "other_document")


def _published(tellings: Tellings, left: Longs, right: Longs) -> Longs:
    apart = np.abs(tellings.known_on[left].astype(np.int64) - tellings.known_on[right])
    tests = [
        (tellings.document[left] == tellings.document[right], "one_report"),
        (apart <= 3, "published_together"),
        (apart <= 31, "published_near"),
    ]
    return _first(tests, _PUBLISHED, "published_apart")


def _amounts(tellings: Tellings, left: Longs, right: Longs) -> Iterator[tuple[str, Reals]]:
    for kind, other in (("names", "other_names"), ("numbers", "other_numbers")):
        shared, fewer = _shared(getattr(tellings, kind), left, right)
        yield f"{kind}_shared", np.minimum(shared, _MOST_SHARED)
        yield other, ((fewer > 0) & (shared == 0)).astype(np.float64)
    shared, fewer = _shared(tellings.others, left, right)
    yield "words_shared", shared / np.maximum(fewer, 4)


def _shared(words: csr_array, left: Longs, right: Longs) -> tuple[Reals, Reals]:
    """How many words each pair shares, and how many the one with fewer has."""
    sizes = np.diff(words.indptr)
    both = words[left].multiply(words[right])
    fewer = np.minimum(sizes[left], sizes[right]).astype(np.float64)
    return np.asarray(both.sum(axis=1), dtype=np.float64).ravel(), fewer
