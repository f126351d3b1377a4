"""File, feed or page to `Document`: cleaned once, hashed, then frozen."""

from multipole.documents.likeness import (
    METHOD,
    Link,
    find_near_duplicates,
    link_signed,
    signature,
)
from multipole.documents.options import ReadOptions
from multipole.documents.parts import divide, read_text
from multipole.documents.reading import Item, read_items, read_paths

__all__ = [
    "METHOD",
    "Item",
    "Link",
    "ReadOptions",
    "divide",
    "find_near_duplicates",
    "link_signed",
    "read_items",
    "read_paths",
    "read_text",
    "signature",
]
