"""Standards and schemes of the field, those that come with isodocs and the others.

What is listed here is recognized where a text names it, so that its numbers are never taken for
those of a standard in use. ISO, IEC, EN and their national adoptions are recognized by their form.
"""

from __future__ import annotations

import re
from typing import Final

from isodocs.expressions import expression

PUBLISHERS: Final = (
    # international and regional, with the kinds of document they publish
    *("ISO", "IEC", "IEEE", "ITU", "EN", "CEN", "CENELEC", "ETSI", "TS", "TR", "PAS", "IWA"),
    *(
        "DIS",
        "FDIS",
        "CD",
        "IATF",
        "OHSAS",
        "SAE",
        "AS",
        "AAMI",
        "ANSI",
        "ASQ",
        "ASQC",
        "ASTM",
        "IAQG",
    ),
    # national
    *("DIN", "VDE", "BS", "NF", "UNE", "UNI", "CEI", "NEN", "NBN", "SN", "SNV", "ÖNORM", "OENORM"),
    *("OEVE", "OVE", "SS", "DS", "NS", "SFS", "PN", "ČSN", "CSN", "STN", "MSZ", "SIST", "HRN"),
    *("SRPS", "BDS", "SR", "ELOT", "NP", "I.S.", "IS", "LST", "LVS", "EVS", "ÍST", "TSE"),
    *("GOST", "ГОСТ", "JIS", "GB", "GB/T", "YY/T", "KS", "AS/NZS", "NZS", "CSA", "CAN", "ABNT"),
    *("NBR", "IRAM", "NTC", "NMX", "NCh", "NTP", "SANS", "SI", "SLS", "MS", "CNS", "VDA"),
)
INTERNATIONAL: Final = frozenset(("ISO", "IEC", "TS", "TR", "PAS"))
"""Publishers whose year is that of the edition; elsewhere an adoption may bear a later one."""
DRAFTS: Final = frozenset(("DIS", "FDIS", "CD"))

EDITIONS: Final = {
    "9001": (1987, 1994, 2000, 2008, 2015, 2026),
    "13485": (1996, 2003, 2016),
    "14001": (1996, 2004, 2015, 2026),
    "17025": (1999, 2005, 2017),
    "20000": (2005, 2011, 2018),
    "22000": (2005, 2018),
    "22301": (2012, 2019),
    "27001": (2005, 2013, 2022),
    "27701": (2019, 2025),
    "42001": (2023,),
    "45001": (2018,),
    "50001": (2011, 2018),
}
"""The editions of standards that are often adopted nationally, by number."""

ADOPTED_AS: Final = {"19001": "9001", "24001": "14001", "22080": "27001", "0287": "13485"}
"""Chinese adoptions (GB/T, YY/T) whose number is not the international one."""

NUMBERS: Final = frozenset(
    (
        *EDITIONS,
        *("9000", "9002", "9003", "9004", "9100", "9110", "9120", "10012", "10993", "14644"),
        *("14971", "15189", "15378", "15504", "16949", "17020", "17021", "17024"),
        *("17043", "17065", "18001", "19011", "19600", "20121", "21001", "21434", "22163"),
        *("22716", "26000", "26262", "27002", "27017", "27018", "27799", "28000"),
        *("29001", "29990", "30301", "31000", "37001", "37301", "39001", "41001", "44001"),
        *("55001", "56001", "56002", "60601", "61508", "62304", "62366", "62443", "82304"),
    )
)
"""Numbers so well known that people write them alone: `27001:2013`, `9001/14001`."""

