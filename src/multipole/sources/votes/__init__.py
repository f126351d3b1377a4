"""Votes and vetoes at the United Nations, and who sat on the Council."""
