"""How commands end: one line on standard error and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, Final

import typer
from typer.core import TyperGroup

from multipole.apps.safe import safe_line
from multipole.core.errors import MultipoleError, NothingFound

NOTHING_FOUND: Final = 1
WRONG: Final = 2
STOPPED: Final = 130
_KEPT: Final = "Stopped. What was stored before is kept; run the same command again to go on."


class Commands(TyperGroup):
    """Commands whose errors become a line and a code: 1 nothing found, 2 wrong, 130 stopped."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except MultipoleError as error:
            say(str(error))
            found = WRONG if not isinstance(error, NothingFound) else NOTHING_FOUND
            raise typer.Exit(found) from None
        except KeyboardInterrupt:
            say(_KEPT)
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            _close_stdout()
            raise typer.Exit(0) from None
        except OSError as error:
            _close_stdout()
            say(f"{error.strerror or error} ({error.filename or 'writing the answer'})")
            raise typer.Exit(WRONG) from None


def say(line: str) -> None:
    """One line to standard error."""
    print(safe_line(line), file=sys.stderr)


def _close_stdout() -> None:
    """Point standard output nowhere, so that flushing it at exit raises nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):
        os.dup2(nowhere, sys.stdout.fileno())
