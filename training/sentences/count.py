"""Checks of our own labelled sentences, and the table of their counts.

Run `python training/sentences/count.py` to check the file and print the table, with `--write`
to put the table into README.md. Shapes: one row a marking, columns as in `COLUMNS`. Unit of the
counts: markings. Exits with 1 and names file, row and remedy when a check fails.

>>> ends("<s>Peru</s> met <t>Chile</t>.")
('Peru', 'Chile')
>>> quad_code("RETREAT"), quad_code("THREATEN"), quad_code("NONE")
(2, 3, 0)
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from multipole.core.plover import ACTIONS, DOMAINS, QUAD_OF

Row = Mapping[str, str]

HERE: Final = Path(__file__).parent
SENTENCES: Final = HERE / "sentences.tsv"
README: Final = HERE / "README.md"
GOLD: Final = Path(os.environ.get("MULTIPOLE_SHARED", HERE.parents[2] / "shared")) / "data" / "gold"

COLUMNS: Final = (
    "sentence_id", "sentence", "marked_sentence", "source", "target", "gold_penta", "gold_root",
    "type16", "quad", "also", "modality", "domain", "style", "split_group",
)  # fmt: skip
TYPES: Final = (*ACTIONS, "NONE")
YIELDS: Final = ("CONCEDE", "RETREAT")
MODALITIES: Final = ("happened", "planned", "threatened", "hypothetical", "denied")
STYLES: Final = (
    "active", "passive", "nominal", "participle", "reciprocal", "headline", "long", "reported",
    "negated", "list", "background", "order", "clause",
)  # fmt: skip
QUAD_CODES: Final = {
    "verbal_cooperation": 1,
    "material_cooperation": 2,
    "verbal_conflict": 3,
    "material_conflict": 4,
    "none": 0,
}
MARKS: Final = ("<s>", "</s>", "<t>", "</t>")
START: Final = "<!-- counts -->"
END: Final = "<!-- end of counts -->"


def rows(path: Path = SENTENCES) -> list[Row]:
    """The markings of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def plain(marked: str) -> str:
    """The sentence without its marks."""
    return re.sub(r"</?[st]>", "", marked)


def ends(marked: str) -> tuple[str, str]:
    """The marked sender and receiver."""
    return marked.split("<s>")[1].split("</s>")[0], marked.split("<t>")[1].split("</t>")[0]


def identity(text: str) -> str:
    """Twelve hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def root_of(action: str) -> str:
    """The root as in data with YIELD."""
    return "YIELD" if action in YIELDS else action


def quad_name(action: str) -> str:
    """The quad class of PLOVER, `none` for NONE."""
    return next((QUAD_OF[known] for known in ACTIONS if known == action), "none")


def quad_code(action: str) -> int:
    """1 to 4 as in data with YIELD, which count all of it as material cooperation; 0 for NONE."""
    return 2 if action in YIELDS else QUAD_CODES[quad_name(action)]


def marks_at_fault(row: Row) -> str:
    """What is wrong with the marks and the columns that repeat them, or nothing."""
    marked = row["marked_sentence"]
    if any(marked.count(mark) != 1 for mark in MARKS):
        return "each mark must be there once"
    if not re.search(r"<s>[^<]+</s>", marked) or not re.search(r"<t>[^<]+</t>", marked):
        return "the marks must enclose text and not overlap"
    if plain(marked) != row["sentence"]:
        return "sentence differs from marked_sentence"
    if ends(marked) != (row["source"], row["target"]):
        return "source and target differ from the marks"
    if '"' in marked or marked != marked.strip() or "  " in marked:
        return "no double quotes or needless blanks"
    return "" if row["sentence_id"] == identity(marked) else "sentence_id is not its digest"


def labels_at_fault(row: Row) -> str:
    """What is wrong with the labels, or nothing."""
    action = row["type16"]
    if action not in TYPES or row["also"] not in (*TYPES, "") or row["also"] == action:
        return f"unknown type {action!r} or {row['also']!r}"
    if row["gold_root"] != root_of(action):
        return f"gold_root must be {root_of(action)}"
    if (row["quad"], row["gold_penta"]) != (quad_name(action), str(quad_code(action))):
        return f"quad must be {quad_name(action)} and gold_penta {quad_code(action)}"
    if row["style"] not in STYLES:
        return f"unknown style {row['style']!r}"
    if action == "NONE":
        return "NONE has no modality or domain" if row["modality"] or row["domain"] else ""
    if row["modality"] not in MODALITIES or row["domain"] not in (*DOMAINS, ""):
        return f"unknown modality {row['modality']!r} or domain {row['domain']!r}"
    return ""


def repeated(table: Iterable[Row]) -> Iterator[str]:
    """Markings told twice, and sentences that stand in two split groups."""
    markings = Counter(row["marked_sentence"].casefold() for row in table)
    yield from (f"{text!r} is there {n} times" for text, n in markings.items() if n > 1)
    groups: dict[str, set[str]] = defaultdict(set)
    for row in table:
        groups[normal(row["sentence"])].add(row["split_group"])
    yield from (f"{text!r} is in split groups {g}" for text, g in groups.items() if len(g) > 1)


def problems(table: list[Row]) -> list[str]:
    """Everything that is wrong, as row number and remedy."""
    if not table or tuple(table[0]) != COLUMNS:
        return [f"the columns must be {', '.join(COLUMNS)}"]
    found = [
        f"row {number}: {fault} ({row['marked_sentence']})"
        for number, row in enumerate(table, 2)
        for fault in (marks_at_fault(row), labels_at_fault(row))
        if fault
    ]
    return [*found, *repeated(table)]


def normal(text: str) -> str:
    """Letters and digits in lower case, for telling the same sentence in another dress."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def gold_texts(folder: Path = GOLD) -> Iterator[str]:
    """The texts of the reference codings in the folder."""
    with (folder / "PLV_train.tsv").open(encoding="utf-8", newline="") as lines:
        yield from (row["sentence"] for row in csv.DictReader(lines, delimiter="\t"))
    for record in json.loads((folder / "PLOVER_GSR_half.json").read_text(encoding="utf-8")):
        yield record["text"]
    for path in sorted(folder.glob("PETR*.xml")):
        yield from re.findall(r"<Text>(.*?)</Text>", path.read_text(encoding="utf-8"), re.S)
    for path in sorted(folder.glob("report_*.jsonl")):
        records = path.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(record)["quote"] for record in records)


