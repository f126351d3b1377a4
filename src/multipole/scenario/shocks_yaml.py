"""YAML as values that know their line: text for every scalar, no types guessed, nothing built.

YAML reads the key ``on`` as true and Norway's code ``NO`` as false; here both stay the text they
are. Anchors, tags and repeated keys are refused, so a small file stays a small value.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from multipole.core.errors import UnreadableInput, WrongUse

#: A file longer than this is no file of shocks.
MOST_BYTES: Final = 100_000
_MOST_DEPTH: Final = 12
_PLAIN: Final = frozenset(f"tag:yaml.org,2002:{n}" for n in (
    "str", "int", "float", "bool", "null", "timestamp", "map", "seq"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A value (text, list or mapping of `Placed`) and where it stands: file and line."""

    value: str | tuple[Placed, ...] | Mapping[str, Placed]
    name: str
    line: int

    @property
    def where(self) -> str:
        """``shock.yaml line 4``."""
        return f"{self.name} line {self.line}"

    def text(self, what: str) -> str:
        """The value as text; raises `WrongUse` for a list or mapping."""
        if not isinstance(self.value, str):
            raise WrongUse(f"{what} is no text", where=self.where, remedy="Write one value.")
        return self.value

    def items(self, what: str) -> tuple[Placed, ...]:
        """The value as a list; one value alone is a list of one."""
        return self.value if isinstance(self.value, tuple) else (self,)

    def fields(self, what: str, allowed: Iterable[str]) -> Mapping[str, Placed]:
        """The value as a mapping of ``allowed`` keys; raises `WrongUse` that suggests the nearest.

        An empty key (``on:`` with nothing behind it) counts as not given.
        """
        if not isinstance(self.value, Mapping):
            raise WrongUse(
                f"{what} is not written as key: value", where=self.where,
                remedy=f"Its keys are {', '.join(allowed)}.",
            )  # fmt: skip
        known = tuple(allowed)
        for key, held in self.value.items():
            if key not in known:
                raise WrongUse(f"{key!r} is no key of {what}", where=held.where,
                               remedy=nearest(key, known))  # fmt: skip
        return {key: held for key, held in self.value.items() if held.value != ""}


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Advice on a word that is not one of ``allowed``."""
    known = tuple(allowed)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"{hint}Use one of {', '.join(known)}."


def read_yaml(text: str, *, name: str) -> Placed:
    """One YAML document; raises `UnreadableInput` for what is not plain YAML or is too long."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _unreadable(f"it is longer than {MOST_BYTES:,} bytes", name)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise _unreadable("it uses anchors (&, *), which are not read", name)
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(str(error.problem), f"{name} line {line}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(str(error).splitlines()[0], name) from None
    if node is None:
        raise _unreadable("it is empty", name)
    return _placed(node, name, 0)


def _placed(node: yaml.Node, name: str, depth: int) -> Placed:
    line = node.start_mark.line + 1
    if depth > _MOST_DEPTH or node.tag not in _PLAIN:
        why = "it is nested too deeply" if depth > _MOST_DEPTH else f"the tag {node.tag}"
        raise _unreadable(why, f"{name} line {line}")
    match node:
        case yaml.MappingNode():
            return Placed(_mapping(node, name, depth), name, line)
        case yaml.SequenceNode():
            return Placed(tuple(_placed(n, name, depth + 1) for n in node.value), name, line)
        case _:
            empty = node.tag.endswith(":null")
            return Placed("" if empty else str(node.value), name, line)


def _mapping(node: yaml.MappingNode, name: str, depth: int) -> dict[str, Placed]:
    found: dict[str, Placed] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _unreadable("a key is a list or mapping", f"{name} line {line}")
        if key.value in found:
            raise _unreadable(f"the key {key.value!r} stands twice", f"{name} line {line}")
        held = _placed(value, name, depth + 1)
        found[key.value] = Placed(held.value, name, line) if isinstance(held.value, str) else held
    return found


def _unreadable(why: str, where: str) -> UnreadableInput:
    return UnreadableInput(
        f"the file of shocks cannot be read: {why}",
        where=where,
        remedy="Write YAML such as: shocks: [{act: USA SANCTION CHN}].",
    )
