"""Request -> reply: kept replies first, then the endpoint, with bounded tries and a limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from multipole.claims.llm_prompt import letters, request_key
from multipole.claims.llm_schema import read_reply
from multipole.claims.llm_terms import (
    Endpoint,
    EndpointFailed,
    Replies,
    Reply,
    ReplyFailed,
    Settings,
    Spent,
    TokensSpent,
    TryAgain,
    estimate_tokens,
)

TRIES: Final = 4
FIRST_WAIT_SECONDS: Final = 1.0
LONGEST_WAIT_SECONDS: Final = 60.0


@dataclass(slots=True)
class Asker:
    """Asks an endpoint for replies and keeps the count.

    ``sleep`` waits a number of seconds. ``limit_tokens``: no request is sent that could bring the
    tokens of this run, in and out, above it.
    """

    endpoint: Endpoint
    settings: Settings
    replies: Replies
    sleep: Callable[[float], None]
    limit_tokens: int | None = None
    tries: int = TRIES
    spent: Spent = field(default_factory=Spent)

    def reply(self, body: dict[str, Any]) -> str:
        """The content of a reply that has the form asked for.

        A broken reply is asked for again with the next seed, a busy endpoint after a pause that
        doubles (or as long as it says, a minute at most). Raises `ReplyFailed` when no try gave a
        usable reply, `EndpointFailed` and `TokensSpent`.
        """
        key = request_key(body)
        kept = self.replies.get(key)
        if kept is not None and _is_whole(kept):
            self.spent.from_cache += 1
            return kept.content
        reply = self._asked(body)
        self.replies.put(key, reply)
        return reply.content

    def _asked(self, body: dict[str, Any]) -> Reply:
        last: TryAgain | None = None
        for n in range(self.tries):
            if last is not None:
                pause = last.wait_seconds or FIRST_WAIT_SECONDS * 2 ** (n - 1)
                self.sleep(min(pause, LONGEST_WAIT_SECONDS))
            try:
                return self._one(body | {"seed": self.settings.seed + n})
            except TryAgain as error:
                last = error
        what = f"{last.what if last else 'nothing was asked'}, in {self.tries} tries"
        if last is not None and last.fatal:
            raise EndpointFailed(what, remedy="Check the address, and that the server runs.")
        raise ReplyFailed(what, remedy="Run the same command again to ask once more.")

    def _one(self, body: dict[str, Any]) -> Reply:
        guess = estimate_tokens(letters(body))
        self._check_limit(guess)
        try:
            reply = self.endpoint.ask(body)
        except TryAgain as error:
            self._count(error.tokens or (guess, 0), known=error.tokens is not None)
            raise
        except (EndpointFailed, ReplyFailed):
            self._count((0, 0), known=True)
            raise
        known = reply.tokens_in is not None and reply.tokens_out is not None
        told = (reply.tokens_in or 0, reply.tokens_out or 0)
        self._count(told if known else (guess, estimate_tokens(reply.content)), known=known)
        read_reply(reply.content)
        return reply

    def _count(self, tokens: tuple[int, int], *, known: bool) -> None:
        self.spent.requests += 1
        self.spent.tokens_in += tokens[0]
        self.spent.tokens_out += tokens[1]
        self.spent.estimated += not known

    def _check_limit(self, guess: int) -> None:
        could = self.spent.tokens + guess + self.settings.most_tokens
        if self.limit_tokens is not None and could > self.limit_tokens:
            raise TokensSpent(
                f"{self.spent.tokens:,} tokens are spent and the next request could pass the limit "
                f"of {self.limit_tokens:,}",
                remedy="Give a higher --limit-tokens; what was stored is kept.",
            )


def _is_whole(reply: Reply) -> bool:
    try:
        read_reply(reply.content)
    except TryAgain:
        return False
    return True
