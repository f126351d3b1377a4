"""The columns of ATOP's alliance-level and member-level files, versions 3.0 to 5.1."""

from __future__ import annotations

from typing import Final

#: Pledge -> what it is called here.
OBLIGATIONS: Final = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}

#: Provisions kept with a treaty, under the publisher's names and codes.
KEPT: Final = tuple(
    "cowid bilat wartime estmode pubsecr secrart speclgth length renewlgt term active conditio "
    "asymm notaiden dipaid terrres seppeace specthrt statthr1 statthr2 conwtin medarb milcon "
    "milaid intcom subord organ1 orgpurp1 organ2 orgpurp2 base contrib armred acqterr nomicoop "
    "compag conmen ecaid interv hinst minst".split()
)

_SHARED: Final = tuple(
    "atopid cowid cow4id ineffect bilat maxphase wartime estmode pubsecr secrart proadd futmem "
    "speclgth length renounce proren renewlgt term defense offense neutral nonagg consul active "
    "conditio defcon offcon neucon concon asymm notaiden dipaid terrres seppeace thirdcom "
    "noothall specthrt statthr1 statthr2 conwtin medarb milcon milaid intcom subord organ1 "
    "orgpurp1 organ2 orgpurp2 base contrib armred acqterr divgains demwith reflnun refothio "
    "natrefal compag nomicoop conres agprois conmen ecaid interv source new4 rev4 version".split()
)

MEMBERS: Final = tuple(f"mem{i}" for i in range(1, 60))

TREATY_COLUMNS: Final = (
    *_SHARED,
    *MEMBERS,
    *"begyr begmo begday endyr endmo endday new5 rev5 hinst minst milorg milinst pubtreat "
    "formorg formal".split(),
)

MEMBER_COLUMNS: Final = (
    *_SHARED,
    *"member cowsys yrent moent dayent yrexit moexit dayexit phase cowwar termmode termcaus "
    "defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc offcocon offconum "
    "offcodem offconpr neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt concoadv "
    "concoloc concocon concoreq olimob obvary new5 rev5 hinst minst milorg milinst pubtreat "
    "formorg formal".split(),
)
