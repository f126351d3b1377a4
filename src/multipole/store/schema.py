"""The tables of a store: their SQL by version, and their Arrow schemas by name.

Column names are the field names of the nouns; a period is two dates ``period_start`` and
``period_end`` (half open, both null when unknown); instants are UTC.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from multipole.store import asked_tables

KIND: Final = "multipole store"

MIGRATIONS: Final[tuple[tuple[int, str], ...]] = (
    (
        1,
        """
        CREATE TABLE runs (
            id VARCHAR, step VARCHAR, code VARCHAR, inputs VARCHAR, settings VARCHAR,
            seed BIGINT, "at" TIMESTAMP
        );
        CREATE TABLE raws (sha256 VARCHAR PRIMARY KEY, size BIGINT, data BLOB);
        CREATE TABLE documents (
            id VARCHAR PRIMARY KEY, outlet VARCHAR, url VARCHAR, title VARCHAR, author VARCHAR,
            language VARCHAR, published_on DATE, fetched_at TIMESTAMP, raw VARCHAR, path VARCHAR,
            text VARCHAR, notes VARCHAR[], known_on DATE, status VARCHAR, coded_by VARCHAR,
            run VARCHAR
        );
        CREATE TABLE parts (
            document VARCHAR, ordinal INTEGER, "start" INTEGER, "end" INTEGER, kind VARCHAR
        );
        CREATE TABLE links ("left" VARCHAR, "right" VARCHAR, kind VARCHAR, score DOUBLE);
        CREATE TABLE sentences (
            document VARCHAR, ordinal INTEGER, "start" INTEGER, "end" INTEGER
        );
        CREATE TABLE mentions (
            document VARCHAR, ordinal INTEGER, sentence INTEGER, "start" INTEGER, "end" INTEGER,
            actors VARCHAR[], how VARCHAR, name VARCHAR, confidence DOUBLE
        );
        CREATE TABLE refusals (
            path VARCHAR, place VARCHAR, reason VARCHAR, remedy VARCHAR, "at" TIMESTAMP, run VARCHAR
        );
        CREATE TABLE claims (
            id VARCHAR, document VARCHAR, kind VARCHAR, known_on DATE, coded_by VARCHAR,
            confidence DOUBLE, speaker VARCHAR, speaker_actor VARCHAR, stance VARCHAR,
            modality VARCHAR, sender VARCHAR[], receiver VARCHAR[], action VARCHAR,
            domain VARCHAR, period_start DATE, period_end DATE, about VARCHAR[],
            leaning VARCHAR, gist VARCHAR, measure VARCHAR, value DOUBLE, unit VARCHAR, run VARCHAR
        );
        CREATE TABLE spans (
            claim VARCHAR, ordinal INTEGER, document VARCHAR, "start" INTEGER, "end" INTEGER,
            quote VARCHAR
        );
        CREATE TABLE judgements (
            "left" VARCHAR, "right" VARCHAR, verdict VARCHAR, "by" VARCHAR, "at" TIMESTAMP,
            reason VARCHAR
        );
        CREATE TABLE events (
            id VARCHAR, sender VARCHAR[], receiver VARCHAR[], action VARCHAR, domain VARCHAR,
            modality VARCHAR, period_start DATE, period_end DATE, probability DOUBLE,
            known_on DATE, run VARCHAR
        );
        CREATE TABLE event_claims (event VARCHAR, claim VARCHAR);
        """,
    ),
    (2, 'CREATE TABLE lists (sha256 VARCHAR, text VARCHAR, "at" TIMESTAMP);'),
    (
        3,
        """
        CREATE TABLE releases (
            id VARCHAR, source VARCHAR, edition VARCHAR, version VARCHAR, known_on DATE,
            increments BOOLEAN, timely BOOLEAN, "at" TIMESTAMP, run VARCHAR
        );
        CREATE TABLE files (
            sha256 VARCHAR, release VARCHAR, number INTEGER, path VARCHAR, size BIGINT,
            "rows" BIGINT, observations BIGINT, codings BIGINT, items BIGINT, quarantined BIGINT,
            set_aside VARCHAR
        );
        CREATE TABLE coverage (
            release VARCHAR, variable VARCHAR, period_start DATE, period_end DATE, "rows" BIGINT
        );
        CREATE TABLE observations (
            release VARCHAR, file INTEGER, variable VARCHAR, subject VARCHAR, "object" VARCHAR,
            item VARCHAR, period_start DATE, period_end DATE, value DOUBLE, status VARCHAR,
            known_on DATE, "row" BIGINT, "column" VARCHAR
        );
        CREATE TABLE codings (
            release VARCHAR, file INTEGER, event VARCHAR, sender VARCHAR, receiver VARCHAR,
            sender_code VARCHAR, receiver_code VARCHAR, action VARCHAR, code VARCHAR,
            domain VARCHAR, modality VARCHAR, period_start DATE, period_end DATE, known_on DATE,
            place VARCHAR, intensity DOUBLE, mentions INTEGER, outlet VARCHAR, story VARCHAR,
            "row" BIGINT
        );
        CREATE TABLE items (
            release VARCHAR, file INTEGER, item VARCHAR, kind VARCHAR, title VARCHAR,
            period_start DATE, period_end DATE, actors VARCHAR[], topics VARCHAR[],
            facts VARCHAR, known_on DATE, "row" BIGINT
        );
        CREATE TABLE quarantine (
            release VARCHAR, file INTEGER, "row" BIGINT, "column" VARCHAR, datum VARCHAR,
            reason VARCHAR, remedy VARCHAR
        );
        """,
    ),
    (
        4,
        """
        CREATE TABLE signatures (document VARCHAR, method VARCHAR, mark BLOB);
        ALTER TABLE event_claims ADD COLUMN weight DOUBLE;
        """,
    ),
    (5, "ALTER TABLE claims ADD COLUMN through VARCHAR DEFAULT '';"),
    (
        6,
        """
        CREATE TABLE inputs (key VARCHAR, document VARCHAR);
        CREATE TABLE halfway (document VARCHAR, coder VARCHAR, reached INTEGER);
        """,
    ),
    (
        7,
        """
        ALTER TABLE claims ADD COLUMN context VARCHAR[] DEFAULT [];
        CREATE TABLE former_events (event VARCHAR, claim VARCHAR);
        """,
    ),
    (8, asked_tables.SQL),
    (
        9,
        """
        CREATE TABLE tellings (
            claim VARCHAR, method VARCHAR, component VARCHAR, said VARCHAR
        );
        CREATE TABLE blocks (
            claim VARCHAR, kind TINYINT, "key" UBIGINT, "day" INTEGER, near BIGINT
        );
        CREATE TABLE voices (document VARCHAR, outlet VARCHAR);
        """,
    ),
)

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())
_DAY: Final = pa.date32()
_AT: Final = pa.timestamp("us", tz="UTC")
_INT: Final = pa.int32()
_REAL: Final = pa.float64()


def _text(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, _TEXT) for name in names]


_PERIOD: Final = [("period_start", _DAY), ("period_end", _DAY)]
_STRETCH: Final = [("document", _TEXT), ("ordinal", _INT)]
_OFFSETS: Final = [("start", _INT), ("end", _INT)]

RUNS: Final = pa.schema(
    [*_text("id", "step", "code", "inputs", "settings"), ("seed", pa.int64()), ("at", _AT)]
)
LISTS: Final = pa.schema([*_text("sha256", "text"), ("at", _AT)])
RAWS: Final = pa.schema([("sha256", _TEXT), ("size", pa.int64()), ("data", pa.binary())])
DOCUMENTS_WITH_TEXT: Final = pa.schema(
    [
        *_text("id", "outlet", "url", "title", "author", "language"),
        ("published_on", _DAY),
        ("fetched_at", _AT),
        *_text("raw", "path", "text"),
        ("notes", _TEXTS),
        ("known_on", _DAY),
        *_text("status", "coded_by", "run"),
    ]
)
DOCUMENTS: Final = pa.schema([f for f in DOCUMENTS_WITH_TEXT if f.name != "text"])
PARTS: Final = pa.schema([*_STRETCH, *_OFFSETS, ("kind", _TEXT)])
LINKS: Final = pa.schema([*_text("left", "right", "kind"), ("score", _REAL)])
SENTENCES: Final = pa.schema([*_STRETCH, *_OFFSETS])
MENTIONS: Final = pa.schema(
    [
        *_STRETCH,
        ("sentence", _INT),
        *_OFFSETS,
        ("actors", _TEXTS),
        *_text("how", "name"),
        ("confidence", _REAL),
    ]
)
REFUSALS: Final = pa.schema(
    [*_text("path", "place", "reason", "remedy"), ("at", _AT), ("run", _TEXT)]
)
CLAIMS: Final = pa.schema(
    [
        *_text("id", "document", "kind"),
        ("known_on", _DAY),
        ("coded_by", _TEXT),
        ("confidence", _REAL),
        *_text("speaker", "speaker_actor", "stance", "modality"),
        ("sender", _TEXTS),
        ("receiver", _TEXTS),
        *_text("action", "domain"),
        *_PERIOD,
        ("about", _TEXTS),
        *_text("leaning", "gist", "measure"),
        ("value", _REAL),
        *_text("unit", "run", "through"),
        ("context", _TEXTS),
    ]
)
SPANS: Final = pa.schema(
    [("claim", _TEXT), ("ordinal", _INT), ("document", _TEXT), *_OFFSETS, ("quote", _TEXT)]
)
JUDGEMENTS: Final = pa.schema(
    [*_text("left", "right", "verdict", "by"), ("at", _AT), ("reason", _TEXT)]
)
STORED_EVENTS: Final = pa.schema(
    [
        ("id", _TEXT),
        ("sender", _TEXTS),
        ("receiver", _TEXTS),
        *_text("action", "domain", "modality"),
        *_PERIOD,
        ("probability", _REAL),
        ("known_on", _DAY),
        ("run", _TEXT),
    ]
)
EVENTS: Final = STORED_EVENTS.insert(1, pa.field("claims", _TEXTS)).append(
    pa.field("context", _TEXTS)
)
EVENT_CLAIMS: Final = pa.schema([*_text("event", "claim"), ("weight", _REAL)])
SIGNATURES: Final = pa.schema([*_text("document", "method"), ("mark", pa.binary())])
FORMER_EVENTS: Final = pa.schema(_text("event", "claim"))
INPUTS: Final = pa.schema(_text("key", "document"))
HALFWAY: Final = pa.schema([*_text("document", "coder"), ("reached", _INT)])

#: What the judging of claims rests on, and no part of an export: it is made anew where it lacks.
TELLINGS: Final = pa.schema(_text("claim", "method", "component", "said"))
BLOCKS: Final = pa.schema(
    [
        ("claim", _TEXT),
        ("kind", pa.int8()),
        ("key", pa.uint64()),
        ("day", _INT),
        ("near", pa.int64()),
    ]
)
VOICES: Final = pa.schema(_text("document", "outlet"))

_PLACE: Final = [("release", _TEXT), ("file", _INT)]
_ROW: Final = ("row", pa.int64())
_KNOWN: Final = ("known_on", _DAY)
RELEASES: Final = pa.schema(
    [
        *_text("id", "source", "edition", "version"),
        _KNOWN,
        ("increments", pa.bool_()),
        ("timely", pa.bool_()),
        ("at", _AT),
        ("run", _TEXT),
    ]
)
FILES: Final = pa.schema(
    [
        *_text("sha256", "release"),
        ("number", _INT),
        ("path", _TEXT),
        *((n, pa.int64()) for n in ("size", "rows", "observations", "codings", "items")),
        ("quarantined", pa.int64()),
        ("set_aside", _TEXT),
    ]
)
COVERAGE: Final = pa.schema([*_text("release", "variable"), *_PERIOD, ("rows", pa.int64())])
OBSERVATIONS: Final = pa.schema(
    [
        *_PLACE,
        *_text("variable", "subject", "object", "item"),
        *_PERIOD,
        ("value", _REAL),
        ("status", _TEXT),
        _KNOWN,
        _ROW,
        ("column", _TEXT),
    ]
)
CODINGS: Final = pa.schema(
    [
        *_PLACE,
        *_text("event", "sender", "receiver", "sender_code", "receiver_code", "action", "code"),
        *_text("domain", "modality"),
        *_PERIOD,
        _KNOWN,
        ("place", _TEXT),
        ("intensity", _REAL),
        ("mentions", _INT),
        *_text("outlet", "story"),
        _ROW,
    ]
)
ITEMS: Final = pa.schema(
    [
        *_PLACE,
        *_text("item", "kind", "title"),
        *_PERIOD,
        ("actors", _TEXTS),
        ("topics", _TEXTS),
        ("facts", _TEXT),
        _KNOWN,
        _ROW,
    ]
)
QUARANTINE: Final = pa.schema([*_PLACE, _ROW, *_text("column", "datum", "reason", "remedy")])

TABLES: Final[dict[str, pa.Schema]] = {
    "runs": RUNS,
    "raws": RAWS,
    "documents": DOCUMENTS_WITH_TEXT,
    "parts": PARTS,
    "links": LINKS,
    "signatures": SIGNATURES,
    "sentences": SENTENCES,
    "mentions": MENTIONS,
    "refusals": REFUSALS,
    "claims": CLAIMS,
    "spans": SPANS,
    "judgements": JUDGEMENTS,
    "events": STORED_EVENTS,
    "event_claims": EVENT_CLAIMS,
    "lists": LISTS,
    "former_events": FORMER_EVENTS,
    "inputs": INPUTS,
    "halfway": HALFWAY,
    "releases": RELEASES,
    "files": FILES,
    "coverage": COVERAGE,
    "observations": OBSERVATIONS,
    "codings": CODINGS,
    "items": ITEMS,
    "quarantine": QUARANTINE,
    "questions": asked_tables.QUESTIONS,
    "forecasts": asked_tables.FORECASTS,
    "settlements": asked_tables.SETTLEMENTS,
    "withdrawals": asked_tables.WITHDRAWALS,
}
#: Tables of millions of rows that come and go with the release they are part of, and the columns
#: that tell rows of one line of a file apart.
RECORDS: Final[dict[str, tuple[str, ...]]] = {
    "observations": ("column", "variable", "subject", "object", "item", "period_start"),
    "codings": ("sender", "receiver", "action"),
    "items": ("item", "kind"),
    "quarantine": ("column",),
}

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "runs": ("id",),
    "raws": ("sha256",),
    "documents": ("id",),
    "parts": ("document", "ordinal"),
    "links": ("left", "right", "kind"),
    "signatures": ("document",),
    "sentences": ("document", "ordinal"),
    "mentions": ("document", "ordinal"),
    "refusals": ("path", "place", "reason", "remedy"),
    "claims": ("id",),
    "spans": ("claim", "ordinal"),
    "judgements": ("left", "right", "by", "at"),
    "events": ("id",),
    "event_claims": ("event", "claim"),
    "lists": ("sha256", "at"),
    "former_events": ("event", "claim"),
    "inputs": ("key",),
    "halfway": ("document",),
    "releases": ("id",),
    "files": ("release", "sha256"),
    "coverage": ("release", "variable"),
    "questions": ("id",),
    "forecasts": ("question", "model", "as_of", "basis"),
    "settlements": ("id",),
    "withdrawals": ("question",),
    **{name: ("release", "file", "row", *others) for name, others in RECORDS.items()},
}
STATUSES: Final = ("coded", "no_coder", "pending")
