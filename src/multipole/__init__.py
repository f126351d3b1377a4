"""multipole: from reports on world politics to answers whose every number opens its sentence.

>>> from multipole import open_store, read
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multipole.apps.door import Citation, Desk, add, catalogue, cite, open_store, picture, read

__all__ = ["Citation", "Desk", "add", "catalogue", "cite", "open_store", "picture", "read"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'multipole' has no attribute {name!r}")
    from multipole.apps import door

    return getattr(door, name)
