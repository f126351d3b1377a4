"""Reading -> Claim -> Event: code, attribute, judge sameness."""

from multipole.claims.coder import CODER, TYPED_CODER, code
from multipole.claims.same import JUDGE, judge_same
from multipole.claims.same_events import build_events
from multipole.claims.same_fields import Field, fields, in_words
from multipole.claims.same_heirs import heirs
from multipole.claims.same_persons import RULES, Persons, heard, is_person, standing
from multipole.claims.same_said import Said, ruling_id, said
from multipole.claims.same_tellings import Tellings, tell

__all__ = [
    "CODER",
    "JUDGE",
    "RULES",
    "TYPED_CODER",
    "Field",
    "Persons",
    "Said",
    "Tellings",
    "build_events",
    "code",
    "fields",
    "heard",
    "heirs",
    "in_words",
    "is_person",
    "judge_same",
    "ruling_id",
    "said",
    "standing",
    "tell",
]
