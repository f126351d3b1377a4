"""The nouns of multipole: types, ids, periods, units, errors. Standard library only."""
