"""Without its library the trees say what to install and what to do instead."""

from __future__ import annotations

import sys

import pytest

from multipole.core.errors import WrongUse
from multipole.forecast.trees import load_lightgbm


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(WrongUse, match=r"lightgbm cannot be loaded.*libgomp1.*use the fast mode"):
        load_lightgbm(instead="use the fast mode")
