"""The page of the brief: whole, inert, and every mark leads to its sentence."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from multipole.answers.brief import brief
from multipole.answers.brief_room import Room
from multipole.apps.brief import render, words, write_brief
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Event, Run, Span
from multipole.store import Store, open_store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
RUN = Run("code", "test", "", "by hand", 0, NOW)
BOTH = ("CHN", "RUS")
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
TEXT = (
    f"China met Russia{EVIL} in secret. \u202egnirts\u202c and {'long' * 400}.\n\n"
    "China will threaten Russia {{ 7 * 7 }} </style></script> tomorrow. "
    "La Chine a vu la Russie. Trade is 46 percent."
)


def _document(outlet: str, title: str, *, url: str, language: str = "en") -> tuple[Any, bytes]:
    raw = TEXT.encode()
    key = hashlib.sha256(raw).hexdigest()
    path = f"{EVIL}/{title}.txt"
    return Document(
        outlet, url, title, EVIL, language, date(2021, 3, 22), NOW, key, path, TEXT
    ), raw  # fmt: skip


def _claim(document: Document, quote: str, **other: Any) -> Claim:
    span = Span.locate(document.id, document.text, quote)
    given: dict[str, Any] = {"kind": "event", "confidence": 0.8, "known_on": document.known_on}
    return Claim(spans=(span,), coded_by=EVIL, **given | other)


def _event(*claims: Claim) -> Event:
    first = claims[0]
    assert first.action
    return Event(
        tuple(sorted(c.id for c in claims)), first.sender, first.receiver, first.action,
        first.domain, first.modality, first.period, 0.8, first.known_on,
    )  # fmt: skip


def _fill(path: Path) -> None:
    evil, raw = _document(EVIL, EVIL, url="javascript:alert(3)")
    plain, same = _document("Phare", "Rien", url="https://phare.example/a?b=1&c=2", language="fr")
    day = Period.day(date(2021, 3, 22))
    talk: dict[str, Any] = {
        "sender": BOTH, "receiver": BOTH, "action": "CONSULT", "period": day, "speaker": EVIL,
    }  # fmt: skip
    met = _claim(evil, f"China met Russia{EVIL} in secret.", **talk)
    inner = _claim(evil, "met Russia", **talk)
    over = _claim(evil, "in secret. \u202egnirts\u202c and long", sender=("CHN",),
                  receiver=("RUS",), action="AID")  # fmt: skip
    seen = _claim(plain, "La Chine a vu la Russie.", **talk)
    threat = _claim(evil, "China will threaten Russia {{ 7 * 7 }} </style></script> tomorrow",
                    sender=("CHN",), receiver=("RUS",), action="THREATEN", modality="planned",
                    period=Period.year(2022))  # fmt: skip
    view = _claim(evil, "Trade is", kind="assessment", about=BOTH, leaning="against",
                  speaker=EVIL, gist=EVIL)  # fmt: skip
    share = _claim(evil, "Trade is 46 percent", kind="figure", about=BOTH, measure=EVIL,
                   value=46.0, unit="percent", gist="more than")  # fmt: skip
    aided = _claim(plain, "China met Russia", sender=BOTH, receiver=("IRN", "NGO:<Q> 'x'"),
                   action="AID", domain="health")  # fmt: skip
    with open_store(path, create=True) as store:
        store.add_documents([(evil, raw, "coded", EVIL), (plain, same, "coded", EVIL)], RUN)
        store.add_claims([met, inner, over, seen, threat, view, share, aided], RUN)
        store.replace_events(
            [_event(met, inner, seen), _event(over), _event(threat), _event(aided)], RUN
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose every text tries to break out."""
    path = tmp_path_factory.mktemp("page") / "evil.duckdb"
    _fill(path)
    return path


@pytest.fixture(scope="module")
def text(place: Path) -> str:
    out = place.with_suffix(".html")
    with open_store(place, read_only=True) as store:
        assert write_brief(store, ["CHN", "RUS", "USA"], out, now=NOW) == out
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Any:
    return lxml.html.document_fromstring(text)


