"""The JSON API: every question of the command line by address, with an OpenAPI description.

Each route takes the names and options of the answer of its name and nothing else: no path of a
file, no code. ``as_of`` is the day by which things were known.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from multipole.apps.web.replies import MOST, ROWS, Shared


class Trouble(BaseModel):
    """What is wrong, where, and what to do about it."""

    error: str
    what: str
    where: str
    remedy: str


class Coming(BaseModel):
    """An answer that is being worked out: ask again after a while."""

    doing: str
    seconds: float
    remedy: str


class Page(BaseModel):
    """A page of an answer: rows of its table, and the sentences that they rest on."""

    title: str
    rows: int
    start: int
    next: int | None
    table: list[dict[str, object]]
    evidence: list[dict[str, object]]
    quoted_material: str
    notes: list[str]
    snapshot: str


_FILES: Final[dict[str, dict[str, str]]] = {"text/csv": {}, "application/vnd.apache.parquet": {}}
#: What every route may reply.
REPLIES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": Page, "content": _FILES}, 202: {"model": Coming}, 400: {},
    404: {"model": Trouble}, 422: {"description": "What was asked cannot be: why, and what to "
                                   "do (fields as of 404), or which word of the address."},
}  # fmt: skip
router = APIRouter(prefix="/api", responses=REPLIES)

_Word = Annotated[str, Query(max_length=120)]
Name = Annotated[str, Query(max_length=120, description="A code or name: CHN, Russia.")]
Names = Annotated[
    str, Query(max_length=400, description="Codes or names with commas between: CHN,RUS.")
]
Day = Annotated[str | None, Query(max_length=40, description="A day: 2021-03-31.")]
When = Annotated[str | None, Query(max_length=40, description="A day, month or year: 2021-03.")]
Some = Annotated[int | None, Query(ge=1, le=MOST, description="Only the latest so many.")]
With = Annotated[str, Query(alias="with", max_length=200, description="trade,unga_vote")]
Year = Annotated[int, Query(ge=1500, le=2500)]
Words = Annotated[str | None, Query(max_length=200)]


def listed(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split(",") if name.strip())


@router.get("/status")
def status(shared: Shared, as_of: Day = None) -> Response:
    """What is in the store."""
    return shared.reply("status", as_of=as_of)


@router.get("/events")
def events(
    shared: Shared, actors: Names = "", since: When = None, until: When = None,
    type: Words = None, domain: Words = None, modality: Words = None,  # noqa: A002
    source: Words = None, as_of: Day = None, limit: Some = ROWS,
) -> Response:  # fmt: skip
    """What happened: events of one actor, or between several, with their sentences."""
    return shared.reply(
        "events", *listed(actors), since=since, until=until, types=listed(type), domain=domain,
        modality=modality, sources=listed(source), as_of=as_of, limit=limit,
    )  # fmt: skip


@router.get("/tellings")
def tellings(shared: Shared, event: _Word, as_of: Day = None) -> Response:
    """One event with all its tellings: what they agree on and dispute."""
    return shared.reply("tellings", event, as_of=as_of)


@router.get("/claims")
def claims(
    shared: Shared, actors: Names = "", kind: Words = None, speaker: Words = None,
    leaning: Words = None, since: When = None, until: When = None, as_of: Day = None,
    limit: Some = ROWS,
) -> Response:  # fmt: skip
    """What is said about actors, by whom."""
    return shared.reply(
        "claims", *listed(actors), kind=kind, speaker=speaker, leaning=leaning, since=since,
        until=until, as_of=as_of, limit=limit,
    )  # fmt: skip


@router.get("/figures")
def figures(
    shared: Shared, actors: Names = "", measure: Words = None, since: When = None,
    until: When = None, as_of: Day = None, limit: Some = ROWS,
) -> Response:  # fmt: skip
    """Figures that reports quote, each with its sentence."""
    return shared.reply(
        "figures", *listed(actors), measure=measure, since=since, until=until, as_of=as_of,
        limit=limit,
    )  # fmt: skip


@router.get("/speakers")
def speakers(shared: Shared, actors: Names = "", as_of: Day = None) -> Response:
    """Who says what: speakers with the number of their claims for and against closeness."""
    return shared.reply("speakers", *listed(actors), as_of=as_of)


@router.get("/closeness")
def closeness(
    shared: Shared, a: Name, b: Name, by: Literal["month", "quarter", "year", "all"] = "month",
    domain: Words = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """Counts by quad class and closeness of two actors by period and domain."""
    return shared.reply("closeness", a, b, by=by, domain=domain, as_of=as_of)


@router.get("/why")
def why(
    shared: Shared, a: Name, b: Name, by: Literal["month", "quarter", "year"] = "year",
    as_of: Day = None,
) -> Response:  # fmt: skip
    """All figures of two actors, each with its sentences."""
    return shared.reply("why", a, b, by=by, as_of=as_of)


@router.get("/moved")
def moved(
    shared: Shared, measure: _Word, a: Name, b: Name, when: _Word, against: When = None,
    source: _Word = "", limit: Some = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """What moved a measure of two actors: its parts, whose weights add up to the change."""
    return shared.reply(
        "moved", measure, a, b, when, against=against, source=source, limit=limit, as_of=as_of
    )


@router.get("/dyad")
def dyad(
    shared: Shared, a: Name, b: Name, weights: Words = None, turns: bool = True,
    details: bool = False, as_of: Day = None,
) -> Response:  # fmt: skip
    """All measures of two actors and what they come to; weights as ``agreement=2,trade=0``."""
    return shared.reply("dyad", a, b, weights=weights, turns=turns, details=details, as_of=as_of)


@router.get("/dyads")
def dyads(shared: Shared, actor: Words = None, as_of: Day = None) -> Response:
    """The dyads of which acts are told: level, trend and last event, the best known first."""
    return shared.reply("dyads", actor=actor or "", as_of=as_of)


@router.get("/turning")
def turning(shared: Shared, a: Name, b: Name, as_of: Day = None) -> Response:
    """When two moved: each yearly series with the turns that it shows."""
    return shared.reply("turning", a, b, as_of=as_of)


@router.get("/tie")
def tie(
    shared: Shared, a: Name, b: Name, on: Day = None, kind: Words = None, as_of: Day = None
) -> Response:
    """What kind of tie two actors have, on which criteria."""
    return shared.reply("tie", a, b, on=on, kind=kind, as_of=as_of)


@router.get("/measure")
def measure(
    shared: Shared, name: _Word, a: Name, b: Name, since: When = None, until: When = None,
    step: Literal["month", "quarter", "year"] = "month", domains: bool = False, as_of: Day = None,
) -> Response:  # fmt: skip
    """A measure of two actors over time, with intervals."""
    return shared.reply(
        "measure", name, a, b, since=since, until=until, step=step, domains=domains, as_of=as_of
    )


@router.get("/depends")
def depends(
    shared: Shared, a: Name, b: Name, since: When = None, until: When = None,
    spare: Annotated[float, Query(ge=0, le=10)] = 0.1, as_of: Day = None,
) -> Response:  # fmt: skip
    """Who depends on whom: the share of each in what the other buys and sells."""
    return shared.reply("depends", a, b, since=since, until=until, spare=spare, as_of=as_of)


@router.get("/triangle")
def triangle(
    shared: Shared, a: Name, b: Name, c: Name, weights: Words = None, since: When = None,
    as_of: Day = None,
) -> Response:  # fmt: skip
    """Three ties, their balance, and whether pressure by the third brings two together."""
    return shared.reply("triangle", a, b, c, weights=weights, since=since, as_of=as_of)


@router.get("/triangles")
def triangles(shared: Shared, as_of: Day = None) -> Response:
    """The triangles of which most is told."""
    return shared.reply("triangles", as_of=as_of)


@router.get("/triangle-years")
def triangle_years(
    shared: Shared, a: Name, b: Name, c: Name, weights: Words = None, since: When = None,
    as_of: Day = None,
) -> Response:  # fmt: skip
    """Three ties and their balance, year by year."""
    return shared.reply("triangle_years", a, b, c, weights=weights, since=since, as_of=as_of)


@router.get("/agreements")
def agreements(
    shared: Shared, year: Year, states: Names = "", to: _Word = "", as_of: Day = None
) -> Response:
    """How often states vote alike in a year: each two of some, or one with all others."""
    return shared.reply("agreements", year, states=states, to=to or None, as_of=as_of)


@router.get("/dependences")
def dependences(
    shared: Shared, year: Year, flow: _Word = "imports", states: Names = "", on: _Word = "",
    as_of: Day = None,
) -> Response:  # fmt: skip
    """The share of a partner in what states get or sell, each two of some, or all on one."""
    return shared.reply("dependences", year, flow=flow, states=states, on=on or None, as_of=as_of)


@router.get("/polarity")
def polarity(shared: Shared, since: When = None, until: When = None, as_of: Day = None) -> Response:
    """Capabilities, poles and blocs by year."""
    return shared.reply("polarity", since=since, until=until, as_of=as_of)


@router.get("/blocs")
def blocs(shared: Shared, year: Year, near: Names = "", as_of: Day = None) -> Response:
    """Who votes, or is pledged, with whom in a year."""
    return shared.reply("blocs", year=year, near=listed(near), as_of=as_of)


@router.get("/ideal-points")
def ideal_points(
    shared: Shared, actors: Names, since: When = None, until: When = None, as_of: Day = None
) -> Response:
    """Where states stand in the General Assembly."""
    return shared.reply("ideal_points", *listed(actors), since=since, until=until, as_of=as_of)


@router.get("/claim")
def claim(
    shared: Shared, question: _Word, a: Name, b: Name,
    year: Annotated[int | None, Query(ge=1500, le=2500)] = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """Whether a claim about two holds: turn, closer, together, junior, alliance ..."""
    return shared.reply("claim", question, a, b, year=year, as_of=as_of)


@router.get("/panel")
def panel(
    shared: Shared, dyads: Names, years: _Word, with_: With,
    by: Literal["year", "month"] = "year", directed: bool = False, as_of: Day = None,
) -> Response:  # fmt: skip
    """Dyad-years or dyad-months with what was asked for: dyads=CHN-RUS, years=2010:2020."""
    return shared.reply("panel", dyads, years, with_, by=by, directed=directed, as_of=as_of)


@router.get("/records")
def records(
    shared: Shared, actors: Names = "", with_: With = "", since: When = None, until: When = None,
    as_of: Day = None, limit: Some = ROWS,
) -> Response:  # fmt: skip
    """Values of data sets about actors, each with its cell."""
    return shared.reply(
        "records", *listed(actors), with_=with_, since=since, until=until, as_of=as_of, limit=limit
    )


@router.get("/check")
def check(
    shared: Shared, actors: Names = "", measure: Words = None, since: When = None,
    until: When = None, as_of: Day = None, limit: Some = ROWS,
) -> Response:  # fmt: skip
    """Figures of reports beside the record."""
    return shared.reply(
        "check", *listed(actors), measure=measure, since=since, until=until, as_of=as_of,
        limit=limit,
    )  # fmt: skip


@router.get("/quarantine")
def quarantine(shared: Shared, source: _Word = "") -> Response:
    """Rows of data sets that were refused, and why."""
    return shared.reply("quarantine", source=source)


@router.get("/judgements")
def judgements(shared: Shared) -> Response:
    """What persons have judged, and whether it holds."""
    return shared.reply("judgements")


def _sides(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split("|") if name.strip())


Sides = Annotated[
    str, Query(max_length=600, description="Outlets or states with | between: Post|Gazette.")
]
By = Literal["outlets", "states"]


@router.get("/narratives")
def narratives(
    shared: Shared, actors: Names = "", by: By = "outlets", sides: Sides = "",
    domain: Words = None, words: _Word = "", since: When = None, until: When = None,
    as_of: Day = None,
) -> Response:  # fmt: skip
    """How outlets or governments tell a theme: coverage, who acts, is blamed, is heard."""
    return shared.reply(
        "narratives", *listed(actors), by=by, sides=_sides(sides), domain=domain, words=words,
        since=since, until=until, as_of=as_of,
    )  # fmt: skip


@router.get("/retold")
def retold(
    shared: Shared, actors: Names = "", by: By = "outlets", sides: Sides = "",
    domain: Words = None, words: _Word = "", since: When = None, until: When = None,
    as_of: Day = None, limit: Some = ROWS,
) -> Response:  # fmt: skip
    """The same events as each side tells them, the latest so many."""
    return shared.reply(
        "retold", *listed(actors), by=by, sides=_sides(sides), domain=domain, words=words,
        since=since, until=until, as_of=as_of, limit=limit,
    )  # fmt: skip


@router.get("/terms")
def terms(
    shared: Shared, by: By = "outlets", sides: Sides = "", since: When = None,
    until: When = None, as_of: Day = None, limit: Annotated[int, Query(ge=1, le=200)] = 10,
) -> Response:  # fmt: skip
    """The terms that set each side apart, so many of each."""
    return shared.reply(
        "terms", by=by, sides=_sides(sides), since=since, until=until, as_of=as_of, limit=limit
    )


@router.get("/term-use")
def term_use(
    shared: Shared, words: Names = "", by: By = "states", sides: Sides = "",
    since: When = None, until: When = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """How often each side uses terms, by year."""
    return shared.reply(
        "term_use", *listed(words), by=by, sides=_sides(sides), since=since, until=until,
        as_of=as_of,
    )  # fmt: skip
