"""What a row of each real file of coded events says, and what the facts of items are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from tests.sources.cell_names import DATA, by_code, named

from multipole.actors import load_actors

Row = Mapping[str, str]
DAY: Final = timedelta(days=1)
#: Territories have codes and names in the lists, but are no actors.
ACTORS: Final = {actor.id for actor in load_actors()}
TRIPLE: Final = ("subject", "relation", "object", "hour")

#: Facts of items and the columns they are taken from, by the beginning of the file's name.
FACTS: Final[dict[str, dict[str, str]]] = {
    "mentions": {
        "event": "GLOBALEVENTID", "outlet": "MentionSourceName", "story": "MentionIdentifier",
        "sentence": "SentenceID", "confidence": "Confidence", "tone": "MentionDocTone",
        "time": "MentionTimeDate",
    },
    "UN_DATA": {
        "body": "Council", "resolution": "Resolution", "url": "Link", "yes": "YES COUNT",
        "no": "NO COUNT", "abstain": "ABSENT COUNT", "absent": "NO-VOTE COUNT", "title": "Title",
    },
    "unvotes_un_roll_calls": {
        "unres": "unres", "session": "session", "importantvote": "importantvote", "amend": "amend",
        "para": "para", "descr": "descr", "date": "date",
    },
    "GSDB": {
        "senders": "sanctioning_state", "targets": "sanctioned_state", "begin": "begin",
        "end": "end", "trade": "descr_trade", "objectives": "objective", "outcomes": "success",
        "item": "case_id",
    },
    "travels": {
        "person": "name", "role": "@role", "country": "country", "place": "locale",
        "remarks": "remarks",
    },
    "visits_data": {"person": "visitor", "from": "from", "remarks": "description"},
    "unsc_vetoes": {
        "draft": "draft", "meeting_record": "meeting_record", "agenda_item": "agenda_item",
        "crisis_topic": "crisis_topic", "region": "region", "title": "agenda_item",
    },
    "tss": {"start": "start", "end": "end", "title": "rivalry"},
    "trade-register": {
        "supplier": "Supplier", "recipient": "Recipient", "designation": "Weapon designation",
        "description": "Weapon description", "order_year": "Year of order",
        "ordered": "Number ordered", "delivered": "Number delivered", "status": "status",
        "comments": "Comments", "tiv_per_unit": "SIPRI TIV per unit",
        "tiv_ordered": "SIPRI TIV for total order",
        "tiv_delivered": "SIPRI TIV of delivered weapons",
    },
    "all_engagements": {"person": "leader", "country": "country", "text": "text"},
    "atop-alliance": {name: name for name in (
        "bilat", "wartime", "pubsecr", "term", "milaid", "base", "contrib", "nomicoop")},
}  # fmt: skip


def same(fact: Any, cell: str) -> bool:
    """Whether a fact says what the cell says: the same number, or the same words."""
    text = " ".join(cell.split())
    if fact is None or fact == "":
        return text in ("", "NA")
    if isinstance(fact, int | float):
        return float(fact) == float(text)
    return " ".join(str(fact).split()) == text


@cache
def plover() -> dict[str, str]:
    """The official crosswalk, read from its own file: CAMEO code -> PLOVER type."""
    text = (DATA / "events/CAMEO2PLOVER-2021.txt").read_text("utf-8")
    return dict(re.findall(r"^(\d{2,4}): *([A-Z]+)", text, re.MULTILINE))


@cache
def graph(name: str) -> dict[str, str]:
    """Number -> text of a list of the graph."""
    lines = (DATA / f"events/icews18/{name}").read_text("utf-8").splitlines()
    return {number: text for text, _, number in (line.rpartition("\t") for line in lines)}


def _day(text: str) -> date:
    return datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day, no time


def gdelt(o: Mapping[str, Any], row: Row) -> dict[str, Any]:
    day, added = _day(row["SQLDATE"]), _day(row["DATEADDED"])
    place = row["ActionGeo_CountryCode"]
    known = by_code("FIPS").get(place, set())
    for end, number in (("sender", 1), ("receiver", 2)):
        code, country = row[f"Actor{number}Code"].strip(), row[f"Actor{number}CountryCode"]
        state = len(o[end]) == 3 and o[end] in by_code("ISO3166-1-Alpha-3")
        assert not state or o[end] in (country, code[:3]) or (o[end], code) == ("DEU", "GMW")
    assert o["place"] == place == "" or not known or o["place"] in known
    return {
        "event": row["GLOBALEVENTID"], "code": row["EventCode"], "period_start": day,
        "known_on": max(day, added), "sender_code": row["Actor1Code"].strip(),
        "receiver_code": row["Actor2Code"].strip(), "intensity": float(row["GoldsteinScale"]),
        "mentions": int(row["NumMentions"]), "story": row.get("SOURCEURL", ""),
    }  # fmt: skip


def icews(o: Mapping[str, Any], row: Row) -> dict[str, Any]:
    for end, side in (("sender", "Source"), ("receiver", "Target")):
        bare = named(row[f"{side} Name"]) & ACTORS
        assert not bare or o[end] in named(row[f"{side} Country"])
    return {
        "event": row["Event ID"], "code": row["CAMEO Code"],
        "period_start": date.fromisoformat(row["Event Date"]), "sender_code": row["Source Name"],
        "receiver_code": row["Target Name"], "intensity": float(row["Intensity"]),
        "story": f"{row['Story ID']}:{row['Sentence Number']}", "outlet": row["Publisher"],
    }  # fmt: skip


def icews_graph(o: Mapping[str, Any], row: Row) -> dict[str, Any]:
    names, texts = graph("entity2id.txt"), graph("relation2id.txt")
    codes = {"Make a visit": "042", "Host a visit": "043", "Consult": "040", "Threaten": "130",
             "Express intent to cooperate": "030", "Use conventional military force": "190",
             "Reject": "120", "Provide aid": "070", "Praise or endorse": "051"}  # fmt: skip
    for end in ("sender", "receiver"):
        states = named(names[row[{"sender": "subject", "receiver": "object"}[end]]]) & ACTORS
        assert not states or o[end] in states
    return {
        "code": codes.get(texts[row["relation"]], o["code"]),
        "period_start": date(2018, 1, 1) + DAY * (int(row["hour"]) // 24),
        "sender_code": names[row["subject"]], "receiver_code": names[row["object"]],
    }  # fmt: skip


def keds(o: Mapping[str, Any], row: Row) -> dict[str, Any]:
    for end, column in (("sender", "source"), ("receiver", "target")):
        bare = {row[column]} & set(by_code("ISO3166-1-Alpha-3")) & ACTORS
        assert not bare or o[end] in bare
    return {
        "code": row["code"], "period_start": date.fromisoformat(row["date"]),
        "sender_code": row["source"], "receiver_code": row["target"],
    }  # fmt: skip


EVENTS: Final = {
    "gdelt_v1": gdelt, "gdelt_v2": gdelt, "icews": icews, "icews_graph": icews_graph, "keds": keds,
}  # fmt: skip
