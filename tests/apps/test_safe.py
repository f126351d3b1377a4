from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from multipole.apps.safe import safe, safe_csv, safe_json, safe_line

TEXTS = st.text(st.characters(exclude_categories=()))


@given(TEXTS)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    for shown in (safe(text), safe_line(text), safe_csv(text)):
        assert not any(c < " " and c not in "\t\n" for c in shown)
        assert not any("\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" for c in shown)
        shown.encode()


@given(TEXTS)
def test_json_reads_back_unchanged(text: str) -> None:
    shown = safe_json(json.dumps(text, ensure_ascii=False))
    assert "\x1b" not in shown
    assert json.loads(shown) == text


@given(TEXTS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert not safe_csv(text).startswith(("=", "+", "-", "@", "\t"))


def test_plain_text_stays_as_it_is() -> None:
    assert safe("Ça va, 北京?\n“yes”") == "Ça va, 北京?\n“yes”"