def test_hostile_text_stays_text(page: Any, text: str) -> None:
    scripts = [(s.get("id"), s.get("type")) for s in page.iter("script")]
    assert scripts == [
        ("spec", "application/json"), ("palette", "application/json"), ("vega", "text/plain"),
        (None, None),
    ]  # fmt: skip
    assert not list(page.iter("img", "iframe", "object", "embed", "link", "base", "form"))
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert EVIL in page.text_content()
    assert "{{ 7 * 7 }}" in page.text_content()
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_nothing_is_loaded_from_anywhere(page: Any) -> None:
    assert not page.xpath("//@src | //@srcset | //@action | //@background | //@style")
    links = [a for a in page.iter("a") if not a.get("href").startswith("#")]
    assert {a.get("href") for a in links} == {"https://phare.example/a?b=1&c=2"}
    assert all("noreferrer" in a.get("rel") for a in links)


def test_links_of_pictures_are_anchors_too(page: Any) -> None:
    targets = page.xpath("//*[local-name()='a' and ancestor::*[local-name()='svg']]/@*")
    assert not [t for t in targets if "://" in t]


def test_every_link_of_the_page_has_its_place_and_places_are_unique(page: Any) -> None:
    places = page.xpath("//@id")
    assert len(places) == len(set(places))
    wanted = {h[1:] for h in page.xpath("//@href") if h.startswith("#")}
    assert wanted
    assert not wanted - set(places)


def test_the_policy_allows_the_style_and_scripts_of_the_page_and_no_other(page: Any) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    run = [s.text for s in page.iter("script") if s.get("type") != "application/json"]
    for code in [*run, *(s.text for s in page.iter("style"))]:
        key = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{key}'" in policy


def test_the_specification_reads_back_and_names_no_address(page: Any) -> None:
    spec = json.loads(page.get_element_by_id("spec").text)
    assert not re.findall(r'"url"', json.dumps(spec))
    rows = [row for found in _values(spec) for row in found if "href" in row]
    assert {row["href"][1:] for row in rows} <= set(page.xpath("//@id"))


def _values(node: Any) -> list[Any]:
    if isinstance(node, dict):
        own = [node["values"]] if isinstance(node.get("values"), list) else []
        return own + [v for child in node.values() for v in _values(child)]
    return [v for child in node for v in _values(child)] if isinstance(node, list) else []


def test_overlapping_quotes_are_marked_without_loss(page: Any) -> None:
    paragraphs = page.xpath("//article[@class='doc']//div[contains(@class, 'para')]/p")
    whole = f"China met Russia{EVIL} in secret. \\u202egnirts\\u202c and long"
    assert sum(p.text_content().startswith(whole) for p in paragraphs) == 2
    marks = [m.get("data-claims").split() for p in paragraphs for m in p.iter("mark")]
    assert max(map(len, marks)) == 2


def test_words_in_another_language_say_so(page: Any) -> None:
    quotes = page.xpath("//q[@lang='fr']")
    assert any("La Chine a vu la Russie." in q.text_content() for q in quotes)


def test_every_claim_has_a_citation_and_its_confidence(page: Any) -> None:
    chips = page.xpath("//li[contains(@class, 'chip')]")
    assert len(chips) == 8
    for chip in chips:
        assert "confidence 0." in chip.text_content()
        assert "characters" in chip.xpath(".//p[@class='citation']")[0].text_content()


def test_events_are_marks_of_the_picture_with_their_sentence(page: Any) -> None:
    marks = page.xpath("//div[@class='picture wide']//*[starts-with(@href, '#e-CHN-RUS-')]")
    assert len(marks) == 1
    assert "22 March 2021: China and Russia, meet or talk" in marks[0].get("aria-label")
    assert "China met Russia" in marks[0].xpath(".//*[local-name()='title']")[0].text


def test_undated_events_and_those_outside_the_picture_are_listed(page: Any) -> None:
    lane = page.get_element_by_id("events-CHN-RUS").text_content()
    assert "Undated, not in the picture" in lane
    assert "Outside the span of the picture: 2022, threaten" in lane


