"""The ways in which tools include a file in a Markdown text, found in one pass over its lines.

They read the text before Markdown is read, so code and comments are not shelter: what is there
is reported from the rest by the caller. The list is that of docs/shown-files.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from isodocs.expressions import expression
from isodocs.model.outline import LinkKind, Lookup
from isodocs.named_tuple import NamedTuple

_MARKS = (
    "{",
    "<%",
    "8<",
    "[[",
    "<<",
    "<!--",
    "\n/",
    "nclude",
    "NCLUDE",
    "mport",
    "require(",
    "@from_file:",
    "::",
    "[!",
    "@[",
    "[OAD(",
    "`r ",
    "`{",
)
"""What every form holds; looked for first."""

_BRACES = (("{%", "%}"), ("{{", "}}"), ("{!", "!}"), ("<%", "%>"), ("[[", "]]"), ("{", "}"))
_MOST_NAMES = 40
"""So many names at most are tried of one construct that is not known."""

_WORD = expression(r"[\w-]++")
_QUOTED = expression(r""""([^"\n]*+)"|'([^'\n]*+)'""")
_NAME = expression(r"""[^\s"'()\[\]{}<>,;=|`]++""")
_VALUE = expression(r"""(?:[\w-]++\s*+=\s*+)?(?:"([^"]*+)"|'([^']*+)'|([^\s"',()|]++))""")
_SUFFIX = expression(r"(?::[\w.-]*+(?::\d*+)?(?>(?:,\d*+:?\d*+){0,100}))?\Z")
_LOADS = expression(
    r"(?:\A|[_-])(?:includ|import|input\Z|embed|transclu|snip|insert|partial|extends|render\Z|literal"
    r"|read_?(?:file|csv|table|json|yaml|excel|raw)|playground|template|from\Z|file|picture|image"
    r"|figure|img|galler|video|audio|csv|excel|diagram|drawio|uml|svg|pdf|asset|attach)",
    re.IGNORECASE,
)
_SHOW_NOTHING = frozenset(
    "link post_url content-ref page-ref ref relref url if elif elsif else unless for while case "
    "when assign set capture raw verbatim comment block macro call filter cycle increment "
    "decrement highlight youtube vimeo tweet twitter x instagram gist param details qr pagebreak "
    "kbd lipsum meta var env version placeholder tab tabs hint callout note notice alert "
    "button".split()
)
_INLINE_INCLUDE = expression(r"(?:^|(?<=\s))!include(?:\s++|\s*+\()([^\s()]++)", re.IGNORECASE)
_SNIPPET = expression(r"^([ \t>]*+)(;*+)-++8<-++(.*)$", re.MULTILINE)
_DIRECTIVE = expression(
    r"^[ \t>*+-]*+[!@.:%+#\[<&$~=;\\/-]{1,8}+[ \t]*+\{?(?P<verb>[A-Za-z][\w-]*+)(?P<rest>.*)$",
    re.MULTILINE,
)
_SURE_DIRECTIVE = expression(
    r"""^[ \t>*+-]*+(?:
        ::include\{[^}\n]{0,300}?\bfile\s*+=\s*+(?:"(?P<a>[^"\n]++)"|'(?P<b>[^'\n]++)'|(?P<c>[^\s"'}]++))
      | \[!INCLUDE[ \t]*+\[[^\]\n]*+\]\((?P<d>[^()\n]++)\)
      | :{3,}\{(?:include|literalinclude|image|figure|embed)\}[ \t]*+(?P<e>\S++)
      )""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_IN_LINE = expression(
    r"\[!INCLUDE[ \t]{0,9}\[[^\]\n]{0,300}+\]\(([^()\n]{1,500}+)\)", re.IGNORECASE
)
_TEMPLATED = expression(
    r"!\[[^\]\n]{0,300}+\]\(([^()\n]{0,200}\{[{%][^\n]{0,300}?[}%]\}[^()\n]{0,200})\)"
)
"""A picture whose address a template makes; its blanks keep Markdown from seeing it."""
_ASCIIDOC = expression(r"\b(?:include|image|video|audio)::?([^\[\s:]{1,300}+)\[")
_ARROWS = expression(
    r"^[ \t]*+<<<?[ \t]*+(?:\[[^\]\n]{0,300}+\](?=\())?[\[({]?[ \t]*+(?:@/)?([^\s\])}{\n]++)",
    re.MULTILINE,
)
_DOCSIFY = expression(
    r"\[[^\]\n]{0,300}+\]\([ \t]*+([^\s()\n]{1,500}+)[ \t]++(['\"])[^'\"\n]{0,200}?:include\b"
)
"""`[words](file ':include')` of Docsify: a link that shows what it leads to."""
_COMMENT = expression(
    r"<!--[ \t]*+(?:@include\b|embedme\b|[^<>\n]{0,200}?\b(?:src|file|virtual|url|background\w*+)\b"
    r"[ \t]*+[=:(])([^\n]{0,500}?)--+>",
    re.IGNORECASE,
)
"""`<!-- @include: file -->` and its like: comments that tools act on."""
_BLOCK_OF_SITE = expression(r"^[ \t]*+///[ \t]++(\S[^\n]*+)$", re.MULTILINE)
_CONTENT_BLOCK = expression(r"^/([^\s/][^\s]*?\.\w{1,9})(?:[ \t]++[\"'(][^\n]*+)?$", re.MULTILINE)
"""`/file.csv` alone on a line: a block of content to iA Writer."""
_IMPORT = expression(
    r"""(?:^[ \t]*+(?:import|export)\b[^"'`;]{0,400}+|\b(?:require|import)[ \t]*+\([ \t]*+)"""
    r"""["'`]([^"'`\n]++)["'`]""",
    re.MULTILINE,
)
_ALIASES = ("@site/", "@/", "~/")
"""How an import begins that counts from the top of the site."""
_FROM_FILE = expression(r"^[ \t]*+@from_file:[ \t]*+(\S++)", re.MULTILINE)
"""The code of a drawing that is in a file of its own (Kroki)."""
_OF_AN_INTERFACE = expression(r"""\[OAD\([ \t]*+["']?([^()"'\s]{1,500}+)["']?[ \t]*+\)\]""")
"""A description of an interface that a site is built with (Neoteroi for MkDocs)."""
_CODE_IN_LINE = expression(r"`(?:r|\{[\w.-]{1,20}+\})[ \t]++([^`\n]{1,500}+)`")
"""Code among words that a site is built with (R Markdown, Quarto): what it works out is shown."""
_UNSURE = (
    (("[OAD(",), _OF_AN_INTERFACE),
    (("<<",), _ARROWS),
    (("import", "export", "require("), _IMPORT),
    (("@from_file:",), _FROM_FILE),
    (("include:", "image:", "video:", "audio:"), _ASCIIDOC),
    (("/",), _CONTENT_BLOCK),
)
"""What may include a file, each with the texts that it needs: they are found much faster."""
_PATH_AT_FRONT = expression(r"[^\s]++")
_PICTURE = expression(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)\Z", re.IGNORECASE)
_DATA = expression(r"\bsite\.data\.([\w-]+)")
_DATA_ENDINGS = (".yml", ".yaml", ".json", ".csv", ".tsv")


class Include(NamedTuple):
    """A construct that includes `target`; `sure` where it surely does if it is not a code.

    Without a target it is one that could show a file, `construct` says in which words.
    """

    target: str
    at: int
    construct: str
    sure: bool = True
    lookup: Lookup = Lookup.FILE
    kind: LinkKind = LinkKind.INCLUDE


def may_include(text: str) -> bool:
    """Whether it is worth looking: nearly all texts include nothing."""
    return any(mark in text for mark in _MARKS)


def find(text: str) -> Iterator[Include]:
    """Every include of a text, in no special order; in time that grows with its length."""
    if not may_include(text):
        return
    yield from _snippets(text)
    yield from _directives(text)
    for opening, closing in _BRACES:
        yield from _in_braces(text, opening, closing)


def names(text: str) -> tuple[str, ...]:
    """Whatever in a text may be the name of a file."""
    found = [found.target for found in _names(text, 0, "")] if text else []
    # `...@part` of D2 brings in part.d2
    brought_in = [name.rpartition("@")[2] for name in found if "@" in name]
    return (*found, *brought_in, *(f"{name}.d2" for name in brought_in))


def _in_braces(text: str, opening: str, closing: str) -> Iterator[Include]:
    at = text.find(opening)
    while at >= 0:
        start = at + len(opening)
        end = text.find(closing, start)
        if end < 0:
            return
        # one that was never closed may be before: each is looked at up to the closing one
        for content in text[start:end].split("\n" if opening == "{" else opening):
            if opening == "{":
                if "=" in content:
                    yield from _names(content, at, content)
            elif opening == "[[":
                yield from _wiki(text, at, content)
            elif opening == "{!":
                name = content.strip().split("!")[0].strip()
                if name and "\n" not in content:
                    yield Include(name, at, content)
            else:
                yield from _template(content, at, opening)
        at = text.find(opening, end + len(closing))


def _wiki(text: str, at: int, content: str) -> Iterator[Include]:
    """`![[file#part|size]]` of Obsidian; `[[file.png]]` of wikis."""
    if "\n" in content:
        return
    shown = text[at - 1 : at] == "!"
    name = re.split(r"[|#^]", content, maxsplit=1)[0].strip()
    if shown and name:
        yield Include(name, at, content, lookup=Lookup.NAME)
    elif not shown:
        yield from (
            Include(part.strip(), at, content, False, Lookup.NAME)
            for part in re.split(r"[|:]", content)[:4]
            if _PICTURE.search(part.strip())
        )


def _template(content: str, at: int, opening: str) -> Iterator[Include]:
    """A tag or an expression of a template, a shortcode, a helper of mdBook."""
    inner = content.strip(" \t\r\n-+=#>~^%<")
    head = content.lstrip(" \t\r\n-+~")[:1]
    shortcode = opening == "{{" and content[:1] in "<%" and content[:1] != ""
    if shortcode and inner.startswith(("/", "*")):
        return
    word = _WORD.match(inner)
    name = word[0] if word else ""
    arguments = inner[len(name) :]
    if shortcode:
        yield from _shortcode(name, arguments, at, content)
        return
    if opening == "{{" and (data := _DATA.search(content)):
        for ending in _DATA_ENDINGS:
            yield Include(f"_data/{data[1]}{ending}", at, content, sure=False)
    called = arguments.lstrip()[:1] in ("(", ":") or head in "#>" or opening in ("{%", "<%")
    spaced = opening == "{{" and bool(arguments[:1].isspace()) and _QUOTED.search(arguments)
    if name.startswith("end") or name in _SHOW_NOTHING:
        return
    if head == ">" and opening == "{{":
        yield Include(inner.split()[0] if inner else "", at, content)
    elif name and _LOADS.search(name) and (called or spaced or name in ("include", "embed")):
        yield from _loaded(arguments, at, content)
    yield from _names(inner, at, content)


def _loaded(arguments: str, at: int, construct: str) -> Iterator[Include]:
    """What a construct loads that is made to load files: the first of its arguments."""
    value = _VALUE.search(arguments.strip(" \t\r\n(:#"))
    target = (value[1] or value[2] or value[3] or "") if value else ""
    if "{{" in target or target.startswith(("{", "$", "[", "page.", "include.", "site.")):
        target = ""
    yield Include(_bare(target), at, construct)


def _shortcode(name: str, arguments: str, at: int, construct: str) -> Iterator[Include]:
    if name in _SHOW_NOTHING:
        return
    if _LOADS.search(name):
        named = re.search(r"\b(?:src|file|path|filename)\s*+=\s*+", arguments)
        yield from _loaded(arguments[named.start() :] if named else arguments, at, construct)
        yield Include(name, at, construct, False, Lookup.SHORTCODE)
    else:
        yield Include(name, at, construct, True, Lookup.SHORTCODE)
    yield from _names(arguments, at, construct)


def _names(content: str, at: int, construct: str) -> Iterator[Include]:
    """Whatever in a construct may be the name of a file."""
    found = [quoted[1] or quoted[2] or "" for quoted in _QUOTED.finditer(content)]
    found += _NAME.findall(content)
    tried = 0
    parts = (part for name in found for part in _parts(_bare(name.rstrip(".:-"))))
    for name in dict.fromkeys(parts):
        like_a_path = ("." in name or "/" in name) and any(map(str.isalpha, name))
        if like_a_path and tried < _MOST_NAMES:
            tried += 1
            yield Include(name, at, construct, sure=False)


def _parts(name: str) -> list[str]:
    """A name, and what is a file in it: beside `!!loader!`, `?raw`, and `!part` of a drawing."""
    inner = re.split(r"[!?]", name) if "!" in name or "?" in name else []
    whole = [name, *filter(None, inner)]
    return [
        *whole,
        *(part.removeprefix(a) for part in whole for a in _ALIASES if part.startswith(a)),
    ]


def _bare(name: str) -> str:
    """A name without the lines or the part of the file that support a colon."""
    if "://" in name:
        return name
    return _SUFFIX.sub("", name, count=1) if ":" in name[1:] else name


def _snippets(text: str) -> Iterator[Include]:
    """`--8<-- "file:2:4"` on a line, or files between two lines `--8<--` (PyMdown, Snippets)."""
    if "8<" not in text:
        return
    block = -1
    for match in _SNIPPET.finditer(text):
        if match[2]:
            continue
        rest = match[3].strip()
        if not rest:
            if block >= 0:
                yield from _block(text, block, match.start())
                block = -1
            else:
                block = match.end()
        elif quoted := _QUOTED.match(rest):
            yield Include(_bare(quoted[1] or quoted[2] or ""), match.start(), rest)
        elif not rest.startswith("["):
            yield Include(_bare(rest), match.start(), rest, sure=False)
    if block >= 0:
        yield from _block(text, block, len(text))


def _block(text: str, start: int, end: int) -> Iterator[Include]:
    at = start
    for line in text[start:end].split("\n"):
        name = line.strip().strip("\"'")
        if name and not name.startswith(";"):
            yield Include(_bare(name), at, name)
        at += len(line) + 1


def _directives(text: str) -> Iterator[Include]:
    """What begins a line, or a word: `!include x`, `::include{file=x}`, `[!INCLUDE [t](x)]`."""
    for match in _INLINE_INCLUDE.finditer(text) if "!" in text else ():
        yield Include(match[1].strip("\"'"), match.start(), match[0])
    for match in _SURE_DIRECTIVE.finditer(text) if "::" in text or "[!" in text else ():
        target = next((group for group in match.groups() if group), "")
        yield Include(target, match.start(), match[0].strip())
    for match in _IN_LINE.finditer(text) if "[!" in text else ():
        yield Include(match[1], match.start(), match[0])
    for match in _DOCSIFY.finditer(text) if ":include" in text else ():
        yield Include(match[1], match.start(), match[0])
    in_words = (("<!--", _COMMENT), ("///", _BLOCK_OF_SITE), ("`", _CODE_IN_LINE))
    for mark, pattern in in_words:
        for match in pattern.finditer(text) if mark in text else ():
            yield from _names(match[1], match.start(), match[0].strip())
    for marks, pattern in _UNSURE:
        for match in pattern.finditer(text) if any(mark in text for mark in marks) else ():
            for name in _parts(match[1]):
                yield Include(name, match.start(), match[0].strip(), sure=False)
    for match in _TEMPLATED.finditer(text) if "](" in text else ():
        target = match[1].strip().strip("<>")
        yield Include(target, match.start(), match[0], True, Lookup.ADDRESS, LinkKind.IMAGE)
    yield from _lines_with_a_verb(text)


def _lines_with_a_verb(text: str) -> Iterator[Include]:
    """What begins a line with a mark and a word: `!include x`, `@[code](x)`, `.. image:: x`."""
    for match in _DIRECTIVE.finditer(text):
        if _LOADS.search(match["verb"]) or match["verb"].lower().startswith("code"):
            rest = match["rest"]
            name = _PATH_AT_FRONT.match(rest.strip(" \t:=(\"'<>{}"))
            if name and "." not in name[0]:
                yield Include(name[0], match.start(), match[0].strip(), sure=False)
            yield from _names(rest, match.start(), match[0].strip())
