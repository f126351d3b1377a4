from __future__ import annotations

import pytest

from multipole.core.errors import UnreadableInput
from multipole.documents.decode import decode, tidy

LINE = "Der Außenminister sprach in Genf über „Größe“ – und die EU zahlt 5 €."
RUSSIAN = "Министры двух стран встретились в столице и обсудили договор о границе. " * 8
CHINESE = "两国外长星期一在首都会晤，就边界条约和双边贸易交换了意见。" * 8


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_unicode_text_is_read_without_a_note(codec: str) -> None:
    assert decode(LINE.encode(codec)) == (LINE, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf16_is_read_with_a_note(codec: str) -> None:
    text, notes = decode(LINE.encode(codec))
    assert text == LINE
    assert codec in notes[0]


def test_windows_1252_is_read_with_a_note() -> None:
    text, notes = decode(LINE.encode("cp1252"))
    assert text == LINE
    assert "Windows-1252" in notes[0]


def test_strays_inside_utf8_are_read_and_counted() -> None:
    data = LINE.encode() + b" \x93quoted\x94 and caf\xe9"
    text, notes = decode(data)
    assert text == LINE + " “quoted” and café"
    assert notes == ("3 bytes outside UTF-8 read as Windows-1252",)


@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (CHINESE, "gb18030")]
)
def test_other_legacy_encodings_are_inferred_and_noted(text: str, codec: str) -> None:
    found, notes = decode(text.encode(codec))
    assert found == text
    assert "which the file does not say" in notes[0]


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), declared="koi8-r") == (RUSSIAN, ())
    assert decode(LINE.encode(), declared="ascii")[0] == LINE
    assert decode(b"plain words", declared="no-such-code") == ("plain words", ())
    assert decode(b"plain words", declared="base64") == ("plain words", ())


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 words",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(32)) * 40,
        b"\0\0\0\1" * 100,
        b"MZ\x90\0",
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        decode(data)


def test_tidy_mends_ends_and_notes_what_it_took_out_or_left() -> None:
    text, notes = tidy("\ufeffa\r\nb\rc\0d\ud800e\u200b\u202e")
    assert text == "a\nb\ncd\ufffde\u200b\u202e"
    assert notes == (
        "1 NUL characters removed",
        "1 halves of characters replaced by \ufffd",
        "2 invisible characters (zero-width or direction marks) kept",
    )


def test_wrongly_decoded_text_is_noted() -> None:
    assert any("decoded wrongly" in note for note in tidy("the Presidentâ€™s visit")[1])
    assert tidy("Café, Ñandú, Đà Nẵng, Ñuñoa")[1] == ()
