"""Commands that show the store elsewhere: in a browser, as pages in a folder, to assistants."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from typing import Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.core.errors import WrongUse

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    store: given.StorePath = STORE,
    host: Annotated[
        str, typer.Option(metavar="HOST", help="The address to listen on; others need the token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="0: any free.")
    ] = 8642,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name that the server goes by; may repeat."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=32, metavar="N", help="Processes that work things out.")
    ] = 2,
    cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where answers are kept.")
    ] = None,
) -> None:
    """The observatory in a browser: every page of the store, on this computer alone.

    On another address than loopback, a token is made and printed with the link: whoever has it may
    read, and judge events.

    Example: multipole serve --store demo/multipole.duckdb
    """
    import uvicorn

    from multipole.apps.web.guard import LOOPBACK
    from multipole.apps.web.kept import cache_folder
    from multipole.apps.web.server import Settings, create_app

    token = "" if host in _LOOPBACK else secrets.token_urlsafe(18)
    bracketed = f"[{host}]" if ":" in host else host
    settings = Settings(
        store, hosts=(*LOOPBACK, bracketed, *(name or ())), token=token, workers=workers,
        cache=cache or cache_folder(), warm=True,
    )  # fmt: skip
    config = uvicorn.Config(
        create_app(settings), host=host, port=port, log_level="warning", access_log=False,
        limit_concurrency=200, timeout_keep_alive=15, server_header=False,
    )  # fmt: skip
    listening = config.bind_socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    at = f"http://{bracketed}:{listening.getsockname()[1]}/{f'?token={token}' if token else ''}"
    print(f"{store} is shown at {at}  (Ctrl-C stops)", flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def assistants(
    store: given.StorePath = STORE,
    base: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where links lead: the address of serve.")
    ] = "http://127.0.0.1:8642",
) -> None:
    """The same answers for an assistant, by the Model Context Protocol on standard input.

    Needs the extra mcp: pip install 'multipole[mcp]'.

    Example: multipole mcp --store demo/multipole.duckdb
    """
    try:
        from multipole.apps.mcp import make_server
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise WrongUse(
            "the Model Context Protocol is not installed",
            remedy="Install it: pip install 'multipole[mcp]'.",
        ) from None
    make_server(store, base=base).run()


def write_site(store: Path, folder: Path, workers: int = 2) -> None:
    """Write the observatory of the store to ``folder``, with progress on standard error."""
    from multipole.apps.filing import progress_bar
    from multipole.apps.web.exporting import export_site
    from multipole.apps.web.kept import cache_folder
    from multipole.apps.web.pages import PAGES
    from multipole.apps.web.rooms import Rooms

    rooms = Rooms(store, cache=cache_folder(), workers=workers)
    try:
        with progress_bar() as told:
            written = export_site(rooms.room, folder, PAGES, progress=told)
    finally:
        rooms.close()
    print(f"{folder / 'index.html'}: {written} pages")
