"""Languages as people write them: tags (BCP 47), names, and what a path says of a language."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.file_names import CODES, DOTTED, REGION, split_ending

_CLEAR = frozenset(
    "bg cs da de el en es et fi fr hu ja ko lt lv nb nl nn pl pt ro ru sk sl sv tr uk zh".split()
)
"""Those that hardly stand for anything else in the name of a folder, as `it` and `hr` do."""
_FOLDERS = frozenset("content i18n l10n lang languages locale locales translations".split())
"""What is in folders of such names is sorted by language."""
_NAMES = {
    "ar": "ara arabic arabisch arabe árabe العربية",
    "bg": "bul bulgarian bulgarisch bulgare български",
    "cs": "ces cze czech tschechisch tchèque checo čeština český",
    "da": "dan danish dänisch danois danés dansk",
    "de": "deu ger german deutsch allemand alemán duits",
    "el": "ell gre greek griechisch grec griego ελληνικά",
    "en": "eng english englisch anglais inglés engels",
    "es": "spa spanish spanisch espagnol español espanol castellano spaans",
    "et": "est estonian estnisch estonien eesti",
    "fi": "fin finnish finnisch finnois finés suomi",
    "fr": "fra fre french französisch francais français francés frans",
    "he": "heb hebrew hebräisch עברית",
    "hr": "hrv croatian kroatisch croate hrvatski",
    "hu": "hun hungarian ungarisch hongrois húngaro magyar",
    "it": "ita italian italienisch italien italiano italiaans",
    "ja": "jpn japanese japanisch japonais japonés 日本語",
    "ko": "kor korean koreanisch coréen 한국어",
    "lt": "lit lithuanian litauisch lietuvių",
    "lv": "lav latvian lettisch latviešu",
    "nb": "nob bokmål",
    "nl": "nld dut dutch niederländisch holländisch néerlandais neerlandés nederlands",
    "no": "nor norwegian norwegisch norvégien noruego norsk",
    "pl": "pol polish polnisch polonais polaco polski",
    "pt": "por portuguese portugiesisch portugais portugués português portugues",
    "ro": "ron rum romanian rumänisch roumain rumano română",
    "ru": "rus russian russisch russe ruso русский",
    "sk": "slk slo slovak slowakisch slovaque slovenčina",
    "sl": "slv slovenian slowenisch slovène slovenščina",
    "sr": "srp serbian serbisch serbe српски",
    "sv": "swe swedish schwedisch suédois sueco svenska",
    "tr": "tur turkish türkisch turc turco türkçe",
    "uk": "ukr ukrainian ukrainisch ukrainien українська",
    "zh": "zho chi chinese chinesisch chinois chino 中文",
}
_CODE_OF = {name: code for code, names in _NAMES.items() for name in names.split()}
_IN_FULL = frozenset(name for name in _CODE_OF if len(name) > 3)
"""Names that a folder may have: `german`, and not `ger`."""
_COUNTRIES = {"at": "de", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "jp": "ja", "us": "en"}
"""Countries that people write for a language, where no language has that code."""
_LONGEST = 35
"""The characters of a tag, by RFC 5646 enough for all; a tag is also the name of a folder."""
_SUBTAG = expression(r"[a-z0-9]{1,8}", re.ASCII)
_AFTER_NAME = expression(r"[\s(,/;]")
_DASHED = expression(rf"[-_]([a-z]{{2}}{REGION})$", re.IGNORECASE | re.ASCII)
_WHOLE = expression(rf"([a-z]{{2}}{REGION})$", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1024)
def tag(text: str) -> str:
    """The tag of a language as BCP 47 spells it: `de` of German, `pt-BR` of pt_br; empty for none.

    Of "English (UK)" it is `en`: what is in brackets says no more.
    """
    plain = text.strip().casefold().replace("_", "-")
    word = _AFTER_NAME.split(plain, maxsplit=1)[0]
    if name := _CODE_OF.get(word):
        return name
    if word != plain and word in CODES:
        return word
    first, *more = plain.split("-")
    code = _CODE_OF.get(first, first)
    if len(plain) > _LONGEST or not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        return ""
    if (len(code) == 2 and code not in CODES) or not all(map(_SUBTAG.fullmatch, more)):
        return ""
    # a script is written `Latn`, a country `GB`, whatever comes first; all else in small letters
    at = more.index("x") if "x" in more else len(more)
    spelt = [_spelt(part) if number < at else part for number, part in enumerate(more)]
    return "-".join((code, *spelt))


def _spelt(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag


def meant(text: str) -> str:
    """The tag that someone may have meant by one that is none; empty where that is not clear."""
    first, _, _ = text.strip().casefold().replace("_", "-").partition("-")
    return _COUNTRIES.get(first, "")


def primary(text: str) -> str:
    """The language alone, without script and region: `pt` of pt-BR."""
    return tag(text).partition("-")[0]


def is_clear(text: str) -> bool:
    """Whether a tag in a path hardly means anything but a language."""
    return primary(text) in _CLEAR


class Sign(NamedTuple):
    """A language in a path, and the path without it: `de` and `docs/SOP-1.md`.

    It is `meant` as one by the folder that it is in: `i18n/de`. Of a folder, `folder` is its path.
    """

    language: str
    rest: str
    meant: bool = False
    folder: str = ""


@lru_cache(maxsize=4096)
def signs(path: str) -> tuple[Sign, ...]:
    """What in a path may be a language, the nearest to its end first.

    `SOP-1.de.md`, `SOP-1_DE.md`, `SOP-1-de.md`, `SOP-1/de.md`, `de/SOP-1.md`, `docs/de/SOP-1.md`.
    Two letters may be something else: `it/` is also a department, `check-in.md` a procedure.
    """
    folder, _, name = path.rpartition("/")
    stem, ending = split_ending(name)
    found = []
    for form in (DOTTED, _DASHED, _WHOLE):
        match = form.search(stem) if form is not _WHOLE else form.fullmatch(stem)
        if match and (language := tag(match[1])):
            found.append(Sign(language, posixpath.join(folder, stem[: match.start()] + ending)))
            break
    parts = folder.split("/") if folder else []
    for at in reversed(range(len(parts))):
        is_name = _WHOLE.fullmatch(parts[at]) or parts[at].casefold() in _IN_FULL
        if is_name and (language := tag(parts[at])):
            rest = "/".join((*parts[:at], *parts[at + 1 :], name))
            meant = at > 0 and parts[at - 1].casefold() in _FOLDERS and is_clear(language)
            found.append(Sign(language, rest, meant, "/".join(parts[: at + 1])))
    return tuple(found)


def without_language(path: str, known: Iterable[str]) -> str:
    """The path without one of these languages: `docs/vpn.md` of `docs/de/vpn.md`."""
    wanted = {primary(language) for language in known}
    found = [sign for sign in signs(path) if primary(sign.language) in wanted]
    return found[0].rest if found else path


def _beside_each_other(found: Iterable[Sign]) -> dict[str, str]:
    """The folders of languages that are in one folder and can be nothing else, by path."""
    below: dict[str, dict[str, str]] = defaultdict(dict)
    for sign in found:
        if sign.folder and is_clear(sign.language):
            below[posixpath.dirname(sign.folder)][sign.folder] = sign.language
    return {
        folder: language
        for folders in below.values()
        if len(set(folders.values())) > 1
        for folder, language in folders.items()
    }


def sorted_by(paths: Iterable[str]) -> Mapping[str, str]:
    """The language of each path that is sorted by languages; empty for what is beside one.

    A path is where another one is at the same place in another language, or in such a folder, as
    folders beside each other are that can be nothing else. What is beside nothing in another
    language is in none: `it/` may be a department.
    """
    by_place: dict[str, set[str]] = defaultdict(set)
    every = {path: (*signs(path), Sign("", path)) for path in paths}
    for found in every.values():
        for sign in found:
            by_place[sign.rest].add(sign.language)
    known: dict[str, str] = {}
    folders = _beside_each_other(sign for found in every.values() for sign in found)
    for path, found in every.items():
        for sign in found:
            others = by_place[sign.rest] - {sign.language}
            if sign.meant or (others and any(map(is_clear, (sign.language, *others)))):
                known.setdefault(path, sign.language)
                if sign.folder:
                    folders[sign.folder] = sign.language
    for path, found in every.items():
        mine = (folders[sign.folder] for sign in found if sign.folder in folders)
        if language := next(mine, ""):
            known.setdefault(path, language)
    return known
