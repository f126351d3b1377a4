"""The page of methods, docs/methods.md, from the docstrings of measures and from their registry."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from multipole.answers.measures import FAMILIES
from multipole.core.types import Measure

HEAD: Final = """# How is each measure made?
{}
{}
""".format(
    # One paragraph a line, as on the other pages.
    "\nThis page is made by `make docs` from the docstrings of the functions that make the "
    "measures, and from the registry that `multipole measures` prints; a test fails when it lags "
    "behind them or when one of them lacks its formula, unit, reference, worked example or what it "
    "is not for. The examples are run by the tests. [Measures by name](#measures-by-name) are "
    "those of two actors that can be asked for by their names; then come the formulae, first of "
    "dyads, then of the whole system, then of how things are told.",
    "\nUnknown is never zero: NaN in gives NaN out, and a value without data has the widest "
    "interval that it can have. How good each measure is where that is known, and how often a test "
    "says yes where nothing is, stands in [the benchmarks](../benchmarks/README.md).",
)
NAMED: Final = "| Measure | Unit | From | To | Ends | Reference |\n" + "|---" * 6 + "|\n"
LABELS: Final = ("Formula", "Shapes", "Unit", "Reference", "Not for")
_LABEL: Final = re.compile(rf"^({'|'.join(LABELS)}): (.*)$")


@dataclass(frozen=True, slots=True)
class Part:
    """The measures of a module: its name, their functions, and the commands that show them."""

    module: str
    functions: tuple[str, ...]
    shown_by: str


#: What stands on the page, in this order. A new measure is a new name here.
PARTS: Final = (
    Part("relations.votes", ("agreement",), "`multipole measure agreement A B`, `multipole panel`"),
    Part("relations.similarity", ("signorino_ritter_s", "cohen_kappa", "scott_pi"),
         "`multipole measure s_score A B`, `kappa`, `pi`"),
    Part("relations.votes_doubt", ("share_estimate", "table_estimate"),
         "the intervals of `multipole measure agreement A B` and of `s_score`, `kappa`, `pi`"),
    Part("relations.closeness", ("closeness",), "`multipole closeness`, `multipole why`"),
    Part("relations.trend", ("change",), "`multipole why A B`, `multipole brief`"),
    Part("relations.ideal_points", ("ideal_points",), "`multipole ideal-points`"),
    Part("relations.ideal_points_apart", ("apart",), "`multipole ideal-points`"),
    Part("relations.ideal_points_pulls", ("pulls",), "`multipole why ideal_point A B YEAR`"),
    Part("relations.state_space", ("state_space",), "`multipole measure closeness A B`"),
    Part("relations.goldstein", ("goldstein_net", "quad_counts"),
         "`multipole measure goldstein_mean A B`, `count_verbal_conflict` and so on"),
    Part("relations.dependence",
         ("share_of", "concentration", "hirschman", "equivalents", "trade_in_gdp", "rise_needed",
          "loss_after", "asymmetry"),
         "`multipole depends`, `multipole measure trade_dependence A B`"),
    Part("relations.parity", ("compared",),
         "`multipole depends A B`, `multipole claim junior A B`"),
    Part("relations.commitment", ("commitment",), "`multipole measure commitment A B`"),
    Part("relations.kinds", ("judge", "finding"),
         "`multipole tie A B`, `multipole dyad A B`, `multipole why A B`, `multipole brief`"),
    Part("relations.kinds_points", ("seen",), "the values of criteria in `multipole tie A B`"),
    Part("relations.kinds_junior", ("junior",),
         "`multipole tie A B`, `multipole dyad A B`, `multipole claim junior A B`"),
    Part("relations.weights",
         ("against_mean", "vote_weights", "share_slopes", "greatest_weights", "difference"),
         "`multipole why MEASURE A B YEAR`"),
    Part("relations.weights_rates", ("contrast_slopes", "rate_slope", "act_weights"),
         "`multipole why closeness A B YEAR`"),
    Part("relations.turning", ("turning_points",), "`multipole claim turn A B --year Y`"),
    Part("relations.turning_claim", ("change_at", "closer_since"),
         "`multipole claim turn A B --year Y`, `multipole claim closer A B --year Y`"),
    Part("system.polarity",
         ("cinc", "concentration", "effective_number", "top_share", "esteban_ray",
          "bloc_polarisation"),
         "`multipole polarity`; CINC as published; the last two from Python only"),
    Part("system.blocs", ("blocs", "warranted"), "`multipole blocs`, `multipole polarity`"),
    Part("system.stability", ("stability",), "`multipole blocs`, `multipole polarity`"),
    Part("system.membership", ("nearness",), "`multipole blocs --near A,B`"),
    Part("relations.composite",
         ("composite", "scaled", "means", "without_each", "random_weights", "common", "closest",
          "tipping"),
         "`multipole triangle A B C`"),
    Part("system.balance", ("triangles", "pull", "triads"),
         "`multipole triangle A B C`; the last two from Python only"),
    Part("system.frustration", ("frustration",), "Python only so far"),
    Part("system.pressure", ("pressure_test",), "`multipole triangle A B C`"),
    Part("system.projection", ("project",), "`multipole triangle A B C`"),
    Part("narratives.intervals", ("share", "difference", "rate"),
         "the intervals of `multipole narratives` and `multipole terms`"),
    Part("narratives.apart", ("set_apart", "shuffled"), "`multipole terms`"),
    Part("narratives.rates", ("rates", "smoothed"), "`multipole terms TERM`"),
)  # fmt: skip
#: Modules that hold no measure themselves, and what they are instead.
STEPS: Final = (
    ("relations.dyads", "which events concern a pair"),
    ("relations.months", "closeness by month, quarter or year"),
    ("relations.streams", "acts as the counts that the state-space model reads"),
    ("relations.streams_from", "those counts from events and yearly tables"),
    ("relations.state_space_pool", "several sources as one voice"),
    ("relations.state_space_run", "the streams under all settings of the model"),
    ("relations.state_space_kernel", "filter and smoother of the model, compiled"),
    ("relations.state_space_bands", "rates and contrasts from masses on a grid"),
    ("relations.ideal_points_rolls", "which votes and roll calls the ideal points rest on"),
    ("relations.ideal_points_start", "where their sampler begins"),
    ("relations.ideal_points_kernel", "a round of the sampler, compiled"),
    ("relations.serial", "least squares under serial dependence"),
    ("relations.serial_null", "how far a series wanders that never changed"),
    ("relations.turning_series", "a series as the tests of change want it"),
    ("relations.turning_search", "the search for changes"),
    ("relations.turning_sizes", "how large a change is"),
    ("relations.kinds_table", "the table of criteria for kinds of tie; `multipole tie --table`"),
    ("relations.kinds_words", "sentences about a tie"),
    ("relations.unusual", "a month's counts against a pair's own past; what moved in `serve`"),
    ("system.ties", "matrices of ties, checked"),
    ("system.moving", "the search for blocs"),
    ("system.reduce", "what `frustration` may merge beforehand"),
    ("narratives.tellings", "the same event by each side: delay, silence, what is missing"),
    ("narratives.shares", "what the shares of a side are counted of"),
    ("narratives.act_words", "the words of a quotation that tell its act"),
    ("narratives.phrases", "a term and the forms that count as it"),
    ("narratives.texts", "words and sentences of a text"),
    ("narratives.vocabulary", "counts of words and two-word terms"),
)  # fmt: skip
#: What `multipole.relations` gives out beside measures: selections and tables of them.
BESIDE: Final = ("dyad_events", "dyad_rows", "estimate", "inside", "measure", "relation", "trend")


def methods_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_named(), *(line for part in PARTS for line in _part(part))])


def told(part: Part, name: str) -> str:
    """All that the page says of a measure: the docstrings of its function and of its module."""
    module = _module(part.module)
    return f"{inspect.getdoc(module)}\n\n{inspect.getdoc(getattr(module, name))}"


def lacks(text: str) -> list[str]:
    """Which of formula, unit, reference, worked example and "not for" a docstring has not."""
    prose = re.sub(r"^(>>>|\.\.\.) .*$", "", text, flags=re.MULTILINE)
    has = {
        "formula": re.search(r"(?m)^(Formula: |\s{4}.* = )", prose),
        "unit": re.search(r"\bUnit: ", prose),
        "reference": re.search(r"\bReferences?: ", prose),
        "not for": re.search(r"\bNot (for|to be used)\b", prose),
        "worked example": ">>> " in text,
    }
    return [name for name, found in has.items() if not found]


def _module(name: str) -> Any:
    return import_module(f"multipole.{name}")


def _named() -> Iterator[str]:
    yield "## Measures by name\n"
    yield (
        "`multipole measure NAME A B` prints one over time, and "
        '`desk.measure("NAME", "A", "B")` gives it in Python.\n'
    )
    for family in FAMILIES:
        yield f"**{family.name.capitalize()}**\n\n{NAMED}" + "\n".join(map(_row, family.measures))
        yield ""


def _row(one: Measure) -> str:
    ends = "sender and receiver" if one.directed else "a pair"
    cells = [f"`{one.name}`", one.unit, _bound(one.low), _bound(one.high), ends, one.cite]
    return f"| {' | '.join(_text(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _bound(value: float) -> str:
    return "any" if math.isinf(value) else f"{value:g}"


def _part(part: Part) -> Iterator[str]:
    module = _module(part.module)
    title, _, rest = (inspect.getdoc(module) or "").partition("\n\n")
    yield f"## {_text(title.rstrip('.'))}\n"
    yield f"`multipole.{part.module}`. Shown by: {part.shown_by}.\n"
    yield _markdown(rest)
    for name in part.functions:
        yield from _function(getattr(module, name))


def _function(made: Callable[..., Any]) -> Iterator[str]:
    yield f"### {made.__name__}\n"
    yield f"```text\n{made.__name__}{_asked(made)}\n```\n"
    yield _markdown(inspect.getdoc(made) or "")


def _asked(made: Callable[..., Any]) -> str:
    """The arguments without their types, which the text tells in words."""
    given = inspect.signature(made)
    bare = [one.replace(annotation=one.empty) for one in given.parameters.values()]
    return str(given.replace(parameters=bare, return_annotation=given.empty))


def _markdown(docstring: str) -> str:
    """A docstring as Markdown: prose a line a paragraph, formulae and examples as they stand."""
    blocks = [block for block in docstring.split("\n\n") if block.strip()]
    return "\n".join(f"{_block(block)}\n" for block in blocks)


def _block(block: str) -> str:
    lines = block.splitlines()
    if lines[0].startswith((">>> ", "    ")):
        return "```text\n" + block + "\n```"
    if _LABEL.match(lines[0]):
        return "\n".join(_labelled(lines))
    if any(line.startswith("    ") for line in lines):
        return "\n".join(_defined(lines))
    return _text(block)


def _labelled(lines: list[str]) -> Iterator[str]:
    items: list[list[str]] = []
    for line in lines:
        found = _LABEL.match(line)
        if found:
            items.append([found[1], found[2]])
        else:
            items[-1].append(line)
    return (f"- **{head}:** {_text(' '.join(words))}" for head, *words in items)


def _defined(lines: list[str]) -> Iterator[str]:
    """Terms, each with its meaning indented below."""
    items: list[list[str]] = []
    for line in lines:
        if line.startswith("    "):
            items[-1].append(line)
        else:
            items.append([line])
    return (f"- {_text(term)}: {_text(' '.join(words))}" for term, *words in items)


def _text(text: str) -> str:
    """Text on one line in which nothing is taken for markup but code."""
    parts = re.split(r"(``[^`]*``|`[^`]*`|https?://\S+)", " ".join(text.split()))
    parts[::2] = (re.sub(r"([\\*<\[\]]|(?<!\w)_)", r"\\\1", part) for part in parts[::2])
    return "".join(parts)
