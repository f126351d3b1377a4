"""Words and patterns that figures are found by; `multipole.evidence.figures` tells the units."""

from __future__ import annotations

import re
from typing import Final

from multipole.core.numerals import DIGITS, ORDINALS, SMALL, WORDS

NOUNS: Final[dict[str, str]] = {
    noun: unit
    for unit, nouns in {
        "persons": "officials diplomats troops soldiers servicemen personnel people persons "
        "civilians refugees students peacekeepers observers citizens nationals workers prisoners "
        "hostages delegates deputies lawmakers advisers advisors experts journalists individuals "
        "oligarchs mercenaries men women children migrants businessmen businesspeople spies agents "
        "sailors pilots doctors victims casualties deaths officers guards marines astronauts "
        "cosmonauts tourists employees staff police instructors engineers scientists reservists "
        "recruits conscripts militants rebels protesters residents inhabitants envoys ambassadors "
        "specialists volunteers detainees executives militiamen fighters ministers leaders "
        "pensioners settlers operatives contractors paratroopers commandos airmen seamen",
        "items": "jets bombers aircraft planes airplanes warplanes helicopters drones tanks "
        "missiles warheads ships warships vessels submarines frigates destroyers corvettes "
        "carriers launchers batteries howitzers vehicles satellites rockets shells agreements "
        "documents treaties contracts memoranda memorandums deals accords resolutions vetoes "
        "companies firms banks entities projects exercises drills meetings visits summits bases "
        "reactors pipelines doses vaccines laboratories factories flights trains "
        "containers sorties incursions "
        "attacks strikes tests launches systems weapons bombs sanctions tankers icebreakers bills "
        "declarations statements conventions protocols patrols allies embassies consulates seats "
        "interceptors gunboats airliners locomotives buses trucks mines torpedoes rifles guns "
        "schools hospitals airports ports plants refineries visas licences licenses passports "
        "calls trips rounds consultations negotiations packages websites villages settlements "
        "checkpoints",
        "votes": "votes abstentions",
        "times": "times",
        "years": "years year",
        "tonnes": "tonnes tons",
        "barrels": "barrels",
        "km": "km kilometres kilometers kilometre kilometer",
    }.items()
    for noun in nouns.split()
}
DIRECT: Final = frozenset({"years", "tonnes", "barrels", "km", "times", "votes"})
#: Units that a bare number later in the sentence may share, and how far off.
SHARED: Final = frozenset({"persons", "items", "percent", "usd", "eur", "cny", "rub"})
FAR: Final = 60
#: Units of which there can be less than none.
SIGNED: Final = frozenset({"percent", "percentage_points", "usd", "eur", "cny", "rub"})
#: Words of rank that tell one only with an owner ("its top supplier").
CLAIMED: Final = frozenset({"top", "most important"})
DESIGNATION: Final = re.compile(
    r"\b(?:[A-Z][\w.]*-?[0-9]|Rafale|Typhoon|Eurofighter|Gripen|Mirage|Sukhoi|MiG|stealth)"
)
CURRENCIES: Final[dict[str, str]] = {
    "$": "usd", "us$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd", "€": "eur",
    "eur": "eur", "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pounds": "gbp",
    "pound": "gbp", "₽": "rub", "rub": "rub", "ruble": "rub", "rubles": "rub", "rouble": "rub",
    "roubles": "rub", "₹": "inr", "inr": "inr", "rupee": "inr", "rupees": "inr", "cny": "cny",
    "rmb": "cny", "yuan": "cny", "renminbi": "cny", "cn¥": "cny", "jpy": "jpy", "yen": "jpy",
    "jp¥": "jpy",
}  # fmt: skip
RANK_NOUNS: Final = (
    "partner|supplier|buyer|customer|importer|exporter|market|economy|investor|source|destination|"
    "creditor|lender|donor|trader|producer|consumer|recipient|holder|purchaser|contributor|"
    "provider|seller|borrower|debtor|shareholder|backer"
)

