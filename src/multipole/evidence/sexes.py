"""Whether "he" or "she" can mean a named person: by the words beside the name and given names.

Names that say nothing, such as most Chinese and Korean ones, are left open. The lists hold common
given names of public life; they are no data set.
"""

from __future__ import annotations

from typing import Final

from multipole.core.text import Mention, Sentence

WOMEN: Final = frozenset(
    """
    aisha alice amina amy ana angela ann anna anne annalena anita antonia barbara beata
    benazir brigitte carla carmen carol caroline catherine cecilia charlotte christina christine
    claudia condoleezza cristina dalia diana dilma dina ebba edith elena elina eliza
    elizabeth ellen emily emma erika ester eva evika fatima federica florence frances giorgia gina
    gloria hanna hannah helen helena helga helle hillary hina ingrid irina isabel ivanka jacinda
    jane janet jen jennifer jessica joan josephine joyce judith julia julie kaja kamala
    karen karin karine karoline kate katherine katrin khaleda kirsten kristalina laura leila linda
    lisa liz louise ludmila madeleine magdalena maia margaret margrethe maria marie marine mary
    melanie mette mia michelle monica nadia nancy natalia natalie nathalie nikki nina nirmala olga
    oksana patricia paula penny petra rachel rebecca rita roberta roza ruth samantha sandra sanna
    sarah sofia sonia sophie susan susanne suzanne svetlana sylvie tatiana tatyana
    teresa theresa tulsi tzipi ursula valentina valerie vera veronica victoria viola wendy yulia
    yuliya yvette zuzana
    """.split()
)
MEN: Final = frozenset(
    """
    abdel abdul abdullah adam ahmed ajit albin albert aleksandar aleksandr alexander alexei ali
    andreas andrei andrew andrius andriy andrzej ansgar anthony antonio antony antti arkady barack
    bashar benjamin bernard bill binyamin bob boris brian bruno carl charles chris christian
    christoph christopher colin daniel dave david denis dick didier dmitri dmitriy dmitry dmytro
    dominic donald douglas edgars eduard edward emmanuel enrico erik ernst evgeny ferdinand francis
    francois franz frank fumio gabriel gabrielius gennady george gerhard giuseppe gordon guido
    guy gustavo hamid hans hassan heiko helmut henry herman hossein hubert hussein igor ilham
    imran ismail ivan jack jake jacob james jan janos jaroslaw javier jean jeff jens jeremy jim
    joe johann john jonathan jose josep joseph juan julian justin karl keir ken kevin khalid
    konstantin lars lech leonid linas lloyd luis luiz mahmoud manuel marc marco mariano mario mark
    martin mateusz matteo maxim michael michel miguel mike mikhail mohammad mohammed
    muhammad narendra nawaz nicolas nikol nikolai olaf oleg oliver olivier omar paolo patrick paul
    pavel pedro peter petr petro philip pierre pieter piotr radoslaw rafael raul ravil recep rex
    ricardo richard robert rodrigo roman ronald sadyr salman scott sebastian sergei sergey sergii
    sergio sergiy shehbaz shinzo silvio simon stefan stephane stephen steve steven tayyip taro
    thierry thomas tobias tom tony ulf valery valdis vassily vasily viktor vitaly vladimir
    volodymyr vyacheslav werner wesley william wolfgang wopke yair yevgeny yoav yossi yuri
    zbigniew
    """.split()
)
SHE_WORDS: Final = frozenset({"queen", "princess", "mrs", "ms", "mrs.", "ms.", "spokeswoman",
                              "chairwoman", "congresswoman", "businesswoman"})  # fmt: skip
HE_WORDS: Final = frozenset({"king", "prince", "mr", "mr.", "spokesman", "chairman", "congressman",
                             "businessman", "emir", "sultan", "sheikh", "sir"})  # fmt: skip
FEMININE: Final = frozenset({"she", "her", "herself"})
MASCULINE: Final = frozenset({"he", "his", "him", "himself"})
#: How many words before a name may tell: "the spokesman for the ministry, NAME".
BEFORE: Final = 4


def may_mean(word: str, sex: str) -> bool:
    """Whether a pronoun can mean somebody whose sex is "m", "f" or "" for unknown.

    >>> may_mean("she", "m"), may_mean("his", "m"), may_mean("her", "")
    (False, True, True)
    """
    return not (word in FEMININE and sex == "m") and not (word in MASCULINE and sex == "f")


def sex_of(mention: Mention, sentence: Sentence) -> str:
    """The sex, "m" or "f", that a title or given name tells; "" when neither does."""
    first = max(0, mention.first - BEFORE)
    title = {w.lower() for w in sentence.words[first : mention.last + 1]}
    given = mention.name.split()[0].lower() if mention.name else ""
    if title & SHE_WORDS or (given in WOMEN and not title & HE_WORDS):
        return "f"
    return "m" if title & HE_WORDS or given in MEN else ""
