"""Commands that fill a store or carry it elsewhere: read, export, import."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps import second
from multipole.apps.clock import now
from multipole.apps.commands import NOTHING_FOUND, WRONG, say
from multipole.apps.options import STORE
from multipole.core.errors import UnreadableInput, WrongUse

if TYPE_CHECKING:
    from multipole.documents import ReadOptions
    from multipole.pipeline import Progress, ReadReport
    from multipole.store import Store

Paths = Annotated[list[Path], typer.Argument(help="Reports, or folders and archives of them.")]
_Text = str | None


def read(
    paths: Paths,
    store: given.StorePath = STORE,
    date: Annotated[_Text, typer.Option(metavar="DATE", help="The day of publication.")] = None,
    title: Annotated[_Text, typer.Option(metavar="TEXT", help="The title.")] = None,
    outlet: Annotated[_Text, typer.Option(metavar="NAME", help="The paper or agency.")] = None,
    author: Annotated[_Text, typer.Option(metavar="NAME", help="The author.")] = None,
    language: Annotated[_Text, typer.Option(metavar="CODE", help="Such as en.")] = None,
    url: Annotated[_Text, typer.Option(metavar="URL", help="Where it was published.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=COLUMN", help="Columns of .csv and .jsonl: text=body; repeat."),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="How to read 03/04/2021.", show_default=False
        ),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, metavar="N", help="Processes at once.")] = 1,
    coder: second.Coder = None,
    endpoint: second.Endpoint = None,
    model: second.Model = None,
    price_in: second.PriceIn = None,
    price_out: second.PriceOut = None,
    cache: second.Cache = None,
    limit_tokens: second.LimitTokens = None,
    dry_run: second.DryRun = False,
    seed: second.Seed = 0,
    reply_form: second.Form = "schema",
    timeout: second.Seconds = 300.0,
    json: Annotated[bool, typer.Option("--json", help="The counts and refusals as JSON.")] = False,
) -> None:
    """Read reports into the store; reading the same again changes nothing.

    What is said by option holds for every file and overrides what the files say. Nothing is sent
    anywhere unless --coder llm names an endpoint.

    Example: multipole read reports/ --processes 2 --column text=body

    Example: multipole read reports/ --coder llm --endpoint URL --model NAME --dry-run
    """
    from multipole.documents import ReadOptions

    wanted = ReadOptions(
        date=date, title=title, outlet=outlet, author=author, language=language, url=url,
        columns=columns_of(column or ()), day_first=day_first,
    )  # fmt: skip
    for path in paths:
        if not path.exists():
            raise UnreadableInput(f"there is no {path}", remedy="Check the path.")
    asked = second.Asked(
        endpoint, model, price_in, price_out, cache, limit_tokens, dry_run, seed, reply_form,
        timeout,
    )  # fmt: skip
    if _is_second(coder, asked):
        second.read_second(paths, store, wanted, asked, json=json)
        return
    began = monotonic()
    found = _read(store, paths, wanted, processes, coder)
    _report(found, store, seconds=monotonic() - began, json=json)
    if not found.documents:
        raise typer.Exit(WRONG if found.refusals else _nothing_in(paths))


def _is_second(coder: str | None, asked: second.Asked) -> bool:
    if coder not in (None, "types", "rules", "llm"):
        raise WrongUse(f"{coder!r} is no coder", remedy="Use types, rules or llm.")
    if coder != "llm":
        asked.check_unused()
    return coder == "llm"


def _nothing_in(paths: list[Path]) -> int:
    say(f"no report in {', '.join(map(str, paths))}. Name files, or folders that hold some.")
    return NOTHING_FOUND


def _read(
    store: Path, paths: list[Path], wanted: ReadOptions, processes: int, coder: str | None
) -> ReadReport:
    from multipole.claims.type_model import SHIPPED
    from multipole.pipeline import read_into
    from multipole.store import open_store

    with open_store(store, create=True) as opened, progress_bar() as progress:
        found = read_into(
            opened, paths, now=now(), options=wanted, processes=processes, progress=progress,
            types=None if coder == "rules" else SHIPPED, over=coder is not None,
        )  # fmt: skip
        say_unread(opened)
        return found


def say_unread(store: Store) -> None:
    """One line a language that has no coder."""
    rows = store.documents().select(["status", "language"]).to_pylist()
    for language, n in Counter(r["language"] for r in rows if r["status"] == "no_coder").items():
        kept = "1 document is" if n == 1 else f"{n:,} documents are"
        say(f"{kept} kept and not read: no coder for {language or 'an unknown language'}")


def columns_of(pairs: list[str] | tuple[str, ...]) -> dict[str, str]:
    """``["text=body"]`` as a mapping; raises `WrongUse` for a pair without ``=``."""
    found: dict[str, str] = {}
    for pair in pairs:
        role, equals, column = pair.partition("=")
        if not (role and equals and column):
            raise WrongUse(f"--column {pair!r} names no column", remedy="Write text=body.")
        found[role] = column
    return found


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error, told (step, done, total); none when that is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    from multipole.apps.show import console

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def advance(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total or None)

        yield advance


def _report(found: ReadReport, store: Path, *, seconds: float, json: bool) -> None:
    from multipole.answers.words import count
    from multipole.apps.show import json_bytes, write_bytes

    for refusal in found.refusals:
        say(f"refused: {refusal}")
    if found.without:
        say(f"The rules read alone: {found.without}")
    counts = {n: getattr(found, n) for n in ("documents", "new_documents", "claims", "events")}
    if json:
        refused = [
            {n: getattr(r, n) for n in ("path", "place", "reason", "remedy")}
            for r in found.refusals
        ]
        write_bytes(
            json_bytes(counts | {"coder": found.coder, "seconds": seconds, "refusals": refused})
        )
        return
    print(
        f"{store}: {count(found.documents, 'document')} read ({found.new_documents:,} new), "
        f"{count(found.claims, 'new claim')}; {count(found.events, 'event')} in all; "
        f"{len(found.refusals):,} refused; {seconds:.1f} s"
    )


def export_store(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    store: given.StorePath = STORE,
    form: Annotated[
        str,
        typer.Option("--as", metavar="FORM", help="pages, or parquet: one file a table."),
    ] = "pages",
) -> None:
    """Write the observatory to a folder as pages that open from there, or the store as Parquet.

    Pages need no server and no network: open index.html. Parquet is what import reads.

    Example: multipole export site/

    Example: multipole export copy/ --as parquet
    """
    from multipole.answers.asked import one_of

    if one_of(form, ("pages", "parquet"), "a form") == "pages":
        from multipole.apps.serving import write_site

        write_site(store, folder)
        return
    from multipole.store import open_store

    with open_store(store, read_only=True) as opened:
        opened.export_parquet(folder)
    print(f"{store} is in {folder}")


def import_store(
    folder: Annotated[Path, typer.Argument(help="A folder that export --as parquet wrote.")],
    store: given.StorePath = STORE,
) -> None:
    """Make a store from an export as Parquet; the store must not exist, or be empty.

    Example: multipole import copy/ --store other.duckdb
    """
    from multipole.store import open_store

    fresh = not store.exists()
    with open_store(store, create=True) as opened:
        try:
            opened.import_parquet(folder)
        except BaseException:
            opened.close()
            if fresh:
                store.unlink(missing_ok=True)
            raise
    print(f"{folder} is in {store}")


def load_list(path: Path, place: Path) -> None:
    """Put a user's own table of actors into the store; bad rows are named, the others go in."""
    from multipole.actors import load_actors, read_table
    from multipole.store import open_store

    text = read_table(path)
    refused = load_actors(extra=path).refusals
    rows = max(len(text.splitlines()) - 1, 0)
    with open_store(place, create=True) as store:
        store.add_actor_list(text, now())
    for refusal in refused:
        say(str(refusal))
    say(f"{place}: {rows - len(refused)} of {rows} rows of {path} go in; read the reports again")
