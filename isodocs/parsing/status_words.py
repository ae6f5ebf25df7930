"""What people call the states of a document, in seven languages, and which of ours each means."""

from __future__ import annotations

from collections.abc import Mapping

from isodocs.expressions import expression

_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "draft": tuple(
        "draft,in review,review,wip,in progress,in development,proposed,new,under review,pending,"
        "entwurf,in arbeit,in bearbeitung,in prüfung,in erstellung,nicht freigegeben,vorläufig,"
        "brouillon,projet,en cours,en revue,en révision,à valider,en validation,provisoire,"
        "borrador,en revisión,en elaboración,pendiente,"
        "bozza,in revisione,rascunho,minuta,em revisão,"
        "concept,in behandeling,ter goedkeuring,in bewerking".split(",")
    ),
    "approved": tuple(
        "approved,effective,published,released,active,final,in force,current,issued,live,valid,"
        "in use,in production,productive,produktiv,in gebrauch,"
        "freigegeben,gültig,in kraft,genehmigt,aktiv,veröffentlicht,verabschiedet,verbindlich,"
        "approuvé,approuvée,en vigueur,validé,validée,applicable,diffusé,diffusée,publié,publiée,"
        "aprobado,aprobada,vigente,publicada,"
        "approvato,in vigore,valido,emesso,aprovado,em vigor,publicado,"
        "goedgekeurd,van kracht,geldig,definitief,vastgesteld,gepubliceerd,actief,"
        "in gebruik".split(",")
    ),
    "obsolete": tuple(
        "obsolete,withdrawn,retired,superseded,archived,deprecated,cancelled,expired,"
        "ungültig,zurückgezogen,archiviert,abgelöst,ersetzt,veraltet,außer kraft,"
        "obsolète,périmé,périmée,archivé,archivée,annulé,annulée,remplacé,remplacée,"
        "obsoleto,obsoleta,retirado,retirada,anulado,anulada,derogado,derogada,ritirato,superato,annullato,cancelado,vervallen,ingetrokken,verouderd,"
        "gearchiveerd".split(",")
    ),
}
_OUR_STATUS = {word: ours for ours, theirs in _STATUS_WORDS.items() for word in theirs}
_DRAFTS = frozenset("draft entwurf brouillon borrador bozza rascunho concept".split())
_WORDS = expression(r"[^\W\d_]+")


def status_meant(word: str) -> str:
    """Our status that a word of someone else's stands for; empty where it is not known.

    What is added in parentheses says more about the same: `Released (internal)`. What begins as a
    draft is one, whatever follows: `DRAFT for approval`, `Entwurf – in Abstimmung`.
    """
    folded = word.casefold().strip()
    known = _OUR_STATUS.get(folded) or _OUR_STATUS.get(folded.partition("(")[0].strip())
    words = _WORDS.findall(folded)
    return known or ("draft" if words and words[0] in _DRAFTS else "")
