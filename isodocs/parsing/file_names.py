"""What the name and the path of a file say of the document in it: number, language, ending."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache

from isodocs.expressions import expression
from isodocs.model.config import (
    FILE_NAME,
    FOLDER_NAME,
    FOLDER_NUMBER,
    WHOLE_PATH,
    Config,
)
from isodocs.parsing.endings import MARKDOWN
from isodocs.parsing.first_heading import PUBLISHERS

CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""The two-letter codes of ISO 639."""
REGION = r"(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|[0-9]{3}))?"
"""The script or the country behind the code of a language."""
DOTTED = expression(rf"\.((?:{'|'.join(sorted(CODES))}){REGION})$", re.IGNORECASE | re.ASCII)
"""A language at the end of a file's name."""
_ENDING = expression(
    rf"(?:\.html?)?(?:{'|'.join(map(re.escape, MARKDOWN))})(?:\.(?:erb|tmpl|tpl|j2|jinja2?))?$",
    re.IGNORECASE,
)
"""What is cut off a file's name; builders of sites add endings of their own: `x.html.md.erb`."""
_NUMBER = expression(
    r"(?P<number>(?P<kind>[A-Z]{1,12})(?:-[A-Z]{1,12})*[-.]?[0-9]+(?:[.-][0-9]+)*)"
    r"(?:[ _][ _\u2013-]*|-(?=[^\W\d_]))\S"
)
"""A file's name that begins with the document's number: `SOP-014_Purchasing`, `QP-7.5-01 Records`.
"""
_DIGITS = expression(r"[0-9]{2,}(?:[.-][0-9]+)*(?=[ _.-])")
"""A number without letters, which is one in its folder alone: `0250_Passwords`."""
_OTHERS = expression(r"[^A-Za-z0-9_.-]++")
_LONGEST = 64
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def named_after(path: str, config: Config) -> str:
    """The identifier where files are named by it: `SOP-014.md`, `SOP-014/index.md`.

    It is the number that the name begins with, `SOP-014` of `SOP-014_Purchasing.md`. Where it has
    none, or the whole name is the identifier, the ending alone is cut, and a language:
    `QP-7.5-01.md` is QP-7.5-01, `purchasing.en.md` purchasing. Where names are not enough, the name
    of the folder comes before the number or the name, `isms.0250` of `handbooks/isms/0250_VPN.md`,
    or the path is the identifier: `guides.it.vpn` of `guides/it/vpn.md`. The languages of
    `translations` belong to none of them: `guides/de/vpn.md` is guides.vpn.
    """
    if config.translations:
        from isodocs.parsing.languages import without_language

        path = without_language(path, (config.language, *config.translations))
    if config.identifier_from == WHOLE_PATH:
        return _from_path(posixpath.join(posixpath.dirname(path), _stem(path)))
    name, form = own_name(path), config.identifier_from
    number = _number(name) if form in (FILE_NAME, FOLDER_NUMBER) else ""
    if form not in (FOLDER_NUMBER, FOLDER_NAME):
        return number or _from_name(name)
    if form == FOLDER_NUMBER:
        number = number or bare_number(path)
    folder = posixpath.dirname(path)
    if name != _stem(path):  # the file is called by its folder
        folder = posixpath.dirname(folder)
    above = _from_name(posixpath.basename(folder))
    return _from_name(f"{above}.{number or name}")


def own_name(path: str) -> str:
    """A file's name without its ending; that of its folder where it is `index` or `README`."""
    stem, folder = _stem(path), posixpath.basename(posixpath.dirname(path))
    return folder if stem in ("", "index", "README") and folder else stem


def _from_name(name: str) -> str:
    """A name as an identifier: `Risk-policy-2` of `Risk policy (2)`, of 64 characters at most."""
    return _OTHERS.sub("-", in_ascii(name)).strip("-._")[:_LONGEST].rstrip("-._") or name


def in_ascii(name: str) -> str:
    """A name without letters beyond ASCII: `Qualitaet` of `Qualität`, `Controle` of `Contrôle`."""
    letters = unicodedata.normalize("NFC", name).translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", letters)
    return plain.encode("ascii", "ignore").decode()


def _from_path(path: str) -> str:
    """A path as an identifier: its last folders, whole, in 64 characters, divided by dots."""
    *folders, name = (_OTHERS.sub("-", part).strip("-.") for part in in_ascii(path).split("/"))
    while folders and len(folders[-1]) + 1 + len(name) <= _LONGEST:
        name = f"{folders.pop()}.{name}"
    return name[-_LONGEST:].lstrip("-._")


def bare_number(path: str) -> str:
    """The number without letters that a file's name begins with: `0250` of `0250_Passwords.md`."""
    found = _DIGITS.match(f"{own_name(path)}_")
    return found[0] if found else ""


def number_in_name(path: str) -> str:
    """The number of a document in the name of its file: `SOP-014_Purchasing.md`, `SOP-014.md`."""
    name = _stem(path)
    return _number(name) or _number(f"{name}_x")


def _number(name: str) -> str:
    found = _NUMBER.match(name)
    return found["number"] if found and found["kind"] not in PUBLISHERS else ""


def split_ending(name: str) -> tuple[str, str]:
    """A file's name without its ending, and that, with those that builders of sites add."""
    found = _ENDING.search(name)
    at = found.start() if found else len(posixpath.splitext(name)[0])
    return name[:at], name[at:]


@lru_cache(maxsize=4096)
def language_in_path(path: str) -> str:
    """The language that a file's name ends in: `en` of `SOP-014.en.md`; else empty."""
    name = split_ending(posixpath.basename(path))[0]
    found = DOTTED.search(name) if "." in name else None
    if found is None:
        return ""
    from isodocs.parsing.languages import tag

    return tag(found[1])


def document_ending(path: str) -> str:
    """The ending of a document's file, with those that builders of sites add: `.md`, `.md.erb`."""
    return split_ending(posixpath.basename(path))[1]


def _stem(path: str) -> str:
    """A file's name without its ending, and without a language: `SOP-014` of `SOP-014.de.md`."""
    stem = split_ending(posixpath.basename(path))[0]
    return stem.rpartition(".")[0] if language_in_path(path) else stem
