"""What kind of document a number, a title, a file's name or a folder speaks of, in five languages.

The kinds are those that `isodocs init` begins with, and a few more that people have: `procedure`
for `VA-014`, for `SOP: Purchasing`, for `sop-capa.md` and for a file in `Verfahrensanweisungen/`.
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
    "form": "frm form fo fb f fm vl chk cl tmp tpl tmpl",
    "register": "reg log lst list",
    "guideline": "gl gdl guide guideline",
    "standard": "std",
    "plan": "pln plan sch",
    "report": "rpt rep report",
    "job-description": "jd",
}
_TITLES: Mapping[str, str] = {
    "manual": (
        "manual, quality manual, handbook, handbuch, managementhandbuch, "
        "qualitätsmanagementhandbuch, qm handbuch, manuel, manuel qualité, manual de calidad, "
        "handboek, kwaliteitshandboek, user manual, instructions for use, gebrauchsanweisung"
    ),
    "policy": (
        "policy, policies, policy statement, richtlinie, leitlinie, politik, qualitätspolitik, "
        "umweltpolitik, politique, política, politica, beleid"
    ),
    "objectives": (
        "objectives, quality objectives, ziele, qualitätsziele, umweltziele, objectifs, objetivos, "
        "doelstellingen"
    ),
    "procedure": (
        "procedure, procedures, sop, sops, standard operating procedure, process, "
        "process description, playbook, "
        "verfahrensanweisung, verfahren, prozessbeschreibung, prozessanweisung, prozess, "
        "procédure, processus, procedimiento, proceso, proces, werkwijze"
    ),
    "work-instruction": (
        "work instruction, work instructions, instruction, instructions, runbook, "
        "arbeitsanweisung, anweisung, prüfanweisung, betriebsanweisung, instruction de travail, "
        "mode opératoire, instrucción de trabajo, instrucción, werkinstructie"
    ),
    "form": (
        "form, forms, template, tmpl, checklist, check list, questionnaire, formular, formblatt, "
        "checkliste, vorlage, fragebogen, formulaire, liste de contrôle, formulario, "
        "lista de verificación, formulier, controlelijst"
    ),
    "register": (
        "register, log, list, matrix, inventory, mapping, verzeichnis, liste, kataster, inventar, "
        "registre, registro, lijst"
    ),
    "guideline": "guideline, guidelines, guide, guidance, leitfaden, guía, leidraad",
    "standard": "standard, standards",
    "plan": "plan, programme, program, schedule, programm, programa, planning",
    "report": "report, bericht, rapport, informe, verslag",
    "record": "record, records, nachweis, protokoll, procès verbal, notulen",
    "agreement": "agreement, contract, vereinbarung, vertrag, contrat, contrato, overeenkomst",
    "specification": "specification, spezifikation, spécification, especificación, specificatie",
    "declaration": "declaration, declaration of conformity, konformitätserklärung",
    "protocol": "protocol",
    "job-description": (
        "job description, role description, position description, stellenbeschreibung, "
        "funktionsbeschreibung, fiche de poste, functiebeschrijving"
    ),
}
_FOLDERS: Mapping[str, str] = {
    "manual": "manual manuals quality-manual handbuch handbuecher manuel handboek",
    "policy": "policy policies richtlinien leitlinien politik politiques politicas beleid",
    "objectives": "objectives ziele qualitaetsziele objectifs objetivos doelstellingen",
    "procedure": (
        "procedure procedures sop sops process processes playbooks verfahren verfahrensanweisungen "
        "prozesse prozessbeschreibungen processus procedimientos procesos processen"
    ),
    "work-instruction": (
        "wi wis work-instruction work-instructions instructions runbooks arbeitsanweisungen "
        "anweisungen instrucciones werkinstructies"
    ),
    "form": (
        "form forms checklists formulare formblaetter checklisten formulaires formularios "
        "formulieren"
    ),
    "register": "registers lists logs matrices verzeichnisse listen registres registros",
    "guideline": "guideline guidelines guides guidance leitfaeden",
    "standard": "standard standards",
    "plan": "plan plans programmes schedules plaene",
    "report": "report reports berichte rapports informes",
    "agreement": "agreements contracts vertraege vereinbarungen contrats contratos",
    "specification": "specifications spezifikationen",
    "job-description": "job-descriptions role-descriptions stellenbeschreibungen",
}
_NUMBER = expression(r"([A-Za-z]+)(?:[-_ .][A-Za-z]+)*[-_ .]?[0-9]")
_LETTERS = expression(r"[a-z]+")
_BEFORE = "0123456789-_. "
_WORDS = expression(r"[^\W_]+")


_DIVIDER = expression(r"[ ][|\u2013\u2014-][ ]|: ")
"""Between the parts of a title: `QMS – Quality Policy – Firm`."""
_ASIDE = expression(r"[ ]\([^()]*\)[ ]*$")
_SHORTLY = frozenset("SOP VA WI AA QMH FB QP".split())
"""What a part of a title may say in short; other prefixes of numbers mean more in titles."""
_OPENING = frozenset("sop va wi aa tmpl tpl template vorlage checklist checkliste form frm".split())
"""What a name says first for what all of it is: `tmpl-training-record`, `sop-capa`."""
_FILLED_IN = frozenset(("form", "register", "report", "record"))
"""Kinds that a last word speaks of, also after a policy: `policy-exception-form`."""
_VAGUE = frozenset(("objectives", "record", "standard", "guideline", "specification", "protocol"))
"""Kinds whose words at the end of a name are as often what it is about: `access-standards`."""
_SUBJECTS = frozenset(
    "process manual log record records standard standards plan program programme report form forms "
    "list instruction instructions objectives register template schedule declaration protocol "
    "guide mapping matrix inventory contract agreement planning".split()
)
"""Words that a title may begin with as its subject: `Process map`, `Log management`."""
_OF = frozenset("of for on to by de des du der fur van voor zu zur zum".split())
"""Behind one of them the first word is what it is: `list-of-suppliers`."""
_ENDS = frozenset(("plan", "liste", "bericht"))
"""Short words that others end with all the same: `Schulungsplan`."""
_SHORT = 6
"""Other words so short end others by chance."""


def _by_word(words: Mapping[str, str], between: str) -> dict[str, str]:
    return {folded(word): kind for kind, text in words.items() for word in text.split(between)}


_OF_PREFIX = _by_word(_PREFIXES, " ")
_OF_TITLE = _by_word(_TITLES, ", ")
_OF_FOLDER = _by_word(_FOLDERS, " ")


def of_number(identifier: str) -> str:
    """The kind that letters before a number stand for; empty where they stand for none.

    Of several the first that stand for one: `AUD-RPT-001` is a report.
    """
    found = _NUMBER.match(identifier)
    letters = _LETTERS.findall(found[0].casefold()) if found else ()
    return next((_OF_PREFIX[each] for each in letters if each in _OF_PREFIX), "")


def of_title(title: str) -> str:
    """The kind that a title or a part of it begins or ends with.

    So do `Richtlinie: Passwörter`, `QMS – Quality Policy – Firm`, and `WI – Welding` in short. A
    word that is put together ends with it in German and Dutch: `Passwortrichtlinie`. What is in
    parentheses at the end says no more: `Audit plan (2026)`.
    """
    title = _ASIDE.sub("", title)
    *parts, whole = (*_DIVIDER.split(title), title)
    for part in (whole, *(parts if len(parts) > 1 else ())):
        if kind := _of_words(part) or _OF_TITLE.get(folded(part), ""):
            return kind
    return next((_OF_PREFIX[part.casefold()] for part in parts if part in _SHORTLY), "")


def of_name(stem: str, in_folder: str = "") -> str:
    """The kind that the name of a file says, without its ending: `sop-capa`, `audit-plan`.

    In a folder of one kind it is that of the folder, where the name is a single word or ends with
    what may be its subject: `policies/program`, `procedures/access-standards`.
    """
    kind = _of_words(stem.lstrip(_BEFORE))
    open_to_both = kind in _VAGUE or len(_WORDS.findall(folded(stem))) == 1
    return "" if in_folder and open_to_both else kind


def _of_words(text: str) -> str:
    words = _WORDS.findall(folded(text))
    first, last = words[:1], _at_the_end(words)
    if first and first[0] in _OPENING:
        return _OF_TITLE.get(first[0], "") or _OF_PREFIX.get(first[0], "")
    if last in _FILLED_IN:
        return last
    return _at_the_beginning(words) or last


def _at_the_beginning(words: list[str]) -> str:
    for length in range(min(3, len(words)), 0, -1):
        kind = _OF_TITLE.get(" ".join(words[:length]))
        is_subject = length == 1 and words[0] in _SUBJECTS and not _OF & {*words[1:2]}
        if kind and not is_subject:
            return kind
    return ""


def _at_the_end(words: list[str]) -> str:
    for length in range(min(3, len(words)), 0, -1):
        if kind := _OF_TITLE.get(" ".join(words[-length:])):
            return kind
    last = words[-1] if words else ""
    ends = [word for word in _OF_TITLE if last.endswith(word)]
    longest = max(
        (word for word in ends if len(word) > _SHORT or word in _ENDS), key=len, default=""
    )
    return _OF_TITLE.get(longest, "")


def of_folder(path: str) -> tuple[str, int]:
    """The kind that the nearest folder of a file is of, and how many folders are between them."""
    for above, name in enumerate(reversed(path.split("/")[:-1])):
        if kind := _OF_FOLDER.get(folded(name.lstrip(_BEFORE))):
            return kind, above
    return "", 0
