"""Sentences of our own with the claims that a careful reader finds in them.

``sentences/*.txt`` holds cases: a text at the margin, and under it, indented, what must come out.

``RUS ASSAULT UKR``, ``CHN,RUS CONSULT``
    An event: sender, type, receiver; without a receiver, all ends on both sides. ``-`` is an end
    that is not named. ``A|B`` are types of which either will do, `` / `` parts whole readings of
    which any will do, ``:planned`` is the modality (``happened`` when left out, ``:*`` any), and
    ``?`` in front is an event that may also be coded. Any other event fails the case.
``nothing``
    No event. ``events: any`` leaves them unchecked.
``by: Name (CHN)``, ``by: document``
    Who tells every event of the case, a leading article left aside.
``on: 2022-02``, ``domain: military``
    When and in which domain every event of the case holds; ``on: unknown`` is no period.
``view: against CHN,RUS by Name (CHN)``
    An assessment, and its leaning (or ``any``).
``figure: 70 percent CHN,RUS; CHN on RUS; of arms imports; in 2020; at least; planned; by Name``
    A figure, its unit and the actors it is about; when given, whose it is towards whom, words of
    its measure, its period, bound, modality (``happened`` when left out) and speaker; ``; alone``
    when the text has no other figure. ``no figure`` when it has none.
``dated: 2014-05-06``
    The document's date (2022-05-18, a Wednesday, when left out; ``unknown`` for none).
``gap: reason``
    The present coder is known to get this wrong, and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from multipole.actors import Actors, load_actors
from multipole.claims import code
from multipole.core.text import Reading
from multipole.core.types import MODALITIES, Claim, Document, Part
from multipole.evidence import Model, load_model, read_documents

NOW = datetime(2024, 1, 2, tzinfo=UTC)
TODAY = date(2022, 5, 18)
BOUNDS = ("about", "at least", "at most")
SENTENCES = Path(__file__).parent / "sentences"
EVENT = re.compile(r"(\?)?\s*(\S+) ([A-Z|]+)(?: ([^\s:]+))?(?: :(\S+))?")
WHO = re.compile(r"(.*?)(?: \((\S*)\))?")
Coder = Callable[..., list[Claim]]
Row = tuple[tuple[str, ...], str, tuple[str, ...], str]


def paragraphs(text: str) -> tuple[Part, ...]:
    """A body part a line."""
    lines = re.finditer(r"\S[^\n]*", text)
    return tuple(Part(m.start(), m.start() + len(m[0].rstrip()), "body") for m in lines)


@dataclass
class Case:
    """A text with what must come out of it."""

    place: str
    text: str
    lines: list[str] = field(default_factory=list)

    def facts(self, key: str) -> list[str]:
        return [line.removeprefix(f"{key}: ") for line in self.lines if line.startswith(f"{key}: ")]

    @property
    def events(self) -> list[str]:
        plain = (line for line in self.lines if ": " not in line)
        return [line for line in plain if line not in ("nothing", "no figure")]

    @property
    def dated(self) -> date | None:
        (on,) = self.facts("dated") or [TODAY.isoformat()]
        return None if on == "unknown" else date.fromisoformat(on)


def cases() -> list[Case]:
    found: list[Case] = []
    for path in sorted(SENTENCES.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith(" "):
                found[-1].lines.append(line.strip())
            elif line and not line.startswith("#"):
                found.append(Case(f"{path.stem}:{number}", line.replace("\\n", "\n")))
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        held = [c for c in cases() if not c.facts("gap")]
        metafunc.parametrize("case", held, ids=[c.place for c in held])
    if "gap" in metafunc.fixturenames:
        gaps = [c for c in cases() if c.facts("gap")]
        marked = [
            pytest.param(c, marks=pytest.mark.xfail(reason=c.facts("gap")[0]), id=c.place)
            for c in gaps
        ]
        metafunc.parametrize("gap", marked)


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def actors() -> Actors:
    return load_actors()


@pytest.fixture(scope="session")
def write() -> Callable[..., Document]:
    """A document of the given text, a body part a line."""

    def document(text: str, on: date | None = TODAY, outlet: str = "Test Post") -> Document:
        return Document(outlet, "", "", "", "en", on, NOW, "", "t.txt", text, paragraphs(text))

    return document


@pytest.fixture(scope="session")
def read(model: Model, actors: Actors) -> Callable[[Document], Reading]:
    def reading(document: Document) -> Reading:
        ((_, found),) = read_documents([document], model=model, actors=actors)
        return found

    return reading


@pytest.fixture(scope="session")
def coded(write: Callable[..., Document], read: Callable[[Document], Reading]) -> Coder:
    """All claims of a text."""

    def claims(text: str, on: date | None = TODAY) -> list[Claim]:
        document = write(text, on)
        return code(document, read(document))

    return claims


def ends(side: str | None) -> tuple[str, ...]:
    return () if side in ("-", None) else tuple(sorted(side.split(",")))


def fits(wanted: str, row: Row) -> bool:
    """Whether one of the readings in ``wanted`` is this event."""
    for reading in wanted.removeprefix("?").split(" / "):
        match = EVENT.fullmatch(reading.strip())
        assert match, f"{reading!r} is not an event"
        _, sender, actions, receiver, modality = match.groups()
        sides = ends(sender), ends(receiver or sender)
        same = (row[0], row[2]) == sides and row[1] in actions.split("|")
        if same and modality in ("*", row[3] if row[3] != "happened" else None):
            return True
    return False


def show(row: Row) -> str:
    return f"{','.join(row[0]) or '-'} {row[1]} {','.join(row[2]) or '-'} :{row[3]}"


def check_events(case: Case, found: list[Claim]) -> list[str]:
    rows = [(c.sender, c.action or "", c.receiver, c.modality) for c in found]
    missed = [w for w in case.events if w[0] != "?" and not any(fits(w, r) for r in rows)]
    strange = [r for r in rows if not any(fits(w, r) for w in case.events)]
    twice = [r for w in case.events for r in rows if sum(fits(w, x) for x in rows) > 1]
    return (
        [f"missed {w}" for w in missed]
        + [f"came out {show(r)}" for r in strange]
        + [f"twice {show(r)}" for r in twice]
    )


def said_by(wanted: str, claim: Claim) -> bool:
    match = WHO.fullmatch(wanted)
    assert match
    name, actor = match.groups()
    speaker = "" if name == "document" else name.removeprefix("the ")
    return claim.speaker.removeprefix("the ") == speaker and actor in (None, claim.speaker_actor)


def check_facts(case: Case, found: list[Claim]) -> list[str]:
    wrong = []
    for who in case.facts("by"):
        wrong += [f"said by {c.speaker} ({c.speaker_actor})" for c in found if not said_by(who, c)]
    for on in case.facts("on"):
        wrong += [f"on {c.period}" for c in found if str(c.period or "unknown") not in on.split()]
    for domain in case.facts("domain"):
        wrong += [f"domain {c.domain}" for c in found if c.domain not in domain.split("|")]
    return wrong


def check_views(case: Case, found: list[Claim]) -> list[str]:
    wrong = []
    for view in case.facts("view"):
        sides, who = view.split(" by ", 1)
        leaning, about = sides.split(" ")
        if not any(
            leaning in ("any", c.leaning) and c.about == ends(about) and said_by(who, c)
            for c in found
        ):
            got = [f"{c.leaning} {c.about} by {c.speaker} ({c.speaker_actor})" for c in found]
            wrong.append(f"no view {view}, but {got}")
    return wrong


def has_trait(wanted: str, claim: Claim) -> bool:
    word, _, rest = wanted.partition(" ")
    if word == "of":
        return rest.lower() in claim.measure.lower()
    if word == "in":
        return str(claim.period or "unknown") == rest
    if word == "by":
        return said_by(rest, claim)
    if wanted in MODALITIES:
        return True
    if wanted in BOUNDS:
        return claim.gist == wanted
    owner, other = wanted.split(" on ")
    return (claim.sender, claim.receiver) == ((owner,), (other,))


def is_figure(wanted: str, claim: Claim) -> bool:
    first, *traits = wanted.split("; ")
    value, unit, about = first.split(" ")
    modality = next((t for t in traits if t in MODALITIES), "happened")
    same = claim.value == pytest.approx(float(value), abs=0.005) and claim.unit == unit
    told = claim.about == ends(about) and claim.modality == modality
    return same and told and all(has_trait(t, claim) for t in traits if t != "alone")


def check_figures(case: Case, found: list[Claim]) -> list[str]:
    got = [
        f"{c.value:g} {c.unit} {','.join(c.about)}; {c.sender} on {c.receiver}; of {c.measure}; "
        f"in {c.period}; {c.gist}; {c.modality}; by {c.speaker} ({c.speaker_actor})"
        for c in found
    ]
    wanted = case.facts("figure")
    missed = [w for w in wanted if not any(is_figure(w, c) for c in found)]
    strange = any(w.endswith("; alone") for w in wanted) and len(found) > len(wanted)
    strange = strange or ("no figure" in case.lines and bool(found))
    return [f"no figure {w}, but {got}" for w in missed] + (got if strange else [])


@pytest.fixture(scope="session")
def complaints(coded: Coder) -> Callable[[Case], list[str]]:
    """What is wrong with the coding of a case; empty when nothing is."""

    def check(case: Case) -> list[str]:
        claims = coded(case.text, case.dated)
        kinds = {k: [c for c in claims if c.kind == k] for k in ("event", "assessment", "figure")}
        wrong = [] if "events: any" in case.lines else check_events(case, kinds["event"])
        wrong += check_facts(case, kinds["event"])
        wrong += check_views(case, kinds["assessment"])
        return wrong + check_figures(case, kinds["figure"])

    return check
