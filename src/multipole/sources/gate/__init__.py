"""The gate: what a source is, how its files become frames, and what is refused."""
