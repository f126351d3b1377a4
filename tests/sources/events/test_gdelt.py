"""GDELT events and mentions, on invented rows and on real files where they are at hand."""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources import find_source
from multipole.sources.events.cameo import UNTYPED
from multipole.sources.events.gdelt import NOBODY, outlets
from multipole.sources.events.gdelt_format import EXTRA, MENTIONS, V1, V2, fips
from multipole.sources.gate.source import Batch, Context, Input

ROOT = Path(__file__).resolve().parents[3]
SHARED = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
DATA = SHARED / "events/gdelt"
real = pytest.mark.skipif(not DATA.is_dir(), reason=f"no GDELT in {DATA} (MULTIPOLE_SHARED)")
CONTEXT = Context(load_actors(), date(2026, 1, 1))

EVENT = {
    "GLOBALEVENTID": "7001", "SQLDATE": "20190305", "Actor1Code": "CHNGOV", "Actor1Name": "WUHU",
    "Actor1CountryCode": "CHN", "Actor2Code": "RUS", "Actor2CountryCode": "RUS",
    "IsRootEvent": "1", "EventCode": "0312", "QuadClass": "1", "GoldsteinScale": "5.2",
    "NumMentions": "4", "ActionGeo_Type": "1", "ActionGeo_CountryCode": "RS",
    "DATEADDED": "20190306011500", "SOURCEURL": "https://www.harbour-post.example/world/a1?b=2",
}  # fmt: skip
MENTION = {
    "GLOBALEVENTID": "7001", "EventTimeDate": "20190306011500",
    "MentionTimeDate": "20190309120000", "MentionType": "1",
    "MentionSourceName": "harbour-post.example",
    "MentionIdentifier": "https://harbour-post.example/a2", "SentenceID": "3",
    "Actor1CharOffset": "60", "Actor2CharOffset": "-1", "ActionCharOffset": "120",
    "InRawText": "1", "Confidence": "80", "MentionDocTone": "-1.5",
}  # fmt: skip


def line(columns: Sequence[str], base: Mapping[str, str], **changes: str) -> str:
    return "\t".join({**base, **changes}.get(name, "") for name in columns)


def v2(**changes: str) -> str:
    return line(V2, EVENT, **changes)


def v1(**changes: str) -> str:
    return line(V1, EVENT, **{"DATEADDED": "20190306", **changes})


def written(folder: Path, *lines: str, name: str = "events.csv") -> Input:
    path = folder / name
    path.write_text("".join(row + "\n" for row in lines), encoding="utf-8")
    return Input(path, "", path.stat().st_size)


def read(source: str, file: Input) -> Batch:
    """What a source makes of a file that fits into one batch, everything accounted for."""
    found = find_source(source)
    found.edition_of(file)
    (batch,) = found.read((file,), CONTEXT)
    out = batch.codings if batch.codings is not None else batch.items
    assert out is not None
    assert batch.quarantine is not None
    assert batch.rows == out.height + batch.quarantine.height + sum(batch.set_aside.values())
    return batch


def codings(batch: Batch) -> pl.DataFrame:
    assert batch.codings is not None
    return batch.codings


def refused(batch: Batch) -> list[tuple[int, str, str]]:
    assert batch.quarantine is not None
    return batch.quarantine.select("row", "column", "datum").sort("row").rows()


def test_a_row_becomes_a_claim_with_its_place_outlet_and_day_of_knowing(tmp_path: Path) -> None:
    (row,) = codings(read("gdelt_v2", written(tmp_path, v2()))).to_dicts()
    assert row == {
        "event": "7001", "sender": "CHN", "receiver": "RUS", "sender_code": "CHNGOV",
        "receiver_code": "RUS", "action": "AGREE", "code": "0312", "domain": "military",
        "modality": "happened", "period_start": date(2019, 3, 5), "period_end": date(2019, 3, 6),
        "known_on": date(2019, 3, 6), "place": "RUS", "intensity": 5.2, "mentions": 4,
        "outlet": "harbour-post.example", "story": EVENT["SOURCEURL"], "row": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("width", "story"), [(57, ""), (58, EVENT["SOURCEURL"])])
def test_version_1_has_57_or_58_fields(tmp_path: Path, width: int, story: str) -> None:
    text = "\t".join(v1().split("\t")[:width])
    found = codings(read("gdelt_v1", written(tmp_path, text)))
    assert found.select("place", "story", "known_on").row(0) == ("RUS", story, date(2019, 3, 6))


def test_both_lengths_of_version_1_may_stand_in_one_file(tmp_path: Path) -> None:
    short = v1(GLOBALEVENTID="1").rpartition("\t")[0]
    found = codings(read("gdelt_v1", written(tmp_path, short, v1(), short)))
    assert found.select("row", "event", "outlet").rows() == [
        (1, "1", ""), (2, "7001", "harbour-post.example"), (3, "1", ""),
    ]  # fmt: skip


