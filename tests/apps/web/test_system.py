"""The page of all states: figures of the answers, tiles, and what it says of what is lacking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.answers.recorded import put
from tests.answers.test_depends import imports
from tests.answers.test_polarity import EAST, WEST, camps, cinc

from multipole.actors import load_actors
from multipole.answers.agreements import agreements
from multipole.answers.blocs import blocs
from multipole.apps.web.pages import system_tiles
from multipole.apps.web.server import Settings, create_app
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("system") / "camps.duckdb"
    with open_store(path, create=True) as store:
        put(store, "unga_votes", *camps(2017), *camps(2018), timely=True,
            covers={"unga_vote": "2017/2018"})  # fmt: skip
        put(store, "cow_nmc", *cinc(2016, **dict.fromkeys((*EAST, *WEST), 0.05), IND=0.01))
        put(store, "cow_trade", imports("RUS", "CHN", 30.0, "2014"),
            imports("RUS", "USA", 70.0, "2014"), imports("CHN", "RUS", 10.0, "2014"),
            imports("CHN", "USA", 90.0, "2014"), covers={"cow_imports_musd": "2014"})  # fmt: skip
    return path


@pytest.fixture(scope="module")
def system(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    cache = tmp_path_factory.mktemp("cache")
    app = create_app(Settings(planted, hosts=("testserver",), workers=1, cache=cache))
    with TestClient(app, base_url="http://testserver") as opened:
        yield opened


@pytest.fixture(scope="module")
def page(system: TestClient) -> str:
    found = system.get("/system?wait=1")
    assert found.status_code == 200
    return found.text


def part(page: str, name: str) -> str:
    found = re.search(rf'<section class="part" id="{name}">.*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def test_tiles_hold_every_state_of_today_once_and_no_two_in_one_place() -> None:
    listed = load_actors()
    today = {actor for actor, start, end in listed.spells("cow") if end is None}
    lasting = {a.id for a in listed if a.kind == "state" and (not a.lifetime or _lasts(a.lifetime))}
    places = system_tiles.places()
    assert set(places) == lasting
    assert today <= set(places)
    assert len(set(places.values())) == len(places)
    text = (Path(system_tiles.__file__).parents[1] / "tiles.csv").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(places) + 1


def _lasts(lifetime: object) -> bool:
    return getattr(lifetime, "end").year > 9000  # noqa: B009


def test_the_year_is_the_last_whole_one_with_votes(page: str) -> None:
    assert "<h1>The system of states in 2018</h1>" in page


def test_the_matrix_says_the_shares_and_sets_camps_side_by_side(page: str, planted: Path) -> None:
    own = part(page, "agreement")
    with open_store(planted, read_only=True) as store:
        rows = agreements(store, year=2018, states=sorted((*EAST, *WEST))).table.to_pylist()
    for row in rows:
        names = " and ".join(load_actors().actor(row[end]).name for end in "ab")
        assert f'title="{names}: {row["value"]:.0%} (' in own
    order = re.findall(r'<th scope="row"><abbr title="[^"]*">(\w+)</abbr>', own)
    assert {frozenset(order[:6]), frozenset(order[6:])} == {frozenset(EAST), frozenset(WEST)}
    assert 'href="/dyad/CHN/RUS"' in own


def test_the_map_gives_each_tile_its_words(page: str, planted: Path) -> None:
    own = part(page, "map")
    assert own.count("<g class=") >= len(system_tiles.places())
    with open_store(planted, read_only=True) as store:
        head = agreements(store, year=2018).table.to_pylist()[0]["a"]
        rows = agreements(store, year=2018, to="CHN").table.to_pylist()
    assert head
    about = re.search(r"A map of tiles: (\w+), votes alike", own)
    assert about
    if about[1] == "China":
        row = next(row for row in rows if row["b"] == "RUS")
        assert f'aria-label="Russia: {row["value"]:.0%} (' in own
    assert "Brazil: unknown" in own


def test_the_map_of_blocs_tells_them_by_number_and_not_by_colour_alone(system: TestClient) -> None:
    own = part(system.get("/part/system/map?wait=1&measure=bloc").text, "map")
    assert 'aria-label="China: bloc ' in own
    assert "bloc 1" in own
    assert "bloc 2" in own


def test_blocs_are_those_of_the_answer(page: str, planted: Path) -> None:
    own = part(page, "blocs")
    with open_store(planted, read_only=True) as store:
        large = [r for r in blocs(store, year=2018).table.to_pylist() if r["section"] == "bloc"]
    assert f"voted in {len(large)} large blocs" in own
    for row in large:
        assert f"Bloc {row['bloc']} <span" in own
        assert f"{row['together']:.0%} of redrawn" in own


def test_dependence_of_an_earlier_year_says_so(page: str) -> None:
    own = part(page, "depends")
    assert "Of 2014: the store has no imports of 2018." in own
    assert "China on United States" in own
    assert "90.0%" in own
    assert "China has 90.0% of its imports with United States" in own


def test_poles_name_the_greatest_two(page: str) -> None:
    poles = (12 * 0.05 + 0.01) ** 2 / (12 * 0.05**2 + 0.01**2)
    assert f"as among {poles:.1f} equal poles: Canada held 8.2%" in part(page, "polarity")


def test_a_year_before_is_asked_by_its_address(system: TestClient) -> None:
    asked = "year=2017&states=China,RUS,USA"
    assert "The system of states in 2017" in system.get(f"/system?{asked}").text
    own = part(system.get(f"/part/system/agreement?{asked}&wait=1").text, "agreement")
    assert re.findall(r'<th scope="row"><abbr title="([^"]*)">', own)
    assert len(re.findall(r'<th scope="row"><abbr', own)) == 3


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("year=soon", "no year"), ("year=1700", "not 1700"), ("states=CHN", "1 states are named"),
        ("to=Ruritania", "Ruritania"), ("measure=beauty", "beauty"), ("flow=gold", "gold"),
    ],
)  # fmt: skip
def test_bad_words_in_the_address_are_told(system: TestClient, asked: str, word: str) -> None:
    found = system.get(f"/system?{asked}")
    assert found.status_code in (404, 422)
    assert word in found.text


def test_the_data_behind_have_addresses(system: TestClient, page: str, planted: Path) -> None:
    links = [unescape(one) for one in re.findall(r'href="(/api/[^"]*format=json[^"]*)"', page)]
    assert len(links) == len(set(links)) == 6
    for link in links:
        assert system.get(f"{link}&wait=60").status_code == 200, link
    with open_store(planted, read_only=True) as store:
        row = agreements(store, year=2018, to="CHN").table.to_pylist()[0]
    own = system.get("/api/agreements?year=2018&to=CHN&wait=60").json()["table"][0]
    assert (own["b"], own["value"]) == (row["b"], row["value"])


def test_a_small_store_says_which_command_fills_each_part(client: TestClient) -> None:
    page = client.get("/system?wait=1").text
    assert "blocs need 10" in part(page, "blocs")
    assert "multipole sources trade" in part(page, "depends")
    assert "cow_nmc" in part(page, "polarity")


def test_a_bare_store_says_what_to_add(tmp_path: Path) -> None:
    path = tmp_path / "bare.duckdb"
    open_store(path, create=True).close()
    app = create_app(Settings(path, hosts=("testserver",), cache=tmp_path))
    with TestClient(app, base_url="http://testserver") as opened:
        page = opened.get("/system?wait=1")
        assert page.status_code == 200
        assert "multipole sources unga_votes" in page.text
        assert "multipole read" in opened.get("/triangles?wait=1").text
