"""Broken, protected and hostile files get a clear message, at once, and nothing of them is run."""

from __future__ import annotations

import pytest

from isodocs.errors import OfficeError
from isodocs.office.word import read_word
from tests.helpers.word_files import archive, docx, p, part, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
MANY = ("9" * 5000, "--5", "²", "-", "")
"""What no number is, or none that Python reads."""
IND = '<w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{0}"/>'
DEEP = "<w:sdt><w:sdtContent>" * 300
WHOLE = docx(p("x") * 50)


def bomb() -> bytes:
    """A file whose parts are said to have 600 MB when they are unpacked."""
    data = bytearray(WHOLE)
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (600 * 1024 * 1024).to_bytes(4, "little")
    return bytes(data)


def large_part() -> bytes:
    """A part that has more when it is unpacked than any has."""
    return docx(p("x"), parts={"word/document.xml": bytes(64 * 1024 * 1024 + 1)})


FILES = {
    "empty": (lambda: b"", "is empty"),
    "text": (lambda: b"Dear all", "not a document of Word"),
    "cut off": (lambda: WHOLE[: len(WHOLE) // 2], "damaged or cut off"),
    "protected": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a password"),
    "of Word 97": (lambda: OLE, "of an older form"),
    "a ZIP": (lambda: archive({"a.txt": "x"}), "not a document of Word or Excel"),
    "no body": (lambda: docx().replace(b"", b""), ""),
    "a bomb": (bomb, "larger than any document"),
    "a large part": (large_part, "larger than any document"),
    "entities": (
        lambda: docx(parts={"word/document.xml": BOMB + part("document", "")}),
        "declares a document type",
    ),
    "no XML": (lambda: docx(parts={"word/document.xml": "<w:document"}), "is not XML"),
    "numbers": (
        lambda: docx(
            "".join(
                f'<w:p><w:pPr><w:outlineLvl w:val="{n}"/>{IND.format(n)}</w:pPr></w:p>'
                for n in MANY
            )
            + table([f'<w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr>' for n in MANY])
        ),
        "",
    ),
    "depth": (lambda: docx(DEEP + "</w:sdtContent></w:sdt>" * 300), "larger than any document"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    make, said = FILES[name]
    if not said:
        assert not read_word(make(), "x.docx", "x").markdown.strip("|-\n ")
        return
    with pytest.raises(OfficeError, match=said) as error:
        read_word(make(), "x.docx", "x")
    assert error.value.hint


def test_macros_and_what_is_elsewhere_are_named_and_left() -> None:
    blip = '<w:r><w:drawing><a:blip r:link="away"/></w:drawing></w:r>'
    data = docx(
        p("x", more=blip + '<w:r><w:object><o:OLEObject ProgID="Package"/></w:object></w:r>'),
        parts={"vbaProject.bin": b"macro"},
        links={"away": "file:////server/share/x.png"},
    )
    text = read_word(data, "x.docx", "x")
    assert {loss.kind for loss in text.losses if loss.lost} == {"macro", "picture", "object"}
    assert not text.pictures
