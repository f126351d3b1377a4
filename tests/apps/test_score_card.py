"""``multipole score --card``: what ships is shown, nothing is measured."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from multipole.answers.accuracy import shipped_card
from multipole.apps.cli import app


def test_the_card_is_shown_with_what_it_rests_on() -> None:
    shown = CliRunner().invoke(app, ["score", "--card"])
    assert shown.exit_code == 0
    assert "How often the coder is right" in shown.stdout
    assert str(shipped_card().measured_on) in shown.stdout
    found = CliRunner().invoke(app, ["score", "--card", "--json"])
    assert json.loads(found.stdout) == shipped_card().to_json()


def test_the_card_is_asked_for_alone() -> None:
    found = CliRunner().invoke(app, ["score", "--card", "--gsr", "x.json"])
    assert (found.exit_code, "one thing" in found.stderr) == (2, True)
