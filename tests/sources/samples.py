"""A small sound file of each source, of invented rows, and the same file with one thing changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from multipole.core.ids import sha256
from multipole.sources.events import icews, polecat
from multipole.sources.events.gdelt_format import MENTIONS, V1, V2
from multipole.sources.gate.source import Input
from multipole.sources.ties.trade_comtrade import COLUMNS as COMTRADE

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A table: what stands above it, its columns and rows; ``beside`` are other files of it.

    ``headless`` tables have no line of columns. ``quotes``: cells may be quoted.
    """

    source: str
    columns: Row
    rows: tuple[Row, ...]
    name: str = "table.csv"
    separator: str = ","
    above: str = ""
    headless: bool = False
    quotes: bool = True
    beside: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: int, column: int, text: str) -> Sample:
        """The same with another cell."""
        cells = list(self.rows[row])
        cells[column] = text
        return self.line(row, tuple(cells))

    def line(self, row: int, *instead: Row) -> Sample:
        """The same with other rows in the place of one."""
        return replace(self, rows=(*self.rows[:row], *instead, *self.rows[row + 1 :]))

    @property
    def first_row(self) -> int:
        """The line of the first row."""
        return self.above.count("\n") + (1 if self.headless else 2)

    def text(self, *, end: str = "\n") -> str:
        """The file's text."""
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_MINIMAL if self.quotes else csv.QUOTE_NONE
        writer = csv.writer(out, delimiter=self.separator, lineterminator=end, quoting=quoting,
                            quotechar='"' if self.quotes else None)  # fmt: skip
        writer.writerows(([] if self.headless else [self.columns]) + list(self.rows))
        return self.above.replace("\n", end) + out.getvalue()

    def write(self, folder: Path, data: bytes | None = None, name: str = "") -> tuple[Input, ...]:
        """The files in a folder, the table first; ``data`` in its place when given."""
        folder.mkdir(parents=True, exist_ok=True)
        made = self.text().encode() if data is None else data
        files = {name or self.name: made} | {n: t.encode() for n, t in self.beside.items()}
        found = []
        for number, (called, content) in enumerate(files.items()):
            path = folder / called
            path.write_bytes(content)
            found.append(Input(path, sha256(content), len(content), number))
        return tuple(found)


def _table(source: str, header: str, *rows: str, **more: object) -> Sample:
    cells = tuple(next(csv.reader([row])) for row in (header, *rows))
    columns, *lines = (tuple(line) for line in cells)
    return Sample(source, columns, tuple(lines), **more)  # type: ignore[arg-type]


def _named(
    source: str, columns: Sequence[str], base: Mapping[str, str], *changes: Mapping[str, str],
    **more: object,
) -> Sample:  # fmt: skip
    rows = tuple(tuple({**base, **c}.get(name, "") for name in columns) for c in changes)
    return Sample(source, tuple(columns), rows, **more)  # type: ignore[arg-type]