def test_acts_with_others_have_their_sentence_chip_and_mark(page: Any) -> None:
    section = page.get_element_by_id("others")
    assert "1 act with 2 third parties" in section.xpath("./h2")[0].text_content()
    full = page.get_element_by_id("others-CHN-IRN")
    assert "China and Russia → Iran and NGO:<Q> 'x'" in full.text_content()
    assert "health" in full.text_content()
    (link,) = full.xpath(".//a[starts-with(@href, '#c-')]/@href")
    key = link[3:]
    assert page.get_element_by_id(f"k-{key}").xpath(".//p[@class='citation']")
    assert page.xpath(f"//mark[contains(@data-claims, '{key}')]")
    assert any(h == "#others" for h in page.xpath("//nav//@href"))


def test_an_act_with_several_ends_stands_in_full_once(page: Any) -> None:
    section = page.get_element_by_id("others")
    assert len(section.find_class("act")) == 4
    assert len(section.find_class("quote")) == 1
    leads = section.xpath(".//a[starts-with(@href, '#o-')]/@href")
    assert leads == [f"#{section.find_class('act')[0].get('id')}"] * 3


def test_third_parties_left_out_are_named(small_store: Store) -> None:
    for room, words_ in (
        (Room(thirds=1), "Left out, as they have the fewest acts: the United Nations Security"),
        (Room(third_acts=0), "1, the latest 0 shown"),
    ):
        shown = render(brief(small_store, ["CHN", "RUS"], room=room), now=NOW)
        others = lxml.html.document_fromstring(shown).get_element_by_id("others")
        assert words_ in others.text_content()


def test_figures_stand_behind_their_bound(page: Any) -> None:
    assert "more than 46 percent" in page.get_element_by_id("figures").text_content()
    assert "more than 46 percent" in page.get_element_by_id("evidence").text_content()


def test_no_folder_of_the_reader_is_on_the_page(small_store: Store, tmp_path: Path) -> None:
    out = write_brief(small_store, ["CHN", "RUS"], tmp_path / "page.html", now=NOW)
    shown = out.read_text(encoding="utf-8")
    assert "Talks held.txt" in shown
    assert "empty.txt" in shown
    assert "reports/" not in shown


def test_a_pair_without_reports_is_unknown(page: Any) -> None:
    assert "unknown" in page.get_element_by_id("pair-CHN-USA").text_content()


def test_planned_acts_are_listed_as_such(page: Any) -> None:
    assert "China → Russia threaten" in page.get_element_by_id("open").text_content()


def test_the_page_has_landmarks_and_one_heading(page: Any) -> None:
    for name in ("header", "nav", "main", "footer"):
        assert list(page.iter(name))
    assert len(list(page.iter("h1"))) == 1
    assert page.get("lang") == "en"
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5")]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_all_words_are_there_without_scripts(page: Any) -> None:
    folds = page.xpath("//details[contains(@class, 'fold')]")
    assert folds
    assert all(f.get("open") is not None for f in folds)


def test_the_same_store_and_time_give_the_same_bytes(place: Path, text: str) -> None:
    out = place.with_name("again.html")
    with open_store(place, read_only=True) as store:
        write_brief(store, ["CHN", "RUS", "USA"], out, now=NOW)
    assert out.read_text(encoding="utf-8") == text


def test_the_page_is_small(text: str) -> None:
    assert len(text.encode()) < 1_300_000


@pytest.mark.parametrize("actors", ["CHN RUS", "CHN RUS USA EU", "CHN RUS USA EU IRN"])
def test_two_to_five_actors_have_a_picture(small_store: Store, tmp_path: Path, actors: str) -> None:
    out = write_brief(small_store, actors.split(), tmp_path / "page.html", now=NOW)
    found = lxml.html.document_fromstring(out.read_text(encoding="utf-8"))
    n = len(actors.split())
    assert len(found.xpath("//*[contains(@class, 'node')]")) == n
    assert len(found.xpath("//*[@class='reach']")) == n * (n - 1) // 2


