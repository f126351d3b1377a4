"""When an act holds: the nearest date, the one the story has reached, or the month of report.

A plan or threat without a date of its own has the date on which it is told. What happened again and
again, what has never been done and what only may be has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from multipole.claims.gaps import find_gap, find_gap_under, shifted
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.core.periods import Period
from multipole.core.text import Reading, TimeExpression
from multipole.core.types import Document, Modality

LONGEST_DAYS: Final = 31
#: A season or quarter.
SEASON_DAYS: Final = 92
FAR: Final = 120
REACH: Final = 12
#: Days before a report in which what it tells in one paragraph still is the story of the next.
LATELY: Final = 92
BESIDE: Final = 6
TOLD: Final = 2
TELLING: Final = frozenset({"ccomp", "parataxis"})
BEFORE_NOUN: Final = frozenset({"nummod", "compound", "nmod", "amod", "poss", "npadvmod"})
FRAMING: Final = frozenset({"in", "at", "during", "amid", "after", "since", "throughout", "from"})
#: What leads from words to the deed that they are about.
REASONS: Final = frozenset({"of", "for", "over", "about"})
#: Nouns for a part of the time that follows them: "over the course of 2021".
LASTING: Final = frozenset(
    """
    course end beginning start middle turn height rest part half quarter most much all season
    spring summer autumn fall winter month week day eve months weeks days
    """.split()
)
CONCEDING: Final = frozenset({"though", "although", "whereas"})
#: Words before the end of a stretch of time.
ENDING: Final = frozenset({"until", "till", "by", "through"})
#: What is not done yet.
AHEAD: Final = frozenset({"planned", "threatened", "hypothetical"})
#: Words of what happened on days that nobody tells.
OFTEN: Final = frozenset({"repeatedly", "often", "frequently", "regularly", "always", "routinely"})
#: Words that leave no choice of year or week.
NAMED: Final = re.compile(r"[0-9]{4}|last|past|ago|ester|this|earlier|previous|same|that")
DAY_OF_WEEK: Final = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
#: Words that say that the story has left the day it spoke of.
MOVING: Final = frozenset(
    {"later", "then", "since", "subsequently", "afterwards", "meanwhile", "similarly", "earlier"}
)


@dataclass(slots=True)
class Clock:
    """The dates of one document."""

    document: Document
    reading: Reading
    times: dict[int, list[TimeExpression]] = field(init=False)
    running: dict[int, Period] = field(init=False)

    def __post_init__(self) -> None:
        self.times = {}
        for time in self.reading.times:
            self.times.setdefault(time.sentence, []).append(time)
        self.running = self._run()

    def _run(self) -> dict[int, Period]:
        """For each sentence, the date that the story has reached.

        It is the last day, week or month named before in the same paragraph; in the paragraphs
        that follow, for `REACH` sentences, only the month that it lies in, and nothing of a past
        from which the report has come back to its own days (`LATELY`).
        """
        running: dict[int, Period] = {}
        last: Period | None = None
        at, paragraph = -REACH, -2
        paragraphs = [p.start for p in self.document.parts]
        for n, sentence in enumerate(self.reading.sentences):
            begin = bisect_right(paragraphs, sentence.start)
            if begin != paragraph:
                paragraph = begin
                last = _month_of(last) if last and self._is_late(last) else None
            if last and n - at < REACH:
                moved = not MOVING.isdisjoint(w.lower() for w in sentence.words)
                running[n] = _month_of(last) if moved else last
            for time in self.times.get(n, []):
                if time.period.granularity in {"day", "week", "month"}:
                    last, at = time.period, n
        return running

    def _is_late(self, period: Period) -> bool:
        """Whether a period lies near the day of the report, or that day is not known."""
        published = self.document.published_on
        return published is None or (published - period.last).days <= LATELY

    def when(
        self, n: int, tree: Tree, trigger: int, start: int, end: int, modality: Modality,
        known: Period | None = None,
    ) -> Period | None:  # fmt: skip
        """The period of an act in sentence ``n`` told by the words ``[start, end)``.

        ``known`` is when it was, unless its sentence says another time.
        """
        own = self._by_gap(n, tree, trigger) if modality == "happened" else None
        own = own or self._own(n, tree, trigger, start, end, modality) or known
        if own:
            return own
        never = (modality == "denied" or _is_never(tree, trigger)) and _is_perfect(tree, trigger)
        if modality == "hypothetical" or never or _is_often(tree, trigger):
            return None
        said = tree.is_verb(trigger) or _is_predicate(tree, trigger)
        running = self.running.get(n) if said else None
        published = self.document.published_in
        if running and published and modality == "happened" and running.start > published.last:
            running = None  # a plan told before: "is to meet on 3 June. Oslo protested"
        if running and not (published and _is_now(tree, trigger) and _is_over(running, published)):
            return running
        if published is None or published.days > LONGEST_DAYS:
            return published
        return Period.month(published.start.year, published.start.month)

    def _by_gap(self, n: int, tree: Tree, trigger: int) -> Period | None:
        """ "on 20 March, three days after Oslo issued a warrant": by the date of the other act.

        So is "two years after Oslo had joined in 2010, Rome left" dated, and the warrant or the
        joining by what stands with itself, if anything does.
        """
        times = self.times.get(n, [])
        gap = find_gap(tree, trigger)
        if gap and not any(_token_of(tree, time) in gap.told for time in times):
            sentence = self.reading.sentences[n]
            found = self._own(n, tree, gap.since, sentence.start, sentence.end, "happened")
            return shifted(found, gap) if found else None
        gap = find_gap_under(tree, trigger)
        told = [t for t in times if gap and _token_of(tree, t) in gap.told]
        return shifted(told[0].period, gap) if gap and len(told) == 1 else None

    def _own(
        self, n: int, tree: Tree, trigger: int, start: int, end: int, modality: Modality
    ) -> Period | None:
        place = tree.s.at[trigger]
        best: tuple[int, int, int] | None = None
        found: Period | None = None
        for time in self.times.get(n, []):
            distance = min(abs(time.start - place), abs(time.end - place))
            inside = time.start >= start and time.end <= end
            if (not inside and distance > FAR) or _of_another(tree, time, trigger):
                continue
            if modality == "happened" and self._is_end_to_come(tree, time):
                continue
            if _is_divided(tree, _token_of(tree, time), trigger):
                continue
            if modality == "happened" and self._is_to_come(tree, time, trigger):
                continue
            rank = (_apart(tree, time, trigger), 0 if inside else 1, distance)
            if best is None or rank < best:
                best, found = rank, self._as_meant(time, rank[0], tree, trigger, modality)
        return found

    def _is_end_to_come(self, tree: Tree, time: TimeExpression) -> bool:
        """ "signed a plan until 2030", "a loan due by May": no past act lies in a time to come."""
        published, token = self.document.published_on, _token_of(tree, time)
        if published is None or time.period.last <= published or token < 0:
            return False
        return any(tree.word(t) in ENDING for t in (token, *list(tree.up(token))[:2]))

    def _is_to_come(self, tree: Tree, time: TimeExpression, trigger: int) -> bool:
        """ "is to visit Rome later this month, and has sold it arms": a time of what is planned."""
        published, own = self.document.published_on, _clause_of(tree, trigger)
        other = _clause_of(tree, _token_of(tree, time)) not in {-1, own}
        return published is not None and other and time.period.last > published

    def _as_meant(
        self, time: TimeExpression, apart: int, tree: Tree, trigger: int, modality: Modality
    ) -> Period:
        """The period of a time for this act: the coming June of a plan, the month of a report."""
        period, published = time.period, self.document.published_on
        if apart == TOLD and _is_earlier(tree, trigger):
            return _month_of(period) if period.days < LONGEST_DAYS else period
        if modality not in AHEAD or published is None or period.last >= published or apart:
            return period
        words = self.document.text[time.start : time.end]
        return period if NAMED.search(words) else _coming(period, words)


def _month_of(period: Period) -> Period:
    return Period.month(period.middle.year, period.middle.month)


def _coming(period: Period, words: str) -> Period:
    """The next one of a day of the week, or of a day or month of the year, that had been past."""
    if DAY_OF_WEEK.fullmatch(words):
        return Period.day(period.start + timedelta(days=7))
    if period.days > SEASON_DAYS:
        return period
    try:
        start, end = (day.replace(year=day.year + 1) for day in (period.start, period.end))
    except ValueError:  # 29 February
        return period
    return Period(start, end)


def _token_of(tree: Tree, time: TimeExpression) -> int:
    """The topmost token of a time's words; -1 when there is none."""
    inside = [i for i, at in enumerate(tree.s.at) if time.start <= at < time.end]
    outer = (i for i in inside if tree.s.heads[i] not in inside or tree.s.heads[i] == i)
    return next(outer, -1)


