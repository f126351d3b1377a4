"""Scoring the types of sentences whose ends are marked, with the coder at hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from multipole.answers.floors import Measured
from multipole.apps.commands import say
from multipole.claims import CODER
from multipole.claims.type_model import NONE, SHIPPED, TypeModel, choose
from multipole.claims.type_rules import type_by_rules
from multipole.core.errors import MissingModel
from multipole.core.ids import sha256

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.answers.score_sentences import SentenceScore
    from multipole.apps.show import Output
    from multipole.claims.marked import Marked

_SHOWN: Final = ("class", "recall_rated", "precision_rated", "f1", "taken_for")
#: Parts of the accuracy card whose sentences the type model learned from.
_TRAINED_ON: Final = frozenset({"plv", "own"})
_MEANS: Final = {
    "root_macro_f1": "types",
    "quad_macro_f1": "quad classes",
    "side_macro_f1": "sides",
}


def score_file(path: Path, output: Output, *, folder: Path | None = SHIPPED) -> Measured:
    """Score a file of the PLV format and write the answer.

    The model in ``folder`` types the sentences, the rules where it is None; without the model the
    rules do too, and a line says so. A file without a sentence of type NONE asks only which type:
    the model does not answer NONE then.
    """
    from multipole.answers.score_sentences import read_sentences, score_sentences
    from multipole.apps.show import emit, json_bytes, write_bytes

    gold = read_sentences(path)
    none = any(g.root == NONE for g in gold)
    coder, typed = type_sentences([g.marked for g in gold], folder=folder, none=none)
    found = score_sentences(gold, typed, coder=coder)
    digest = sha256(path.read_bytes())
    if coder != CODER and (learned := _learned(digest)):
        say(learned)
    if output.json:
        write_bytes(json_bytes(found.to_json()))
    else:
        emit(_as_answer(found), output)
    return Measured(found.macro, digest)


def _learned(digest: str) -> str:
    """That the type model that ships was trained on a file, and what it reached unseen."""
    from multipole.answers.accuracy import shipped_card

    for part in shipped_card().parts:
        if (part.role, part.digest) == ("model", digest) and part.asks in _TRAINED_ON:
            unseen = part.means["root_macro_f1"].value
            return (
                f"The type model was trained on {part.data}: these scores say nothing of other "
                f"sentences. Of sentences that its networks had not seen it has types {unseen:.3f} "
                "(multipole score --card)."
            )
    facts = json.loads((SHIPPED / "type.json").read_text("utf-8"))
    if digest in facts.get("training", {}).get("tables", {}).values():
        return (
            "The type model was trained on this file: these scores say nothing of other sentences."
        )
    return ""


def type_sentences(
    sentences: Sequence[Marked], *, folder: Path | None = SHIPPED, none: bool = True
) -> tuple[str, list[str]]:
    """The coder's name and one type (of 16, or NONE) a sentence; ``folder`` None asks the rules."""
    if folder is None:
        return CODER, by_rules(sentences)
    try:
        model = TypeModel.load(folder)
    except MissingModel as error:
        say(f"The rules type the sentences: {error}")
        return CODER, by_rules(sentences)
    return model.name, choose(model.predict(sentences), none=none)


def by_rules(sentences: Sequence[Marked]) -> list[str]:
    """One type a sentence by grammar and lexicon."""
    from multipole.evidence.model import load_model
    from multipole.evidence.parsing import parse_parts

    parsed = parse_parts(((s.text, 0) for s in sentences), model=load_model())
    return [type_by_rules(s, p) for s, p in zip(sentences, parsed, strict=True)]


def _as_answer(found: SentenceScore) -> Answer:
    import pyarrow as pa

    from multipole.answers import Answer
    from multipole.answers import evidence as none_quoted

    rows = [row for row in found.rows() if row["class"] != "mean"]
    means = (f"{_MEANS[name]} {_ranged(value, *found.bounds[name])}" for name, value in
             found.macro.items())  # fmt: skip
    notes = (
        f"mean F1, 90% interval over draws of sentences: {', '.join(means)}",
        f"{found.n} sentences",
        f"coder {found.coder}",
        "YIELD is CONCEDE or RETREAT",
        "counts, share, 90% interval (Wilson 1927)",
    )
    title = "Types of sentences against reference codings"
    return Answer(title, pa.Table.from_pylist(rows), none_quoted.none(), notes, _SHOWN)


def _ranged(value: float, low: float, high: float) -> str:
    return f"{value:.3f} ({low:.2f}-{high:.2f})"
