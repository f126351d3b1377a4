"""The weights in the package: whole, small, calibrated, and right on plain sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import multipole
from multipole.claims.marked import read_marked
from multipole.claims.type_model import CLASSES, FILES, NONE, TypeModel, choose

SHIPPED = Path(multipole.__file__).parent / "claims" / "data" / "type"
MOST_BYTES = 30_000_000
#: Our words, in none of the training data.
PLAIN = {
    "<s>Denmark</s> expelled three diplomats of <t>Russia</t> on Tuesday.": "SANCTION",
    "<s>India</s> and <t>France</t> signed an agreement on reactor fuel.": "AGREE",
    "<s>China</s> vowed to strike back if <t>Japan</t> sold the missiles.": "THREATEN",
    "<s>Norway</s> gave <t>Ukraine</t> 40 million kroner for winter shelters.": "AID",
    "<t>Israel</t> was accused by <s>Turkey</s> of breaking the ceasefire.": "ACCUSE",
    "<s>Egypt</s> turned down a proposal by <t>Ethiopia</t> to share the dam's data.": "REJECT",
    "<s>Azerbaijan</s> shelled two villages in <t>Armenia</t> overnight.": "ASSAULT",
    "<s>Vietnam</s>'s foreign minister met the prime minister of <t>Laos</t>.": "CONSULT",
}


@pytest.fixture(scope="module")
def model() -> TypeModel:
    pytest.importorskip("onnxruntime", reason="onnxruntime runs the type model")
    pytest.importorskip("tokenizers", reason="tokenizers cuts sentences for the type model")
    return TypeModel.load(SHIPPED)


def test_the_files_are_small_and_name_what_they_are() -> None:
    facts = json.loads((SHIPPED / "type.json").read_text("utf-8"))
    assert sum((SHIPPED / name).stat().st_size for name in FILES) <= MOST_BYTES
    assert facts["name"].startswith("type-")
    assert 0.5 < facts["temperature"] < 2
    assert facts["training"]["plv"] == 1050


def test_plain_sentences_get_their_type(model: TypeModel) -> None:
    told = model.predict([read_marked(text) for text in PLAIN])
    assert np.allclose(told.sum(axis=1), 1)
    found = choose(told)
    assert sum(a == b for a, b in zip(found, PLAIN.values(), strict=True)) >= len(PLAIN) - 1


def test_what_passes_the_other_way_is_less_likely_to_be_a_type(model: TypeModel) -> None:
    to = "<s>Denmark</s> expelled three diplomats of <t>Russia</t> on Tuesday."
    back = "<t>Denmark</t> expelled three diplomats of <s>Russia</s> on Tuesday."
    none = model.predict([read_marked(to), read_marked(back)])[:, CLASSES.index(NONE)]
    assert none[1] > none[0]