SCALE: Final = (
    r"(?:[\ -]?(?:hundred|thousand|million|billion|trillion|dozen|mn|mln|bn|bln|tn|trn)\b|[mk]\b)"
)
PLAIN: Final = rf"(?:{DIGITS}{SCALE}?|{WORDS})(?![\w:/]|[.,][0-9]|(?<=[0-9])[%](?=\w))"
ATTACHED: Final = rf"{DIGITS}(?=(?:km|bcm)\b)"
NUMBER: Final = re.compile(
    r"(?:(?P<currency>(?<!\w)(?:US\$|\$|€|£|₽|₹|CN¥|JP¥|"
    r"(?:USD|EUR|GBP|CNY|RMB|RUB|JPY|INR)(?=[\ 0-9]))\ ?)"
    r"|(?P<minus>(?<=[\s(])[-−](?=[0-9])|\b[Mm]inus\s)"
    r"|(?<![\w.$€£¥₽₹#+/’'-])(?<![0-9][,:–])(?<![$€£¥]\ ))"
    rf"(?P<number>{PLAIN}|{ATTACHED})"
)
SECOND: Final = re.compile(
    rf"(?P<joint>[-–]|\ (?:to|or|and)\ )(?P<whole>(?:US\$|\$|€|£)?(?P<number>{PLAIN}))"
)
_SMALL = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in SMALL)
TRIGGER: Final = re.compile(
    rf"[0-9]|\b(?:{_SMALL}|dozen|million|billion|"
    r"half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|important|"
    r"hundred|thousand|twice|largest|biggest|top|votes?|rank[a-z]*|place|position|"
    r"doubl[a-z]+|tripl[a-z]+|trebl[a-z]+|[a-z]+tupl[a-z]+|quadrupl[a-z]+|halv[a-z]+|[a-z]+fold)\b"
)
PERCENT: Final = re.compile(
    r"\+?[\s-]?(?:%|per\s?cent\b|percent(?:age)?\b|pct\b)(?P<points>[\s-]points?\b)?"
)
VOLUME: Final = re.compile(r"(?P<bcm>\s?bcm\b)|[\s-](?:cubic[\s-]met(?:re|er)s?|m3|m³)(?!\w)")
POWER: Final = re.compile(r"[\s-]?(?:(?P<giga>GW|[Gg]igawatts?)|MW|[Mm]egawatts?)\b")
FLOW: Final = re.compile(
    r"\s(?:barrels?(?:\sof(?:\s\w+){1,3}?)?\s(?:(?:a|per)\sday|daily)|bpd|b/d)\b"
)
MONEY: Final = re.compile(
    r"[\s-](?:US\s|U\.S\.\s|American\s|Chinese\s|Russian\s|Indian\s)?"
    r"(?P<name>dollars?|euros?|yuan|renminbi|RMB|roubles?|rubles?|yen|rupees?|pounds?(?=\ssterling)|"
    r"USD|EUR|GBP|CNY|RUB|JPY|INR)\b(?:\ssterling)?"
)
WORD: Final = re.compile(
    r"(?:\+?\s|(?<=[0-9a-z])-(?=(?:year|km|kilomet)))(?:metric\s)?([A-Za-z][\w'’-]*)"
)
_STOPS = (
    "a an and are as at be but by for from had has have he her his if in into is it its nor not of",
    "on or our she so than that the their them these they this those to was we were which who",
    "whose will with would year years month months day days week weeks hours minutes percent per",
    "suicide",
)
STOP: Final = frozenset(" ".join(_STOPS).split())
NOT_LASTING: Final = re.compile(
    r"[\s-]+(?:old|of\s+age|ago|later|earlier|since|after|before)\b|-olds?\b"
)
NAMED: Final = re.compile(
    r"\b(?:[Aa]rticles?|[Rr]esolutions?|Stream|Phase|No\.|[Nn]umbers?|[Cc]hapter|[Pp]aragraphs?|"
    r"[Pp]ages?|Group of|Boeing|Airbus|Type|Flight|Route|Room|Unit|Section|Protocol|Option|Track|"
    r"Part|Stage|Tier|Annex|War|aged?|[Rr]ound|[Ss]ession|[Vv]ersion|[Ee]very)\s+$"
)
DEFINITE: Final = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Aa]ll|[Bb]oth)\s+$")
CAPITALISED: Final = re.compile(r"[\w,]\s[A-Z][\w-]*\s$")
#: "nine 737 MAX aircraft": the second number is a name.
COUNTED: Final = re.compile(rf"\b(?:{'|'.join(SMALL)})\s$")
QUALIFIER: Final = re.compile(
    r"\b(?:(?P<less>less than|fewer than|under|below|up to|no more than|not more than|as many as|"
    r"as much as|at most)"
    r"|(?P<more>more than|over|above|at least|no less than|no fewer than|exceed(?:s|ed|ing)?|"
    r"eclips(?:es|ed|ing)|surpass(?:es|ed|ing)?|pass(?:es|ed|ing)|topp(?:ed|ing)|tops)"
    r"|(?P<about>about|around|some|roughly|nearly|almost|approximately|an estimated|estimated|"
    r"close to|circa))\s+(?:the\s+|a\s+|an\s+)?$",
    re.IGNORECASE,
)
OR_MORE: Final = re.compile(r"\+|[\s-](?:or\smore|plus)\b")

