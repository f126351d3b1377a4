"""How far a reading has come: which files it need not open again, where long reports were left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from multipole.core.text import Mention
from multipole.store import rows, schema
from multipole.store.database import Database
from multipole.store.rows import MentionRow


class Progress:
    """What a store knows of readings that were stopped."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inputs(self) -> set[str]:
        """Keys of the reports that are stored, by which they are known without being read again."""
        return {row[0] for row in self._database.rows("SELECT key FROM inputs")}

    def add_inputs(self, documents: Mapping[str, str]) -> None:
        """Keep keys with the id of the document that each was read into."""
        table = rows.from_tuples(schema.INPUTS, list(documents.items()))
        with self._database.transaction():
            self._database.append("inputs", table)

    def reached(self, coder: str) -> dict[str, int]:
        """The documents that ``coder`` has begun, and up to which place in the text it is done."""
        sql = "SELECT document, reached FROM halfway WHERE coder = $coder"
        return dict(self._database.rows(sql, {"coder": coder}))

    def reach(self, document: str, coder: str, place: int) -> None:
        """Say that ``coder`` is done with a document up to ``place``, and no further."""
        table = rows.from_tuples(schema.HALFWAY, [(document, coder, place)])
        with self._database.transaction():
            self.finish([document])
            self._database.insert("halfway", table)

    def finish(self, documents: Iterable[str]) -> None:
        """Forget how far these documents have come."""
        gone = "document IN (SELECT unnest($documents::VARCHAR[]))"
        with self._database.transaction():
            self._database.run(
                f"DELETE FROM halfway WHERE {gone}",  # noqa: S608 - own names
                {"documents": sorted(set(documents))},
            )

    def add_to_reading(
        self,
        document: str,
        sentences: Sequence[tuple[int, int]],
        mentions: Sequence[Mention | MentionRow],
    ) -> None:
        """Keep more sentences and mentions of a document, behind those that it has.

        The sentences that mentions name are counted from the first of these.
        """
        before = self._many("sentences", document)
        spans = [(document, n, *span) for n, span in enumerate(sentences, before)]
        found = [
            (document, n, m.sentence + before, m.start, m.end, m.actors, m.how, m.name,
             m.confidence)
            for n, m in enumerate(mentions, self._many("mentions", document))
        ]  # fmt: skip
        with self._database.transaction():
            self._database.insert("sentences", rows.from_tuples(schema.SENTENCES, spans))
            self._database.insert("mentions", rows.from_tuples(schema.MENTIONS, found))

    def _many(self, name: str, document: str) -> int:
        sql = f"SELECT count(*) FROM {name} WHERE document = $document"  # noqa: S608 - own names
        return int(self._database.rows(sql, {"document": document})[0][0])

    def lengths(self, documents: Iterable[str]) -> dict[str, int]:
        """How many bytes the texts of documents have."""
        sql = "SELECT id, strlen(text) FROM documents WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
        return dict(self._database.rows(sql, {"ids": sorted(set(documents))}))
