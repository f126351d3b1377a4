"""Words that make a person or body act for a state: titles before a name, bodies after one."""

from __future__ import annotations

from typing import Final

TITLES: Final = frozenset(
    """
    president prime minister ministers foreign defence defense chancellor secretary state
    councilor councillor ambassador envoy spokesman spokeswoman spokesperson general chief leader
    premier diplomat senator king queen prince crown emir sultan shah vice deputy chairman
    chairwoman counterpart official admiral marshal commander adviser advisor representative
    expert analyst scholar ruler dictator speaker head director governor finance trade economy
    energy interior commerce treasury national security special high senior top former then acting
    new first permanent party parliament lawmaker congressman congresswoman supreme colonel
    lieutenant judge justice professor researcher negotiator veteran outgoing incoming
    ex-president affairs presidential military colleague opposite number political scientist
    strongman
    """.split()
)

BODIES: Final = frozenset(
    """
    government administration authority authorities official officials ministry minister ministers
    president presidency premier chancellor leader leaders leadership state states regime side
    delegation delegations diplomat diplomats embassy ambassador envoy envoys consulate spokesman
    spokeswoman spokesperson representative representatives mission counterpart counterparts
    military army navy troop troops force forces soldier soldiers air-force marines airman pilot
    pilots bomber bombers warship warships ship ships vessel vessels jet jets fighter fighters
    aircraft plane planes submarine submarines fleet fleets general admiral commander commanders
    chief chiefs head command guard militia intelligence spy spies agency agencies department
    council parliament congress senate house duma lawmaker lawmakers legislator senator senators
    party court courts prosecutor prosecutors police security company companies firm firms bank
    banks enterprise businessmen businessman investor investors manufacturer exporter importer
    producer industry foreign-ministry kingdom republic federation people public observer
    observers expert experts analyst analysts scholar scholars academic commentator media
    newspaper press broadcaster agency daily economist strategist diplomacy secretary negotiator
    negotiators team peacekeeper peacekeepers contingent hackers hacker scientist scientists
    adviser advisers ruler monarch emir king prince sultan dictator
    """.split()
)

SPEAKERS: Final = frozenset(
    """
    expert analyst observer official critic diplomat source scholar commentator researcher study
    report newspaper paper editorial article daily columnist correspondent author historian
    economist strategist sceptic skeptic supporter opponent activist spokesman spokeswoman
    spokesperson minister president adviser advisor aide insider think-tank tank institute
    professor academic journalist editor reporter politician lawmaker senator statement document
    communique review doctrine strategy survey outlet agency broadcaster website executive lawyer
    attache attaché interlocutor veteran fellow trader banker consultant specialist entrepreneur
    negotiator envoy ambassador commander officer
    """.split()
)

#: Nouns for one human being who speaks, with or without a name.
HUMANS: Final = frozenset(
    """
    expert analyst observer official critic diplomat scholar commentator researcher columnist
    author historian economist strategist activist spokesman spokeswoman spokesperson adviser
    advisor aide insider professor academic journalist editor reporter politician lawmaker senator
    fellow lawyer attorney executive trader banker broker investor businessman businesswoman
    attache attaché interlocutor veteran negotiator envoy ambassador commander officer general
    admiral colonel soldier governor mayor judge prosecutor scientist engineer consultant director
    chairman chairwoman president minister secretary head chief writer specialist representative
    candidate deputy physicist sociologist pollster campaigner entrepreneur partner
    manager captain fisherman farmer student teacher pensioner resident refugee witness
    """.split()
)

#: People who report from a place without speaking for it.
PRESS: Final = frozenset({"correspondent", "editor", "columnist", "bureau", "reporter", "writer"})
