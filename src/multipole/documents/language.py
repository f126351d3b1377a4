"""The language of a text, by its script and its commonest words; ``und`` when they do not tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_SAMPLE: Final = 4000
_MIN_SHARE: Final = 0.08
_LEAD: Final = 1.25
_MIN_DIFFERENT: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

COMMON: Final[dict[str, frozenset[str]]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": (
            "the of and to in that is was for it with as his on be at by this had not are but from "
            "or have an they which were her all their there been one said when who will more no if "
            "out so what would its has he she we you our after also than between against over into "
            "could about i my me am us do did does can should may new just only any some such then "
            "them these those how where why because through before while under many most much very "
            "people today two it's i'm i've don't that's we're they're can't didn't isn't won't "
            "let's there's you're he's announcing say says like get go know think see time year "
            "years last first other"
        ),
        "fr": (
            "le la les de des du et en un une est que qui dans pour pas sur au aux avec il elle ce "
            "cette ont sont par plus ne se sa son ses mais ou où être été leur nous vous après "
            "entre comme d'une l'un"
        ),
        "de": (
            "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es "
            "an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über "
            "einen so zum haben nur oder"
        ),
        "es": (
            "el la los las de del y en que un una es se por con no para su al lo como más pero sus "
            "le ya entre ha sin sobre este también fue son está han ser cuando muy hasta desde "
            "según tras contra"
        ),
        "pt": (
            "o a os as de do da dos das e em que um uma é se por com não para seu ao no na nos nas "
            "mais mas como foi são sua ou ser quando muito há já está também só pelo pela até isso "
            "entre depois sem"
        ),
        "it": (
            "il lo la i gli le di del della dei delle e in che un una è si per con non da al alla "
            "nel nella sono come più ma anche ha ad dal su questo hanno fra dopo stato essere ed "
            "suo loro"
        ),
        "nl": (
            "de het een en van in is dat op te zijn met voor niet aan er om ook als maar door bij "
            "uit naar dan ze hij wordt worden heeft hebben over tegen nog deze meer geen werd of "
            "die wat tot"
        ),
        "pl": (
            "w i na z do się że nie to jest o jak po co dla od przez za przy są był była oraz ale "
            "jego tym które który która także tylko ze już między może być został"
        ),
        "tr": (
            "ve bir bu için ile de da olarak çok daha olan gibi en kadar ancak sonra ne var değil "
            "olduğunu her şekilde tarafından göre ise arasında oldu iki dedi etti"
        ),
        "sv": (
            "och i att det som en på är av för med till den har de inte om ett han men var jag sig "
            "från vi så kan när år säger under också efter eller nu sin där"
        ),
        "da": (
            "og i at det er en til på som med for af den har de ikke et der var han men sig fra vi "
            "så kan også efter eller nu sin hvor blev ud over mod være siger"
        ),
        "no": (
            "og i at det er en til på som med for av den har de ikke et var han men seg fra vi så "
            "kan også etter eller nå sin hvor ble ut over mot være sier"
        ),
        "fi": (
            "ja on ei se että hän oli ovat mutta kun niin myös kuin joka sen mukaan tai jos vain "
            "nyt ole hänen ollut mitä jo sekä"
        ),
        "cs": (
            "a v se na je že s z do to o i k jako za pro by ale po jsou který jeho od bylo podle "
            "nebo jen si až při také které která ve mezi"
        ),
        "ro": (
            "și de în la a cu pe că nu o din un este care să pentru mai au fost ca sunt dar sau "
            "după prin lui această acest între"
        ),
        "hu": (
            "a az és hogy nem is egy ez meg volt csak mint már de ki még van fel el vagy szerint "
            "pedig azt között után lesz"
        ),
        "id": (
            "yang dan di dengan untuk dari dalam pada ini itu tidak akan oleh juga karena tersebut "
            "ke adalah sebagai telah mereka bisa ada lebih antara"
        ),
        "vi": (
            "và của là các có được cho trong với không một những người này đã khi để tại về cũng "
            "từ như đến sẽ ra năm"
        ),
        "ru": (
            "и в не на что с по он как из к но за от это для его был была были или также при до "
            "после между который которые о я мы все так со у же бы году"
        ),
        "uk": (
            "і в не на що з до та у як за від це для його був була були або також при після між "
            "який які й про ми всі так із ще року"
        ),
        "bg": (
            "и в на не да се от за че по с е са как до след но или това ще като при един между "
            "който което които"
        ),
        "sr": (
            "и у на да се је за не од са су као што које који али до или ће после између био би о"
        ),
        "kk": (
            "және мен бұл үшін да де бір деп болып туралы бойынша қазақстан емес кейін осы сол еді"
        ),
    }.items()
}
_CYRILLIC: Final = ("ru", "uk", "bg", "sr", "kk")
_SCRIPTS: Final = (
    ("kana", re.compile("[\u3040-\u30ff]")), ("han", re.compile("[\u3400-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")), ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")), ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")), ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")), ("ta", re.compile("[\u0b80-\u0bff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")), ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")), ("am", re.compile("[\u1200-\u137f]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)  # fmt: skip
_LETTERS: Final = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("kk", "[қғңөұ]"),
        ("sr", "[јљњћђџ]"),
        ("be", "ў"),
        ("uk", "[іїєґ]"),
        ("ru", "[ыэ]|ь(?!о)"),
    )
)
_PERSIAN: Final = re.compile("[پچژگکی]")
_ARABIC: Final = re.compile("[يكةىأإ]")
_URDU: Final = re.compile("[ٹڈڑںےھ]")
_KIND_OF: Final = {"zh": "han", "ja": "kana", "fa": "arabic", "ar": "arabic", "ur": "arabic"}


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language ``text`` is written in, or ``und``.

    The script decides where it can; languages that share one are told apart by the share of their
    commonest words in the first 4,000 characters. No word list holds every language: a text whose
    best list covers less than 8% of its words, or hardly more than the next, is ``und``.
    """
    sample = text[:_SAMPLE]
    script = script_of(sample)
    if script == "latin":
        return _by_words(sample, tuple(c for c in COMMON if c not in _CYRILLIC))
    if script == "cyrillic":
        return _cyrillic(sample)
    if script == "arabic":
        return _arabic(sample)
    return {"kana": "ja", "han": "zh", "": "und"}.get(script, script)


