"""Document -> Reading: sentences, mentions, quotations, dates, figures, voices."""

from multipole.evidence.model import Model, find_model, load_model
from multipole.evidence.reading import read_documents

__all__ = ["Model", "find_model", "load_model", "read_documents"]
