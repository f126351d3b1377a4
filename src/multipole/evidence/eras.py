"""Names of times that reports take as known: "during the Cold War", "since the fall of the Wall".

First and last month as histories commonly have them; the ends of the Cold War are those of the
Truman doctrine and of the Soviet Union.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from multipole.core.periods import Period

_SOVIET: Final = r"(?:Soviet\s+(?:Union|empire|bloc)|USSR)"
_FALL: Final = (
    r"(?:collapse|fall|break-?up|disintegration|dissolution|demise|disappearance|end|implosion)"
)
#: Not "Cold War thinking".
_KIND: Final = r"(?!\s+(?:mentalit|think|rhetoric|alli|relic|style|logic|bloc|rival|weapon|foe))"
#: Pattern of a name, first month, last month; the longer names before those that they hold.
_ERAS: Final = (
    (r"end\s+of\s+the\s+Cold\s+War", "1989-11", "1991-12"),
    (r"end\s+of\s+(?:the\s+Second\s+World\s+War|World\s+War\s+(?:II|Two))", "1945-05", "1945-09"),
    (rf"{_FALL}\s+of\s+the\s+{_SOVIET}", "1991-12", "1991-12"),
    (r"fall\s+of\s+the\s+Berlin\s+Wall", "1989-11", "1989-11"),
    (rf"Cold\s+War(?:\s+(?:era|period|years|days))?{_KIND}", "1947-03", "1991-12"),
    (r"Second\s+World\s+War|World\s+War\s+(?:II|Two)", "1939-09", "1945-09"),
    (r"First\s+World\s+War|World\s+War\s+(?:I\b(?!I)|One)", "1914-07", "1918-11"),
    (r"Korean\s+War", "1950-06", "1953-07"),
    (r"Vietnam\s+War", "1955-11", "1975-04"),
    (r"Soviet\s+(?:era|times|period|days|years)", "1922-12", "1991-12"),
    (r"Cultural\s+Revolution", "1966-05", "1976-10"),
    (r"Cuban\s+[Mm]issile\s+[Cc]risis", "1962-10", "1962-10"),
)
ERA: Final = r"(?:the\s+)?(?:" + "|".join(pattern for pattern, _, _ in _ERAS) + r")\b"
#: A letter sequence that every name has.
ERA_HINT: Final = r"\bWar\b|Soviet|USSR|Berlin Wall|Cultural Revolution|issile [Cc]risis"


def read_era(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    """The months of a named time."""
    for pattern, first, last in _ERAS:
        if re.fullmatch(rf"(?:the\s+)?(?:{pattern})", match.group()):
            return Period(Period.parse(first).start, Period.parse(last).end)
    return None
