"""What moved a measure of two actors from one period to another, with weights that add up."""

from multipole.answers.moved.ask import moved
from multipole.answers.moved.asked import why_of

__all__ = ["moved", "why_of"]
