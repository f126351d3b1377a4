"""Column headings that are not the column's name."""

from __future__ import annotations

from typing import Final

from multipole.answers import forecast_words

HEADINGS: Final = {
    "claims": "see",
    "probability": "prob.",
    "figure": "what",
    "value_unit": "value",
    "about_item": "about",
    "recorded": "value",
    "percent": "share",
    "instead": "largest other",
    "session": "when",
    "part": "what",
    "moved": "weight",
    "of_change": "share",
    "dated": "when",
    "rows": "row",
    "place": "cell",
    "pair": "of",
    "way": "of",
    "measured": "value",
    "doubt": "interval",
    "changed": "in 5 years",
    "estimated": "value",
    "named": "measure",
    "until": "data until",
    "verbal_cooperation": "words +",
    "material_cooperation": "deeds +",
    "verbal_conflict": "words -",
    "material_conflict": "deeds -",
    "precision_rated": "precision",
    "recall_rated": "recall",
    "right_in": "right in",
    "rules_right": "rules right",
    "rules_f1": "F1",
    "model_right": "model right",
    "model_f1": "F1",
    "f1": "F1",
    "question_id": "question",
    "base": "base rate",
    "yes_share": "yes",
    "mean_said": "forecast",
    "brier_range": "Brier",
    **forecast_words.HEADINGS,
}
