"""Reading -> Claim -> Event: code, attribute, judge sameness."""

from multipole.claims.coder import CODER, TYPED_CODER, code
from multipole.claims.same import JUDGE, Part, judge_parts, judge_same
from multipole.claims.same_again import (
    Pair,
    block_rows,
    changed_pairs,
    judged_by,
    pairs_among,
    touched,
)
from multipole.claims.same_events import build_events
from multipole.claims.same_fields import Field, fields, in_words
from multipole.claims.same_heirs import heirs
from multipole.claims.same_pairs import KINDS, Pairs, candidate_pairs
from multipole.claims.same_persons import RULES, Persons, heard, is_person, standing
from multipole.claims.same_said import Said, ruling_id, said
from multipole.claims.same_tellings import Tellings, draw, tell

__all__ = [
    "CODER",
    "JUDGE",
    "KINDS",
    "RULES",
    "TYPED_CODER",
    "Field",
    "Pair",
    "Pairs",
    "Part",
    "Persons",
    "Said",
    "Tellings",
    "block_rows",
    "build_events",
    "candidate_pairs",
    "changed_pairs",
    "code",
    "draw",
    "fields",
    "heard",
    "heirs",
    "in_words",
    "is_person",
    "judge_parts",
    "judge_same",
    "judged_by",
    "pairs_among",
    "ruling_id",
    "said",
    "standing",
    "tell",
    "touched",
]