_ALWAYS = re.IGNORECASE
SCHEMES: Final = tuple(
    (key, expression(rf"(?<![\w-])(?:{pattern})(?!\w)", flags))
    for key, pattern, flags in (
        ("c5", r"BSI[ -]C5|C5:20[0-9]{2}|C5[ -](?:criteria|catalogue|controls?)|C5(?=:)", 0),
        (
            "grundschutz",
            r"(?:IT[ -])?Grundschutz(?:\+\+)?|BSI[ -](?:Standard )?(?:TR|100|200)-?[0-9]+",
            _ALWAYS,
        ),
        ("cis", r"CIS(?: Critical Security)?(?: v[0-9.]+)?|CSC v?[0-9]+", 0),
        (
            "nist",
            r"NIST(?: (?:CSF|AI RMF|SP|Privacy Framework))?(?: ?[0-9]{3,4}-[0-9]{1,3}\w?)?"
            r"(?: [rR]ev\.? ?[0-9])?|CSF [0-9.]+|SP ?800-[0-9]{1,3}",
            0,
        ),
        ("tisax", r"TISAX|VDA[ -]?ISA", _ALWAYS),
        ("soc", r"SOC ?[123]|SSAE ?[0-9]+|ISAE ?[0-9]+|AICPA|Trust Services? Criteria", 0),
        ("pci", r"PCI(?:[ -]DSS)?", 0),
        (
            "mdr",
            r"MDR|IVDR|MDD|AIMDD|IVDD|GSPR|MEDDEV|MDCG|(?:EU |\(EU\) ?)?201[67]/74[56]"
            r"|Medical Device Regulation",
            0,
        ),
        ("fda", r"FDA|QSR|QMSR|21 ?CFR(?: (?:Part )?[0-9]+)?|CFR|MDSAP", 0),
        (
            "gdpr",
            r"GDPR|EU-?DSGVO|DS-?GVO|RGPD|BDSG|CCPA|PIPEDA|HIPAA|HITRUST|LGPD"
            r"|General Data Protection Regulation",
            0,
        ),
        ("nis2", r"NIS ?-?2|KRITIS|BSIG", 0),
        ("dora", r"DORA", 0),
        ("ai-act", r"(?:EU )?AI Act|(?:EU )?Cyber Resilience Act", 0),
        (
            "eu",
            r"(?:\(E[UC]\)|E[UC]|Regulation|Directive|Verordnung|Richtlinie) (?:No\.? ?)?"
            r"(?:(?:19|20)[0-9]{2}/[0-9]{1,4}|[0-9]{3,4}/(?:19|20)[0-9]{2})(?:/E[UC])?",
            0,
        ),
        ("directive", r"[0-9]{2}/[0-9]{1,3}/E(?:EC|G|WG)", 0),
        ("csa", r"CSA CCM|CAIQ|CSA STAR", 0),
        ("cobit", r"COBIT(?: ?[0-9]+)?|ITIL(?: ?v?[0-9]+)?|COSO|CMMI", 0),
        ("spice", r"A(?:utomotive )?SPICE", 0),
        ("as", r"(?:AS|EN|JISQ) ?-?91[0-9]{2}(?: ?[A-D])?", 0),
        ("iatf", r"IATF", 0),
        ("sa8000", r"SA ?8000", 0),
        ("vda", r"VDA(?: ?[0-9]+(?:\.[0-9]+)?)?", 0),
        ("emas", r"EMAS", 0),
        ("food", r"FSSC(?: ?22000)?|BRCGS?|IFS(?: Food)?|SQF|GLOBALG\.A\.P", 0),
        ("ich", r"ICH[ -]?[QSEM][0-9]+", 0),
        ("annex-sl", r"Annex SL|Anhang SL|Annexe SL|High Level Structure|HLS", 0),
        ("owasp", r"OWASP|ASVS|MITRE|ATT&CK|NERC|FedRAMP|StateRAMP|CMMC|CJIS|SWIFT|CSCF", 0),
        ("essentials", r"Cyber Essentials(?: Plus)?|Essential Eight", 0),
        ("jci", r"JCI|CLIA", 0),
        ("gri", r"GRI|CSRD|ESRS|SASB|EcoVadis", 0),
    )
)
"""Schemes known by a name; in capitals where the small letters are a word or a person."""
