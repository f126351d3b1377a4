"""Bytes to text: what the encoding was, and a note wherever it had to be inferred."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from multipole.core.errors import UnreadableInput

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip or Office file"), (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"), (b"\x1f\x8b", "a gzip file"), (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"SQLite format 3", "a database"), (b"{\\rtf", "an RTF file"),
)  # fmt: skip
_SEVEN_BIT: Final = ("iso2022", "hz", "utf-7")
_BINARY_SHARE: Final = 0.02
_SAMPLE: Final = 65_536
_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HIDDEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_MOJIBAKE: Final = re.compile("â€[™œ\x9d“”˜]|Ã[©¨¼¶¤¡³±]|Ð[°-¿]Ð|Ñ[€‚ƒ]Ð")


def decode(data: bytes, *, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` and notes on what was inferred or replaced.

    In order: byte order mark, UTF-8, ``declared`` encoding, UTF-16 without mark, UTF-8 with stray
    Windows-1252 bytes, else the best guess of charset-normalizer, which is noted.
    Raises `UnreadableInput` for bytes that are no text.
    """
    refuse_binary(data)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], name)
    said = _codec(declared)
    for name in (said, "utf-8") if said.startswith(_SEVEN_BIT) else ("utf-8", said or "utf-8"):
        try:
            return data.decode(name), ()
        except (UnicodeError, ValueError):
            continue
    wide = _wide(data)
    return _decode_as(data, wide, noted=True) if wide else _decode_legacy(data)


def refuse_binary(data: bytes) -> None:
    """Raise `UnreadableInput` when ``data`` is evidently no text."""
    remedy = "Give the file its right extension, or leave it out."
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if kind:
        raise UnreadableInput(f"holds {kind}, not text", remedy=remedy)
    sample = data[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _BINARY_SHARE * len(sample) + 2 and not _marked(data):
        raise UnreadableInput("holds binary data, not text", remedy=remedy)
    if sample.count(0) > 0.1 * len(sample) and not _marked(data) and not _wide(data):
        raise UnreadableInput("holds binary data (many NUL bytes), not text", remedy=remedy)


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with LF line ends and without NULs and lone surrogates, and notes on the rest.

    Marks that are not seen (zero-width, right-to-left) stay where they are, because offsets count
    them, and are noted.
    """
    notes = []
    if text.startswith("\ufeff"):
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"{nuls} NUL characters removed")
    if _SURROGATE.search(text):
        text, count = _SURROGATE.subn("\ufffd", text)
        notes.append(f"{count} halves of characters replaced by \ufffd")
    if hidden := len(_HIDDEN.findall(text)):
        notes.append(f"{hidden} invisible characters (zero-width or direction marks) kept")
    if _MOJIBAKE.search(text):
        notes.append("some letters look decoded wrongly before the file was written")
    return text, tuple(notes)


def _marked(data: bytes) -> bool:
    return any(data.startswith(mark) for mark, _ in _BOMS[1:])


def _codec(name: str) -> str:
    """The Python codec for a declared text encoding, or ``""``."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return ""
    if not getattr(info, "_is_text_encoding", True):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(info.name, info.name)


def _decode_as(data: bytes, name: str, *, noted: bool = False) -> tuple[str, tuple[str, ...]]:
    text = data.decode(name, "replace")
    notes = [f"read as {name}, which the file does not say"] if noted else []
    if broken := text.count("\ufffd"):
        notes.append(f"{broken} characters could not be decoded as {name}")
    return text, tuple(notes)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: NULs on one side of most pairs."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    if sample[1::2].count(0) > 0.6 * pairs and sample[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.6 * pairs and sample[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _decode_legacy(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Neither UTF-8 nor marked: stray bytes in UTF-8, Western, or the best guess."""
    mixed = _Stray()
    text = mixed.decode(data)
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])
    valid = sum(letter > "\x7f" for letter in text) - mixed.count
    if valid >= mixed.count:
        return text, mixed.notes("outside UTF-8")
    if high < 0.12 * min(len(data), _SAMPLE) and mixed.unknown == 0:
        return data.decode("cp1252"), ("read as Windows-1252, which the file does not say",)
    guess = from_bytes(data[: 4 * _SAMPLE]).best()
    if guess is None:
        return text, mixed.notes("of no known encoding")
    return _decode_as(data, guess.encoding, noted=True)


class _Stray:
    """Decodes UTF-8, reading bytes outside it as Windows-1252 and counting them."""

    def __init__(self) -> None:
        self.count = 0
        self.unknown = 0

    def decode(self, data: bytes) -> str:
        """The text; a byte outside UTF-8 passes through as a lone surrogate, then is read."""
        text = data.decode("utf-8", "surrogateescape")
        return _SURROGATE.sub(self._stray, text)

    def _stray(self, match: re.Match[str]) -> str:
        letter = bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")
        self.count += 1
        self.unknown += letter == "\ufffd"
        return letter

    def notes(self, where: str) -> tuple[str, ...]:
        """What was done, in words."""
        lost = f", {self.unknown} of them lost" if self.unknown else ""
        return (f"{self.count} bytes {where} read as Windows-1252{lost}",)
