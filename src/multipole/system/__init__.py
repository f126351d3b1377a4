"""Ties of all actors together: blocs, polarity, balance.

Pure functions over matrices of ties (states x states, NaN unknown) and series, by module:

- `balance`: signed triangles, the pull of third states, the triads that strain most
- `frustration`: the least weight of ties against any two camps, proven or bounded
- `blocs`, `stability`, `membership`: groups of closer ties, how sure, over time, near which pole
- `polarity`: concentration, effective number of poles, polarisation
- `pressure`, `projection`: does pressure of a third bring two states closer afterwards?
"""
