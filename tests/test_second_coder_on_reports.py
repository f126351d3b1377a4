"""What the checks of the second coder cost a model that is never wrong, on two real reports."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.answers.score import score_folder
from multipole.claims.llm_asking import Asker
from multipole.claims.llm_cache import NoReplies
from multipole.claims.llm_terms import Reply, Settings
from multipole.core.types import Claim
from multipole.pipeline.second import read_with_model
from multipole.store import open_store

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared") / "data"
GOLD, REPORTS = DATA / "gold", DATA / "reports"
HAPPENED = {"actual": "happened"}
WORDS = 60


@pytest.fixture(autouse=True)
def _there() -> None:
    if not (GOLD / "report_000.jsonl").is_file():
        pytest.skip(f"no reference codings in {GOLD}")


def _record(row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    said = row.get("reporter", "document")
    told = {
        "quote": row["quote"], "domain": row.get("domain"), "speaker_actor": "",
        "speaker": "" if said == "document" else said,
    }  # fmt: skip
    if row["kind"] == "event":
        ends = {"sender": row["source"], "receiver": row["target"], "action": row["type"]}
        modality = HAPPENED.get(row["realis"], row["realis"])
        return "events", told | ends | {"modality": modality, "when": ""}
    if row["kind"] == "claim":
        voice = {name: row[name] for name in ("about", "speaker", "speaker_actor")}
        return "assessments", told | voice | {"leaning": row["stance"], "stance": "asserts"}
    words = {"measure": row["quote"][:WORDS], "value": float(row["value"]), "when": ""}
    return "figures", told | words | {"about": row["actors"]}


class Oracle:
    """Proposes the records of the reference coding that stand in the piece it is shown."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = rows

    def ask(self, body: Mapping[str, Any]) -> Reply:
        shown = body["messages"][1]["content"].split("</before-")[-1]
        told: dict[str, list[Any]] = {"events": [], "assessments": [], "figures": []}
        for row in self.rows:
            if row["quote"] in shown:
                name, record = _record(row)
                told[name].append(record)
        return Reply(json.dumps(told), 0, 0)


def test_no_record_of_a_model_that_is_never_wrong_is_refused(tmp_path: Path) -> None:
    refused: list[Any] = []

    def code(report: Path) -> tuple[str, Sequence[Claim]]:
        lines = (GOLD / f"report_{report.name[:3]}.jsonl").read_text("utf-8").splitlines()
        oracle = Oracle([json.loads(line) for line in lines])
        asker = Asker(oracle, Settings("oracle"), NoReplies(), lambda _: None)
        with open_store(tmp_path / f"{report.stem}.duckdb", create=True) as store:
            found = read_with_model(store, [report], asker=asker, now=datetime.now(UTC))
            refused.extend(found.refused)
            (id_,) = store.documents()["id"].to_pylist()
            return store.texts([id_])[id_], store.claim_objects()

    overall = score_folder(REPORTS, GOLD, code=code).overall
    assert refused == []
    for measure in ("event_type_located", "claim_speaker_located", "figure_value_unit"):
        assert overall[measure].f1 == 1.0, measure
    assert overall["date"].precision >= 0.7
