"""What records of data sets stand on a day, in SQL, and the tables in which they are given."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from multipole.store import schema

FOUND: Final = pa.schema(
    [
        ("source", pa.string()),
        ("release", pa.string()),
        ("sha256", pa.string()),
        *(f for f in schema.OBSERVATIONS if f.name not in ("release", "file")),
    ]
)
TOLD: Final = pa.schema(
    [
        ("source", pa.string()),
        ("release", pa.string()),
        ("sha256", pa.string()),
        *(f for f in schema.CODINGS if f.name not in ("release", "file")),
    ]
)


LATEST: Final = """
    QUALIFY NOT s.increments OR row_number() OVER (
        PARTITION BY s.source, o.variable, o.subject, o."object", o.item, o.period_start,
            o.period_end
        ORDER BY s.known_on DESC, s."at" DESC, s.release, o.file, o."row"
    ) = 1
"""
ACTS: Final = pa.schema(
    [
        ("source", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.string()) for n in ("sender", "receiver", "action", "code", "domain")),
        ("modality", pa.string()),
        ("known_on", pa.date32()),
        ("tellings", pa.int64()),
        ("sha256", pa.string()),
        ("path", pa.string()),
        ("row", pa.int64()),
    ]
)
#: The releases whose rows count on $as_of, a row a variable. Where nothing was released by then,
#: the first release of a timely source gives the facts that were public, each known on its own day.
STANDING: Final = """
            WITH known AS (
                SELECT r.id AS release, r.source, r.known_on, r."at", r.timely, r.increments,
                       c.variable, c.period_start, c.period_end, c."rows",
                       r.known_on <= coalesce($as_of, DATE '9999-12-31') AS given
                FROM releases AS r JOIN coverage AS c ON c.release = r.id
            ),
            standing AS (
                SELECT * FROM known
                WHERE given OR timely
                QUALIFY increments OR row_number() OVER (
                    PARTITION BY source, variable
                    ORDER BY given DESC, if(given, known_on, NULL) DESC NULLS LAST, known_on,
                        period_end DESC, "at" DESC, release
                ) = 1
            )
        """
