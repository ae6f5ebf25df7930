"""The code of a copy, however it was typed, and in the files that have it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.copies.code import EXAMPLE, MARK, in_file, parse
from isodocs.errors import IsodocsError
from isodocs.model.validity import CopyCode

CODE = CopyCode("SOP-014", "4", "3f9a2c71b0de")


@pytest.mark.parametrize(
    "typed",
    [
        "SOP-014/4/3f9a2c71b0de",
        "  SOP-014 / 4 /\n 3F9A 2C71 B0DE\r\n",
        "SOP‑014⁄4⁄3f9a2c71b0de",
        "SOP–014／4／３f9a2c7lbOde",
        "isodocs-copy:SOP-014/4/3f9a2c71b0de",
        "https://intranet.example/verify.html#SOP-014/4/3f9a2c71b0de",
        "https://intranet.example/verify.html#isodocs-copy:SOP-014%2F4%2F3f9a2c71b0de",
        "file:///C:/Site/verify.html?lang=de#SOP-014/4/3f9a2c71b0de",
        "https://intranet.example/verify?code=SOP-014/4/3f9a2c71b0de",
        "SOP-014/4/\u00ad3f9a2c\u200b71b0de",
    ],
)
def test_it_is_read_however_it_was_typed(typed: str) -> None:
    assert parse(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        *("", "//", "SOP-014", "SOP-014/4", "4/3f9a2c71b0de", "/4/3f9a2c71b0de", "x" * 9_999),
        *("SOP-014/4/3f9a2c71b0d", "SOP-014/4/3f9a2c71b0dx", "SOP-014/4/" + "a" * 65),
    ],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert parse(typed) is None


NAMES = st.text(string.ascii_letters + string.digits + "._-äß", min_size=1, max_size=30)


@given(NAMES, NAMES, st.text("0123456789abcdef", min_size=12, max_size=64), st.data())
def test_a_code_is_read_as_it_was_printed(
    document: str, revision: str, digits: str, data: st.DataObject
) -> None:
    number = data.draw(st.one_of(st.just(""), NAMES))
    code = CopyCode(document, revision, digits, number)
    printed = str(code)
    cut = data.draw(st.integers(0, len(printed)))
    blank = data.draw(st.sampled_from(["", " ", "\n", "\t"]))
    assert parse(printed[:cut] + blank + printed[cut:]) == code


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    for before in (b"", b"%PDF-1.7\n", b"<html>", f"{MARK}:".encode()):
        with pytest.raises(IsodocsError, match="no code of a copy"):
            in_file(before + data, "x.pdf")


def page(*codes: str, body: str = "") -> bytes:
    metas = "".join(f'<meta content="{code}" name="{MARK}">' for code in codes)
    return f"<!doctype html><html><head><title>x</title>{metas}</head><body>{body}</body>".encode()


PDF = f"%PDF-1.7\n1 0 obj<</Keywords({MARK}:{CODE})>>endobj\n"
XMP = f"<rdf:li>{MARK}:{CODE}</rdf:li>"


@pytest.mark.parametrize(
    "data",
    [
        page(str(CODE)),
        b"\xef\xbb\xbf\n" + page(str(CODE), body=f'<meta name="{MARK}" content="X/1/{"0" * 12}">'),
        PDF.encode(),
        (PDF + XMP).encode(),
        b"%PDF-1.7\n<feff>" + f"{MARK}:{CODE}".encode("utf-16-be") + b"\x00)",
        f"%PDF-1.7\n/Keywords (quality, {MARK}:{CODE}, x)".encode(),
    ],
)
def test_it_is_found_in_what_isodocs_makes(data: bytes) -> None:
    assert in_file(data, "copy") == CODE


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (page(), "no code"),
        (page(body=str(CODE)), "no code"),
        (page(str(CODE), EXAMPLE.replace("4", "5")), "several copies"),
        (PDF.encode() + f"/Title({MARK}:OTHER/1/{'0' * 12})".encode(), "several copies"),
    ],
)
def test_a_file_with_no_code_or_with_several_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(IsodocsError, match=what):
        in_file(data, "copy")