def shared_with(table: list[Row], texts: Iterable[str]) -> list[str]:
    """Our sentences whose digest is also that of one of the texts."""
    theirs = {identity(normal(text)) for text in texts}
    return [row["sentence"] for row in table if identity(normal(row["sentence"])) in theirs]


def receiver_first(row: Row) -> bool:
    """Whether the receiver stands before the sender."""
    return row["marked_sentence"].index("<t>") < row["marked_sentence"].index("<s>")


def counted(table: list[Row], column: str) -> str:
    """The values of a column by falling count, in words."""
    counts = Counter(row[column] or "none" for row in table)
    return ", ".join(f"{value} {n}" for value, n in counts.most_common())


def counts(table: list[Row]) -> str:
    """The table of counts in Markdown."""
    lines = ["| Type | Markings | Receiver first | Not `happened` | With `also` |"]
    lines.append("|---|---:|---:|---:|---:|")
    for action in (*TYPES, "all"):
        of = [row for row in table if action in (row["type16"], "all")]
        first = sum(map(receiver_first, of))
        unreal = sum(row["modality"] not in ("happened", "") for row in of)
        also = sum(bool(row["also"]) for row in of)
        lines.append(f"| {action} | {len(of)} | {first} | {unreal} | {also} |")
    events = [row for row in table if row["type16"] != "NONE"]
    lines.append(f"\nModality: {counted(events, 'modality')}.")
    lines.append(f"\nDomain: {counted(events, 'domain')}.")
    lines.append(f"\nStyle: {counted(table, 'style')}.")
    texts, groups = ({row[c] for row in table} for c in ("sentence", "split_group"))
    lines.append(f"\n{len(texts)} different sentences in {len(groups)} split groups.")
    return "\n".join(lines)


def with_counts(text: str, table: list[Row]) -> str:
    """The README with the table between its two marks."""
    head, rest = text.split(START)
    return f"{head}{START}\n{counts(table)}\n{END}{rest.split(END)[1]}"


def main() -> int:
    """Check, then print or write the counts."""
    parser = argparse.ArgumentParser(description="Check and count our labelled sentences.")
    parser.add_argument("--write", action="store_true", help="put the counts into README.md")
    write = parser.parse_args().write
    table = rows()
    faults = problems(table)
    if not faults and GOLD.is_dir():
        faults = [
            f"also in the reference codings: {text}" for text in shared_with(table, gold_texts())
        ]
    if faults:
        sys.stderr.writelines(f"{SENTENCES.name}: {fault}\n" for fault in faults)
        return 1
    if write:
        README.write_text(with_counts(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    sys.stdout.write(f"{counts(table)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
