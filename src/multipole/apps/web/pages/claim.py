"""One claim: all its fields, its words in their place, the event that it carries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from multipole.apps.web.page import Context, Elsewhere, Page, Visit
from multipole.apps.web.saying import act_words, ends, gist, names, sentence
from multipole.apps.web.words import span
from multipole.core.version import VERSION

_KINDS: Final = {
    "event": "Claim of an event", "assessment": "Opinion", "figure": "Figure in a report",
}  # fmt: skip
_EXPORTED: Final = 2000


def _frame(visit: Visit) -> Context:
    row = visit.ask("one_claim", visit.get("id")).table.to_pylist()[0]
    if row["claim"] != visit.get("id") and visit.places.live:
        raise Elsewhere(visit.places.page("claim", id=row["claim"]) or "")
    document = visit.places.page("document", id=row["document"])
    event = visit.places.page("event", id=row["event"]) if row["event"] else None
    said = sentence(row) if row["kind"] == "event" else gist(row)
    return {
        "title": gist(row), "row": row, "kind": _KINDS[row["kind"]], "said": said,
        "text": f"{document}#c-{row['claim']}" if document else "", "event": event,
        "fields": [(label, value) for label, value in _fields(row) if value not in ("", None)],
        "cite": f"“{row['quote']}” {row['citation']}; claim {row['claim']}. "
        f"multipole {VERSION}, snapshot {visit.room.snapshot.digest[:8]}. {{here}}",
    }  # fmt: skip


def _fields(row: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    event = row["kind"] == "event"
    yield "says", gist(row)
    yield "ends", ends(row) if event else ""
    yield "act", f"{act_words(row['action'])} ({row['action']})" if event else ""
    yield "standing", row["modality"]
    yield "when it holds", span(row["period_start"], row["period_end"])
    yield "known on", row["known_on"]
    yield "speaker", row["speaker"] or "the report in its own voice"
    yield "actor behind the speaker", names([row["speaker_actor"]]) if row["speaker_actor"] else ""
    yield "through whom", row["through"]
    yield "stance", row["stance"]
    yield "domain", row["domain"]
    yield "context", ", ".join(row["context"] or ()).replace("_", " ")
    yield "about", names(row["about"] or ())
    yield "leaning to closeness", row["leaning"]
    yield "measure", row["measure"]
    yield "value", f"{row['value']:,} {row['unit']}" if row["value"] is not None else ""
    yield "bound or gist", row["gist"] if row["kind"] == "figure" else ""
    yield "figures in its words", "; ".join(row["figures"]) if event else ""
    yield "confidence", f"{row['confidence']:.2f}"
    yield "coded by", row["coded_by"]


def _exported(visit: Visit) -> Iterable[dict[str, str]]:
    found = visit.ask("claims", limit=_EXPORTED).table.to_pylist()
    return [{"id": row["id"]} for row in found]


PAGE: Final = Page(
    name="claim",
    path="/claim/{id}",
    template="claim.html.j2",
    frame=_frame,
    exported=_exported,
)