_EVENT: Final = {
    "GLOBALEVENTID": "7001", "SQLDATE": "20190305", "Actor1Code": "CHNGOV",
    "Actor1CountryCode": "CHN", "Actor2Code": "RUS", "Actor2CountryCode": "RUS",
    "EventCode": "0312", "GoldsteinScale": "5.2", "NumMentions": "4",
    "ActionGeo_CountryCode": "RS", "DATEADDED": "20190306",
    "SOURCEURL": "https://harbour-post.example/a1",
}  # fmt: skip
_OTHERS: Final = (
    {},
    {"GLOBALEVENTID": "7002", "SQLDATE": "20190304", "EventCode": "190", "GoldsteinScale": "-10"},
    {"GLOBALEVENTID": "7003", "Actor2Code": "USA", "EventCode": "040", "NumMentions": "12"},
)
_MENTION: Final = {
    "GLOBALEVENTID": "7001", "EventTimeDate": "20190306011500",
    "MentionTimeDate": "20190309120000", "MentionType": "1",
    "MentionSourceName": "harbour-post.example",
    "MentionIdentifier": "https://harbour-post.example/a2", "SentenceID": "3",
    "Actor1CharOffset": "60", "Actor2CharOffset": "-1", "ActionCharOffset": "120",
    "InRawText": "1", "Confidence": "80", "MentionDocTone": "-1.5",
}  # fmt: skip
_ICEWS: Final = {
    "Event ID": "7", "Event Date": "2018-06-01", "Source Name": "Japan", "Source Sectors": "NA",
    "Source Country": "Japan", "Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1",
    "Target Name": "Ministry (Ghana)", "Target Sectors": "Government", "Target Country": "Ghana",
    "Story ID": "900", "Sentence Number": "3", "Publisher": "The Daily Test", "Country": "Ghana",
}  # fmt: skip
_POLECAT: Final = dict.fromkeys(polecat._COLUMNS, "None") | {
    "Event ID": "20230105-77-abc_CONSULT", "Event Date": "2023-01-04", "Event Type": "CONSULT",
    "Event Mode": "visit", "Intensity": "2.1", "Contexts": "diplomatic;military",
    "Actor Name": "Jane Example", "Actor Country": "FRA", "Primary Actor Sector": "GOV",
    "Recipient Name": "Ministry", "Recipient Country": "China",
    "Primary Recipient Sector": "GOV", "Country": "CHN", "Source": "wire-fr",
}  # fmt: skip
_REGISTER: Final = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,"
    "Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,"
    "SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
_GDP: Final = "GDP (current US$),NY.GDP.MKTP.CD"
_LIBRARY: Final = (
    "Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,"
    "Link,token"
)
_VETO: Final = "year,date,month,draft,meeting_record,agenda_item,member_veto1,member_veto2"
_NMC: Final = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc"
_MID: Final = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,hostlev1,orig1,orig2"
)
_SPELLS: Final = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
_MAJORS: Final = _SPELLS.replace("statenme,", "")
_TREATY: Final = (
    "atopid,begyr,begmo,begday,endyr,endmo,endday,defense,offense,neutral,nonagg,consul,"
    "mem1,mem2,mem3,version"
)
_GSDB: Final = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,"
    "financial,travel,other,objective,success"
)
_COMTRADE: Final = {
    "typeCode": "C", "freqCode": "A", "classificationCode": "H6", "customsCode": "C00",
    "motCode": "0", "mosCode": "0", "partner2Code": "0", "cmdCode": "TOTAL", "flowCode": "M",
    "period": "2021", "reporterCode": "156", "partnerCode": "643", "primaryValue": "79.5",
}  # fmt: skip
_TIES: Final = "date,country,leader,text"

