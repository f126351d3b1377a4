"""The accuracy card that ships, shown without measuring anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.answers.accuracy import Card, Part
    from multipole.apps.show import Output

_SHOWN: Final = (
    "section", "class", "cases", "rules_right", "rules_f1", "model_right", "model_f1",
)  # fmt: skip


def show_card(output: Output) -> None:
    """Write the card of this version."""
    from multipole.answers.accuracy import shipped_card
    from multipole.apps.show import emit, json_bytes, write_bytes

    card = shipped_card()
    if output.json:
        write_bytes(json_bytes(card.to_json()))
    else:
        emit(card_answer(card), output)


def card_answer(card: Card) -> Answer:
    """The card as a table: the rules and the model side by side."""
    import pyarrow as pa

    from multipole.answers import Answer
    from multipole.answers import evidence as none_quoted

    notes = (
        f"measured on {card.measured_on}; 90% intervals (Wilson 1927; means: draws of sentences)",
        "right: share of what was coded that the reference has; cases: how many the reference has",
        *(note for part in card.parts for note in _notes(part)),
        "YIELD is CONCEDE or RETREAT",
    )
    title = "How often the coder is right"
    return Answer(title, pa.Table.from_pylist(card.rows()), none_quoted.none(), notes, _SHOWN)


def _notes(part: Part) -> tuple[str, ...]:
    from multipole.answers.accuracy import ASKS

    means = [f"{n} {m.value:.3f} ({m.low:.2f}-{m.high:.2f})" for n, m in part.means.items()]
    said = f"{part.asks}, {part.role}: {ASKS[part.asks]}; {part.data}, n {part.cases}; {part.seen}"
    return (
        said,
        *([f"  {', '.join(means).replace('_', ' ')}"] if means else []),
        f"  coder {part.coder}; data {part.digest[:12]}",
    )
