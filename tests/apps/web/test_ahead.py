"""Forecasts, questions and what-ifs on pages: with base rate, backtest, twin and assumptions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.world.acts import write_acts

from multipole import answers
from multipole.answers.whatif_packed import packed, table_of, unpacked
from multipole.apps.web.places import filled
from multipole.apps.web.server import Settings, create_app
from multipole.apps.web.whatif_asked import MOST, composed, scenario_of
from multipole.core.errors import MultipoleError, UnknownCode, WrongUse
from multipole.store import Store, open_store

pytestmark = pytest.mark.xdist_group("web")
NOW = datetime(2034, 1, 2, tzinfo=UTC)
EARLY = datetime(2033, 4, 1, tzinfo=UTC)
STRIKE = "PRY SANCTION FJI; number: 40"
QUICK = {"act": STRIKE, "months": "2", "runs": "60", "states": "6", "seed": "3"}
#: Acts that never come, asked about so that one forecast fails and one question stays open.
ASKED = (
    ("PRY>FJI SANCTION >= 1", "2033-04-02", "2033-04-20"),
    ("ISL+MLT CONSULT >= 30", "2033-04-02", "2033-04-20"),
    ("BTN+NAM ACCUSE >= 1", "2033-12-01", "2033-12-31"),
)


def asked(store: Store) -> None:
    """Three questions with forecasts; two of them settled."""
    for criterion, opens, closes in ASKED:
        answers.add_question(
            store, criterion=criterion, opens=opens, closes=closes, now=EARLY, source="gdelt_v2"
        )
    answers.issue(store, as_of=EARLY.date(), now=EARLY)
    answers.settle(store, now=NOW)


@pytest.fixture(scope="module")
def acts_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ahead") / "acts.duckdb"
    with open_store(path, create=True) as store:
        write_acts(store, answer=0.75)
        asked(store)
    return path


@pytest.fixture(scope="module")
def ahead(acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    cache = tmp_path_factory.mktemp("cache")
    app = create_app(Settings(acts_path, hosts=("testserver",), workers=1, cache=cache))
    with TestClient(app, base_url="http://testserver") as opened:
        yield opened


@pytest.fixture(scope="module")
def strike(acts_path: Path) -> answers.whatif.WhatIf:  # type: ignore[name-defined]
    scenario = scenario_of(QUICK)
    with open_store(acts_path, read_only=True) as store:
        return answers.whatif(store, also=scenario.shocks, **scenario.options)


def text(client: TestClient, address: str, **words: str) -> str:
    page = client.get(filled(address, {**words, "wait": "1"}))
    assert page.status_code == 200, page.text[-500:]
    assert "data-part" not in page.text
    return page.text


def test_an_act_without_a_type_is_refused_by_the_api(client: TestClient) -> None:
    answer = client.get("/api/next", params={"actor": "CHN", "type": ""})
    assert answer.status_code == 422
    assert "type" in answer.text


def test_a_forecast_stands_beside_its_base_rate_and_its_backtest(
    ahead: TestClient, acts_path: Path
) -> None:
    page = text(ahead, "/forecast/FJI/PRY", horizon="7d")
    with open_store(acts_path, read_only=True) as store:
        found = answers.forecast(store, "FJI", "PRY", horizon="7d")
    rows = found.table.to_pylist()
    assert len(rows) == 8
    for row in rows:
        assert f"90% {row['low90']} to {row['high90']}" in page
    assert page.count("base rate") > 8
    assert rows[0]["skill"] is not None
    skill = next(note for note in found.notes if note.startswith("Skill so far"))
    assert html.escape(skill, quote=False) in html.unescape(page).replace("&#39;", "'") or (
        skill in html.unescape(page)
    )
    assert '<figure class="little skill"' in page


def test_how_good_forecasts_were_is_shown_with_reliability(ahead: TestClient) -> None:
    page = text(ahead, "/forecasts", horizon="7d")
    assert re.search(r"its error was [\d.]+% (below|above) that of base rates \(90%:", page)
    assert "Chance of at least one act, said and come" in page
    for model in ("this forecast (the pool)", "base rates", "persistence", "fading mean"):
        assert model in page
    told = ahead.get("/api/backtest?horizon=7d&wait=60").json()["table"]
    pool = next(row for row in told if row["model"] == "stack" and row["quad"] == "all")
    assert len(pool["told"]) == len(pool["happened"]) == 10
    assert f"{pool['held_whole']:.1%}" in page


def test_of_too_few_acts_only_base_rates_are_shown_and_it_is_said(client: TestClient) -> None:
    page = text(client, "/forecast/CHN/RUS", horizon="30d")
    assert "No backtest: too little is known" in page
    assert "There is no backtest to show" in page


def test_names_in_a_form_lead_to_the_page_of_the_two(ahead: TestClient) -> None:
    to = ahead.get("/forecasts?a=Paraguay&b=Fiji&horizon=14d", follow_redirects=False)
    assert (to.status_code, to.headers["location"]) == (307, "/forecast/FJI/PRY?horizon=14d")
    to = ahead.get("/forecasts?actor=Paraguay&type=SANCTION", follow_redirects=False)
    assert to.headers["location"] == "/next/PRY?type=SANCTION"


def test_what_cannot_be_forecast_is_told_with_its_remedy(ahead: TestClient) -> None:
    for address, status in (
        ("/forecast/FJI/PRY?horizon=2y", 422), ("/forecast/FJI/Ruritania", 404),
        ("/questions?status=maybe", 422), ("/question/00000000", 404),
        ("/next/PRY?type=SMILE", 422), ("/what-if?act=nonsense", 422),
        ("/what-if?act=PRY SANCTION FJI&runs=999999", 422),
    ):  # fmt: skip
        assert ahead.get(address).status_code == status, address


def test_who_comes_next_is_ranked_with_what_speaks_for_each(
    ahead: TestClient, acts_path: Path
) -> None:
    page = text(ahead, "/next/PRY", type="SANCTION")
    told = ahead.get("/api/next?actor=PRY&type=SANCTION&wait=60").json()["table"]
    assert [row["rank"] for row in told] == list(range(1, len(told) + 1))
    assert f"{told[0]['name']} is the likeliest at the other end: " in page
    assert all(html.escape(row["reasons"], quote=False) in page for row in told if row["reasons"])


def test_questions_are_shown_with_how_they_ended_failures_included(
    ahead: TestClient, acts_path: Path
) -> None:
    page = text(ahead, "/questions")
    with open_store(acts_path, read_only=True) as store:
        found = answers.questions(store).table.to_pylist()
        scores = answers.question_scores(store).table.to_pylist()
    assert [row["status"] for row in found] == ["yes", "no", "open"]
    for row in found:
        assert html.escape(row["text"], quote=False) in page
        assert f"<b>{row['probability']:.0%}</b>" in page
    top = next(row for row in scores if row["model"] == "best-1")
    assert f"Brier score {top['brier']:.3f}" in page
    assert "The forecasts that were most wrong" in page
    one = text(ahead, f"/question/{found[0]['id']}")
    assert "It ended yes" in one
    assert "PRY&gt;FJI SANCTION" in one
    assert "best-1" in one
    short = ahead.get(f"/question/{found[0]['id'][:8]}", follow_redirects=False)
    assert short.headers["location"] == f"/question/{found[0]['id']}"
    assert "Open questions" in text(ahead, "/forecasts", horizon="7d")


def test_a_store_without_questions_says_how_to_ask(client: TestClient) -> None:
    page = text(client, "/questions")
    assert "Nothing has been asked yet" in page
    assert "multipole questions add" in page


def test_a_scenario_is_shown_beside_its_twin_with_placebo_and_assumptions(
    ahead: TestClient, strike: Any
) -> None:
    page = html.unescape(text(ahead, "/what-if", **QUICK))
    for words in strike.said:
        assert words in page
    for note in (*strike.notes, *strike.placebo.notes):
        assert note in page
    for heading in ("Not a causal experiment.", "without: the twin", "What carries it",
                    "Placebo: where nothing should follow", "Blocs"):  # fmt: skip
        assert heading in page
    assert page.count('data-picture="what-if-') == len(strike.dyads)
    assert f'multipole whatif --act "{STRIKE}" --months 2' in page
    assert "--seed 3" in page


def test_a_link_to_a_scenario_gives_the_same_numbers_again(
    ahead: TestClient, acts_path: Path, tmp_path: Path
) -> None:
    first = ahead.get("/api/whatif", params={**QUICK, "table": "paths", "wait": "60"}).json()
    app = create_app(Settings(acts_path, hosts=("testserver",), workers=1, cache=tmp_path))
    with TestClient(app, base_url="http://testserver") as other:
        again = other.get("/api/whatif", params={**QUICK, "table": "paths", "wait": "60"}).json()
        seed = other.get(
            "/api/whatif", params={**QUICK, "table": "paths", "wait": "60", "seed": "4"}
        ).json()
    assert again["table"] == first["table"]
    assert again["table"] != seed["table"]
    assert any("not what they cause" in note for note in first["notes"])


def test_a_scenario_survives_packing(strike: Any) -> None:
    again = unpacked(packed(strike))
    assert again.to_json() == strike.to_json()
    assert table_of(packed(strike), "dyads").table.equals(strike.dyads.table)


def test_a_form_composes_a_shock_and_leads_to_its_address(ahead: TestClient) -> None:
    sent = {"new": "act", "who": "Paraguay", "does": "SANCTION", "whom": "Fiji", "number": "40",
            "act": "FJI CONSULT PRY", "months": "2"}  # fmt: skip
    to = ahead.get(filled("/what-if", sent), follow_redirects=False)
    assert to.status_code == 307
    assert to.headers["location"] == filled(
        "/what-if", {"act": "FJI CONSULT PRY|PRY SANCTION FJI; number: 40", "months": "2"}
    )
    page = ahead.get(to.headers["location"]).text
    assert page.count("take away") == 2


@pytest.mark.parametrize(
    ("given", "shock"),
    [
        ({"new": "series", "does": "joint_exercise", "every": "month", "until": "2033-12-31"},
         ("series", "PRY joint_exercise FJI; every: month; until: 2033-12-31")),
        ({"new": "rate", "acts": "cooperation", "times": "1.5"},
         ("rate", "PRY FJI cooperation; times: 1.5")),
        ({"new": "flow", "goods": "gas", "change": "-50%"},
         ("flow", "gas from PRY to FJI; change: -50%")),
        ({"new": "commitment", "pledge": "defence", "turn": "broken", "day": "+10 days"},
         ("commitment", "PRY FJI defence; broken: +10 days")),
    ],
)  # fmt: skip
def test_each_kind_of_shock_can_be_composed(given: dict[str, str], shock: tuple[str, str]) -> None:
    assert composed({**given, "who": "Paraguay", "whom": "Fiji"}) == shock
    assert scenario_of({shock[0]: shock[1]}).shocks == (shock,)


def test_scenarios_that_cost_too_much_or_mean_nothing_are_refused() -> None:
    for given, error in (
        ({"act": STRIKE, "runs": str(MOST["runs"] + 1)}, WrongUse),
        ({"act": STRIKE, "months": "0"}, WrongUse), ({"act": STRIKE, "seed": "-1"}, WrongUse),
        ({"act": "|".join([STRIKE] * 13)}, WrongUse), ({"rate": "PRY FJI all"}, WrongUse),
        ({"act": "Ruritania SANCTION FJI"}, UnknownCode), ({"pairs": "FJI"}, WrongUse),
    ):  # fmt: skip
        with pytest.raises(error):
            scenario_of(given)
    with pytest.raises(MultipoleError):
        composed({"new": "dance", "who": "PRY", "whom": "FJI"})


def test_a_store_too_thin_for_a_scenario_says_what_to_add(client: TestClient) -> None:
    page = text(client, "/what-if", act="USA SANCTION CHN; number: 5", months="2", runs="50")
    assert "too few for a model of the stream" in page
    assert "multipole sources events" in page
    told = client.get("/api/whatif", params={"act": "USA SANCTION CHN", "wait": "60"})
    assert told.status_code == 404
    assert told.json()["remedy"]


def test_another_site_cannot_have_a_scenario_worked_out_unseen(ahead: TestClient) -> None:
    for kind in ("image", "iframe", "script", "empty"):
        unseen = {"sec-fetch-site": "cross-site", "sec-fetch-dest": kind}
        assert ahead.get("/what-if", headers=unseen).status_code == 403
    opened = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}
    assert ahead.get("/what-if", headers=opened).status_code == 200
    assert ahead.get("/what-if", headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_a_dyad_leads_to_its_forecast_and_to_a_what_if(client: TestClient) -> None:
    page = client.get("/dyad/CHN/RUS").text
    assert 'href="/forecast/CHN/RUS"' in page
    assert 'href="/what-if?pairs=CHN-RUS"' in page
    assert 'href="/forecasts"' in page
    assert 'href="/next/CHN"' in client.get("/actor/CHN").text
