"""What people write in their own tables for the choices of a field, in five languages.

A value is compared as `parsing.field_labels` compares labels, and only with the choices that its
field has: `gesperrt` is a supplier that is blocked, and equipment that is quarantined.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.parsing.field_labels import folded

if TYPE_CHECKING:
    from isodocs.model.record import RecordField

_LABELS: Mapping[str, str] = {
    "approved": (
        "released, qualified, zugelassen, freigegeben, genehmigt, qualifiziert, agréé, approuvé, "
        "qualifié, aprobado, homologado, goedgekeurd"
    ),
    "conditional": (
        "conditionally approved, approved with conditions, bedingt, bedingt zugelassen, "
        "bedingt freigegeben, eingeschränkt zugelassen, mit auflagen, sous conditions, "
        "conditionnel, condicional, voorwaardelijk"
    ),
    "blocked": "locked, barred, gesperrt, nicht zugelassen, bloqué, bloqueado, geblokkeerd",
    "former": "ehemalig, ehemaliger lieferant, ancien, antiguo, voormalig",
    "in-use": (
        "in service, active, in gebrauch, in benutzung, im einsatz, in betrieb, aktiv, en service, "
        "en uso, en servicio, in gebruik"
    ),
    "quarantined": "blocked, locked, gesperrt, bloqué, bloqueado, geblokkeerd",
    "retired": (
        "scrapped, disposed of, ausgesondert, ausgemustert, verschrottet, stillgelegt, réformé, "
        "mis au rebut, dado de baja, afgedankt"
    ),
    "passed": (
        "pass, ok, conforming, bestanden, i o, io, in ordnung, konform, conforme, réussi, "
        "superado, apto, geslaagd, goedgekeurd"
    ),
    "failed": (
        "fail, not ok, nok, nicht bestanden, n i o, nio, nicht i o, nicht in ordnung, "
        "nicht konform, non conforme, échoué, no conforme, no apto, niet geslaagd, afgekeurd"
    ),
    "adjusted": "justiert, ajusté, ajustado, gejusteerd",
    "low": "l, niedrig, gering, faible, bas, basse, bajo, baja, laag",
    "medium": "m, moderate, mittel, moyen, moyenne, modéré, medio, media, gemiddeld, middel",
    "high": "h, hoch, élevé, élevée, fort, forte, alto, alta, hoog",
    "effective": "wirksam, efficace, eficaz, effectief, doeltreffend",
    "partly": "partially, partial, teilweise, partiellement, parcialmente, gedeeltelijk",
    "not-effective": (
        "ineffective, nicht wirksam, unwirksam, inefficace, no eficaz, ineficaz, niet effectief"
    ),
    "open": "offen, ouvert, ouverte, abierto, abierta",
    "closed": "geschlossen, abgeschlossen, erledigt, clos, close, fermé, cerrado, gesloten",
    "achieved": "reached, erreicht, atteint, logrado, alcanzado, behaald, gehaald",
    "missed": "not achieved, nicht erreicht, verfehlt, non atteint, no alcanzado, niet gehaald",
    "met": "fulfilled, erfüllt, satisfait, cumplido, voldaan",
    "compliant": "fulfilled, erfüllt, eingehalten, konform, conforme, cumple",
    "not-compliant": (
        "not fulfilled, nicht erfüllt, nicht eingehalten, nicht konform, non conforme, no cumple"
    ),
    "accept": "akzeptieren, tragen, accepter, aceptar, accepteren",
    "avoid": "vermeiden, éviter, evitar, vermijden",
    "reduce": "mitigate, treat, mindern, vermindern, reduzieren, réduire, reducir, verminderen",
    "share": "transfer, übertragen, teilen, transférer, partager, transferir, overdragen",
    "pursue": "nutzen, ergreifen, saisir, aprovechar, benutten",
    "internal": "intern, interne, interno, interna",
    "external": "extern, externe, externo, externa",
    "risk": "risiko, risque, riesgo",
    "opportunity": "chance, opportunité, oportunidad, kans",
}


def labels_of(choice: str) -> tuple[str, ...]:
    """What a choice is called, itself among it, as labels are compared."""
    words = _LABELS.get(choice, "").split(", ")
    return tuple(dict.fromkeys(filter(None, map(folded, (choice, *words)))))


def choice_called(field: RecordField, text: str) -> str:
    """The choice of a field that a text is a word for; empty where it is none, or of several."""
    plain = folded(text)
    found = [choice for choice in field.choices if plain in labels_of(choice)]
    return found[0] if len(found) == 1 else ""
