"""What people call the fields of records in their own tables, in five languages.

A heading is compared as `parsing.field_labels` compares labels. The same heading may be a field of
several kinds; which kind a table is, its fields and its name decide together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.parsing.field_labels import folded

if TYPE_CHECKING:
    from isodocs.model.record import RecordKind

_LABELS: Mapping[str, str] = {
    "id": (
        "id, equip id, equipment id, asset id, tool id, gauge id, no, nr, number, nummer, ident, "
        "identifier, ref, code, numéro, número, lfd nr, inventory no, inventarnummer, "
        "prüfmittelnummer, prüfmittel nr, lieferantennummer, supplier no, risk id, risiko nr, "
        "item, pos"
    ),
    "name": (
        "name, supplier, contractor name, supplier contractor name, supplier name, lieferant, "
        "lieferantenname, firma, company, vendor, vendor name, fournisseur, nom, proveedor, "
        "nombre, leverancier, naam, employee name, full name"
    ),
    "title": (
        "title, titel, titre, título, risk, risk title, risiko, risiko chance, risque, riesgo, "
        "objective, ziel, objectif, objetivo, doelstelling, bezeichnung, requirement, "
        "anforderung, risk description, beschreibung des risikos, bezeichnung des risikos, "
        "hazard, gefährdung"
    ),
    "what": (
        "what, was, description, beschreibung, measure, maßnahme, action, aktion, descripción, "
        "mesure, acción, omschrijving, actie, task, aufgabe"
    ),
    "description": (
        "description, equipment description, item description, beschreibung, bezeichnung, "
        "designation, désignation, descripción, omschrijving, instrument, gerät, messmittel, "
        "prüfmittel, equipment name"
    ),
    "person": (
        "person, employee, name, mitarbeiter, mitarbeiterin, teilnehmer, name des mitarbeiters, "
        "participant, trainee, employé, collaborateur, empleado, persona, medewerker, deelnemer"
    ),
    "competence": (
        "competence, competency, skill, topic, subject, training topic, thema, schulungsthema, "
        "qualifikation, kompetenz, compétence, sujet, competencia, tema, onderwerp, course, "
        "training, training title, schulung, kurs, titel der schulung, formation, curso, "
        "formación, opleiding, cursus"
    ),
    "course": (
        "course, training, training title, schulung, kurs, titel der schulung, formation, curso, "
        "formación, opleiding, cursus"
    ),
    "provider": (
        "provider, trainer, anbieter, referent, schulungsanbieter, formateur, organisme, "
        "proveedor de formación, instructor, opleider"
    ),
    "hours": "hours, duration, dauer, stunden, heures, durée, horas, duración, uren, duur",
    "date": (
        "date, datum, training date, schulungsdatum, date de formation, fecha, am, durchgeführt "
        "am, completed, completed on, date completed"
    ),
    "expires": (
        "expires, expiry, valid until, gültig bis, expire le, valide jusqu'au, vence, válido "
        "hasta, geldig tot"
    ),
    "evaluated": (
        "evaluated, evaluated on, evaluation date, last evaluation, last assessed, "
        "wirksamkeitsprüfung am, bewertet am, letzte bewertung, bewertung am, datum der bewertung, "
        "bewertungsdatum, évalué le, date d'évaluation, dernière évaluation, évaluation, evaluado, "
        "evaluado el, fecha de evaluación, última evaluación, beoordeeld, datum beoordeling"
    ),
    "result": (
        "result, evaluation, effectiveness, ergebnis, bewertung, wirksamkeit, résultat, "
        "efficacité, resultado, eficacia, resultaat, rating"
    ),
    "equipment": (
        "equipment, equipment id, instrument, device, gauge, prüfmittel, prüfmittelnummer, "
        "prüfmittel nr, messmittel, gerät, geräte nr, équipement, instrument no, equipo, "
        "instrumento, apparaat, meetmiddel"
    ),
    "calibrated": (
        "calibrated, calibrated on, calibration date, last calibration, date, kalibriert, "
        "kalibriert am, kalibrierdatum, letzte kalibrierung, étalonné le, date d'étalonnage, "
        "dernier étalonnage, calibrado, fecha de calibración, gekalibreerd op, kalibratiedatum"
    ),
    "due": (
        "due, due date, by, until, target date, deadline, next calibration, next due, bis, "
        "termin, fällig, fällig am, fälligkeit, nächste kalibrierung, zu erledigen bis, échéance, "
        "délai, prochain étalonnage, vencimiento, plazo, próxima calibración, vervaldatum, "
        "volgende kalibratie, calibration due, next evaluation, nächste bewertung, prochaine "
        "évaluation, próxima evaluación, volgende beoordeling"
    ),
    "done": (
        "done, done on, completed, completed on, closed, erledigt, erledigt am, abgeschlossen, "
        "fait le, terminé, realizado, hecho, gereed"
    ),
    "certificate": (
        "certificate, certificate no, certificate number, zertifikat, kalibrierschein, zertifikat "
        "nr, certificat, certificado, certificaat"
    ),
    "performed-by": (
        "performed by, calibrated by, laboratory, lab, labor, kalibrierlabor, durchgeführt von, "
        "laboratoire, laboratorio, laboratorium"
    ),
    "serial": (
        "serial, serial no, serial number, s n, seriennummer, serien nr, numéro de série, número "
        "de serie, serienummer"
    ),
    "location": "location, place, standort, ort, emplacement, lieu, ubicación, lugar, locatie",
    "interval": (
        "interval, cal interval, calibration interval, frequency, intervall, "
        "kalibrierintervall, prüfintervall, intervalle, périodicité, intervalo, frecuencia, "
        "frequentie"
    ),
    "since": (
        "since, date put in service, in service date, put in service, seit, in use since, in "
        "betrieb seit, depuis, desde, sinds, purchase date"
    ),
    "status": (
        "status, equip status, equipment status, supplier status, approval status, state, "
        "zustand, statut, état, estado"
    ),
    "kind": "kind, type, category, art, typ, kategorie, catégorie, tipo, categoría, soort",
    "owner": (
        "owner, responsible, risk owner, process owner, responsible person, verantwortlich, "
        "verantwortlicher, verantwortliche person, zuständig, wer, responsable, pilote, "
        "propietario, eigenaar, verantwoordelijke, who"
    ),
    "likelihood": (
        "likelihood, probability, eintrittswahrscheinlichkeit, wahrscheinlichkeit, probabilité, "
        "probabilidad, waarschijnlijkheid, l, p, ew"
    ),
    "impact": (
        "impact, severity, consequence, auswirkung, schadensausmaß, schwere, gravité, impacto, "
        "gravedad, ernst, gevolg, i, s"
    ),
    "level": "level, risk level, risikostufe, niveau, nivel, stufe, kompetenzstufe",
    "treatment": (
        "treatment, risk treatment, behandlung, risikobehandlung, traitement, tratamiento, "
        "behandeling"
    ),
    "action": (
        "action, measure, measures, mitigation, maßnahme, maßnahmen, mesure, mesures, acción, "
        "medidas, maatregel, maatregelen"
    ),
    "source": "source, quelle, ursprung, fuente, bron",
    "process": "process, prozess, processus, proceso, proces, bereich, department",
    "supplies": (
        "supplies, product service provided, products and services, product, products, service, "
        "services, scope of supply, supplied, produkte, leistung, leistungen, liefert, "
        "lieferumfang, produits, prestations, productos, servicios, levert"
    ),
    "importance": (
        "importance, criticality, class, kritikalität, einstufung, wichtigkeit, criticité, "
        "importancia, criticidad, belang"
    ),
    "approved": (
        "approved, approved on, approval date, freigegeben am, zugelassen seit, approuvé le, "
        "aprobado el, goedgekeurd op"
    ),
    "evaluate-every": "evaluate every, evaluation interval, bewertungsintervall, turnus",
    "certificate-expires": (
        "certificate expires, certificate valid until, zertifikat gültig bis, certificat valide "
        "jusqu'au, certificado válido hasta"
    ),
    "measure": "measure, kpi, indicator, kennzahl, messgröße, indicateur, indicador, maatstaf",
    "target": "target, goal, zielwert, soll, cible, meta, doel",
    "baseline": "baseline, ausgangswert, valeur initiale, valor inicial",
    "unit": "unit, einheit, unité, unidad, eenheid",
    "email": "email, e mail, mail, mailadresse, courriel, correo",
    "roles": (
        "roles, role, function, position, rolle, funktion, job title, rôle, fonction, cargo, "
        "functie, rol"
    ),
    "department": "department, abteilung, service, departamento, afdeling",
    "manager": "manager, vorgesetzter, vorgesetzte, supervisor, responsable hiérarchique, jefe",
    "joined": "joined, start date, eintritt, eintrittsdatum, date d'entrée, fecha de alta",
    "left": "left, end date, austritt, austrittsdatum, date de sortie, fecha de baja",
    "needs": (
        "needs, expectations, needs and expectations, requirements, erwartungen, anforderungen, "
        "bedürfnisse, besoins, attentes, necesidades, expectativas, behoeften"
    ),
    "obligation": "obligation, pflicht, verpflichtung, obligación, verplichting",
    "note": (
        "note, notes, remark, remarks, comment, comments, bemerkung, bemerkungen, anmerkung, "
        "kommentar, hinweis, remarque, remarques, commentaire, observación, observaciones, "
        "opmerking, opmerkingen"
    ),
}
_ASIDE = expression(r"\([^()]*\)")


@cache
def _fields_of(kind_fields: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in kind_fields:
        labels = [name, *filter(None, _LABELS.get(name, "").split(", "))]
        for label in labels:
            found.setdefault(folded(label), []).append(name)
    return {label: tuple(dict.fromkeys(names)) for label, names in found.items()}


def fields_called(kind: RecordKind, heading: str) -> tuple[str, ...]:
    """The fields of a kind that a heading may be a name of, the likeliest first."""
    known = _fields_of(tuple(kind.fields))
    plain = " ".join(heading.split())
    return known.get(folded(plain)) or known.get(folded(_ASIDE.sub("", plain))) or ()
