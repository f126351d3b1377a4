"""The tables agree with themselves."""

from __future__ import annotations

from collections import defaultdict

from multipole.actors import load_actors, offices, tables
from multipole.actors.rules import RULES

IDS = {actor.id for actor in load_actors()}


def test_every_row_points_to_an_actor() -> None:
    assert {a for row in tables.names() for a in row.actors} <= IDS
    assert {a for row in tables.contexts() for a in row.actors} <= IDS
    assert {row.member for row in tables.members()} <= IDS
    assert {row.organisation for row in tables.members()} <= IDS
    assert {holder.actor for holder in tables.holders()} <= IDS


def test_every_rule_named_in_the_table_exists() -> None:
    assert {rule for row in tables.names() for rule in row.rules} == set(RULES)


def test_every_window_is_forward() -> None:
    windows = [row.window for row in (*tables.names(), *tables.members())]
    windows += [row.life for row in (*tables.states(), *tables.organisations())]
    windows += [code.window for s in tables.states() for cs in s.codes.values() for code in cs]
    assert all(w.start < w.end for w in windows if w.start and w.end)


def test_no_name_means_two_states_at_once() -> None:
    kinds = {"name", "abbreviation"}
    meant = defaultdict(list)
    for row in tables.names():
        if row.kind in kinds and row.actors:
            meant[row.name].append(row)
    for rows in meant.values():
        for row in rows:
            on = row.window.start or (row.window.end and row.window.end.replace(year=1946))
            if on is not None:
                assert len({r.actors for r in rows if r.window.holds(on)}) <= 1, row.name


def test_every_living_state_has_a_demonym_or_a_name_that_serves() -> None:
    named = {a for row in tables.names() if row.kind == "name" for a in row.actors}
    assert {row.id for row in tables.states()} <= named


def test_offices_come_longest_first_and_tell_persons_from_bodies() -> None:
    titles = [office.title for office in offices()]
    assert len(titles[0]) >= len(titles[-1])
    roles = {office.title: office.role for office in offices()}
    assert (roles["foreign minister"], roles["ministry"], roles["troops"]) == (
        "person", "body", "people",
    )  # fmt: skip


def test_there_are_enough_organisations() -> None:
    assert len([row for row in tables.organisations() if row.kind == "organisation"]) >= 120
