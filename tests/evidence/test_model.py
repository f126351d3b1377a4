from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from multipole.actors import Actors
from multipole.core.errors import MissingModel, MultipoleError
from multipole.core.types import Document
from multipole.evidence import Model, find_model, load_model, read_documents
from multipole.evidence import model as module


@pytest.fixture
def forget() -> Iterator[None]:
    """Load afresh, and leave no model of this test behind."""
    load_model.cache_clear()
    yield
    load_model.cache_clear()


def test_a_model_says_its_name_and_version(model: Model) -> None:
    assert model.parses
    assert model.name.startswith(find_model())
    assert model.name.rpartition("-")[2].count(".") == 2


def test_the_default_model_is_the_pinned_one() -> None:
    pinned = module.pinned_files()
    assert len(pinned) > 10
    assert all(len(digest) == 64 for digest in pinned.values())
    module.check_files(Path(__import__(module.DEFAULT).__file__).parent)


def test_an_unknown_model_is_missing() -> None:
    with pytest.raises(MissingModel, match="en_no_such_model") as caught:
        load_model("en_no_such_model")
    assert caught.value.remedy


@pytest.mark.usefixtures("forget")
def test_a_changed_file_of_the_default_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(iter(module.pinned_files()))
    monkeypatch.setattr(module, "pinned_files", lambda: {name: "0" * 64})
    with pytest.raises(MissingModel, match="pinned") as caught:
        load_model(module.DEFAULT)
    assert Path(caught.value.where).name == Path(name).name
    assert "pip install" in caught.value.remedy


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="pinned"):
        module.check_files(tmp_path)


def test_a_better_model_that_is_installed_is_used_first(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"en_core_web_lg", module.DEFAULT}
    monkeypatch.setattr(
        module.importlib.util, "find_spec", lambda name: name if name in known else None
    )
    assert find_model() == "en_core_web_lg"
    known.remove("en_core_web_lg")
    assert find_model() == module.DEFAULT
    known.clear()
    assert find_model() == "none"


def test_no_model_is_found_without_loading_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.importlib, "import_module", lambda _: pytest.fail("was imported"))
    assert find_model()


def test_without_a_model_names_dates_and_figures_are_still_found(
    page: Callable[..., Document], actors: Actors
) -> None:
    plain = load_model("none")
    assert not plain.parses
    text = "Russia sold China 30 percent of its gas in 2019. Japan left."
    ((_, found),) = read_documents([page(text)], model=plain, actors=actors)
    assert len(found.sentences) == 2
    assert {a for m in found.mentions for a in m.actors} >= {"RUS", "CHN", "JPN"}
    assert [(f.value, f.unit) for f in found.figures] == [(30.0, "percent")]
    assert [str(t.period) for t in found.times] == ["2019"]


def test_the_pinned_digests_are_readable_json() -> None:
    path = Path(module.__file__).with_name("model_files.json")
    assert json.loads(path.read_text("utf-8")) == module.pinned_files()


def test_the_missing_model_is_an_error_of_ours() -> None:
    assert issubclass(MissingModel, MultipoleError)
