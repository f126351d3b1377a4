"""Questions, the forecasts issued on them, settlements and withdrawals: only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import BadValue, MultipoleError
from multipole.core.types import Run
from multipole.forecast.questions import Issued, Question, Settlement, Withdrawal
from multipole.store import rows, schema
from multipole.store.database import Database, quoted
from multipole.store.queries import Conditions, listed, select, whole

_OF: Final = {"questions": "id"}


class Asked:
    """The questions of a store, as `multipole.store.Store.asked` gives them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Adding

    def add_questions(self, questions: Sequence[Question], run: Run) -> int:
        """Add questions; how many were new."""
        given: dict[str, list[Any]] = {
            "at": [run.at] * len(questions),
            "run": [run.id] * len(questions),
        }
        return self._add("questions", questions, run, given)

    def issue(self, forecasts: Sequence[Issued], run: Run) -> int:
        """Keep forecasts, but those that a question has already of that model and day; how many.

        Raises `BadValue` for a question that is not stored.
        """
        table = [f.question for f in forecasts]
        self._must_be_asked(table)
        first: dict[tuple[object, ...], Issued] = {}
        for one in forecasts:
            first.setdefault((one.question, one.model, one.as_of, one.basis), one)
        kept = list(first.values())
        return self._add("forecasts", kept, run, {"run": [run.id] * len(kept)})

    def settle(self, settlements: Sequence[Settlement], run: Run) -> int:
        """Keep settlements beside those that there are; how many were new."""
        self._must_be_asked([s.question for s in settlements])
        given = {"run": [run.id] * len(settlements)}
        return self._add("settlements", settlements, run, given)

    def withdraw(self, withdrawal: Withdrawal, run: Run) -> int:
        """Keep that a question is asked no more; a second time changes nothing."""
        self._must_be_asked([withdrawal.question])
        return self._add("withdrawals", [withdrawal], run, {"run": [run.id]})

    def _add(
        self, name: str, nouns: Sequence[Any], run: Run, given: Mapping[str, Sequence[Any]]
    ) -> int:
        declared = schema.TABLES[name]
        columns = {
            field: given[field] if field in given else [getattr(noun, field) for noun in nouns]
            for field in declared.names
        }
        table = rows.build(declared, columns)
        with self._database.transaction():
            before = self._count(name)
            self._database.append(name, table)
            added = self._count(name) - before
            if added:
                self._database.append("runs", rows.run_rows(run))
        return added

    def _count(self, name: str) -> int:
        return int(self._database.rows(f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608

    def _must_be_asked(self, ids: Iterable[str]) -> None:
        sql = "SELECT unnest($ids::VARCHAR[]) AS id EXCEPT SELECT id FROM questions LIMIT 1"
        unknown = self._database.rows(sql, {"ids": sorted(set(ids))})
        if unknown:
            raise BadValue(
                f"question {unknown[0][0]} is not stored",
                where=str(self._database.path),
                remedy="Add the question first (multipole questions add).",
            )

    # Reading

    def ids_beginning(self, start: str) -> list[str]:
        """Ids of questions that begin with ``start``, sorted."""
        sql = "SELECT id FROM questions WHERE starts_with(id, $start) ORDER BY id"
        return [row[0] for row in self._database.rows(sql, {"start": start})]

    def questions(self, ids: Iterable[str] | None = None) -> pa.Table:
        """Questions in the order in which they close; rows of `schema.QUESTIONS`."""
        return self._rows("questions", ids, "closes, opens, id")

    def forecasts(self, ids: Iterable[str] | None = None) -> pa.Table:
        """All issued forecasts (of the questions ``ids``), oldest day first."""
        return self._rows("forecasts", ids, "question, as_of, issued_at, model, id")

    def settlements(self, ids: Iterable[str] | None = None) -> pa.Table:
        """All settlements (of the questions ``ids``), of each question the first first."""
        found = self._rows("settlements", ids, "question, settled_at, id").to_pylist()
        return pa.Table.from_pylist(list(_chained(found)), schema.TABLES["settlements"])

    def withdrawals(self) -> pa.Table:
        """Questions that are asked no more."""
        return whole(self._database, "withdrawals")

    def _rows(self, name: str, ids: Iterable[str] | None, order: str) -> pa.Table:
        declared, these = schema.TABLES[name], Conditions()
        key = _OF.get(name, "question")
        these.add(f"{key} IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(ids, "ids"))
        sql = select(quoted(declared.names), name, these, order)
        return self._database.table(sql, declared, these.params)


def question_from(row: Mapping[str, Any]) -> Question:
    """The question of one row of `schema.QUESTIONS`."""
    return Question(*(row[n] for n in ("text", "criterion", "source", "opens", "closes")))


def issued_from(row: Mapping[str, Any]) -> Issued:
    """The forecast of one row of `schema.FORECASTS`."""
    return Issued(**{n: v for n, v in row.items() if n not in ("id", "run")})


def settlement_from(row: Mapping[str, Any]) -> Settlement:
    """The settlement of one row of `schema.SETTLEMENTS`."""
    fields = {n: v for n, v in row.items() if n not in ("id", "run")}
    return Settlement(**{**fields, "evidence": tuple(row["evidence"])})


def _chained(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows in the order in which each follows the one it names as ``before``."""
    by_question: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_question.setdefault(row["question"], []).append(row)
    for of_one in by_question.values():
        after = {row["before"]: row for row in of_one}
        place = ""
        while place in after:
            yield after[place]
            place = after.pop(place)["id"]
        yield from after.values()


_NOUNS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("question", "questions", question_from),
    ("forecast", "forecasts", issued_from),
    ("settlement", "settlements", settlement_from),
)


def problems(database: Database) -> Iterator[str]:
    """What is wrong with questions and what hangs on them, one line each."""
    for table in ("forecasts", "settlements", "withdrawals"):
        sql = f"SELECT DISTINCT question FROM {table} ANTI JOIN questions AS q ON q.id = question"  # noqa: S608
        for (question,) in database.rows(sql):
            yield f"{table}: question {question} is not stored"
    for noun, table, make in _NOUNS:
        for row in whole(database, table).to_pylist():
            yield from _altered(noun, row, make)


def _altered(noun: str, row: Mapping[str, Any], make: Any) -> Iterator[str]:
    try:
        found = make(row).id
    except (MultipoleError, TypeError, ValueError) as error:
        yield f"{noun} {row['id']} is not valid: {error}"
        return
    if found != row["id"]:
        yield f"{noun} {row['id']} is not the digest of its content"


def last_settled(table: pa.Table) -> dict[str, dict[str, Any]]:
    """The settlement that stands, by question, of rows as `Asked.settlements` gives them."""
    return {row["question"]: row for row in table.to_pylist()}
