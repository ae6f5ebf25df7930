"""Files of Word made of a few parts, as small as they can be, also broken and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org"
SPACES = (
    f'xmlns:w="{MAIN}/wordprocessingml/2006/main" '
    f'xmlns:r="{MAIN}/officeDocument/2006/relationships" '
    f'xmlns:a="{MAIN}/drawingml/2006/main" '
    f'xmlns:wp="{MAIN}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:mc="{MAIN}/markup-compatibility/2006" '
    f'xmlns:m="{MAIN}/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'
    for id, name, more in (
        ("Titel", "Title", ""),
        ("berschrift1", "heading 1", ""),
        ("berschrift2", "heading 2", ""),
        ("Haus", "Hausüberschrift", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ("Verzeichnis1", "toc 1", ""),
        ("Code", "Preformatted Text", ""),
        ("Zitat", "Quote", ""),
    )
)


def _level(at: int, form: str, text: str) -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


LISTS = (
    _level(0, "decimal", "%1") + _level(1, "decimal", "%1.%2"),
    _level(0, "decimal", "%1.") + _level(1, "bullet", "-"),
    _level(0, "lowerLetter", "%1)"),
)
"""The first numbers headings, the others are lists."""
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>'
    for at, levels in enumerate(LISTS, 1)
) + "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, 4))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def p(text: str = "", style: str = "", number: str = "", more: str = "") -> str:
    """A paragraph; `number` is the list and level, such as `2:0`."""
    list_id, _, level = number.partition(":")
    numbered = (
        f'<w:numPr><w:ilvl w:val="{level or 0}"/><w:numId w:val="{list_id}"/></w:numPr>'
        if number
        else ""
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{run}{more}</w:p>"


def table(*rows: list[str]) -> str:
    """A table; a cell that begins with `<` is what is in its `w:tc`."""
    cells = [[c if c.startswith("<") else p(c) for c in row] for row in rows]
    inner = "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in cells)
    return f"<w:tbl>{inner}</w:tbl>"


def docx(
    body: str = "", *, parts: Mapping[str, str | bytes] = {}, links: Mapping[str, str] = {}
) -> bytes:
    """A file of Word with this body.

    `parts` are others in `word/`, by name; what they are is seen from their names. `links` are
    addresses by their id; those to parts begin with `part:`.
    """
    kinds = {"header": "header", "footer": "footer", "foot": "footnotes", "comm": "comments"}
    relations = [("styles", "styles.xml", ""), ("numbering", "numbering.xml", "")]
    relations += [
        (kind, name, "")
        for name in parts
        for kind in [next((k for s, k in kinds.items() if name.startswith(s)), "image")]
    ]
    content = "".join(
        f'<Relationship Id="{name}" Type="x/{kind}" Target="{name}"/>'
        for kind, name, _ in relations
    )
    content += "".join(
        f'<Relationship Id="{id}" Type="x/hyperlink" Target="{target}" TargetMode="External"/>'
        for id, target in links.items()
    )
    files: dict[str, str | bytes] = {
        "_rels/.rels": relationships(
            '<Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships(content),
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
    }
    for name, text in parts.items():
        place = name if "/" in name else f"word/{name}"
        files[place] = text
    return archive(files)


def part(tag: str, inner: str) -> str:
    """A part of Word whose outermost element is this one."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {SPACES}>{inner}</w:{tag}>'


def relationships(inner: str) -> str:
    return f'<Relationships xmlns="{MAIN}/package/2006/relationships">{inner}</Relationships>'


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip:
        for name, content in files.items():
            zip.writestr(name, content)
    return out.getvalue()
