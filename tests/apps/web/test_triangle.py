"""The pages of triangles: the figures of the answer, every year in the page, hostile names."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from multipole.answers.triangle_years import triangle_years
from multipole.answers.triangles import triangles
from multipole.apps.web.pages import triangle_drawn
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")
WHERE = "/triangle/CHN/RUS/USA"


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    found = client.get(f"{WHERE}?wait=1")
    assert found.status_code == 200
    return found.text


@pytest.fixture(scope="module")
def years(store_path: Path) -> tuple[triangle_drawn.Year, ...]:
    with open_store(store_path, read_only=True) as store:
        return triangle_drawn.years_of(triangle_years(store, "CHN", "RUS", "USA"))


def test_the_first_sentence_says_the_figures_of_the_newest_year(
    page: str, years: tuple[triangle_drawn.Year, ...]
) -> None:
    told = re.search(r'<p class="lead" data-tri="sentence">(.*?)</p>', page)
    assert told
    assert unescape(told[1]) == triangle_drawn.sentence(years[-1])
    tie = max(
        (tie for tie in years[-1].ties if tie["value"] is not None), key=lambda tie: tie["value"]
    )
    assert f"{tie['value']:.2f} ({tie['low']:.2f} to {tie['high']:.2f})" in told[1]


def test_every_year_is_in_the_page_and_has_a_link(
    page: str, years: tuple[triangle_drawn.Year, ...]
) -> None:
    held = re.search(r'<script type="application/json" id="tri-years">(.*?)</script>', page)
    assert held
    assert json.loads(held[1]) == [triangle_drawn.drawn(one) for one in years]
    for one in years:
        assert f"{WHERE}?year={one.year}" in page


def test_another_year_is_drawn_by_the_server_too(
    client: TestClient, years: tuple[triangle_drawn.Year, ...]
) -> None:
    first = years[0]
    page = client.get(f"{WHERE}?wait=1&year={first.year}").text
    assert unescape(triangle_drawn.sentence(first)) in unescape(page)
    assert f'value="{first.year}"' in page


def test_each_edge_leads_to_its_dyad_with_words_for_who_cannot_see_it(page: str) -> None:
    for a, b in (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")):
        assert f'href="/dyad/{a}/{b}"' in page
    words = re.findall(r'aria-label="([^"]*)\. To the dyad\."', page)
    assert len(words) == 3
    assert all("closeness" in one for one in words)


def test_the_test_of_pressure_says_its_strength_and_its_limits(page: str) -> None:
    part = page[page.index('id="pressure"') :]
    assert "After United States pressed: China and Russia" in part
    assert "None of 3 tests could be made" in part
    assert "proves nothing by itself" in part


def test_sentences_stand_behind_and_hostile_ones_harmlessly(page: str) -> None:
    part = page[page.index('id="behind"') :]
    assert "sentences of reports" in part
    assert "<img" not in page
    assert "<script>alert" not in page


def test_any_order_and_any_name_lead_to_one_address(client: TestClient) -> None:
    sent = client.get("/triangle/USA/Russia/china?year=2022", follow_redirects=False)
    assert sent.status_code == 307
    assert sent.headers["location"] == f"{WHERE}?year=2022"


@pytest.mark.parametrize(
    ("where", "status", "word"),
    [
        ("/triangle/CHN/RUS/Ruritania", 404, "Ruritania"),
        ("/triangle/CHN/RUS/China", 422, "three actors"),
        (f"{WHERE}?year=soon", 422, "soon"),
        ("/triangle/CHN/RUS/%3Cimg%20src=x%3E", 404, "&lt;img"),
    ],
)
def test_bad_words_in_the_address_are_told(
    client: TestClient, where: str, status: int, word: str
) -> None:
    found = client.get(where)
    assert found.status_code == status
    assert word in found.text
    assert "<img src=x>" not in found.text


def test_a_year_without_records_names_those_that_there_are(
    client: TestClient, years: tuple[triangle_drawn.Year, ...]
) -> None:
    page = client.get(f"{WHERE}?wait=1&year=1890").text
    assert f"{years[0].year} to {years[-1].year}, not 1890" in page


def test_triangles_of_which_most_is_told_are_offered(client: TestClient, store_path: Path) -> None:
    page = client.get("/triangles?wait=1").text
    with open_store(store_path, read_only=True) as store:
        rows = triangles(store).table.to_pylist()
    assert page.index(f"/triangle/{rows[0]['a']}/{rows[0]['b']}/{rows[0]['c']}") > 0


def test_three_names_lead_to_their_triangle(client: TestClient) -> None:
    sent = client.get("/triangles?a=russia&b=China&c=USA", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (307, WHERE)


def test_two_names_alone_keep_the_form(client: TestClient) -> None:
    page = client.get("/triangles?a=CHN&b=China&c=CHN")
    assert page.status_code == 200
    assert "Name three different actors" in page.text
    assert "Ruritania" in client.get("/triangles?a=CHN&b=RUS&c=Ruritania").text
