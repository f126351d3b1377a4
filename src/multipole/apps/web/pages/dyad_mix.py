"""The composite on the page of a dyad: its parts and weights, worked out as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from multipole.answers.composite import weights_of
from multipole.apps.web.page import Elsewhere, Visit
from multipole.core.types import Estimate
from multipole.relations.composite import PARTS, WEIGHTS, Composite, composite

Row = Mapping[str, Any]
#: What stands before the name of a part in a form without script.
FIELD: Final = "w_"
_KINDS: Final = {part.measure: part.kind for part in PARTS}
_FORMULAS: Final = {part.measure: part.formula for part in PARTS}


def weights_given(visit: Visit) -> dict[str, float]:
    """The weights of the address; of a form's single fields the address with them all in one.

    Raises `Elsewhere` for such fields and `WrongUse` for weights that are none.
    """
    fields = {k.removeprefix(FIELD): v for k, v in visit.given.items() if k.startswith(FIELD)}
    if fields:
        rest = {k: v for k, v in visit.given.items() if not k.startswith(FIELD)}
        weights = shortest(weights_of(",".join(f"{k}={v}" for k, v in fields.items() if v)))
        raise Elsewhere(visit.places.page("dyad", **(rest | {"weights": weights})) or "")
    return weights_of(visit.get("weights") or None)


def shortest(weights: Mapping[str, float]) -> str:
    """Weights as the address holds them: those that are moved.

    >>> shortest(WEIGHTS | {"agreement": 2.0})
    'agreement=2'
    """
    moved = {k: v for k, v in weights.items() if v != WEIGHTS[k]}
    return ",".join(f"{name}={weight:g}" for name, weight in moved.items())


def values_of(rows: list[Any]) -> dict[str, Estimate]:
    """The known parts on their scale of 0 to 1, of the composite rows of `dyad`."""
    return {
        row["measure"]: Estimate(row["value"], row["low"], row["high"], row["n"] or 0)
        for row in rows
        if row["section"] == "composite" and row["measure"] in WEIGHTS and not row["note"]
    }


def mixed(rows: list[Any], weights: Mapping[str, float]) -> dict[str, Any]:
    """The composite under ``weights``, and its parts as the sliders and the script take them."""
    values = values_of(rows)
    held = {r["measure"]: r for r in rows if r["section"] == "composite"}
    found: Composite = composite(values, weights)
    parts = [
        {
            "name": name, "kind": _KINDS[name], "formula": _FORMULAS[name], "weight": weights[name],
            "usual": usual, "value": values[name].mean if name in values else None,
            "low": values[name].low if name in values else 0.0,
            "high": values[name].high if name in values else 1.0,
            "row": held.get(name),
        }
        for name, usual in WEIGHTS.items()
    ]  # fmt: skip
    plain = [{k: v for k, v in part.items() if k not in ("row", "formula")} for part in parts]
    return {"found": found, "parts": parts, "plain": plain, "weights": shortest(weights)}