def test_a_line_with_another_number_of_fields_is_refused_and_the_rest_goes_in(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, v2(), v2() + "\tmore", v1(), v2(GLOBALEVENTID="7002"))
    batch = read("gdelt_v2", file)
    assert codings(batch)["row"].to_list() == [1, 4]
    assert [row for row, _, _ in refused(batch)] == [2, 3]


def test_bytes_that_are_no_text_are_refused_by_row(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(v2().encode() + b"\n" + v2().replace("WUHU", "\xff").encode("latin-1") + b"\n")
    batch = read("gdelt_v2", Input(path, "", 0))
    assert codings(batch)["row"].to_list() == [1]
    assert [row for row, _, _ in refused(batch)] == [2]


def test_an_act_of_years_ago_is_known_only_from_the_day_it_was_added(tmp_path: Path) -> None:
    file = written(tmp_path, v2(SQLDATE="20090305"), v2(SQLDATE="20190306"), v2(SQLDATE="20190401"))
    found = codings(read("gdelt_v2", file))
    assert found.select("period_start", "known_on").rows() == [
        (date(2009, 3, 5), date(2019, 3, 6)),
        (date(2019, 3, 6), date(2019, 3, 6)),
        (date(2019, 4, 1), date(2019, 4, 1)),
    ]


def test_one_act_told_in_many_rows_is_many_claims(tmp_path: Path) -> None:
    again = v2(GLOBALEVENTID="7002", SOURCEURL="https://steppe-courier.example/1")
    found = codings(read("gdelt_v2", written(tmp_path, v2(), again, v2())))
    assert found["event"].to_list() == ["7001", "7002", "7001"]
    assert found.select("period_start", "sender", "receiver", "code").is_duplicated().all()


def test_what_no_table_knows_is_refused_with_its_datum(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        v2(EventCode="40"), v2(EventCode="---"), v2(Actor1Code="XQZ", Actor1CountryCode=""),
        v2(SQLDATE="20190231"), v2(DATEADDED="2019030"), v2(GoldsteinScale="11"),
        v2(NumMentions="many"), v2(ActionGeo_CountryCode="QQ"), v2(),
    )  # fmt: skip
    batch = read("gdelt_v2", file)
    assert codings(batch)["row"].to_list() == [9]
    assert refused(batch) == [
        (1, "EventCode", "40"), (2, "EventCode", "---"), (3, "Actor1Code", "XQZ"),
        (4, "SQLDATE", "20190231"), (5, "DATEADDED", "2019030"), (6, "GoldsteinScale", "11"),
        (7, "NumMentions", "many"), (8, "ActionGeo_CountryCode", "QQ"),
    ]  # fmt: skip


def test_rows_without_a_state_or_a_type_are_counted(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        v2(EventCode="010"), v2(EventCode="020"),
        v2(Actor1Code="CVL", Actor1CountryCode="", Actor2Code="EUR", Actor2CountryCode="EUR"),
        v2(Actor1Code="", Actor1CountryCode=""), v2(Actor2Code="SYRREB", Actor2CountryCode="SYR"),
    )  # fmt: skip
    batch = read("gdelt_v2", file)
    assert batch.set_aside == {UNTYPED: 2, NOBODY: 1}
    assert codings(batch).select("sender", "receiver", "receiver_code").rows() == [
        ("", "RUS", "RUS"), ("CHN", "", "SYRREB"),
    ]  # fmt: skip


def test_codes_with_blanks_around_them_are_read(tmp_path: Path) -> None:
    found = codings(read("gdelt_v2", written(tmp_path, v2(Actor1Code=" TWNLEG"))))
    assert found.select("sender", "sender_code").row(0) == ("TWN", "TWNLEG")


def test_a_copy_with_a_header_is_known_by_its_header(tmp_path: Path) -> None:
    at = V2.index("EventBaseCode")
    columns = [*V2[:at], *EXTRA, *V2[at:]]
    rows = [line(columns, EVENT, CAMEOCodeDescription='" Agree, in short"').split("\t")]
    text = [",".join(cells) for cells in [columns, *rows]]
    found = codings(read("gdelt_v2", written(tmp_path, *text)))
    assert found.select("sender", "code", "place", "row").row(0) == ("CHN", "0312", "RUS", 2)


def test_a_header_with_a_column_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, ",".join([*V2, "Surprise"]), ",".join([""] * 62))
    with pytest.raises(UnreadableInput, match="Surprise"):
        find_source("gdelt_v2").edition_of(file)


