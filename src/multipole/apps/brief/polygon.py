"""The picture of all pairs: two actors on a line, three in a triangle, more in a polygon."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from multipole.answers.brief_parts import Brief, Pair
from multipole.answers.brief_summary import side, signed

WIDTH: Final = 420
HEIGHT: Final = {2: 130, 3: 350, 4: 400, 5: 420}
NODE: Final = 40.0
#: Above this many actors an edge shows its closeness only.
TIGHT: Final = 4
_RADIUS: Final = {2: 150.0, 3: 168.0, 4: 160.0, 5: 175.0}


@dataclass(frozen=True, slots=True)
class Node:
    """An actor's place."""

    id: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair's line from node to node, its weight in pixels, and where its words stand.

    ``side`` is coop, conflict, balance (the interval reaches zero) or silent (no event).
    """

    pair: Pair
    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float
    weight: float
    side: str
    value: str
    events: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Polygon:
    """Nodes and edges in a box of `WIDTH` by ``height``; ``tight`` has no room for counts."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: int
    tight: bool


def polygon(brief: Brief) -> Polygon:
    """Lay out the actors and draw an edge a pair."""
    nodes = _nodes(brief.actors)
    places = {node.id: node for node in nodes}
    edges = tuple(_edge(pair, places[pair.a], places[pair.b], len(nodes)) for pair in brief.pairs)
    return Polygon(nodes, edges, HEIGHT[len(nodes)], len(nodes) > TIGHT)


def side_of(pair: Pair) -> str:
    """Which way the interval of a pair lies."""
    return side(pair.overall)


def _nodes(actors: Sequence[tuple[str, str]]) -> tuple[Node, ...]:
    n = len(actors)
    turn = math.pi if n == 2 else -math.pi / 2 if n != 4 else -3 * math.pi / 4
    middle = HEIGHT[n] / 2 + (42 if n == 3 else 10 if n == 5 else 0)
    found = []
    for place, (key, name) in enumerate(actors):
        angle = turn + 2 * math.pi * place / n
        x = WIDTH / 2 + _RADIUS[n] * math.cos(angle)
        found.append(Node(key, name, round(x, 1), round(middle + _RADIUS[n] * math.sin(angle), 1)))
    return tuple(found)


def _edge(pair: Pair, a: Node, b: Node, n: int) -> Edge:
    length = math.hypot(b.x - a.x, b.y - a.y)
    dx, dy = (b.x - a.x) / length * NODE, (b.y - a.y) / length * NODE
    diagonal = n >= 4 and length > 1.25 * _RADIUS[n] * 2 * math.sin(math.pi / n)
    along = 0.5 if n != 4 or not diagonal else 0.3 if a.x < b.x else 0.7
    return Edge(
        pair=pair,
        x1=round(a.x + dx, 1),
        y1=round(a.y + dy, 1),
        x2=round(b.x - dx, 1),
        y2=round(b.y - dy, 1),
        x=round(a.x + (b.x - a.x) * along, 1),
        y=round(a.y + (b.y - a.y) * along, 1),
        weight=round(min(12.0, 1.5 + 1.6 * math.log2(1 + pair.overall.n)), 1),
        side=side_of(pair),
        value=signed(pair.overall.mean) if pair.overall.n else "?",
        events=f"n={pair.overall.n}",
        arrow=_arrow(pair),
    )


def _arrow(pair: Pair) -> str:
    word = pair.trend.word if pair.trend else "unknown"
    return {"closer": "▲", "apart": "▼"}.get(word, "")
