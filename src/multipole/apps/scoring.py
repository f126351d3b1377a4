"""The score command: how well the coder does against reference codings."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from multipole.apps import options as given
from multipole.apps.clock import now
from multipole.apps.commands import NOTHING_FOUND, say
from multipole.core.errors import UnreadableInput, WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.answers.floors import Measured
    from multipole.answers.score import ScoreReport
    from multipole.apps.show import Output
    from multipole.core.types import Claim

_SHOWN: Final = ("section", "measure", "recall_rated", "precision_rated", "f1")
_SHORT: Final = 12


def score(
    reports: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of reports.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of reference codings.")
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="In their place: sentences with marked ends and types."),
    ] = None,
    gsr: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="In their place: a file of PLOVER gold standard records."
        ),
    ] = None,
    coder: Annotated[
        str, typer.Option(metavar="NAME", help="types: rules and type model. rules: these alone.")
    ] = "types",
    card: Annotated[
        bool, typer.Option("--card", help="Measure nothing: show the scores of this version.")
    ] = False,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail below the floors of this file.")
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose floors in that file.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="With --json: what was missed and what is spurious.")
    ] = False,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Compare the coder with reference codings: precision, recall and F1.

    Example: multipole score --reports reports/ --gold gold/ --json
    """
    from multipole.apps.show import Output

    output = Output(json=json, csv=csv, parquet=parquet)
    folders = reports is not None or gold is not None or errors
    asked = [folders, sentences is not None, gsr is not None, card]
    if sum(asked) != 1:
        remedy = "Give --reports and --gold, --sentences, --gsr, or --card."
        raise WrongUse("one thing is scored at a time", remedy=remedy)
    if (floors is None) != (dataset is None):
        raise WrongUse("--floors and --dataset go together", remedy="Give both or none.")
    types = types_of(coder)
    if card:
        from multipole.apps.scoring_card import show_card

        show_card(output)
        return
    if sentences is not None:
        from multipole.apps.scoring_sentences import score_file

        measured = score_file(sentences, output, folder=types)
    elif gsr is not None:
        from multipole.apps.scoring_gsr import score_gsr_file

        measured = score_gsr_file(gsr, output, types=types)
    else:
        measured = _score_reports(reports, gold, output, types=types, errors=errors)
    if floors is not None and dataset is not None:
        _check(measured, floors, dataset)


def types_of(coder: str) -> Path | None:
    """The folder of the type model that a coder reads with; None for the rules alone."""
    from multipole.claims.type_model import SHIPPED

    if coder not in ("types", "rules"):
        raise WrongUse(f"{coder!r} is no coder that can be scored", remedy="Use types or rules.")
    return SHIPPED if coder == "types" else None


def _score_reports(
    reports: Path | None, gold: Path | None, output: Output, *, types: Path | None, errors: bool
) -> Measured:
    from multipole.answers.floors import Measured
    from multipole.answers.score import score_folder
    from multipole.apps.show import emit, json_bytes, write_bytes

    if reports is None or gold is None:
        raise WrongUse("half a question", remedy="Give both --reports and --gold.")
    found = score_folder(reports, gold, code=partial(code, types=types))
    if output.json:
        write_bytes(json_bytes(found.to_json(errors=errors)))
    else:
        emit(_as_answer(found), output)
    return Measured({name: tally.f1 for name, tally in found.overall.items()}, found.digest)


def code(report: Path, *, types: Path | None) -> tuple[str, Sequence[Claim]]:
    """The text and claims of one report, read into a store that is thrown away."""
    from multipole.pipeline import read_into
    from multipole.store import open_store

    with (
        tempfile.TemporaryDirectory(prefix="multipole-") as folder,
        open_store(Path(folder) / "score.duckdb", create=True) as store,
    ):
        found = read_into(store, [report], now=now(), types=types)
        ids = store.documents()["id"].to_pylist()
        if not ids:
            reason = found.refusals[0].reason if found.refusals else "it holds no document"
            raise UnreadableInput(reason, where=str(report), remedy="Give a report with text.")
        claims = [c for c in store.claim_objects() if c.spans[0].document == ids[0]]
        return store.texts(ids)[ids[0]], claims


def _as_answer(found: ScoreReport) -> Answer:
    import pyarrow as pa

    from multipole.answers import Answer
    from multipole.answers import evidence as sentences
    from multipole.answers.score import Tally
    from multipole.answers.score_bounds import with_bounds

    rows = [
        {**row, "section": Path(row["document"]).stem[:_SHORT]}
        | with_bounds(Tally(row["matched"], row["coded"], row["gold"]))
        for row in found.rows()
    ]
    unplaced = sum(d.unplaced for d in found.documents)
    notes = (
        "counts, share, 90% interval (Wilson 1927); by type: both ends and the type right",
        f"gold {found.digest}",
        f"{unplaced} gold quotes are not in their report",
    )
    table = pa.Table.from_pylist(rows)
    return Answer("Score against reference codings", table, sentences.none(), notes, _SHOWN)


def _check(found: Measured, floors: Path, dataset: str) -> None:
    from multipole.answers.floors import check_dataset, read_floors

    below = check_dataset(found, read_floors(floors), dataset=dataset)
    for line in below:
        say(line)
    if below:
        raise typer.Exit(NOTHING_FOUND)
