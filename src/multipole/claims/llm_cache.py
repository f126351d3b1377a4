"""Replies kept on disk, one small file each, so that a run can be repeated and gone on with.

A file holds the key, the reply, its tokens and the model that the endpoint named; neither the text
that was sent nor the key of the endpoint. It is written beside its place and moved there whole, so
a run that is killed leaves no half reply. A file that cannot be read counts as absent.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import NamedTemporaryFile

from multipole.claims.llm_terms import Reply


class RepliesOnDisk:
    """A folder of replies; it is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> Reply | None:
        """The reply kept under ``key``, None when there is none that can be read."""
        try:
            told = json.loads(self._place(key).read_text("utf-8"))
            whole = isinstance(told["content"], str) and told["key"] == key
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not whole:
            return None
        return Reply(
            told["content"], told.get("tokens_in"), told.get("tokens_out"), told.get("model", "")
        )

    def put(self, key: str, reply: Reply) -> None:
        """Keep ``reply``, in place of what was kept under the key."""
        place = self._place(key)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {
            "key": key, "model": reply.model, "tokens_in": reply.tokens_in,
            "tokens_out": reply.tokens_out, "content": reply.content,
        }  # fmt: skip
        with NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            json.dump(told, file)
        Path(file.name).replace(place)


class NoReplies:
    """Keeps nothing."""

    def get(self, key: str) -> Reply | None:
        """Always None."""
        return None

    def put(self, key: str, reply: Reply) -> None:
        """Let it go."""