def fits_script(language: str, text: str) -> bool:
    """Whether ``text`` is in the script that ``language`` is written in (unknown: True)."""
    script = script_of(text[:_SAMPLE])
    if not script or language not in (*COMMON, *_KIND_OF, *(name for name, _ in _SCRIPTS)):
        return True
    expected = _KIND_OF.get(language, "")
    if language in COMMON:
        expected = "cyrillic" if language in _CYRILLIC else "latin"
    if language == "sr":
        return script in ("cyrillic", "latin")
    return script == (expected or language) or (language == "ja" and script == "han")


def script_of(sample: str) -> str:
    """The script most letters are in; Japanese is told from Chinese by a twentieth of kana."""
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    counts["han"] *= 3
    best = max(counts, key=lambda name: counts[name])
    if counts[best] == 0:
        return ""
    if best in ("han", "kana"):
        return "kana" if counts["kana"] > 0.05 * (counts["han"] / 3) else "han"
    return best


def _by_words(sample: str, languages: tuple[str, ...]) -> str:
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(sample))
    total = words.total()
    scores = sorted(((_share(words, code) / total, code) for code in languages), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= _MIN_SHARE and best >= _LEAD * second else "und"


def _share(words: Counter[str], code: str) -> int:
    """How many words are common ones of a language; 0 unless three different ones are."""
    found = [words[word] for word in COMMON[code] if words[word]]
    return sum(found) if len(found) >= _MIN_DIFFERENT else 0


def _cyrillic(sample: str) -> str:
    """By letters that not all of the languages have, in turn; Bulgarian has none: by words."""
    words = len(_WORD.findall(sample))
    for code, pattern in _LETTERS:
        if len(pattern.findall(sample)) >= max(1, 0.05 * words):
            return code
    return _by_words(sample, _CYRILLIC)


def _arabic(sample: str) -> str:
    if len(_URDU.findall(sample)) > 0.02 * len(sample):
        return "ur"
    return "fa" if len(_PERSIAN.findall(sample)) > len(_ARABIC.findall(sample)) else "ar"