def _apart(tree: Tree, time: TimeExpression, trigger: int) -> int:
    """0 for a time of the act's own clause, `TOLD` for one of a verb that tells the act, 1 else."""
    verb = _clause_of(tree, _token_of(tree, time))
    own = _clause_of(tree, trigger)
    if verb < 0 or verb == own:
        return 0
    at = own
    for above in tree.up(own) if own >= 0 else ():
        if tree.s.deps[at] == "xcomp" and above == verb:  # "is to fly in October"
            return 0
        if tree.s.deps[at] in TELLING and tree.is_verb(above):
            return TOLD if above == verb else 1
        at = above
    return 1


def _is_divided(tree: Tree, time: int, trigger: int) -> bool:
    """ "Oslo sells arms to Rome: only last week it sent tanks": a time of the other sentence."""
    own = _clause_of(tree, trigger)
    if time < 0 or not _is_now(tree, trigger) or _clause_of(tree, time) in {-1, own}:
        return False
    between = range(min(time, trigger) + 1, max(time, trigger))
    return any(tree.s.words[t] in {";", ":"} for t in between)


def _clause_of(tree: Tree, i: int) -> int:
    """The verb of the clause that a token stands in; -1 for none."""
    if i < 0 or tree.is_verb(i):
        return i
    return next((at for at in tree.up(i) if tree.is_verb(at)), -1)


