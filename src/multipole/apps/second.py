"""The second coder on the command line: what would be sent, what came of it, what it took."""

from __future__ import annotations

import importlib.util
import os
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from multipole.apps.clock import now
from multipole.apps.commands import WRONG, say
from multipole.core.errors import MissingModel, WrongUse

if TYPE_CHECKING:
    from multipole.claims.llm_asking import Asker
    from multipole.claims.llm_terms import Replies, Settings
    from multipole.documents import ReadOptions
    from multipole.pipeline.second import Plan, SecondReport

KEY: Final = "MULTIPOLE_LLM_KEY"
NEEDED: Final = ("httpx", "pydantic")

Coder = Annotated[
    str | None,
    typer.Option(
        metavar="types|rules|llm",
        help="types: the rules and the type model that comes with multipole; rules: the rules "
        "alone; both take reports back from llm, which asks a model endpoint. Without it: types, "
        "for what llm has not coded.",
        show_default=False,
    ),
]
Endpoint = Annotated[
    str | None,
    typer.Option(metavar="URL", help="llm: an OpenAI-compatible server: http://127.0.0.1:8080/v1."),
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="llm: the model's name there.")]
PriceIn = Annotated[
    float | None,
    typer.Option(min=0, metavar="X", help="llm: price of a million tokens sent, to show the cost."),
]
PriceOut = Annotated[
    float | None, typer.Option(min=0, metavar="Y", help="llm: price of a million tokens received.")
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache", metavar="DIR", help="llm: where replies are kept; else the user's cache."
    ),
]
LimitTokens = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="llm: stop before this run takes more.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="llm: only say how many requests and tokens it takes.")
]
Seed = Annotated[int, typer.Option(metavar="N", help="llm: the seed sent to the model.")]
Form = Annotated[
    str,
    typer.Option(
        metavar="schema|object|none",
        help="llm: how the server is told to answer in JSON: by schema, as any object, not at all.",
    ),
]
Seconds = Annotated[
    float, typer.Option(min=0.1, metavar="SECONDS", help="llm: the longest wait for a reply.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of the second coder said."""

    endpoint: str | None
    model: str | None
    price_in: float | None
    price_out: float | None
    cache: Path | None
    limit_tokens: int | None
    dry_run: bool
    seed: int
    form: str
    timeout_seconds: float

    def check_unused(self) -> None:
        """Raise `WrongUse` when one is given that only the second coder knows."""
        given = {
            "--endpoint": self.endpoint, "--model": self.model, "--price-in": self.price_in,
            "--price-out": self.price_out, "--cache": self.cache,
            "--limit-tokens": self.limit_tokens, "--dry-run": self.dry_run or None,
        }  # fmt: skip
        first = next((name for name, value in given.items() if value is not None), None)
        if first:
            raise WrongUse(
                f"{first} says nothing to the rules", remedy="Add --coder llm, or leave it out."
            )

    def cost(self, of: Any) -> float | None:
        """The cost of tokens at the prices given; None without both."""
        if self.price_in is None or self.price_out is None:
            return None
        found: float = of.cost(self.price_in, self.price_out)
        return found


def read_second(
    paths: list[Path], store: Path, options: ReadOptions, asked: Asked, *, json: bool
) -> None:
    """Have a model code reports, or say what that would take."""
    settings = _settings(asked)
    if asked.dry_run:
        _tell_plan(_plan(paths, store, options, asked, settings), asked, json=json)
        return
    began = monotonic()
    found = _read(paths, store, options, asked, settings)
    _tell(found, store, asked, seconds=monotonic() - began, json=json)
    if not found.documents or (found.left and not found.coded):
        raise typer.Exit(WRONG)


def _settings(asked: Asked) -> Settings:
    lacking = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if lacking:
        raise MissingModel(
            f"the second coder needs {' and '.join(lacking)}",
            remedy="Install them: pip install 'multipole[llm]'",
        )
    from multipole.claims.llm_terms import Settings, check_address

    if not asked.model or not (asked.endpoint or asked.dry_run):
        raise WrongUse(
            "the second coder asks no model that is not named",
            remedy="Give --endpoint URL and --model NAME.",
        )
    if asked.endpoint:
        check_address(asked.endpoint)
    form: Any = asked.form
    return Settings(asked.model, seed=asked.seed, reply_form=form)


def _replies(asked: Asked) -> Replies:
    from multipole.apps.fetching import cache_folder
    from multipole.claims.llm_cache import RepliesOnDisk

    return RepliesOnDisk(asked.cache or cache_folder() / "replies")


def _plan(
    paths: list[Path], store: Path, options: ReadOptions, asked: Asked, settings: Settings
) -> Plan:
    from multipole.pipeline.second import plan_with_model
    from multipole.store import open_store

    with open_store(store, read_only=True) if store.exists() else nullcontext() as opened:
        return plan_with_model(
            paths, settings=settings, replies=_replies(asked), now=now(), options=options,
            store=opened,
        )  # fmt: skip


def _tell_plan(plan: Plan, asked: Asked, *, json: bool) -> None:
    from multipole.answers.words import count

    cost = asked.cost(plan)
    if json:
        names = ("documents", "requests", "kept", "tokens_in", "tokens_out")
        _write({n: getattr(plan, n) for n in names} | {"cost": cost})
        return
    at_most = f", at most {cost:,.4f} at your prices" if cost is not None else ""
    print(
        f"{count(plan.documents, 'report')} to code: {count(plan.requests, 'request')} "
        f"({plan.kept:,} kept already), about {plan.tokens_in:,} tokens in, "
        f"at most {plan.tokens_out:,} out{at_most}; nothing was sent"
    )


def _read(
    paths: list[Path], store: Path, options: ReadOptions, asked: Asked, settings: Settings
) -> SecondReport:
    from multipole.apps.filing import progress_bar, say_unread
    from multipole.claims.llm import ChatEndpoint
    from multipole.claims.llm_asking import Asker
    from multipole.pipeline.second import read_with_model
    from multipole.store import open_store

    address = asked.endpoint or ""
    with (
        ChatEndpoint(
            address, key=os.environ.get(KEY, ""), clock=monotonic,
            timeout_seconds=asked.timeout_seconds,
        ) as endpoint,
        open_store(store, create=True) as opened,
        progress_bar() as progress,
    ):  # fmt: skip
        asker: Asker = Asker(endpoint, settings, _replies(asked), sleep, asked.limit_tokens)
        found = read_with_model(
            opened, paths, asker=asker, now=now(), options=options, progress=progress,
            announce=lambda plan: _announce(plan, address, settings),
        )  # fmt: skip
        say_unread(opened)
        return found


def _announce(plan: Plan, address: str, settings: Settings) -> None:
    """Say what leaves the machine, and where to, before it does."""
    from multipole.answers.words import count
    from multipole.claims.llm_terms import is_on_this_machine

    if is_on_this_machine(address):
        return
    say(
        f"the text of {count(plan.documents, 'report')} leaves this machine: "
        f"{count(plan.requests, 'request')} to {address}, model {settings.model}"
    )
    if address.startswith("http://"):
        say("it goes unencrypted: whoever is on the way can read the reports and the key")


def _tell(found: SecondReport, store: Path, asked: Asked, *, seconds: float, json: bool) -> None:
    from multipole.answers.words import count

    for refusal in (*found.refusals, *found.failures):
        say(f"refused: {refusal}")
    if found.stopped:
        say(f"stopped: {found.stopped}")
    if json:
        _write(_told(found, asked) | {"seconds": seconds})
        return
    print(
        f"{store}: {count(found.documents, 'document')} read ({found.new_documents:,} new), "
        f"{found.coded:,} coded by {found.coder}, {found.left:,} left; "
        f"{count(found.claims, 'claim')}; {count(found.events, 'event')} in all; {seconds:.1f} s"
    )
    for reason, n in Counter(r.reason for _, r in found.refused).most_common():
        print(f"  proposals refused, {reason}: {n:,}")
    for note, n in found.notes.items():
        print(f"  left out of claims, {note}: {n:,}")
    print(f"  {_took(found, asked)}")


def _took(found: SecondReport, asked: Asked) -> str:
    from multipole.answers.words import count

    spent, cost = found.spent, asked.cost(found.spent)
    guessed = f" ({spent.estimated:,} requests estimated)" if spent.estimated else ""
    priced = f"; cost {cost:,.4f}" if cost is not None else "; no prices given, so no cost"
    return (
        f"{count(spent.requests, 'request')}, {spent.from_cache:,} replies kept from before; "
        f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out{guessed}{priced}"
    )


def _told(found: SecondReport, asked: Asked) -> dict[str, object]:
    names = ("documents", "new_documents", "coded", "left", "claims", "events", "coder", "stopped")
    spent = ("requests", "from_cache", "tokens_in", "tokens_out", "estimated")
    refusals = (*found.refusals, *found.failures)
    return {
        **{n: getattr(found, n) for n in names},
        **{n: getattr(found.spent, n) for n in spent},
        "cost": asked.cost(found.spent),
        "refusals": [
            {n: getattr(r, n) for n in ("path", "place", "reason", "remedy")} for r in refusals
        ],
        "refused": [
            {"path": path, "kind": r.kind, "reason": r.reason, "excerpt": r.excerpt}
            for path, r in found.refused
        ],
        "notes": found.notes,
    }


def _write(told: dict[str, object]) -> None:
    from multipole.apps.show import json_bytes, write_bytes

    write_bytes(json_bytes(told))
