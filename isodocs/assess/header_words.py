"""What the headings of a table's columns say, in six languages: clauses, documents, sections.

Words are compared without accents and capitals. A heading may hold further words that are known to
change nothing (`Relevant clause no.`); any other word may name something whose numbers are not
those of a standard in use (`Contract clause`, `Old clause`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from isodocs.expressions import expression

if TYPE_CHECKING:
    from isodocs.parsing.standard_names import Named


class ColumnMeaning(Enum):
    """What a column may hold, going by its heading."""

    CLAUSE = auto()
    REQUIREMENT = auto()
    SECTION = auto()
    DOCUMENT = auto()
    PLACE = auto()
    PROCESS = auto()
    STANDARD = auto()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAUSE: Final = _words(
    "clause clauses cl cls subclause subclauses control controls annex"
    " normkapitel normabschnitt normpunkt normziffer normabsatz normforderung normanforderung"
    " normelement isokapitel anhang"
    " annexe annexes controle controles clausula clausulas anexo clausola clausole allegato"
    " controllo controlli clausule clausules normclausule normparagraaf normhoofdstuk bijlage"
    " beheersmaatregel beheersmaatregelen"
)
_REQUIREMENT: Final = _words(
    "requirement requirements req reqs element elements criterion criteria article articles"
    " anforderung anforderungen forderung elemente artikel exigence exigences critere criteres"
    " requisito requisitos elemento elementos articulo articulos requisiti elementi articolo"
    " articoli eis eisen artikelen artigo artigos exigencia exigencias"
)
_SECTION: Final = _words(
    "section sections sec sect chapter chapters paragraph paragraphs"
    " kapitel kap abschnitt abschn abschnitte ziffer punkt"
    " chapitre chapitres paragraphe paragraphes"
    " seccion secciones capitulo capitulos apartado apartados numeral punto puntos parrafo"
    " capitolo capitoli sezione sezioni paragrafo paragrafi paragraaf paragrafen hoofdstuk"
    " hoofdstukken sectie secao seccao secoes ponto pontos"
)
_DOCUMENT: Final = _words(
    "document documents documented documentation doc docs procedure procedures sop sops policy"
    " policies manual manuals handbook instruction instructions"
    " dokument dokumente dokumenten dokumentation dokumentiert vorgabedokument"
    " dokumentennummer dokumentnummer dokumententitel dokumentname"
    " verfahrensanweisung verfahrensanweisungen verfahren arbeitsanweisung arbeitsanweisungen"
    " anweisung anweisungen prozessbeschreibung richtlinie richtlinien leitlinie handbuch"
    " politique politiques manuel manuels documento documentos procedimiento procedimientos"
    " politica politicas manuales instruccion instrucciones documenti procedura manuale manuali"
    " istruzione istruzioni documenten beleid handboek werkinstructie werkinstructies"
    " procedimento procedimentos manuais instrucao instrucoes"
)
_PLACE: Final = _words(
    "reference references where covered addressed referencia referencias donde riferimento"
    " riferimenti dove verwijzing waar onde wo fundstelle verweis"
)
_PROCESS: Final = _words(
    "evidence process processes file files template"
    " templates form forms record records implementation implemented"
    " nachweis nachweise prozess prozesse datei dateien vorlage vorlagen formular formulare"
    " umsetzung preuve preuves processus fichier fichiers modele modeles"
    " formulaire formulaires evidencia evidencias proceso procesos archivo archivos plantilla"
    " formulario formularios evidenza evidenze prova processo processi modello modulo moduli"
    " bewijs proces processen bestand sjabloon formulier processos arquivo ficheiro modelo"
)
_STANDARD: Final = _words(
    "standard standards norm normen norme normes norma normas norms framework frameworks regulation"
    " regulations regelwerk referentiel regelgeving"
)
_HARMLESS: Final = _words(
    "of the a an in this our and or for to with by from per as is are at on its"
    " no nr num number numbers id ids ref refs title titles name names text heading headings"
    " description desc subject topic met fulfilled satisfied relevant related applicable"
    " corresponding main key all std iso iec en din ims management"
    " system systems mapped mapping supported new current s n"
    " coverage compliance conformity traceability matrix area item items point list level type"
    " category group page table column purpose sub"
    " der die das des dem den von zu zur zum und oder fur gemass nach nummer titel bezeichnung"
    " relevante relevantes relevanter relevant zugehorige zugehoriges erfullt erfullte abgedeckt"
    " abgedeckte neu neue neues aktuelle"
    " de du la le les l d et ou pour numero titre intitule concerne concernee concernes couvert"
    " couverte applicables nouvelle nouveau"
    " del el los las y o para titulo nombre cubierta cubierto aplicable aplicables nueva nuevo"
    " della dello dell di il e per titolo applicabile nuova nuovo"
    " van het een voor titel nieuwe huidige"
    " da do das dos um uma aplicavel nova novo"
)
_EARLIER: Final = _words(
    "old former previous legacy withdrawn superseded earlier alt alte altes alter bisherige fruhere"
    " ancien ancienne precedent precedente anterior antigua antiguo vecchia vecchio oud oude vorige"
    " antigo antiga"
)
_AUDITOR: Final = _words(
    "auditor auditors auditee auditoren auditorin auditeur auditeurs auditores auditori"
)
_APPLICABILITY: Final = expression(r"applicab|anwendbar|aplicab|aplicav|toepass")
_ANNEX: Final = _words("annex anhang annexe anexo allegato bijlage")
_KNOWN: Final = (
    _CLAUSE | _REQUIREMENT | _SECTION | _DOCUMENT | _PLACE | _PROCESS | _STANDARD | _HARMLESS
)
_CONTROL: Final = _words(
    "control controls annex controle controles controllo controlli anhang annexe annexes anexo"
    " anexos allegato bijlage beheersmaatregel beheersmaatregelen"
)
_REFERENCE: Final = _words(
    "reference references ref refs referencia referencias riferimento riferimenti verwijzing"
    " verweis"
)
_COUNTED: Final = _words(
    "count counts total totals percentage percent score scores weight anzahl prozent summe"
    " pourcentage porcentaje percentuale aantal percentagem"
)
_NUMBER_OF: Final = frozenset((("number", "of"), ("no", "of"), ("nombre", "de"), ("numero", "de")))
_OF_A_STANDARD: Final = _words("iso iec std") | _STANDARD
_RAISED = dict.fromkeys(map(ord, "¹²³⁰⁴⁵⁶⁷⁸⁹*†"))
_EITHER = expression("[/|&+]")
_WORD = expression(r"[^\W_]+")


@lru_cache(maxsize=8_192)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, accents taken off."""
    return tuple(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    text = text.translate(_RAISED)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold()


def is_about_applicability(title: str) -> bool:
    """Whether a column says what applies, so that the table is a statement of applicability."""
    folded = _folded(title)
    return bool(_APPLICABILITY.search(folded)) and not _CLAUSE & set(plain_words(title))


def column(title: str, names: tuple[Named, ...]) -> ColumnMeaning | None:
    """What a column holds, going by its heading and the standards named in it."""
    words = set(plain_words(title))
    if words & _COUNTED or plain_words(title)[:2] in _NUMBER_OF:
        return None  # `Control count`, `Number of controls`: how many, and not which
    if "§" in title:
        words.add("section")
    if words & _CLAUSE:
        own = words & _DOCUMENT and not (names or words & _CONTROL or _EITHER.search(title))
        return ColumnMeaning.SECTION if own else ColumnMeaning.CLAUSE  # `Clause of the procedure`
    if names:
        owns = words & (_DOCUMENT | _PLACE | _PROCESS) and not words & (_SECTION | _REQUIREMENT)
        return ColumnMeaning.DOCUMENT if owns else ColumnMeaning.CLAUSE
    if words & _SECTION:
        return ColumnMeaning.SECTION
    if words & _REQUIREMENT:
        return ColumnMeaning.REQUIREMENT
    if words & _DOCUMENT:
        return ColumnMeaning.DOCUMENT
    if words & _PLACE:
        return ColumnMeaning.PLACE
    if words & _PROCESS:
        return ColumnMeaning.PROCESS
    return ColumnMeaning.STANDARD if words & _STANDARD else None


def is_about_audits(header: Iterable[str]) -> bool:
    """Whether a table says who audits: a programme of audits, not a matrix."""
    return any(_AUDITOR & set(plain_words(title)) for title in header)


def is_of_controls(title: str) -> bool:
    """Whether a column is of controls of an annex, and not of clauses: `Controls`."""
    words = set(plain_words(title))
    return bool(words & _CONTROL) and not words & (_CLAUSE - _CONTROL)


def may_refer_to_clauses(title: str, names: tuple[Named, ...]) -> bool:
    """Whether references are those of a standard: `ISO 9001 reference`; its cells must say so."""
    words = set(plain_words(title))
    return bool(words & _REFERENCE and not words & _DOCUMENT and (names or words & _OF_A_STANDARD))


def of_a_document(title: str) -> bool:
    """Whether sections are said to be those of a document: `Document section`."""
    return bool(_DOCUMENT & set(plain_words(title)))


def unknown_words(
    title: str, names: tuple[Named, ...], known: Iterable[str], annexes: frozenset[str]
) -> str:
    """The words of a heading that may name something else, as they are written; empty for none.

    `known` are further words that change nothing, such as those of a standard's title. Where a
    standard in use is named, only what is written like a name counts: with a capital or a figure.
    """
    rest = list(title)
    for item in names:
        rest[item.start : item.end] = " " * (item.end - item.start)
    named_here = any(item.standard or item.vague for item in names)
    in_annex = bool(_ANNEX & set(plain_words(title)))
    found = []
    for match in _WORD.finditer("".join(rest)):
        word = _folded(match[0])
        if len(word) == 1 and word.isalpha() and in_annex and word.upper() not in annexes:
            found.append(match[0])
        elif (
            word in _KNOWN
            or word in known
            or re.fullmatch(r"(?:19|20)[0-9]{2}", word)
            or (named_here and word.isdigit())
        ):
            continue
        elif word in _EARLIER or not named_here or _is_name(match[0]):
            found.append(match[0])
    return " ".join(found)


def words_of_a_title(title: str) -> frozenset[str]:
    """What a standard's title lets a heading say: its words, and `QMS` or `ISMS` for its system."""
    words = plain_words(title)
    found = set(words)
    for end, word in enumerate(words):
        if word in ("system", "systems"):
            initials = "".join(w[0] for w in words[: end + 1])
            found |= {initials[start:] for start in range(len(initials) - 2)}
    return frozenset(found)


def is_only_a_name(title: str, names: tuple[Named, ...]) -> bool:
    """Whether a title is the name of a standard and nothing else: `Clauses of ISO 14001:2015`."""
    if not names:
        return False
    rest = list(title)
    for item in names:
        rest[item.start : item.end] = " " * (item.end - item.start)
    return all(word in _KNOWN or word.isdigit() for word in plain_words("".join(rest)))


def _is_name(word: str) -> bool:
    return any(map(str.isdigit, word)) or any(map(str.isupper, word))
