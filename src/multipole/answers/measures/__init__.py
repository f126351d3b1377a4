"""Every measure of two actors, each as values over time with interval, source and reach."""

from multipole.answers.measures.ask import measure, measure_list, points_of
from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import POINTS, Point
from multipole.answers.measures.registry import FAMILIES, MEASURES

__all__ = [
    "FAMILIES",
    "MEASURES",
    "POINTS",
    "Asked",
    "Family",
    "Point",
    "measure",
    "measure_list",
    "points_of",
]
