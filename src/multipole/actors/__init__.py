"""A name on a date -> Actor: dated states, organisations, office holders, demonyms, capitals."""

from multipole.actors.finding import NameHit
from multipole.actors.registry import SYSTEMS, Actors, load_actors
from multipole.actors.tables import Holder, Office, offices, read_table

__all__ = [
    "SYSTEMS",
    "Actors",
    "Holder",
    "NameHit",
    "Office",
    "load_actors",
    "offices",
    "read_table",
]
