"""What the second coder's parts share: settings, replies, what was spent, and how it goes wrong."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args
from urllib.parse import urlsplit

from multipole.core.errors import MultipoleError, WrongUse
from multipole.core.ids import digest

#: What the name of every second coder begins with, whichever model it asks.
SECOND_CODERS: Final = "llm-"
SECOND_CODER: Final = f"{SECOND_CODERS}1"
#: How the reply's form is asked for: a JSON schema, any JSON object, or in the prompt alone.
ReplyForm = Literal["schema", "object", "none"]
REPLY_FORMS: Final[tuple[ReplyForm, ...]] = get_args(ReplyForm)
LONGEST_NAME: Final = 120
PER_PRICE: Final = 1_000_000


class EndpointFailed(MultipoleError):
    """A model endpoint that cannot be used at all: no connection, no right, or a redirect."""


class ReplyFailed(MultipoleError):
    """One request that got no usable reply, within the tries allowed; other requests may."""


class TokensSpent(MultipoleError):
    """The next request could pass the limit of tokens that the user set."""


class TryAgain(MultipoleError):
    """A reply that another try may mend; ``wait_seconds`` is what the endpoint asked for.

    ``tokens`` (in, out) were used up by it, None where nobody said. ``fatal`` when no other request
    will fare better either.
    """

    def __init__(
        self, what: str, *, wait_seconds: float = 0.0, tokens: tuple[int, int] | None = None,
        fatal: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(what)
        self.wait_seconds = wait_seconds
        self.tokens = tokens
        self.fatal = fatal


@dataclass(frozen=True, slots=True)
class Settings:
    """How the model is asked; all of it is part of the key under which a reply is kept.

    ``most_tokens`` is the longest reply asked for; ``piece_letters`` the most text in a request.
    Raises `WrongUse` for a model name that is empty, long or not printable.
    """

    model: str
    seed: int = 0
    temperature: float = 0.0
    most_tokens: int = 8192
    piece_letters: int = 4_000
    reply_form: ReplyForm = "schema"

    def __post_init__(self) -> None:
        name = self.model
        if not name or len(name) > LONGEST_NAME or not name.isprintable() or " " in name:
            raise WrongUse(
                f"{name[:LONGEST_NAME]!r} is not a model's name",
                remedy="Give the name that the endpoint knows it by, without spaces.",
            )
        if self.reply_form not in REPLY_FORMS:
            raise WrongUse(
                f"{self.reply_form!r} is no form of reply",
                remedy=f"Use one of {', '.join(REPLY_FORMS)}.",
            )

    @property
    def digest(self) -> str:
        """Eight digits for all settings but the model's name."""
        key = digest(
            self.seed, self.temperature, self.most_tokens, self.piece_letters, self.reply_form
        )
        return key[:8]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, and the tokens it took; None where the endpoint did not say."""

    content: str
    tokens_in: int | None
    tokens_out: int | None
    model: str = ""


class Endpoint(Protocol):
    """Where a request goes; raises `TryAgain`, `ReplyFailed` or `EndpointFailed`."""

    def ask(self, body: Mapping[str, object]) -> Reply:
        """Send one request and give the reply."""
        ...


class Replies(Protocol):
    """Where replies are kept between runs."""

    def get(self, key: str) -> Reply | None:
        """The reply kept under a key."""
        ...

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply."""
        ...


@dataclass(slots=True)
class Spent:
    """What was asked and what it took, so far.

    ``requests`` were sent (each try counts), ``from_cache`` replies were there already.
    ``estimated`` requests came without a count of tokens: theirs are estimated from the letters.
    """

    requests: int = 0
    from_cache: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.tokens_in + self.tokens_out

    def cost(self, price_in: float, price_out: float) -> float:
        """What that costs, at prices for a million tokens in and out.

        >>> Spent(tokens_in=2_000_000, tokens_out=500_000).cost(0.5, 4.0)
        3.0
        """
        return (self.tokens_in * price_in + self.tokens_out * price_out) / PER_PRICE


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is: one for every four bytes. Not for a bill.

    >>> estimate_tokens("Lavrov met Wang.")
    4
    """
    return -(-len(text.encode("utf-8", "replace")) // 4)


def check_address(url: str) -> str:
    """The base address of an endpoint, without a slash at its end.

    Raises `WrongUse` for what is not plain http(s), or holds a name, password or query: a key
    belongs in the environment.

    >>> check_address("http://127.0.0.1:8080/v1/")
    'http://127.0.0.1:8080/v1'
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    plain = parts.scheme in ("http", "https") and host and url.isprintable()
    if not plain or "@" in parts.netloc or parts.query or parts.fragment:
        raise WrongUse(
            "the endpoint is not a plain http or https address",
            remedy="Write it like http://127.0.0.1:8080/v1, without a name, password or query.",
        )
    return url.strip().rstrip("/")


def is_on_this_machine(url: str) -> bool:
    """Whether an address is a loopback one, so that what is sent there stays on the machine.

    A name other than ``localhost`` is not, whatever it resolves to.

    >>> is_on_this_machine("http://127.0.0.1:8080/v1"), is_on_this_machine("http://lan.example/v1")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
