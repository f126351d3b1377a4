"""Sentences without labels, with marked ends, for a student to learn from its teacher.

``python training/unlabelled.py OUT.tsv`` runs where multipole is installed with a model that
parses; needs no torch. Ends are noun phrases about people, states and their bodies. The sentences
are drawn evenly over the types that the rules give them, so that rare types are not drowned;
``--times 4`` draws four times as many, from as many more paragraphs.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

import numpy as np
from readers import shared_folder

from multipole.claims.marked import Marked, Stretch
from multipole.claims.type_rules import type_by_rules
from multipole.core.text import Sentence
from multipole.evidence.model import load_model
from multipole.evidence.parsing import parse_parts

SHORTEST, LONGEST = 8, 55
PARAGRAPHS = 1600
PER_TYPE = {"news": 90, "statements": 40, "speeches": 25}
NAMED = ("GPE", "NORP", "ORG", "PERSON")
BODIES = frozenset(
    "army government police troops force rebel protester militant minister president official"
    " court parliament ministry council opposition party union group fighter soldier leader".split()
)
LEFT = frozenset("det amod compound poss nummod nmod case punct quantmod advmod".split())


def main() -> None:
    """Write marked sentences, each with its corpus and the type that the rules give."""
    given = _arguments()
    csv.field_size_limit(10_000_000)
    rng = np.random.default_rng(1)
    lines = []
    for corpus, parts in _corpora(given.shared / "data/text"):
        chosen = [parts[i] for i in rng.permutation(len(parts))[: PARAGRAPHS * given.times]]
        found = list(_typed(corpus, chosen, rng))
        lines += _drawn(found, PER_TYPE[corpus] * given.times, rng)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        out.writerow(("marked_sentence", "corpus", "by_rules"))
        out.writerows(lines)
    print(f"{len(lines)} sentences")


def _corpora(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with zipfile.ZipFile(folder / "Guardian_SDF_sample.csv.zip") as packed:
        name = next(n for n in packed.namelist() if n.endswith(".csv") and "MACOSX" not in n)
        with packed.open(name) as file:
            texts = [r["text"] for r in csv.DictReader(TextIOWrapper(file, "utf-8"))]
    yield "news", [p for t in texts for p in _pieces(t)]
    with (folder / "us_ukraine.csv").open(encoding="utf-8", newline="") as file:
        texts = [r["text"] for r in csv.DictReader(file)]
    yield "statements", [p for t in texts for p in _pieces(t)]
    with (folder / "ungdc_CHN_RUS_USA_1971_2024.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    yield "speeches", [p for t in texts for p in _pieces(t)]


def _pieces(text: str) -> Iterator[str]:
    """Stretches of up to some 600 characters, cut at the ends of sentences or lines."""
    piece = ""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text.replace("\t", " ")):
        if len(piece) + len(sentence) > 600 and piece:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


def _typed(
    corpus: str, parts: list[str], rng: np.random.Generator
) -> Iterator[tuple[str, str, str]]:
    parsed = parse_parts(((text, 0) for text in parts), model=load_model())
    for text, sentences in zip(parts, parsed, strict=True):
        for sentence in sentences:
            if SHORTEST <= len(sentence.words) <= LONGEST:
                for marked in _pairs(text, sentence, rng):
                    yield _written(marked), corpus, type_by_rules(marked, (_moved(sentence),))


def _pairs(text: str, sentence: Sentence, rng: np.random.Generator) -> Iterator[Marked]:
    """A subject with one of what stands after it, and two ends in any order."""
    ends = [(i, place) for i, place in _ends(sentence)]
    subjects = [e for e in ends if sentence.deps[e[0]] in ("nsubj", "nsubjpass", "agent")]
    if len(ends) < 2:
        return
    drawn = []
    if subjects:
        sender = subjects[rng.integers(len(subjects))]
        later = [e for e in ends if e[1][0] >= sender[1][1]]
        if later:
            drawn.append((sender, later[rng.integers(len(later))]))
    a, b = rng.choice(len(ends), 2, replace=False)
    drawn.append((ends[a], ends[b]))
    line = text[sentence.start : sentence.end].replace("\n", " ")
    for (_, (a, b)), (_, (c, d)) in dict.fromkeys(drawn):
        if b <= c or d <= a:
            yield Marked(line, ((a, b),), ((c, d),))


def _ends(sentence: Sentence) -> Iterator[tuple[int, Stretch]]:
    """Noun phrases about actors: the head's token, and where the phrase stands in the sentence."""
    for i, tag in enumerate(sentence.tags):
        if not tag.startswith("NN") or sentence.deps[i] in ("compound", "amod", "npadvmod"):
            continue
        first = i
        while first and _above(sentence, first - 1, i) and sentence.deps[first - 1] in LEFT:
            first -= 1
        kinds = {sentence.entities[k][2:] for k in range(first, i + 1)}
        if kinds & set(NAMED) or sentence.lemmas[i] in BODIES:
            yield i, (sentence.at[first] - sentence.start, sentence.to[i] - sentence.start)


def _above(sentence: Sentence, token: int, head: int) -> bool:
    while sentence.heads[token] != token:
        token = sentence.heads[token]
        if token == head:
            return True
    return False


def _moved(s: Sentence) -> Sentence:
    at, to = (tuple(n - s.start for n in places) for places in (s.at, s.to))
    return Sentence(
        0, s.end - s.start, at, to, s.words, s.lemmas, s.tags, s.deps, s.heads, s.entities
    )


def _written(marked: Marked) -> str:
    (a, b), (c, d) = marked.sender[0], marked.receiver[0]
    text = marked.text
    for place, mark in sorted(((a, "<s>"), (b, "</s>"), (c, "<t>"), (d, "</t>")), reverse=True):
        text = text[:place] + mark + text[place:]
    return text


def _drawn(
    lines: Iterable[tuple[str, str, str]], per_type: int, rng: np.random.Generator
) -> list[tuple[str, str, str]]:
    """At most so many of a type, and of NONE four times that."""
    kinds: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines:
        if line[0].isprintable() and line[0].count("<") == line[0].count(">") == 4:
            kinds.setdefault(line[2], []).append(line)
    out = []
    for kind, rows in sorted(kinds.items()):
        most = per_type * (4 if kind == "NONE" else 1)
        out += [rows[i] for i in sorted(rng.permutation(len(rows))[:most])]
    return out


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--times", type=int, default=1, help="how many times as many")
    return parser.parse_args()


if __name__ == "__main__":
    main()