ORDINAL: Final = "|".join(ORDINALS)
SHARE_PARTS: Final = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
PART: Final = "|".join(list(SHARE_PARTS)[1:])
#: What may follow "by a third".
BY_PART: Final = re.compile(
    r"\s?[.,;:)]|\s(?:to|in|from|since|over|between|last|this|after|during|within|and|while)\b|$"
)
SHARE: Final = re.compile(
    rf"\b(?P<n>[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|four|five|six|seven|eight|nine)[\s-](?P<part>{PART})s?\b"
    r"(?P<of>\s+of\s+(?!a\s|an\s|[0-9])|[\s-]majority\b|\s+that\s+of\b"
    r"|\s+as\s+(?:much|many|large|big)\b)?"
)
HALF: Final = re.compile(
    r"(?<![\w-])[Hh]alf(?![\w-])(?P<of>\s+(?:of|the|its|their|all)\b)?(?!\s+an?\b)"
)
NOT_HALF: Final = re.compile(
    rf"\b(?:{ORDINAL}|last|other|latter|next|this|that|a|an|one|each|either)\s+$"
)
FACTORS: Final = {
    "doubl": 2.0,
    "tripl": 3.0,
    "trebl": 3.0,
    "quadr": 4.0,
    "quint": 5.0,
    "halv": 0.5,
    "twice": 2.0,
}
MULTIPLIED: Final = re.compile(
    r"\b(?:(?:[Dd]oubl|[Tt]ripl|[Tt]rebl|[Qq]uadrupl|[Qq]uintupl|[Hh]alv)(?:ed|ing)"
    r"|(?<=\bto\s)(?:double|triple|treble|quadruple|quintuple|halve)|[Tt]wice)\b(?!\s+down)"
)
FOLD: Final = re.compile(r"(?<![\w.-])(?P<n>[a-z]+?|[0-9]{1,3}(?:\.[0-9]{1,3})?)[\s-]?fold\b")
RATIO: Final = re.compile(
    rf"(?<![\w.,-])(?P<n>[Oo]ne|{'|'.join(list(SMALL)[2:11])}|[1-9])\s+(?:in|out\s+of)(?:\s+every)?"
    rf"\s+(?P<of>{'|'.join(list(SMALL)[2:])}|[1-9][0-9]{{0,2}})(?![\w-]|[.,][0-9]|\s*%)"
    r"(?!\s+(?:per|million|billion|thousand|hundred|years?|months|days|weeks|decades|hours))"
)
RANKED: Final = re.compile(
    rf"(?:\b(?P<nth>{ORDINAL}|[2-9](?:nd|rd|th))[\s-])?\b(?P<how>largest|biggest|top|most\simportant|number[\s-]one|No\.\s?1)\s+"
    r"(?:(?!(?:of|the|in|is|for|to|with|by|on|as)\b)[\w-]+\s+){0,3}?"
    rf"(?:{RANK_NOUNS})\b(?!\s+share|-)"
)
OWNER: Final = re.compile(r"(?:['’]s?|\b[Tt]he|\b[Ii]ts|\b[Tt]heir|\bour)\s+$")
PLACE: Final = re.compile(
    rf"\bin\s+(?P<a>{ORDINAL})\s+place\b"
    rf"|\b(?:rank(?:s|ed|ing)|placed)\s+(?:only\s+)?"
    rf"(?P<b>{ORDINAL}|[1-9][0-9]{{0,2}}(?:st|nd|rd|th))\b"
    r"|\brank(?:s|ed|ing)\s+(?:No\.\s?|number\s)(?P<c>[1-9][0-9]?)\b"
    rf"|\b(?:takes?|took|holds?|held|occup(?:y|ies|ied))\s+(?:the\s+)?(?P<d>{ORDINAL})\s+"
    r"(?:place|spot|position|rank)\b"
)
#: A number whose unit is that of the figure before: "13 allies, down from 22 in 2016".
ELIDED: Final = re.compile(
    rf"\b(?P<joint>(?:up|down|rising|falling|compared\s(?:with|to)|against|instead\sof)(?:\sfrom)?|to)"
    rf"\s+(?:about\s|just\s|only\s|some\s|over\s)?(?P<number>{PLAIN})"
    r"(?=\s(?:in|at|before|today|now|by)\b|\s?[.,;)])"
)
#: "Britain has 225 warheads, France 290."
GAPPED: Final = re.compile(
    rf"\s?(?:[,;]|\band)\s(?:and\s)?(?:the\s)?(?:[A-Z][\w.'’-]*\s){{1,3}}(?:only\s)?(?P<number>{PLAIN})"
    r"(?=\s?[.,;)]|\sand\b)"
)
VOTE: Final = rf"(?:[0-9]{{1,3}}(?![0-9]|[.,][0-9])|(?:{'|'.join(SMALL)}|none|no)(?:-[a-z]+)?)"
VOTING: Final = re.compile(r"\b(?:[Vv]ot|[Aa]bst|[Rr]esolution|[Aa]dopt|[Aa]ssembly|[Cc]ouncil)")
TALLY: Final = re.compile(
    r"(?<![\w-])(?P<f>[0-9]{1,3})[-–](?P<a>[0-9]{1,3})[-–](?P<b>[0-9]{1,3})(?![\w-])"
)
STATES: Final = r"(?:\s+(?:votes?|countries|states|nations|members|member\ states))?"
TOLD: Final = re.compile(
    rf"(?<![\w-])(?P<f>{VOTE}){STATES}(?:\s+(?:voted|voting))?\s+(?:to|for|in\s+favou?r)\s?,?\s{{0,3}}"
    rf"(?:and\s+|with\s+|to\s+)?(?P<a>{VOTE}){STATES}(?:\s+(?:voted\s+|voting\s+)?against|\s+opposed)?"
    rf"(?:\s?[,;]?\s{{0,3}}(?:and\s+)?(?:with\s+)?(?P<b>{VOTE}){STATES}\s+(?:abstentions?|abstain(?:ing|ed)))?"
)
APART: Final = re.compile(
    rf"(?<![\w-])(?P<f>(?!))?(?P<a>{VOTE}){STATES}\s(?:voted\s|voting\s)?(?:against|opposed)"
    rf"\s?[,;]?\s?(?:and\s|with\s)?(?P<b>{VOTE}){STATES}\s(?:abstentions?|abstain(?:ing|ed))"
)
