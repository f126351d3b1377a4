from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from multipole.core.types import Document, Refusal

OneDocument = Callable[..., Document]
OneRefusal = Callable[..., Refusal]
Kinds = Callable[[Document], list[tuple[str, str]]]

BODY = (
    "The two countries signed a border treaty on Tuesday after nine rounds of talks in the capital."
)
MORE = "Its text was not made public, and neither side said when the parliaments would vote on it."
LAST = "Fishermen on both shores said that they had heard of such treaties before and went to sea."


def tiny_pdf(*pages: str) -> bytes:
    """A PDF written by hand: Helvetica, one line of text for each line of a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n"))
        stream = f"BT /F1 10 Tf 14 TL 50 750 Td {lines}ET" if page else ""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            " >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def word_file(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.core_properties.author = author
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Tonnes in 2019"
    table.cell(0, 1).text = "4,200"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Treaty signed | Harbour Post</title>
<meta property="og:title" content="Treaty signed">
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2019-06-05T22:10:00+02:00">
<meta name="author" content="Marta Lindqvist">
<link rel="canonical" href="https://www.harbour.example/treaty">
<script>var x = "{LAST}";</script></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Treaty signed</h1><p>{BODY}</p><p>{MORE}</p><p>{LAST}</p></article>
<footer>Some words at the foot</footer></body></html>"""


def test_a_page_gives_its_text_and_what_it_says_of_itself(read_one: OneDocument) -> None:
    document = read_one("a.html", PAGE)
    assert (document.title, document.outlet) == ("Treaty signed", "Harbour Post")
    assert (document.author, document.language) == ("Marta Lindqvist", "en")
    assert document.url == "https://www.harbour.example/treaty"
    assert document.published_on == date(2019, 6, 5)
    for words in (BODY, MORE, LAST):
        assert document.text.count(words) == 1
    assert "Some words at the foot" not in document.text
    assert "var x" not in document.text


def test_linked_data_on_a_page_is_read(read_one: OneDocument) -> None:
    linked = (
        '{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle",'
        ' "headline": "Signed", "datePublished": "2019-06-04",'
        ' "author": [{"name": "Ivo Brandt"}, {"name": "Marta Lindqvist"}],'
        ' "publisher": {"name": "Harbour Post"}}]}'
    )
    page = f"""<html><head><script type="application/ld+json">{linked}</script></head>
    <body><article><p>{BODY}</p><p>{MORE}</p></article></body></html>"""
    document = read_one("a.htm", page)
    assert document.published_on == date(2019, 6, 4)
    assert document.author == "Ivo Brandt; Marta Lindqvist"
    assert (document.title, document.outlet) == ("Signed", "Harbour Post")


def test_the_outlet_of_a_page_is_its_host_when_it_names_none(read_one: OneDocument) -> None:
    link = '<link rel="canonical" href="https://www.harbour.example/treaty">'
    document = read_one("a.html", f"<html><head>{link}</head><body><p>{BODY}</p></body></html>")
    assert document.outlet == "harbour.example"
    assert document.published_on is None


def test_a_page_in_a_declared_legacy_encoding_is_read(read_one: OneDocument) -> None:
    words = "Министры двух стран встретились в столице и обсудили договор о границе."
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{words}</p></body></html>'
    document = read_one("a.html", page.encode("cp1251"))
    assert words in document.text
    assert document.language == "ru"


def test_a_language_that_the_script_belies_is_not_believed(read_one: OneDocument) -> None:
    words = "Министры двух стран встретились в столице и обсудили договор о границе."
    document = read_one("a.html", f'<html lang="en"><body><p>{words}</p></body></html>')
    assert document.language == "ru"
    assert any("script" in note for note in document.notes)


@pytest.mark.parametrize(
    "page", ["<html></html>", "<script>x()</script>", "<!-- nothing -->", "<p> </p><img src=x>"]
)
def test_a_page_without_text_is_refused(refuse_one: OneRefusal, page: str) -> None:
    assert "no text" in refuse_one("a.html", page).reason


def test_markdown_front_matter_is_facts(read_one: OneDocument, kinds: Kinds) -> None:
    front = (
        '---\ntitle: "Treaty signed"\ndate: 2019-06-05\ntags: ports\nsource: Harbour Post\n---\n'
    )
    document = read_one("a.md", f"{front}# Treaty signed\n\n{BODY}\n\n{MORE}")
    assert (document.title, document.outlet) == ("Treaty signed", "Harbour Post")
    assert document.published_on == date(2019, 6, 5)
    found = kinds(document)
    assert ("title", "Treaty signed") in found
    assert [text for kind, text in found if kind == "body"] == [BODY, MORE]
    assert ("boilerplate", "tags: ports") in found


def test_a_markdown_heading_is_the_title(read_one: OneDocument, kinds: Kinds) -> None:
    document = read_one("a.md", f"# Treaty signed\n{BODY}")
    assert document.title == "Treaty signed"
    assert kinds(document) == [("boilerplate", "#"), ("title", "Treaty signed"), ("body", BODY)]


