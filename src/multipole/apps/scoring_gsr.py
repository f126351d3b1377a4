"""Scoring the coder end to end on the texts of PLOVER gold standard records."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from multipole.answers.floors import Measured
from multipole.apps.clock import now
from multipole.apps.commands import say

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.answers.score_gsr import GsrScore
    from multipole.apps.show import Output
    from multipole.core.types import Claim

_SHOWN: Final = ("right_in", "recall_rated", "precision_rated", "f1")


def score_gsr_file(path: Path, output: Output, *, types: Path | None) -> Measured:
    """Score a file of gold standard records, and write the answer."""
    from multipole.apps.show import emit, json_bytes, write_bytes

    found = gsr_score(path, types=types)
    if output.json:
        write_bytes(json_bytes(found.to_json()))
    else:
        emit(_as_answer(found), output)
    return Measured(found.numbers, found.digest)


def gsr_score(path: Path, *, types: Path | None) -> GsrScore:
    """Code the texts of a file of gold standard records and compare.

    ``types`` is the folder of the type model, None for the rules alone.
    """
    from multipole.actors import load_actors
    from multipole.answers.score_gsr import read_gsr, score_gsr

    records, digest = read_gsr(path, actors=load_actors())
    coder, claims = code_texts([record.text for record in records], types=types)
    return score_gsr(records, claims, coder=coder, digest=digest)


def code_texts(texts: Sequence[str], *, types: Path | None) -> tuple[str, list[list[Claim]]]:
    """The coder's name and the claims of each text, read as reports without a date.

    The store is thrown away. Equal texts are one report.
    """
    from multipole.pipeline import read_into
    from multipole.store import open_store

    place = {text: n for n, text in enumerate(dict.fromkeys(texts), start=1)}
    with (
        tempfile.TemporaryDirectory(prefix="multipole-") as folder,
        open_store(Path(folder) / "score.duckdb", create=True) as store,
    ):
        rows = Path(folder) / "texts.jsonl"
        rows.write_text("".join(json.dumps({"text": text}) + "\n" for text in place), "utf-8")
        read = read_into(store, [rows], now=now(), types=types)
        of = {d["id"]: int(d["path"].rpartition("#")[2]) for d in store.documents().to_pylist()}
        found: dict[int, list[Claim]] = {}
        for claim in store.claim_objects():
            found.setdefault(of[claim.spans[0].document], []).append(claim)
    if read.without:
        say(f"The rules read alone: {read.without}")
    return read.coder, [found.get(place[text], []) for text in texts]


def _as_answer(found: GsrScore) -> Answer:
    import pyarrow as pa

    from multipole.answers import Answer
    from multipole.answers import evidence as none_quoted

    left = ", ".join(f"{n} ({reason})" for reason, n in found.out.items() if n)
    notes = (
        f"coder {found.coder}",
        f"{found.asked} of {found.records} records are at the level of states; left out: {left}",
        "recall: share of the records that an act of their text has right",
        "precision: share of the acts coded from these texts that the record holds; a record holds "
        "one act of its text, so it is a lower bound",
        "counts, share, 90% interval (Wilson 1927)",
        f"records {found.digest}",
    )
    table = pa.Table.from_pylist(found.rows())
    return Answer("Acts of single sentences against records", table, none_quoted.none(), notes,
                  _SHOWN)  # fmt: skip
