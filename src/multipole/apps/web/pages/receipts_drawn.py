"""The picture of what was read: documents by outlet and month."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from multipole.apps.brief import palette
from multipole.apps.web.places import Places

#: Outlets that have a line of their own, and its height.
LINES: Final = 25
STEP: Final = 24
OTHERS: Final = "all others"
_MONTH: Final = re.compile(r"\d{4}(-\d{2})?")


def read_picture(rows: list[Mapping[str, Any]], places: Places) -> dict[str, Any] | None:
    """A dot a month and outlet, as large as the number of documents; None where none is dated."""
    import altair as alt

    points = _points(rows, places)
    if not points:
        return None
    size = alt.Size("documents:Q", title="documents", scale=alt.Scale(range=[25, 350]))
    chart = (
        alt.Chart(alt.Data(values=points))
        .mark_circle(color=palette.COOPERATION, opacity=0.65)
        .encode(
            x=alt.X("month:T", title=None), size=size,
            y=alt.Y("outlet:N", title=None, sort=_order(points), axis=alt.Axis(grid=True)),
            tooltip=["outlet:N", alt.Tooltip("when:N", title="month"), "documents:Q", "coded:Q",
                     "languages:N"],
        )
        .properties(width="container", height=STEP * len(_order(points)))
    )  # fmt: skip
    found: dict[str, Any] = chart.configure_axis(
        gridColor=palette.LINE, labelColor=palette.INK, domainColor=palette.MUTED, labelLimit=160,
        tickColor=palette.MUTED,
    ).configure_view(stroke=None).configure_legend(
        labelColor=palette.INK, titleColor=palette.MUTED, orient="top"
    ).to_dict()  # fmt: skip
    return found


def _points(rows: list[Mapping[str, Any]], places: Places) -> list[dict[str, Any]]:
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["outlet"]] += row["documents"]
    lines = {outlet for outlet, _ in totals.most_common(LINES)}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if _MONTH.fullmatch(row["month"]):
            outlet = row["outlet"] if row["outlet"] in lines else OTHERS
            held = found.setdefault((outlet, row["month"]), _point(outlet, row["month"], places))
            held["documents"] += row["documents"]
            held["coded"] += row["coded"]
            held["languages"] = ", ".join(
                sorted({*held["languages"].split(", "), row["language"]} - {""})
            )
    return list(found.values())


def _point(outlet: str, month: str, places: Places) -> dict[str, Any]:
    """An empty dot; it leads to its documents. A year without a month stands in its middle."""
    made = {"outlet": outlet, "when": month, "month": month if "-" in month else f"{month}-07",
            "documents": 0, "coded": 0, "languages": ""}  # fmt: skip
    to = places.page("documents", outlet=outlet, month=month) if outlet != OTHERS else None
    return {**made, "href": to} if to else made


def _order(points: list[dict[str, Any]]) -> list[str]:
    totals: Counter[str] = Counter()
    for point in points:
        totals[point["outlet"]] += point["documents"]
    own = [outlet for outlet, _ in totals.most_common() if outlet != OTHERS]
    return [*own, OTHERS] if OTHERS in totals else own
