"""Small files of invented figures, in the formats of public data sets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from multipole.sources.events.gdelt_format import V2

EVENT = {
    "GLOBALEVENTID": "1", "SQLDATE": "20210322", "Actor1Code": "CHNGOV",
    "Actor1CountryCode": "CHN", "Actor2Code": "RUS", "Actor2CountryCode": "RUS",
    "EventCode": "040", "GoldsteinScale": "1.0", "NumMentions": "4",
    "ActionGeo_CountryCode": "CH", "DATEADDED": "20210323011500",
    "SOURCEURL": "https://www.harbour-post.example/a1",
}  # fmt: skip


def nmc(path: Path, *rows: tuple[object, object, object]) -> Path:
    """National capabilities: rows of ccode, year, cinc."""
    return _table(path, "ccode,year,cinc", rows)


def long_table(path: Path, *rows: tuple[object, ...]) -> Path:
    """A table of the user's own: rows of subject, object, variable, period, value, unit."""
    return _table(path, "subject,object,variable,period,value,unit", rows)


def cow_trade(path: Path, *rows: tuple[object, ...]) -> Path:
    """Dyadic trade: rows of ccode1, ccode2, year, flow1, flow2."""
    return _table(path, "ccode1,ccode2,year,flow1,flow2", rows)


def rivalries(path: Path, *rows: tuple[object, ...]) -> Path:
    """Rivalries: rows of id, name, ccode1, ccode2, first and last year; all of them positional."""
    header = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological"
    more = [(*row, 1, "NA", "NA", "NA", "NA", "NA") for row in rows]
    return _table(path, f"{header},interventionary,principal,aprin", more)


def gdelt(path: Path, *changes: Mapping[str, str]) -> Path:
    """GDELT 2.0: a line for each of the changes to `EVENT`."""
    lines = ["\t".join({**EVENT, **change}.get(n, "") for n in V2) for change in changes]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def unvotes(folder: Path, calls: Mapping[int, str], votes: Mapping[int, Mapping[str, str]]) -> Path:
    """Roll calls of the Assembly: the day of each call, and who (ISO2) voted what in it."""
    folder.mkdir(parents=True, exist_ok=True)
    header = "rcid,session,importantvote,date,unres,amend,para,short,descr"
    rows = [(n, 80, 0, day, f"R/80/{n}", 0, 0, f"CALL {n}", "") for n, day in calls.items()]
    _table(folder / "roll_calls.csv", header, rows)
    cast = [(n, c, c, vote) for n, of in votes.items() for c, vote in of.items()]
    _table(folder / "votes.csv", "rcid,country,country_code,vote", cast)
    return folder


def statement(folder: Path, name: str, text: str) -> Path:
    """A statement in the General Debate, in a file of its own."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def statements(path: Path, *rows: Mapping[str, object]) -> Path:
    """Statements in the General Debate as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _table(path: Path, header: str, rows: object) -> Path:
    lines = [header, *(",".join(map(str, row)) for row in rows)]  # type: ignore[attr-defined]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