def _is_often(tree: Tree, trigger: int) -> bool:
    """Whether it happened again and again: "has repeatedly warned", "assured it several times"."""
    verb = _clause_of(tree, trigger)
    below = tree.children(verb, "advmod", "npadvmod") if verb >= 0 else []
    many = {"several", "many"}
    return any(
        tree.word(c) in OFTEN
        or (tree.word(c) == "times" and any(tree.word(d) in many for d in tree.children(c, "amod")))
        for c in below
    )


def _is_predicate(tree: Tree, trigger: int) -> bool:
    """Whether a noun is what its clause says: "this was a new attack on Oslo"."""
    return tree.s.deps[trigger] == "attr" and tree.s.lemmas[tree.s.heads[trigger]] == "be"


def _is_now(tree: Tree, trigger: int) -> bool:
    """Whether the act is told in the present or the present perfect."""
    verb = _clause_of(tree, trigger)
    if verb < 0:
        return False
    helps = {tree.word(c) for c in tree.children(verb, "aux", "auxpass")}
    return bool(helps & {"has", "have", "is", "are"}) or tree.s.tags[verb] in {"VBZ", "VBP"}


def _is_never(tree: Tree, trigger: int) -> bool:
    """ "has never recognised it": also where not to do it is what is told."""
    verb = _clause_of(tree, trigger)
    return verb >= 0 and any(tree.word(c) == "never" for c in tree.children(verb, "neg", "advmod"))


def _is_perfect(tree: Tree, trigger: int) -> bool:
    """Whether the act is told in the present perfect: "has never recognised", "have not"."""
    verb = _clause_of(tree, trigger)
    helps = [verb, *tree.children(verb, "aux", "auxpass")] if verb >= 0 else []
    return any(tree.word(c) in {"has", "have"} for c in helps)


def _is_over(period: Period, published: Period) -> bool:
    """Whether a period ended more than a month before the report."""
    return (published.start - period.last).days > LONGEST_DAYS


def _is_earlier(tree: Tree, trigger: int) -> bool:
    """Whether the act lies before the telling: "said that it had bombed"."""
    verb = _clause_of(tree, trigger)
    return verb >= 0 and any(tree.word(c) == "had" for c in tree.children(verb, "aux"))