STATES: Final = (
    _table("cow_nmc", _NMC, "2,2000,5,4,3,2,9,1,0.1", "365,2000,6,4,3,2,8,1,0.05",
           "710,2001,7,-9,3,2,7,1,0.15"),
    _table("cow_mids", _MID, "7,2,365,1960,1,1,1,0,-9,3,1,0", "7,365,2,1960,1,1,0,1,2,5,0,1",
           "8,200,220,1961,1,0,1,0,0,2,1,1"),
    _table("tss_rivalries",
           "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,"
           "interventionary,principal,aprin",
           "900,A-B,365,2,2007,2020,1,,1,,1,", "901,C-D,200,220,1900,1904,1,1,,,,",
           "902,E-F,710,740,1996,2020,,1,,,,"),
    _table("cow_states", _SPELLS, "USA,2,United States,1816,1,1,2016,12,31,2016",
           "NTH,210,Netherlands,1945,6,25,2016,12,31,2016",
           "BBB,20,Canada,1920,1,10,2016,12,31,2016"),
    _table("cow_majors", _MAJORS, "USA,2,1898,8,13,2016,12,31,2016",
           "UKG,200,1816,1,1,2016,12,31,2016", "RUS,365,1922,1,1,2016,12,31,2016"),
    _table("sipri_milex",
           "Entity,Year,military_expenditure,military_expenditure_share_gdp,"
           "military_expenditure_per_capita",
           "China,2020,500,1.7,5", "Russia,2019,60,4,", "France,2020,50,2,7"),
    _table("wdi_gdp", "Country Name,Country Code,Indicator Name,Indicator Code,2001,2002",
           f"Namibia,NAM,{_GDP},1000.5,", f"China,CHN,{_GDP},7,8", f"Cuba,CUB,{_GDP},5,6",
           above='"Data Source","World Development Indicators",\n\n'
           '"Last Updated Date","2024-03-09",\n\n'),
)  # fmt: skip
EVENTS: Final = (
    _named("gdelt_v1", V1, _EVENT, *_OTHERS, separator="\t", headless=True, quotes=False),
    _named("gdelt_v2", V2, _EVENT | {"DATEADDED": "20190306011500"}, *_OTHERS, separator="\t",
           headless=True, quotes=False),
    _named("gdelt_mentions", MENTIONS, _MENTION, {}, {"GLOBALEVENTID": "7002"},
           {"SentenceID": "9", "ActionCharOffset": "500"}, separator="\t", headless=True,
           quotes=False),
    _named("icews", icews._COLUMNS, _ICEWS, {}, {"Event ID": "8", "CAMEO Code": "190"},
           {"Event ID": "9", "Source Country": "Peru", "Source Name": "Peru"}, separator="\t",
           quotes=False, name="events.tab"),
    _named("polecat", polecat._COLUMNS, _POLECAT, {}, {"Event ID": "20230105-78-abc_CONSULT"},
           {"Event ID": "20230105-79-abc_ASSAULT", "Event Type": "ASSAULT", "Event Mode": ""},
           separator="\t", quotes=False, name="events.txt"),
    _table("icews_dyads",
           "i,j,year,i_iso3c,j_iso3c,verbCoop,matlCoop,verbConf,matlConf",
           "China,Namibia,2010,CHN,NAM,6,0,1,2", "Namibia,China,2010,NAM,CHN,5,,1,2",
           "China,Peru,2011,CHN,PER,3,4,5,6"),
    _table("keds", "date,source,target,cameo", "1999-05-01,USA,CHN,1823",
           "1999-05-02,ISRMIL,PALPLO,190", "1999-05-02,IGOUNO,LBNREB,042", quotes=False),
    _table("icews_graph", "subject,relation,object,time", "0,1,1,0", "2,2,0,48", "0,3,1,24",
           separator="\t", headless=True, quotes=False, name="train.txt",
           beside={
               "entity2id.txt": "Ghana\t0\nPolice (Ghana)\t1\nAngela_Merkel\t2\n",
               "relation2id.txt": "Make statement\t0\nConsult\t1\nThreaten non force\t2\n"
               "Reject_request_for_rights\t3\n",
               "start.txt": "2018-01-01 hours\n",
           }),
)  # fmt: skip
TIES: Final = (
    _table("atop", "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,"
           "atop_consul", "2,740,1955,1,0,0,0,1", "365,710,2018,0,0,0,1,1", "20,2,1960,1,0,0,0,1"),
    _table("atop", _TREATY, "8001,1955,5,14,1991,7,1,1,0,0,0,1,365,290,,5.1",
           "8002,1960,1,19,0,0,0,1,0,0,0,1,2,740,,5.1",
           "8003,2001,7,16,0,0,0,0,0,1,1,1,365,710,,5.1"),
    _table("atop", "atopid,member,cowsys,yrent,moent,dayent,yrexit,moexit,dayexit,phase,version",
           "8001,365,1,1955,5,14,1991,7,1,1,5.1", "8002,2,1,1960,1,19,0,0,0,1,5.1",
           "8002,740,1,1960,1,19,0,0,0,1,5.1"),
    _table("cow_trade", "ccode1,ccode2,year,flow1,flow2", "365,710,2013,53.0,40.5",
           "2,20,2013,5,0", "2,200,2013,-9,7"),
    _table("cow_igos", "ccode1,ccode2,year,dyadigos", "365,710,2013,57", "2,20,2013,0",
           "2,200,2013,60"),
    _table("fbic", "iso3,receiver,year,econd_chn,fbic_chn,fbic_rus", "AFG,A,2010,1.4,.05,",
           "PER,P,2010,1,.2,.3", "CUB,C,2011,2,.3,.1"),
    _table("fbic", "iso3a,iso3b,year,fbic,bandwidth", "CHN,LAO,2015,.3,.5", "RUS,CUB,2015,.2,.4",
           "CHN,PER,2016,.1,"),
    _table("trade_flows", "t,i,j,k,v,q", "2020,156,643,270900,5.5,1", "2020,643,156,270900,7,2",
           "2020,842,156,010121,3,1", name="BACI_HS17_Y2020_V202401.csv", quotes=False),
    _named("trade_flows", COMTRADE, _COMTRADE, {}, {"flowCode": "X", "primaryValue": "68"},
           {"cmdCode": "2709", "primaryValue": "5"}),
    _table("trade_flows",
           "COUNTRY.ID,INDICATOR.ID,COUNTERPART_COUNTRY.ID,FREQUENCY.ID,SCALE,TIME_PERIOD,OBS_VALUE",
           "CHN,XG_FOB_USD,RUS,A,Millions,2020,5", "CHN,MG_CIF_USD,RUS,A,Millions,2020,6",
           "USA,XG_FOB_USD,CHN,A,Units,2021,7"),
    _table("trade_flows",
           "COUNTRY.ID,INDICATOR.ID,COUNTERPART_COUNTRY.ID,SCALE,2020,2021,2021-Q1",
           "CHN,XG_FOB_USD,RUS,Millions,5,6,1", "CHN,MG_CIF_USD,RUS,Millions,6,,",
           "USA,XG_FOB_USD,CHN,Units,7,8,2"),
    _table("sipri_register", _REGISTER,
           "India,Russia,2011,?,12,,Falcon-7,trainer,12,?,2014; 2016,New,a note,2.5,30,30",
           "China,Russia,2012,,4,,Kite,radar,4,,2014,New,,1,4,4",
           "Peru,France,2013,,2,,Wren,launcher,2,,2015,Second hand,,3,6,6"),
    _table("sipri_tiv", "supplier,recipient,year,value", "Russia,China,2014,602",
           "Russia,India,2014,10", "France,Peru,2015,4"),
    _table("sipri_tiv", ",2014,2015,Total", "China,602,755,1357", "India,3,0,3", "Peru,1,,1",
           above="TIV of arms exports from Russia, 2014-2015\nGenerated: 4 March 2020\n"),
    _table("energy_flows", "country,partner,date,commodity,EU,unit,value,source",
           "Poland,Russia,2019-02-01,oil,True,eur,1e6,comtrade_eurostat",
           "Poland,Russia,2019-03-01,oil,True,eur,5,comtrade_eurostat",
           "China,Russia,2019-02-01,coal,False,tonne,2500,comtrade_eurostat"),
    _table("gsdb", _GSDB, '7,"Gambia, The, Mali","EU, Norway",1998,2001,1,exp_part,0,0,1,0,0,'
           "democracy,failed", "8,Russia,United States,2014,2020,0,,1,0,1,1,0,other,ongoing",
           "9,Cuba,United States,1962,2020,1,exp_compl,0,0,1,1,0,other,ongoing"),
    _table("us_visits_in", "id,start-date,end-date,visitor,from,description",
           "9,1999-04-06,1999-04-09,X,France,Official visit", "10,1999-05-06,1999-05-09,Y,Peru,",
           "11,2001-04-06,2001-04-09,Z,Japan,State visit"),
    _table("us_travels",
           "@role,@who,id,role,name,start-date,end-date,country,locale,remarks",
           "president,p1,1,President,P,1999-04-06,1999-04-09,France,Paris,Met",
           "president,p1,2,President,P,1999-05-06,1999-05-09,Peru,Lima,",
           "president,p2,3,President,Q,2001-05-06,2001-05-07,Japan,Kyoto,"),
    _table("china_engagements", "date,year,country,leader,text",
           "3/4/15,2015,France,A B,and met with the following persons",
           "3/5/15,2015,Peru,A B,\"travelled to Peru, Lima\"",
           "3/6/15,2015,Japan,C D,was in Beijing Municipality and met with the following"),
    _table("long_table", "subject,object,variable,period,value,unit",
           "China,Russia,dollar_share_of_trade,2015,90,percent",
           "China,Russia,dollar_share_of_trade,2019,51,percent",
           "China,India,dollar_share_of_trade,2019,70,percent"),
)  # fmt: skip
VOTES: Final = (
    _table("unga_votes", "resid,ccode,date,vote", "70001,2,2015-11-03,3", "70001,365,2015-11-03,1",
           "70001,710,2015-11-03,2"),
    _table("unga_votes", "rcid,country,country_code,vote", "7,Namibia,NA,yes", "7,China,CN,abstain",
           "8,China,CN,no", name="votes.csv",
           beside={"calls.csv": "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
                   "7,60,1,2005-11-02,R/60/1,NA,NA,A,B\n8,60,0,2005-11-03,R/60/2,NA,NA,C,D\n"}),
    _table("unga_votes", "rcid,session,importantvote,date,unres,amend,para,short,descr",
           "7,60,1,2005-11-02,R/60/1,NA,NA,A,B", "8,60,0,2005-11-03,R/60/2,NA,NA,C,D",
           "9,60,0,2005-11-04,R/60/3,1,0,C,D", name="calls.csv"),
    _table("unga_votes", f"{_LIBRARY},CHINA,USSR,CUBA",
           "General Assembly,1985-12-12,T,A/RES/40/70,3,0,1,1,1,https://x.example,1,Y,N,A",
           "General Assembly,1985-12-13,T,A/RES/40/71,2,0,0,0,2,https://x.example,2,Y,,Y",
           "Security Council,1985-12-13,T,S/RES/578,2,0,0,0,2,https://x.example,3,Y,Y,"),
    _table("unga_ideal_points",
           "ccode,session,NVotesAll,IdealPointAll,QO%All,Q5%All,USAgree,RUSSAgree",
           "2,77,80,2.5,1.5,1.75,1,.25", "365,77,81,-2,-3,-2.5,.25,1", "710,77,70,-1,-2,-1.5,.2,.7",
           name="points_Jun2024.csv"),
    _table("unga_ideal_points", "v1,rcid1,rcid2", "1,10,20", "2,11,21", "3,12,22"),
    _table("unsc_vetoes", f"{_VETO},member_veto3",
           "2019,2/28/2019,2,S/2019/186,S/PV.8476,Venezuela,Russia,China,",
           "2020,7/7/2020,7,S/2020/654,S/2020/661,Syria,Russia,China,",
           "2018,6/1/2018,6,S/2018/516,S/PV.8274,Palestine,USA,,"),
    _table("unsc_members", "country_org,start_year,end_year,seat,note",
           "France,1946,2022,permanent,", "Ecuador,2021,2022,elected,", "Peru,2018,2019,elected,"),
    _table("us_coincidence", "COUNTRY,SAME,OPPOSITE,ABSTAIN,ABSENT,COINCIDENCE",
           "Chad,1,1,1,1,.5", "Cuba,2,1,1,0,.5", "Haiti,1,3,0,0,.25", name="un-2013.csv"),
)  # fmt: skip
ALL: Final = (*STATES, *EVENTS, *TIES, *VOTES)