def test_a_pdf_gives_its_text_across_pages(read_one: OneDocument) -> None:
    first = "Treaty signed\n5 June 2019\n\nThe two countries signed a border treaty after nine"
    second = "rounds of nego-\ntiations in the capital. Its text was not made public."
    document = read_one("a.pdf", tiny_pdf(first, second))
    assert "negotiations in the capital." in document.text
    assert document.published_on == date(2019, 6, 5)
    assert document.title == "Treaty signed"


def test_a_hyphen_that_belongs_to_the_word_stays(read_one: OneDocument) -> None:
    page = (
        "The long-term plan is old. The long-\nterm plan of the two countries was not made public."
    )
    assert read_one("a.pdf", tiny_pdf(page)).text.count("long-term") == 2


def test_running_heads_of_a_pdf_are_read_once(read_one: OneDocument, kinds: Kinds) -> None:
    pages = [
        f"Harbour Studies Quarterly Review {n}\n{BODY[:60]}\n{BODY[60:]}\n{line}"
        for n, line in enumerate((MORE, LAST, "Nothing more was heard of the plan."), 1)
    ]
    document = read_one("a.pdf", tiny_pdf(*pages))
    assert document.text.count("Harbour Studies") == 3
    bodies = [
        text for kind, text in kinds(document) if kind == "body" and "Harbour Studies" in text
    ]
    assert all(BODY[:20] not in text for text in bodies)


def test_a_scanned_pdf_is_refused_with_a_remedy(refuse_one: OneRefusal) -> None:
    refusal = refuse_one("a.pdf", tiny_pdf("", ""))
    assert "no text" in refusal.reason
    assert "OCR" in refusal.remedy


def test_an_encrypted_pdf_is_refused(refuse_one: OneRefusal) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(tiny_pdf(BODY))))
    writer.encrypt("a word", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "encrypted" in refuse_one("a.pdf", out.getvalue()).reason


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", tiny_pdf(BODY)[:300], b"no pdf at all", b"%PDF-1.4" * 99]
)
def test_a_broken_pdf_is_refused(refuse_one: OneRefusal, data: bytes) -> None:
    assert "PDF" in refuse_one("a.pdf", data).reason


def test_a_word_file_gives_paragraphs_cells_and_properties(read_one: OneDocument) -> None:
    document = read_one("a.docx", word_file(BODY, MORE, title="Treaty signed", author="Ivo Brandt"))
    assert (document.title, document.author) == ("Treaty signed", "Ivo Brandt")
    assert document.text.split("\n\n") == [BODY, MORE, "Tonnes in 2019", "4,200"]
    assert document.published_on is None


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + bytes(99), b"words"])
def test_a_broken_word_file_is_refused(refuse_one: OneRefusal, data: bytes) -> None:
    assert "Word file" in refuse_one("a.docx", data).reason


def test_a_word_file_that_unpacks_too_far_is_refused(refuse_one: OneRefusal) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    assert "hostile" in refuse_one("a.docx", out.getvalue()).reason


MAIL = (
    "From: Harbour Post <desk@harbour.example>\r\nTo: readers@harbour.example\r\n"
    "Subject: =?utf-8?q?Treaty_signed_=E2=80=93_at_last?=\r\n"
    "Date: Wed, 05 Jun 2019 22:10:00 +0200\r\n"
)


def test_a_mail_gives_text_subject_sender_and_date(read_one: OneDocument) -> None:
    document = read_one("a.eml", f"{MAIL}\r\n{BODY}\r\n\r\n{MORE}\r\n")
    assert (document.title, document.author) == ("Treaty signed – at last", "Harbour Post")
    assert document.published_on == date(2019, 6, 5)
    assert document.text.split("\n\n") == [BODY, MORE + "\n"]


def test_a_mail_with_html_alone_is_read(read_one: OneDocument) -> None:
    html = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    document = read_one("a.eml", f"{MAIL}{html}<p>{BODY}</p><p>{MORE}</p>")
    assert BODY in document.text
    assert document.title == "Treaty signed – at last"


def test_attachments_are_noted(read_one: OneDocument) -> None:
    mail = (
        f'{MAIL}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/plain\r\n\r\n{BODY}\r\n--b\r\nContent-Type: image/png\r\n"
        "Content-Disposition: attachment; filename=a.png\r\n\r\nxx\r\n--b--\r\n"
    )
    document = read_one("a.eml", mail)
    assert document.text.strip() == BODY
    assert document.notes == ("1 attachments were not read",)


@pytest.mark.parametrize("data", ["words and no header\n", "From: x\n", f"{MAIL}\r\n"])
def test_what_is_no_mail_or_has_no_text_is_refused(refuse_one: OneRefusal, data: str) -> None:
    refuse_one("a.eml", data)