def test_files_of_another_kind_are_told_apart_by_their_fields(tmp_path: Path) -> None:
    texts = {"gdelt_v1": v1(), "gdelt_v2": v2(), "gdelt_mentions": line(MENTIONS, MENTION)}
    for kind, text in texts.items():
        file = written(tmp_path, text, name="20190306011500.export.CSV")
        for source in texts:
            if source == kind:
                assert find_source(source).edition_of(file).name == source
            else:
                with pytest.raises(UnreadableInput, match="fields parted by tabs"):
                    find_source(source).edition_of(file)


def test_a_zipped_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "20190306011500.export.CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20190306011500.export.CSV", v2() + "\n")
    assert codings(read("gdelt_v2", Input(path, "", 0))).height == 1


def test_the_outlet_is_the_host_of_an_address_or_the_name_itself() -> None:
    told = ["http://www.a.example/b/c", "https://b.example:80", "https://c.example?d=1",
            "BBC Monitoring", "", "a/b/c/d", "http://"]  # fmt: skip
    assert outlets(pl.Series(told)).to_list() == [
        "a.example", "b.example", "c.example", "BBC Monitoring", "", "a/b/c/d", "http://",
    ]  # fmt: skip


def test_a_mention_is_an_item_that_names_event_outlet_and_confidence(tmp_path: Path) -> None:
    batch = read("gdelt_mentions", written(tmp_path, line(MENTIONS, MENTION)))
    assert batch.items is not None
    (item,) = batch.items.to_dicts()
    assert item["item"] == (
        "gdelt_mention:7001:20190309120000:60:-1:120:https://harbour-post.example/a2"
    )
    assert (item["kind"], item["known_on"], item["row"]) == ("mention", date(2019, 3, 9), 1)
    facts = json.loads(item["facts"])
    assert facts["event"] == "7001"
    assert facts["outlet"] == "harbour-post.example"
    assert (facts["confidence"], facts["medium"]) == (80, "web")
    assert facts["event_added_on"] == "2019-03-06"


def test_the_same_mention_twice_is_counted_as_repeated(tmp_path: Path) -> None:
    rows = [line(MENTIONS, MENTION), line(MENTIONS, MENTION, Actor1CharOffset="61")]
    batch = read("gdelt_mentions", written(tmp_path, *rows, rows[0]))
    assert batch.items is not None
    assert batch.items["row"].to_list() == [1, 2]
    assert batch.set_aside == {"repeated row": 1}


def test_a_mention_with_what_no_table_knows_is_refused(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        line(MENTIONS, MENTION, MentionType="9"),
        line(MENTIONS, MENTION, Confidence="101"),
        line(MENTIONS, MENTION, MentionTimeDate=""),
        line(MENTIONS, MENTION),
    )
    batch = read("gdelt_mentions", file)
    assert [row for row, _, _ in refused(batch)] == [1, 2, 3]


@real
@pytest.mark.parametrize(
    ("source", "name", "used", "untyped", "nobody"),
    [
        ("gdelt_v1", "events1.csv", 56, 23, 21),
        ("gdelt_v2", "events.csv", 65, 18, 17),
        ("gdelt_v2", "events2samps.csv", 3698, 1196, 1196),
    ],
)
def test_every_row_of_the_real_files_is_accounted_for(
    source: str, name: str, used: int, untyped: int, nobody: int
) -> None:
    batch = read(source, Input(DATA / name, "", 0))
    assert codings(batch).height == used
    assert batch.set_aside == {UNTYPED: untyped, NOBODY: nobody}
    assert refused(batch) == []


@real
def test_known_figures_of_the_real_files() -> None:
    found = codings(read("gdelt_v2", Input(DATA / "events2samps.csv", "", 0)))
    assert found["known_on"].n_unique() == 3
    assert (found["known_on"] >= found["period_start"]).all()
    assert found.filter(pl.col("known_on").dt.offset_by("-1y") == pl.col("period_start")).height > 0
    ends = Counter(found["sender"].to_list() + found["receiver"].to_list())
    assert [actor for actor, _ in ends.most_common(3)] == ["", "USA", "GBR"]


@real
def test_every_mention_of_the_real_file_is_an_item() -> None:
    batch = read("gdelt_mentions", Input(DATA / "mentions.csv", "", 0))
    assert batch.items is not None
    assert batch.items.height == 100
    assert batch.items["item"].is_unique().all()


@real
def test_country_codes_of_fips_are_those_of_the_published_list() -> None:
    rows = pl.read_csv(SHARED / "states/country-codes.csv", infer_schema=False)
    published = dict(rows.select("FIPS", "ISO3166-1-Alpha-3").rows())
    known = {code: iso3 for code, iso3 in published.items() if code in fips() and code != "NL"}
    assert len(known) > 230
    assert {code: fips()[code] for code in known} == known
