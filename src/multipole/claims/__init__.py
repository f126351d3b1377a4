"""Reading -> Claim -> Event: code, attribute, judge sameness."""

from multipole.claims.coder import CODER, TYPED_CODER, code
from multipole.claims.same import judge_same

__all__ = ["CODER", "TYPED_CODER", "code", "judge_same"]
