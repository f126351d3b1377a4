"""An invented world in which six real names of states do invented things in the years 2031-2035.

Nothing here ever happened. The facts planted, and nowhere else to be found, are:

* Iceland and Namibia are close: treaty, aid, exercises, a common stand.
* Paraguay and Fiji are rivals throughout: expulsions, sanctions, accusations, threats.
* Malta and Bhutan cooperate until 2032 and quarrel from 2033 on: the turning point.
* Bhutan depends on Iceland: 80 percent of its gas.
* Paraguay's expulsion of four diplomats in May 2032 is told by three outlets.
* Namibia denies an attack on Fiji, and Iceland plans a treaty with Malta.

Usage: reports.py FOLDER writes the reports, one of them twice, one nearly twice, one in German,
and one broken file.
"""

from __future__ import annotations

import sys
from pathlib import Path

GULL, FERN = "Gull Gazette", "Fern Forum"
CLOSE = """
2031-02-11 | Gull Gazette | Iceland and Namibia signed a defence treaty on 10 February 2031. \
Flags hung from every house.
2031-06-03 | Lamp Letter | Iceland donated vaccines to Namibia on Monday. A band played at the port.
2032-04-20 | Fern Forum | On 19 April 2032, the Namibian president met the Icelandic prime \
minister. The dinner was long.
2032-11-16 | Gull Gazette | Namibia and Iceland held a joint naval exercise on 15 November 2032. \
The sea was calm.
2033-10-05 | Lamp Letter | Namibia and Iceland condemned Paraguay on 4 October 2033. The hall was \
full.
2034-03-02 | Gull Gazette | Iceland supported Namibia on Wednesday. The newspapers cheered.
"""
RIVALS = """
2031-03-15 | Lamp Letter | Fiji accused Paraguay of fraud on 14 March 2031. Nobody answered.
2032-09-21 | Fern Forum | Fiji imposed sanctions on Paraguay on 20 September 2032. Shops closed \
early.
2033-07-09 | Gull Gazette | On 8 July 2033, Paraguay threatened Fiji with an attack. The harbour \
was quiet.
2034-08-22 | Lamp Letter | Paraguay was condemned by Fiji on 21 August 2034. The words were sharp.
"""
EXPULSION = """
2032-05-04 | Gull Gazette | Paraguay expelled four Fijian diplomats on 3 May 2032. They left by \
boat.
2032-05-05 | Lamp Letter | Four Fijian diplomats were expelled by Paraguay on 3 May 2032. It was \
a wet morning.
2032-05-06 | Fern Forum | On 3 May 2032, Paraguay expelled four diplomats of Fiji. The embassy is \
empty.
"""
TURN = """
2031-04-08 | Gull Gazette | Malta and Bhutan signed a trade agreement on 7 April 2031. Pens were \
given away.
2031-12-02 | Fern Forum | On 1 December 2031, Malta donated medicine to Bhutan. The winter was hard.
2032-07-13 | Lamp Letter | The Maltese foreign minister met the Bhutanese foreign minister on 12 \
July 2032. Tea was served.
2033-02-17 | Gull Gazette | Malta imposed sanctions on Bhutan on 16 February 2033. The market fell.
2033-05-26 | Fern Forum | Bhutan condemned Malta on 25 May 2033. The speech was short.
2034-01-19 | Lamp Letter | On 18 January 2034, Bhutan expelled two Maltese diplomats. Snow fell.
2034-06-30 | Gull Gazette | Malta attacked Bhutan on 29 June 2034. The night was loud.
"""
REST = """
2033-01-12 | Fern Forum | Bhutan bought 80 percent of its gas from Iceland in 2032. Winters there \
are long.
2033-12-06 | Lamp Letter | Namibia did not attack Fiji. The rumour began on a market.
2034-09-14 | Fern Forum | Iceland will sign a treaty with Malta in 2036. The text is not ready.
2034-10-01 | Gull Gazette | The Fijian choir sang in Malta. The Icelandic horse won the race.
"""
LONG = (
    "On 9 September 2034, Namibia donated medicine to Bhutan. The ship took eleven days and met no "
    "storm. On the quay stood children with paper flags, a choir, two mayors and a dog that barked "
    "at the drums. The boxes were carried up the hill by hand, because the road had been washed "
    "away in the spring, and the last of them arrived after dark. "
)
GERMAN = (
    "Title: Island und Malta sprechen miteinander\nOutlet: Quelle\nDate: 2034-02-03\n\n"
    "Die Minister sprachen am Freitag über den Handel und über die Fischerei. Es war kalt, und die "
    "Straßen waren leer. Danach gab es eine Suppe, die allen gut schmeckte.\n"
)


def report(day: str, outlet: str, body: str) -> str:
    return f"Title: From our desk\nOutlet: {outlet}\nDate: {day}\n\n{body}\n"


def rows() -> list[tuple[str, str, str]]:
    """Day, outlet and text of every report in English but the long pair."""
    lines = (CLOSE + RIVALS + EXPULSION + TURN + REST).strip().splitlines()
    split = [line.split(" | ") for line in lines if line]
    return [(day, outlet, body) for day, outlet, body in split]


def write_world(folder: Path) -> None:
    """Write all files into ``folder``, which is made."""
    folder.mkdir(parents=True)
    texts = [report(*row) for row in rows()]
    texts += [report("2034-09-10", GULL, LONG + "So ended the day.")]
    texts += [report("2034-09-11", FERN, LONG + "So it ended.")]
    texts += [texts[0], GERMAN]
    for number, text in enumerate(texts):
        (folder / f"report_{number:02}.txt").write_text(text, "utf-8")
    (folder / "torn.pdf").write_bytes(b"%PDF-1.4 torn in the post")


if __name__ == "__main__":
    write_world(Path(sys.argv[1]))
