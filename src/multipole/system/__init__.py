"""Ties of all actors together: blocs, polarity, balance."""
