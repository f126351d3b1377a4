"""Reading -> Claim -> Event: code, attribute, judge sameness."""

from multipole.claims.coder import CODER, TYPED_CODER, code
from multipole.claims.same import JUDGE, judge_same
from multipole.claims.same_events import build_events
from multipole.claims.same_persons import RULES, Persons, heard
from multipole.claims.same_tellings import Tellings, tell

__all__ = [
    "CODER",
    "JUDGE",
    "RULES",
    "TYPED_CODER",
    "Persons",
    "Tellings",
    "build_events",
    "code",
    "heard",
    "judge_same",
    "tell",
]
