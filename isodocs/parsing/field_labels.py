"""What people call the fields of a document, in front matter and at the top of a text.

Labels are compared blind to case, hyphens, underscores, blanks and accents: `Document ID`,
`document_id` and `Document-Id` are one. English, German, French, Spanish,
Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from isodocs.expressions import expression

_LABELS: Mapping[str, str] = {
    "id": (
        "id, document id, doc id, document identifier, identifier, document number, document no, "
        "doc no, doc number, document code, document ref, document reference, reference number, "
        "reference no, policy id, policy number, policy no, procedure number, procedure id, "
        "procedure no, sop number, sop id, sop no, form number, number, uid, "
        "doc ref, policy ref, policy code, sop code, procedure code, "
        "dokumenten nr, dok id, richtliniennummer, formularnummer, "
        "dokumentnr, dokumentennr, doknr, "
        "dokument id, dokumenten id, dokumentnummer, dokument nr, dokumentennummer, dok nr, "
        "dokumentenkennung, dokumentkennung, kennung, "
        "numéro de document, numéro du document, référence du document, identifiant, code, "
        "número de documento, código, código del documento, identificador, "
        "documentnummer, document nummer, documentcode, kenmerk, "
        "codice, codice documento, codice del documento, numero documento, n documento, sigla, "
        "identificativo, código do documento, número do documento, nº do documento, "
        "n do documento"
    ),
    "title": (
        "title, document title, document name, policy title, policy name, procedure title, name, "
        "sop title, titel des dokuments, dokumentname, dokumentenname, titel, dokumenttitel, "
        "dokumententitel, bezeichnung, "
        "titre, titre du document, intitulé, título, título del documento, documenttitel, "
        "titolo, titolo del documento, nome documento, título do documento, nome do documento"
    ),
    "type": (
        "type, document type, doc type, kind, document kind, document category, "
        "dokumenttyp, dokumententyp, dokumentenart, dokumentart, art des dokuments, "
        "type de document, tipo, tipo de documento, documenttype, documentsoort, "
        "tipo documento, tipo di documento, tipologia, tipo do documento"
    ),
    "revision": (
        "revision, rev, version, ver, issue, document version, document revision, "
        "revision number, policy version, sop version, current revision, "
        "revision no, version number, version no, issue number, issue no, current version, "
        "version nr, revision nr, revisions nr, versions nr, revisionsnr, versionsnr, rev nr, "
        "änderungsstand, revisionsindex, dokumentenversion, revisionsnummer, revisionsstand, "
        "versionsnummer, dokumentversion, ausgabe, "
        "révision, numéro de version, indice, indice de révision, "
        "revisión, versión, número de revisión, número de versión, revisie, versie, versienummer, "
        "revisione, versione, n revisione, numero di revisione, indice di revisione, edizione, "
        "revisão, versão, nº da revisão, n da revisão, número da revisão, número da versão"
    ),
    "status": (
        "status, state, document status, approval status, policy status, "
        "lifecycle status, dokumentstatus, dokumentenstatus, zustand, "
        "statut, état, estado, documentstatus, "
        "stato, stato del documento, situação, estado do documento"
    ),
    "owner": (
        "owner, document owner, policy owner, process owner, procedure owner, responsible, "
        "responsible person, responsible role, maintainer, maintained by, owned by, "
        "owner slack, custodian, sop owner, accountable owner, "
        "verantwortliche person, dokumentenverantwortlicher, dokumentenverantwortung, "
        "dokumenteneigentümer, prozesseigentümer, richtlinienverantwortlicher, "
        "eigentümer, verantwortlich, verantwortlicher, verantwortliche, dokumentverantwortlicher, "
        "prozesseigner, prozessverantwortlicher, dokumenteneigner, "
        "propriétaire, responsable, pilote, pilote du processus, "
        "propietario, responsable del proceso, dueño del proceso, eigenaar, verantwoordelijke, "
        "proceseigenaar, "
        "responsabile, proprietario, responsabile del documento, responsabile del processo, "
        "responsável, responsável pelo documento, responsável pelo processo, dono do processo, "
        "proprietário"
    ),
    "effective": (
        "effective, effective date, effective from, date effective, valid from, in force since, "
        "in force from, issue date, date of issue, issued, published, publication date, "
        "release date, approval date, date approved, approved on, "
        "version effective date, implementation date, date of approval, date of effect, "
        "gültig von, gültigkeit ab, gültigkeitsdatum, ausgabedatum, "
        "gültig ab, gültig seit, in kraft seit, in kraft ab, inkrafttreten, freigabedatum, "
        "freigegeben am, datum der freigabe, "
        "date d'effet, date d'application, en vigueur depuis, date d'entrée en vigueur, "
        "date d'approbation, fecha de vigencia, fecha efectiva, vigente desde, fecha de emisión, "
        "fecha de entrada en vigor, ingangsdatum, geldig vanaf, van kracht vanaf, "
        "data di emissione, data emissione, data di entrata in vigore, in vigore dal, "
        "valido dal, data di approvazione, data approvazione, data de emissão, "
        "data de vigência, em vigor desde, vigente a partir de, data de publicação, "
        "data de aprovação, data da aprovação"
    ),
    "review-every": (
        "review every, review in, review cycle, review interval, review frequency, "
        "review period, review cadence, prüfturnus, überprüfungsturnus, überprüfungsintervall, "
        "prüfintervall, prüfzyklus, überprüfungszyklus, "
        "périodicité de revue, fréquence de revue, frecuencia de revisión, revisiecyclus, "
        "periodicità di riesame, frequenza di riesame, periodicidade de revisão, "
        "frequência de revisão"
    ),
    "next-review": (
        "next review, next review date, review due, review date, review by, due for review, "
        "expiry date, expires, next revision, next review on, next scheduled review, "
        "nächster review, nächste überprüfung am, nächstes review, nächster überprüfungstermin, "
        "nächste überprüfung, nächste prüfung, nächste revision, überprüfung am, wiedervorlage, "
        "prochaine revue, prochaine révision, date de revue, "
        "próxima revisión, fecha de revisión, volgende herziening, volgende beoordeling, "
        "prossima revisione, prossimo riesame, data prossima revisione, scadenza, "
        "próxima revisão, data da próxima revisão, validade"
    ),
    "last-review": (
        "last review, last reviewed, last reviewed on, last reviewed at, last review date, "
        "reviewed on, reviewed, date reviewed, date of last review, last review on, "
        "letzter review, letztes review, "
        "letzte überprüfung, letzte prüfung, zuletzt geprüft, geprüft am, "
        "dernière revue, última revisión, laatste herziening, laatst herzien, "
        "ultima revisione, ultimo riesame, data ultima revisione, última revisão, "
        "data da última revisão"
    ),
    "approved-by": (
        "approved by, approver, approvers, approval, authorised by, authorized by, released by, "
        "approval authority, approving authority, policy approver, "
        "freigegeben durch, freigegeben von, genehmigt durch, genehmigt von, freigabe durch, "
        "freigabe, approuvé par, approbateur, validé par, aprobado por, aprobador, "
        "goedgekeurd door, "
        "approvato da, approvazione, verificato e approvato da, aprovado por, aprovação, "
        "aprovador"
    ),
    "references": (
        "references, related, related documents, related policies, mitgeltende dokumente, "
        "mitgeltende unterlagen, documents associés, documentos relacionados, "
        "gerelateerde documenten, "
        "riferimenti, documenti correlati, documenti di riferimento, referências, "
        "documentos de referência"
    ),
    "change": (
        "change, change summary, changes, change description, änderung, änderungsgrund, "
        "modifica, motivo della modifica, alteração, motivo da alteração"
    ),
    "superseded-by": (
        "superseded by, replaced by, ersetzt durch, remplacé par, sustituido por, "
        "sostituito da, substituído por"
    ),
    "standard": "standard, standards, iso standard, norm, norme, norma, norma di riferimento",
    "clauses": (
        "clauses, clause, iso clause, iso clauses, norm clause, normkapitel, kapitel, "
        "punto norma, punti norma, requisito, requisitos, cláusula"
    ),
    "language": "language, lang, locale, sprache, langue, idioma, taal, lingua",
    "translation-of": (
        "translation of, translated from, original document, übersetzung von, übersetzt aus, "
        "traduction de, traducción de, vertaling van, traduzione di, tradução de"
    ),
    "translates": (
        "translates, translates revision, translated revision, source revision, "
        "revision of the original, original revision, übersetzt revision, übersetzte revision, "
        "revision des originals, révision traduite, revisión traducida, vertaalde revisie"
    ),
    "classification": (
        "classification, document classification, information classification, confidentiality, "
        "sensitivity, security classification, data classification, klassifizierung, "
        "klassifikation, einstufung, vertraulichkeitsklasse, vertraulichkeit, "
        "vertraulichkeitsstufe, schutzklasse, "
        "classification du document, confidentialité, clasificación, confidencialidad, "
        "classificatie, vertrouwelijkheid, "
        "classificazione, riservatezza, livello di riservatezza, classificação, "
        "confidencialidade"
    ),
}
_BETWEEN = expression(r"[\s_.:#*°/-]+")


def folded(label: str) -> str:
    """A label as it is compared: `Document-ID:` and `document_id` are `document id`."""
    plain = unicodedata.normalize("NFKD", label.casefold().replace("ß", "ss"))
    text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", text).strip()


_FIELD_OF: dict[str, str] = {}
for _field, _labels in _LABELS.items():
    for _label in _labels.split(", "):
        _FIELD_OF.setdefault(folded(_label), _field)


def field_called(label: str) -> str:
    """Our field that a label is a name of; empty where it is none."""
    return _FIELD_OF.get(folded(label), "")
