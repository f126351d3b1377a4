"""File, feed or page to `Document`: cleaned once, hashed, then frozen."""

from multipole.documents.options import ReadOptions
from multipole.documents.parts import divide, read_text
from multipole.documents.reading import read_paths

__all__ = ["ReadOptions", "divide", "read_paths", "read_text"]
