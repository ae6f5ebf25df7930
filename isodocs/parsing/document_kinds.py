"""What kind of document a number, a title or a folder speaks of, in five languages.

The kinds are those that `isodocs init` begins with: `procedure` for `VA-014`, for `SOP: Purchasing`
and for a file in `Verfahrensanweisungen/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from isodocs.expressions import expression
from isodocs.parsing.field_labels import folded

_PREFIXES: Mapping[str, str] = {
    "manual": "man qm qmm qmh mhb qhb imh umh manual handbuch",
    "policy": "pol pl rl ll policy",
    "objectives": "obj",
    "procedure": "sop va qp pro proc prc vaw pa pb pr",
    "work-instruction": "wi aa in ins ar arw it",
    "form": "frm form fo fb f fm vl chk cl",
    "register": "reg log lst list",
}
_TITLES: Mapping[str, str] = {
    "manual": (
        "manual, quality manual, handbook, handbuch, managementhandbuch, "
        "qualitätsmanagementhandbuch, qm handbuch, manuel, manuel qualité, manual de calidad, "
        "handboek, kwaliteitshandboek"
    ),
    "policy": (
        "policy, policy statement, richtlinie, leitlinie, politik, qualitätspolitik, "
        "umweltpolitik, politique, política, politica, beleid"
    ),
    "objectives": (
        "objectives, quality objectives, ziele, qualitätsziele, umweltziele, objectifs, objetivos, "
        "doelstellingen"
    ),
    "procedure": (
        "procedure, sop, standard operating procedure, process, process description, "
        "verfahrensanweisung, verfahren, prozessbeschreibung, prozessanweisung, prozess, "
        "procédure, processus, procedimiento, proceso, proces, werkwijze"
    ),
    "work-instruction": (
        "work instruction, work instructions, instruction, arbeitsanweisung, anweisung, "
        "prüfanweisung, betriebsanweisung, instruction de travail, mode opératoire, "
        "instrucción de trabajo, instrucción, werkinstructie"
    ),
    "form": (
        "form, checklist, check list, formular, formblatt, checkliste, vorlage, formulaire, "
        "liste de contrôle, formulario, lista de verificación, formulier, controlelijst"
    ),
    "register": ("register, log, verzeichnis, liste, kataster, registre, registro, lijst"),
}
_FOLDERS: Mapping[str, str] = {
    "manual": "manual manuals quality-manual handbuch handbuecher manuel handboek",
    "policy": "policy policies richtlinien leitlinien politik politiques politicas beleid",
    "objectives": "objectives ziele qualitaetsziele objectifs objetivos doelstellingen",
    "procedure": (
        "procedure procedures sop sops process processes verfahren verfahrensanweisungen prozesse "
        "prozessbeschreibungen processus procedimientos procesos processen"
    ),
    "work-instruction": (
        "wi wis work-instruction work-instructions instructions arbeitsanweisungen anweisungen "
        "instrucciones werkinstructies"
    ),
    "form": "form forms checklists formulare formblaetter formulaires formularios formulieren",
    "register": "registers logs verzeichnisse registres registros",
}
_NUMBER = expression(r"([A-Za-z]+)(?:[-_ .][A-Za-z]+)*[-_ .]?[0-9]")
_BEFORE = "0123456789-_. "
_WORDS = expression(r"[^\W_]+")


_DIVIDER = expression(r"[ ][|\u2013\u2014-][ ]|: ")
"""Between the parts of a title: `QMS – Quality Policy – Firm`."""
_SHORTLY = frozenset("SOP VA WI AA QMH FB QP".split())
"""What a part of a title may say in short; other prefixes of numbers mean more in titles."""
_SHORT = 6
"""Shorter words end others by chance."""


def _by_word(words: Mapping[str, str], between: str) -> dict[str, str]:
    return {folded(word): kind for kind, text in words.items() for word in text.split(between)}


_OF_PREFIX = _by_word(_PREFIXES, " ")
_OF_TITLE = _by_word(_TITLES, ", ")
_OF_FOLDER = _by_word(_FOLDERS, " ")


def of_number(identifier: str) -> str:
    """The kind that the letters before a number stand for; empty where they stand for none."""
    found = _NUMBER.match(identifier)
    return _OF_PREFIX.get(found[1].casefold(), "") if found else ""


def of_title(title: str) -> str:
    """The kind that a title or a part of it begins or ends with.

    So do `Richtlinie: Passwörter`, `QMS – Quality Policy – Firm`, and `WI – Welding` in short. A
    word that is put together ends with it in German and Dutch: `Passwortrichtlinie`.
    """
    *parts, whole = (*_DIVIDER.split(title), title)
    for part in (whole, *(parts if len(parts) > 1 else ())):
        if kind := _of_words(part):
            return kind
    return next((_OF_PREFIX[part.casefold()] for part in parts if part in _SHORTLY), "")


def _of_words(text: str) -> str:
    words = _WORDS.findall(folded(text))
    for length in range(min(3, len(words)), 0, -1):
        for part in (words[-length:], words[:length]):
            if kind := _OF_TITLE.get(" ".join(part)):
                return kind
    last = words[-1] if words else ""
    ends = (k for word, k in _OF_TITLE.items() if len(word) > _SHORT and last.endswith(word))
    return next(ends, "")


def of_folder(path: str) -> str:
    """The kind of what is in the folder of a file, or else in the nearest one above it."""
    for name in reversed(path.split("/")[:-1]):
        if kind := _OF_FOLDER.get(folded(name.lstrip(_BEFORE))):
            return kind
    return ""