def test_a_page_as_of_a_day_says_so_and_knows_no_later_report(
    small_store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "early.html"
    write_brief(small_store, ["CHN", "RUS"], out, as_of=date(2021, 3, 23), now=NOW)
    shown = out.read_text(encoding="utf-8")
    assert "as known on 23 March 2021" in shown
    assert "--as-of 2021-03-23" in shown
    assert "Steppe Courier" not in shown


def test_a_store_of_one_figure_has_a_page(tmp_path: Path) -> None:
    document, raw = _document("Phare", "Rien", url="")
    claim = _claim(document, "Trade is 46 percent", kind="figure", about=BOTH, measure="trade",
                   value=46.0, unit="percent")  # fmt: skip
    with open_store(tmp_path / "one.duckdb", create=True) as store:
        store.add_documents([(document, raw, "coded", EVIL)], RUN)
        store.add_claims([claim], RUN)
        out = write_brief(store, BOTH, tmp_path / "one.html", now=NOW)
    shown = lxml.html.document_fromstring(out.read_text(encoding="utf-8"))
    assert "46 percent" in shown.get_element_by_id("figures").text_content()
    assert "unknown" in shown.get_element_by_id("pairs").text_content()
    assert len(list(shown.iter("script"))) == 1


def test_nothing_known_of_the_actors_writes_no_page(small_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "none.html"
    with pytest.raises(NothingFound):
        write_brief(small_store, ["BRA", "IND"], out, now=NOW)
    assert not out.exists()


def test_a_page_that_cannot_be_written_says_what_to_do(small_store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be written") as error:
        write_brief(small_store, ["CHN", "RUS"], tmp_path / "no" / "page.html", now=NOW)
    assert "--out" in str(error.value)


@pytest.mark.parametrize(
    ("value", "unit", "bound", "said"),
    [
        (46, "percent", "", "46 percent"),
        (50, "percent", "more than", "more than 50 percent"),
        (100e9, "usd", "about", "about 100 billion US dollars"),
        (1.5e12, "cny", "", "1.5 trillion yuan"),
        (38e9, "m3", "less than", "less than 38 billion cubic metres"),
        (2, "rank", "", "rank 2"),
        (1234.5, "soldiers", "", "1,234.5 soldiers"),
        (3, "", "", "3"),
    ],
)  # fmt: skip
def test_amounts_are_said_as_people_say_them(
    value: float, unit: str, bound: str, said: str
) -> None:
    assert words.amount(value, unit, bound) == said


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2021-03-22", "22 March 2021"),
        ("2021-03", "March 2021"),
        ("2021", "2021"),
        ("2021-01/2021-03", "quarter 1 of 2021"),
        ("2019-02/2020-07", "February 2019 to July 2020"),
        ("2016/2020", "2016 to 2020"),
        ("2021-03-22/2021-03-23", "22 March 2021 to 23 March 2021"),
    ],
)
def test_periods_keep_their_granularity(period: str, said: str) -> None:
    assert words.when(Period.parse(period)) == said


def test_figures_of_one_sentence_stand_above_it_once(tmp_path: Path) -> None:
    document, raw = _document("Phare", "Rien", url="")
    sentence = "Trade is 46 percent."
    shares = [
        _claim(document, words_, kind="figure", about=BOTH, measure=measure, value=value,
               unit="percent")
        for words_, measure, value in (
            ("Trade is 46 percent", "dollar share", 46.0), ("46 percent.", "yuan share", 17.0),
        )
    ]  # fmt: skip
    start = document.text.index(sentence)
    with open_store(tmp_path / "one.duckdb", create=True) as store:
        store.add_documents([(document, raw, "coded", EVIL)], RUN)
        store.add_reading(document.id, [(start, start + len(sentence))], [])
        store.add_claims(shares, RUN)
        out = write_brief(store, BOTH, tmp_path / "one.html", now=NOW)
    shown = lxml.html.document_fromstring(out.read_text(encoding="utf-8"))
    (series,) = shown.xpath("//article[@class='series']")
    assert [n.text for n in series.find_class("num")] == ["46 percent", "17 percent"]
    assert series.text_content().count(sentence) == 1


def test_the_page_says_how_often_its_coder_was_right_and_whose_scores_these_are(
    page: Any,
) -> None:
    made = page.get_element_by_id("making")
    rows = made.xpath(".//table[contains(@class, 'accuracy')]/tbody/tr")
    assert rows[0].xpath("string(th)") == "All kinds"
    assert len(rows) > 10
    for row in rows:
        shares = [words for td in row.xpath("td") if (words := td.xpath("string(.)").split())]
        assert all(w == ["none", "coded"] or w[0].endswith("%") for w in shares)
    said = made.xpath("string(p[@class='honest'])")
    assert "read the reports, for which there are none" in said  # the planted coder has no card
