"""What a line or paragraph is when it is not the report: captions, notes, words of the page."""

from __future__ import annotations

import re
from typing import Final

_PAGE_WORDS: Final = re.compile(
    r"""(?ix)
    download | search\strends | share | share\s(this|on|via)\b.{0,40} | print(\sthis.{0,20})?
    | e-?mail(\sthis.{0,20})? | subscribe(\s(now|today|to)\b.{0,60})? | sign\s(up|in)\b.{0,60}
    | log\s?in | advertisement | advertising | sponsored(\scontent)? | continue\sreading.{0,40}
    | (read|see|show|load)\s(more|also|next)\b.{0,80}
    | related\s(articles|stories|topics|news|content)
    | (most|more)\s(read|popular|viewed|from|on\sthis\sstory)\b.{0,40} | trending(\snow)?
    | top\sstories | follow\sus\b.{0,60} | skip\sto\s(main\s)?content
    | click\s(here|to)\b.{0,60} | comments?(\s\(?\d+\)?)? | leave\sa\s(comment|reply) | menu | home
    | close | back\sto\stop | listen(\sto\sthis.{0,20})? | text\ssize | font\ssize | copy\slink
    | save(\sarticle)? | bookmark | watch\s(live|now) | live | facebook | twitter | whatsapp
    | telegram | linkedin | weibo | wechat | youtube | instagram | (an\s)?official\swebsites?
    \s(use|of)\b.{0,80} | secure\s\.gov\swebsites\suse\shttps | (copyright|©|\(c\)\s).{0,120}
    | .{0,60}all\srights\sreserved\.?.{0,60} | terms\s(of\s(use|service)|and\sconditions)
    | privacy\spolicy | cookie\s(policy|settings) | about\sus | contact\sus
    | return\sto\s.{0,40}\spage | .{0,60}(uses?\scookies|cookie\spolicy|enable\sjavascript).{0,160}
    | \[?\d{1,3}\s?(min(ute)?s?)\s(read|listen)\]? | \d+\s(shares|comments|views|likes)
    | tags?:\s.{0,120} | page\s\d+(\sof\s\d+)?
    """
)
_NOTE: Final = re.compile(
    r"""(?ix)[\[(*_]*(
    (editor|author|publisher|translator)('?s|’s|s'|s’)?(\snote)?\s?[:：–—]
    | (editor|author)('|’)?s?\snote\b | disclaimer\s?[:：] | (correction|clarification)s?\s?[:：]
    | (the\s)?(views|opinions)\s(and\sopinions\s)?(expressed|in\sthis)
    | (this|the)\s(article|commentary|piece|essay|op-ed)\s(reflects?|represents?
      |was\s(first|originally)|first\sappeared|is\srepublished|has\sbeen\s(edited|updated|corrected))
    | if\syou\swant\sto\scontribute | (please\s)?contact\sus\b | about\sthe\sauthors?\b
    | for\smore\sinformation,?\s(please\s)?(contact|visit)
    | to\s(contact|reach)\sthe\s(author|reporter|editor)
    )"""
)
_CREDIT_LINE: Final = re.compile(
    r"(?i)[\[(]?(reporting|writing|editing|edited|compiled|translated|additional reporting)"
    r"\s(by|from)\b"
)
#: A byline without names: "By our correspondents in Oslo and Lima", "By a staff reporter".
_STAFF: Final = re.compile(
    r"(?i)(?:by|from)\s(?:our|an?|the|staff)\s(?:own\s|staff\s|foreign\s|special\s|diplomatic\s)*"
    r"(?:correspondents?|reporters?|staff|editors?|writers?)(?:\s(?:in|at)\s[^.!?:]{2,60})?"
)
#: "translated from German", "Translation: Ana Silva".
_TRANSLATED: Final = re.compile(
    r"(?i)(?:(?:translated|adapted|abridged)(?:\s(?:from|by|into)\s[\w. -]{2,40}){1,2}"
    r"|translation(?:\sby|:)?\s[\w. -]{2,60})"
)
_CALL: Final = re.compile(r"(?i)(contact|write to|e-?mail|reach)\b.{0,60}\s[^\s@]+@[^\s@]+\.\w+")
_TRADES: Final = (
    "editor|editor-in-chief|professor|lecturer|fellow|expert|journalist|analyst|columnist|reporter|"
    "correspondent|commentator|writer|author|researcher|scholar|scientist|historian|student|"
    "candidate|contributor|consultant|economist|strategist|associate|intern|freelancer|lawyer|"
    "former (?:diplomat|ambassador|official|officer)"
)
_CHIEFS: Final = "editor|editor-in-chief|author|director|founder|host|co-founder|co-author"
NAME: Final = (
    r"[A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’.-]*"
    r"(?:\s(?:(?:de|da|del|della|der|den|di|du|la|le|van|von|bin|ibn|al|el|ten|ter|dos)\s)*"
    r"[A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’.-]*){1,3}"
)
_BIO: Final = re.compile(
    r"[(*_]*(?:(?:Dr|Prof|Professor|Amb|Ambassador|Gen)\.?\s)?"
    rf"(?:(?P<name>{NAME}),?|The\s(?:author|writer))\s(?:is|was|works as|serves as)\s"
    r"(?:currently\s)?"
    rf"(?:an?\s(?:[\w'’-]+,?\s){{0,7}}?(?:{_TRADES})|the\s(?:[\w'’-]+\s){{0,4}}?(?:{_CHIEFS}))\b"
)
_NOTE_NAME: Final = re.compile(rf"note\s?[:：–—]?\s+(?P<name>{NAME})\sis\san?\s")
AGENCIES: Final = (
    r"(?:Xinhua|VCG|CFP|CGTN|AFP|AP|EPA(?:-EFE)?|EFE|Reuters|REUTERS|UPI|IANS|Interfax|KCNA|CNA|Jiji|"
    r"Getty(?:\sImages)?|TASS|Sputnik|RIA\sNovosti|"
    r"IC|CNSphoto|China\sDaily|Global\sTimes|Kyodo|Yonhap|Anadolu(?:\sAgency)?|Shutterstock|dpa|PTI|ANI|"
    r"IRNA|Kremlin(?:\.ru)?|Bloomberg|NurPhoto|Handout|UN\sPhoto|People's\sDaily|AA|ANSA|Belga|Ukrinform)"
)
_CREDIT: Final = re.compile(
    rf"""(?x)\s*(?:
    (?:^|(?<=\s)|(?<=[.”"'])) / \s?[A-Z][\w.&'-]*(?:[\s/][A-Z][\w.&'-]*){{0,4}}
    | [\[(] \s?(?i:photos?|pictures?|images?|file|credits?)\b [^\])]{{0,60}} [\])]
    | [\[(] {AGENCIES} (?:/[\w\s]+)? [\])]
    | (?:^|(?<=\s)) (?i:photos?|pictures?|images?|photograph)\s?
      (?i:by|credit|courtesy|[:：/])\s?[^.]{{2,60}}
    | \| \s? {AGENCIES} (?:/[\w\s]+)?
    | (?<=[.”"]) \s? ©\s?[^.]{{2,60}}
    | (?<=[.”"]) \s {AGENCIES} (?:[/\s]{AGENCIES}|/[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){{0,2}})?
      (?:/File\sPhoto)?
    )[.\s]*$"""
)
_AGENCY_NAME: Final = re.compile(AGENCIES)
_CAPTION_LABEL: Final = re.compile(
    r"(?i)^(?:(?:images?|photos?|pictures?|photograph|file(?: (?:photo|picture|image))?|caption"
    r"|video|graphic)(?:\s?[:：|–—]\s?|\s?-\s)|\[\d{1,2}/\d{1,2}\]\s?)(.*)$"
)
_MARKDOWN_IMAGE: Final = re.compile(r"^!\[([^\]]*)\]\([^)]*\)$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_MAX_CAPTION: Final = 420
_MAX_CREDIT: Final = 140
_MAX_NOTE: Final = 1200
_MAX_PAGE_WORDS: Final = 200
_CAPTION_WORDS: Final = 4


def is_page_words(text: str) -> bool:
    """Whether a line is of the page, not of the report ("Download"), or holds no letter at all."""
    if not _LETTER.search(text):
        return True
    return len(text) <= _MAX_PAGE_WORDS and bool(_PAGE_WORDS.fullmatch(text))


def is_note(text: str) -> bool:
    """Whether a paragraph is an editor's note, a disclaimer or a call to contribute."""
    if len(text) > _MAX_NOTE:
        return False
    return bool(_NOTE.match(text) or (len(text) <= 300 and _CALL.search(text)))


def is_credit_line(text: str) -> bool:
    """Whether a line says who reported, wrote or edited."""
    return len(text) <= 250 and bool(_CREDIT_LINE.match(text))


def is_staff(text: str) -> bool:
    """Whether a line is a byline that names nobody."""
    return bool(_STAFF.fullmatch(text))


def is_translated(text: str) -> bool:
    """Whether ``text`` only says by whom or from what language it was translated."""
    return bool(_TRANSLATED.fullmatch(text))


def author_in_bio(text: str) -> str | None:
    """The author when ``text`` is a line about them ("X is an editor at Y"), else None.

    ``""`` when it says "the author" instead of a name.
    """
    match = _BIO.match(text)
    return (match["name"] or "") if match else None


def author_in_note(text: str) -> str:
    """The author whom an editor's note introduces, or ``""``."""
    match = _NOTE_NAME.search(text[:200])
    return match["name"] if match else ""


def is_agency(name: str) -> bool:
    """Whether ``name`` is a news or picture agency."""
    return bool(_AGENCY_NAME.fullmatch(name))


def caption_kind(text: str) -> str:
    """``caption``, ``boilerplate`` for a bare credit without a caption, or ``""``."""
    if len(text) > _MAX_CAPTION:
        return ""
    words = caption_words(text)
    if _CAPTION_LABEL.match(text) or _MARKDOWN_IMAGE.match(text):
        return "caption" if len(words.split()) >= _CAPTION_WORDS else "boilerplate"
    if len(words) == len(text.strip()):
        return ""
    return "caption" if _LETTER.search(words) else "boilerplate"


def caption_words(text: str) -> str:
    """A caption without the label before it and the name of the agency after it."""
    label = _CAPTION_LABEL.match(text) or _MARKDOWN_IMAGE.match(text)
    words = label[1] if label else text
    credit = _CREDIT.search(words, max(0, len(words) - _MAX_CREDIT))
    return words[: credit.start()].strip() if credit else words.strip()