def _of_another(tree: Tree, time: TimeExpression, trigger: int) -> bool:
    """Whether the time is of something else: "the treaty signed in 2001", "the 2001 treaty"."""
    token = _token_of(tree, time)
    if token < 0:
        return False
    told = _of_thing(tree, time, token, trigger) or _of_clause_on_noun(tree, token, trigger)
    told = told or _of_apposition(tree, token, trigger) or _of_reason(tree, time, token, trigger)
    return told or _of_concession(tree, token, trigger)


def _of_reason(tree: Tree, time: TimeExpression, token: int, trigger: int) -> bool:
    """ "accused Rome of an attack in 2018": when it was done, and not when it was said.

    A day ("for the attack on Monday") may be either's, and is left to the act.
    """
    chain = [token]
    for above in tree.up(token):
        if above == trigger:
            break
        chain.append(above)
    else:
        return False
    prep, deed = chain[-1], chain[-2] if len(chain) > 1 else token
    reason = tree.s.deps[prep] == "prep" and tree.word(prep) in REASONS
    meant = tree.is_verb(deed) or tree.s.lemmas[deed] in load_lexicon().nouns
    return reason and deed != token and meant and time.period.days > LONGEST_DAYS


def _of_concession(tree: Tree, token: int, trigger: int) -> bool:
    """ "signed a pact, though they had fought in 1990": a time of what is set against the act."""
    for at in (token, *tree.up(token)):
        marks = {tree.word(c) for c in tree.children(at, "mark")}
        if tree.s.deps[at] == "advcl" and marks & CONCEDING:
            return trigger not in tree.subtree(at)
    return False


def _of_thing(tree: Tree, time: TimeExpression, token: int, trigger: int) -> bool:
    """Whether the time names a thing that is not the act: "the 2008 war", "an anniversary of"."""
    at, first = token, next(i for i, place in enumerate(tree.s.at) if place >= time.start)
    placed = first > 0 and tree.s.tags[first - 1] == "IN"  # "on Sunday night" names no night
    noun = tree.s.heads[tree.s.heads[token]]
    owned = placed and tree.word(first - 1) == "of" and tree.is_noun(noun) and noun != trigger
    if owned and time.period.days > LONGEST_DAYS and tree.s.lemmas[noun] not in LASTING:
        return not _is_frame(tree, noun, trigger)  # "a pact of 2021"
    for above in tree.up(token):
        if tree.is_verb(above):
            return False
        if tree.s.lemmas[above] == "anniversary":
            return True
        if not placed and at < above and tree.is_noun(above) and tree.s.deps[at] in BEFORE_NOUN:
            return above != trigger and not _is_frame(tree, above, trigger)
        at = above
    return False


def _is_frame(tree: Tree, noun: int, trigger: int) -> bool:
    """Whether the thing is a time in which the act lies: "at the 2015 summit", "after the war"."""
    head = tree.s.heads[noun]
    if tree.s.deps[noun] != "pobj" or tree.word(head) not in FRAMING:
        return False
    return tree.s.heads[head] == trigger or _clause_of(tree, head) == _clause_of(tree, trigger)


def _of_apposition(tree: Tree, token: int, trigger: int) -> bool:
    """Whether the time tells of somebody beside whom the act is: "Oslo, a member since 1949"."""
    for at in tree.up(token):
        if tree.is_verb(at):
            return False
        if tree.s.deps[at] == "appos" and tree.s.deps[tree.s.heads[at]] in {"nsubj", "nsubjpass"}:
            return trigger not in tree.subtree(at)
    return False


def _of_clause_on_noun(tree: Tree, token: int, trigger: int) -> bool:
    for at in (token, *tree.up(token)):
        if tree.is_verb(at):
            if tree.s.deps[at] not in {"acl", "relcl"} or tree.s.tags[at] == "VBG":
                return False
            noun = tree.s.heads[at]
            far = trigger == noun and at - noun > BESIDE  # the parser's slip, more often than not
            return far or (noun != trigger and trigger not in tree.subtree(noun))
    return False
