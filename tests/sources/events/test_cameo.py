"""Event codes of other projects as PLOVER types."""

from __future__ import annotations

import os
import re
from pathlib import Path

import polars as pl
import pytest

from multipole.sources.events.cameo import CAMEO, UNTYPED, WEIS, code_events, codes_of
from multipole.sources.gate.check import Gate
from multipole.sources.gate.source import Input

ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data/events"
real = pytest.mark.skipif(not DATA.is_dir(), reason=f"no event data in {DATA} (MULTIPOLE_SHARED)")


def _gate(*codes: str) -> Gate:
    frame = pl.DataFrame({"row": range(1, len(codes) + 1), "code_there": codes})
    return Gate(Input(Path("events.csv"), "", 0), frame.cast({"row": pl.Int64}))


def test_a_code_gives_action_and_domain() -> None:
    gate = _gate("0312", "042", "087", "081", "163")
    code_events(gate, "code_there")
    assert gate.frame["action"].to_list() == ["AGREE", "CONSULT", "RETREAT", "CONCEDE", "COERCE"]
    assert gate.frame["domain"].to_list() == ["military", None, "military", "legal", "diplomatic"]
    assert set(gate.frame["modality"]) == {"happened"}
    assert gate.frame["goldstein"].to_list() == [5.2, 1.9, 9.0, 5.0, -8.0]


def test_a_code_that_lost_its_leading_zero_is_refused() -> None:
    gate = _gate("040", "40", "0312", "312", " 190 ")
    code_events(gate, "code_there")
    assert gate.frame["code"].to_list() == ["040", "0312", "190"]
    refused = gate.batch().quarantine
    assert refused is not None
    assert refused["datum"].to_list() == ["40", "312"]
    assert "leading zero" in refused["remedy"][0]


def test_numbers_are_read_where_only_one_code_fits() -> None:
    gate = _gate("40", "312", "1712", "190", "12", "20")
    code_events(gate, "code_there", scheme="cameo_numbers")
    assert gate.frame["code"].to_list() == ["040", "0312", "1712", "190"]
    refused = gate.batch().quarantine
    assert refused is not None
    assert refused["datum"].to_list() == ["12", "20"]


def test_statements_and_appeals_have_no_type_and_are_counted() -> None:
    gate = _gate("010", "0231", "08", "02", "100")
    code_events(gate, "code_there")
    assert gate.frame["code"].to_list() == ["100"]
    assert gate.batch().set_aside == {UNTYPED: 4}


def test_quads_go_by_the_first_two_digits() -> None:
    quads = [CAMEO[code].quad for code in ("01", "057", "060", "0874", "090", "139", "140", "2042")]
    assert [q[:3] for q in quads] == ["ver", "ver", "mat", "mat", "ver", "ver", "mat", "mat"]
    assert [q.split("_")[1][:4] for q in quads] == ["coop"] * 4 + ["conf"] * 4


def test_weis_codes_have_their_own_table() -> None:
    gate = _gate("223", "032", "023", "22", "999")
    code_events(gate, "code_there", scheme="weis")
    assert gate.frame["action"].to_list() == ["ASSAULT", "CONSULT", "ASSAULT"]
    assert gate.frame["goldstein"].to_list() == [-10.0, 1.9, None]
    assert gate.batch().set_aside == {UNTYPED: 1}


def test_every_code_has_a_name_and_a_weight_in_range() -> None:
    assert len(CAMEO) == 313
    assert all(code.name and -10 <= code.goldstein <= 10 for code in CAMEO.values())
    assert all(code.name and len(code.code) in (2, 3) for code in WEIS.values())
    assert len({code.name for code in CAMEO.values()}) == len(CAMEO)
    assert len(codes_of("cameo_numbers")) == 313 - 22


@real
def test_the_table_is_the_official_crosswalk() -> None:
    text = (DATA / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8")
    found = re.findall(r"^(\d{3,4}): *(\w+) *,([^,\n]*),([^#\n]*)", text, flags=re.M)
    official = {
        code: (action, mode.strip(), tuple(re.findall(r"[\w-]+", context)))
        for code, action, mode, context in found
    }
    ours = {c.code: (c.action, c.mode, c.contexts) for c in CAMEO.values() if c.action}
    assert {code: own for code, own in ours.items() if len(code) > 2} == official
    roots = re.findall(r"^(\d\d): (\w+)$", text, flags=re.M)
    assert {(c, a) for c, a in roots if c != "08"} == {
        (code, own[0]) for code, own in ours.items() if len(code) == 2
    }


@real
def test_weights_and_codes_are_those_of_the_published_list() -> None:
    path = DATA / "icews/goldstein_mappings.csv"
    frame = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
    weights = dict(zip(frame["code"], frame["goldstein"].cast(pl.Float64), strict=True))
    assert set(CAMEO) - set(weights) == {"1214"}
    assert all(CAMEO[code].goldstein == pytest.approx(weight) for code, weight in weights.items())
