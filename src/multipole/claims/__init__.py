"""Reading -> Claim -> Event: code, attribute, judge sameness."""

from multipole.claims.coder import CODER, code
from multipole.claims.same import build_events, judge_same

__all__ = ["CODER", "build_events", "code", "judge_same"]
