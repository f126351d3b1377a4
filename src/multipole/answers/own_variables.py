"""Variables of long tables: what their users say of them, and the registered ones beside them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from multipole.sources import variables
from multipole.sources.gate.source import Variable
from multipole.store import Store


def known_variables(store: Store, known: date | None) -> dict[str, Variable]:
    """Every variable by name: those of the catalogue, and those of the user's own long tables.

    A long table names a variable's unit, whether it is of one actor or two, and whether it has a
    direction; these hold whenever its values were known. Nothing says how finer values make a
    year: the last one counts.
    """
    rows = store.records.items(kinds=["variable"]).to_pylist()
    said = {row["item"]: json.loads(row["facts"] or "{}") for row in rows}
    held = {row["variable"] for row in store.records.coverage(known).to_pylist()}
    own = {name: _variable(name, said.get(name, {})) for name in held}
    return own | {name: variable for name, (_, variable) in variables().items()}


def _variable(name: str, facts: dict[str, Any]) -> Variable:
    return Variable(
        name,
        name.replace("_", " "),
        str(facts.get("unit", "")),
        name,
        ends=int(facts.get("ends", 2)),
        directed=bool(facts.get("directed", True)),
        roll="last",
    )
