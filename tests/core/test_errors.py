"""Errors say what, where and what to do, in one line."""

from __future__ import annotations

import inspect
import pickle

import pytest

from multipole.core import errors
from multipole.core.errors import BadValue, MultipoleError, UnknownCode


def test_an_error_names_datum_place_and_remedy() -> None:
    error = UnknownCode("'Zaire' is no state", where="votes.csv row 8", remedy="Did you mean COD?")
    assert str(error) == "'Zaire' is no state (votes.csv row 8). Did you mean COD?"


def test_place_and_remedy_may_be_missing() -> None:
    assert str(BadValue("a span without text")) == "a span without text."


KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_error_has_one_base_and_is_explained(kind: type[MultipoleError]) -> None:
    assert issubclass(kind, MultipoleError)
    assert kind.__doc__
    assert str(kind("what", where="where", remedy="remedy")) == "what (where). remedy"


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_an_error_of_another_process_says_the_same_here(kind: type[MultipoleError]) -> None:
    error = kind("what", where="where", remedy="remedy")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
