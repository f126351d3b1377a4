"""Texts that a publisher gives out as a data set."""
