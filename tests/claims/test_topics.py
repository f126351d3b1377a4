from __future__ import annotations

import csv
from collections import Counter
from importlib import resources

import pytest

from multipole.claims.topics import count_domains, domain_features, read_domain
from multipole.core.plover import ACTIONS, DOMAINS, Action, Domain

DATA = resources.files("multipole.claims").joinpath("data")


@pytest.mark.parametrize(
    ("lemmas", "action", "domain"),
    [
        ("china vote against the resolution in the security council", "REJECT", "un"),
        ("opec cut its quota", None, "energy"),
        ("the central bank settle the payment in yuan", "COOPERATE", "finance"),
        ("the world health organization send vaccine", "AID", "health"),
        ("hacker break into the server of the ministry", "COERCE", "information"),
        ("a court in riga sentence the skipper to two year in jail", "COERCE", "legal"),
        ("the astronaut fly to the space station", "COOPERATE", "science"),
        ("the island be annex and the boundary move", "COERCE", "territorial"),
        ("the frigate shadow a submarine", "MOBILIZE", "military"),
        ("a tariff on steel and car", "SANCTION", "economic"),
        ("the ambassador be summon to the foreign ministry", "ACCUSE", "diplomatic"),
        ("they do it again", "ASSAULT", "military"),
        ("they do it again", "COOPERATE", "diplomatic"),
        ("they do it again", None, "diplomatic"),
        ("", None, "diplomatic"),
    ],
)
def test_the_domain_follows_the_words_then_the_type(
    lemmas: str, action: Action | None, domain: Domain
) -> None:
    assert read_domain(lemmas.split(), action) == domain


def test_a_phrase_counts_once_and_not_its_parts() -> None:
    said = "the monetary fund and the monetary fund".split()
    assert count_domains(said) == {"finance": 1.0}


def test_a_word_of_two_domains_counts_half_for_each() -> None:
    assert count_domains(["peacekeeper"]) == {"military": 0.5, "un": 0.5}


def test_each_feature_has_a_weight_for_each_domain() -> None:
    rows = list(csv.reader(DATA.joinpath("domain_weights.csv").read_text("utf-8").splitlines()))
    names = {row[0] for row in rows[1:]}
    assert tuple(rows[0][1:]) == DOMAINS
    every = {"always", *(f"type:{a}" for a in ACTIONS)}
    assert names == every | {f"{k}:{d}" for d in DOMAINS for k in ("words", "any")}
    assert domain_features(["tank"], "ASSAULT").keys() <= names


def test_no_word_stands_twice_in_a_domain() -> None:
    rows = csv.reader(DATA.joinpath("domains.csv").read_text("utf-8").splitlines()[1:])
    for domain, words in rows:
        assert not [w for w, n in Counter(words.split()).items() if n > 1], domain
