"""JUnit XML, for the test page of any CI server.

A suite is a family of rules. A rule that found nothing is a test that passed, and each gap is a
test of its own, so that a page says which are new. What a gap does decides its result: errors and
warnings fail as the check does, a waived one is skipped, a note passes and prints what it says.
Nothing is used that the strictest reader (the schema junit-10.xsd of Jenkins' xUnit plugin) lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from isodocs.formats import WithGaps
from isodocs.formats.text.escape import one_line

if TYPE_CHECKING:
    from isodocs.formats import FoundGaps, PlacedGap

TAKES = WithGaps
_NO_CHARACTERS = str.maketrans({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})
"""What XML 1.0 (2.2) forbids beside what no text shows anyway."""


def write(report: WithGaps) -> str:
    """A test to each gap, and to each rule that found none."""
    top = ElementTree.Element("testsuites", name="isodocs check")
    suites: dict[str, ElementTree.Element] = {}
    for _, family, case in sorted(_cases(report.found()), key=lambda each: each[0]):
        if family not in suites:
            suites[family] = ElementTree.SubElement(top, "testsuite", name=family)
        suites[family].append(case)
    for element in (*suites.values(), top):
        cases = [*element.iter("testcase")]
        element.set("tests", str(len(cases)))
        element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
        element.set("errors", "0")
    ElementTree.indent(top)
    text: str = ElementTree.tostring(top, encoding="unicode")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{text}\n"


def _cases(found: FoundGaps) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Each test with the code of its rule and the name of its suite."""
    with_gaps = {gap.code for gap in found.checked.gaps}
    for rule in found.rules:
        if rule.code not in with_gaps:
            case = ElementTree.Element("testcase", classname=rule.code, name=rule.name)
            yield rule.code, f"{rule.family.code} {rule.family.title}", case
    names: Counter[str] = Counter()
    for placed in found.placed():
        family = placed.gap.rule.family
        yield placed.gap.code, f"{family.code} {family.title}", _case(placed, names)


def _case(placed: PlacedGap, names: Counter[str]) -> ElementTree.Element:
    gap, finding = placed.gap, placed.gap.finding
    name = f"{gap.name}: {finding.document or placed.path}"
    if finding.subject not in ("", finding.document, placed.path):
        name += f" ({finding.subject})"
    names[gap.code + name] += 1
    if names[gap.code + name] > 1:
        name += f" {names[gap.code + name]}"
    case = ElementTree.Element("testcase", classname=gap.code, name=_text(name))
    message = _text(finding.message)
    where = _text(f"{placed.path}:{placed.line}")
    body = "\n".join(filter(None, (f"{where}: {message}", _text(finding.hint))))
    if gap.waived_until:
        because = _text(f"waived until {gap.waived_until}: {gap.waived_because}")
        ElementTree.SubElement(case, "skipped", message=because).text = body
    elif gap.recorded:
        because = "recorded on the first day; it is a gap all the same"
        ElementTree.SubElement(case, "skipped", message=because).text = body
    elif gap.counts:
        failure = ElementTree.SubElement(case, "failure", message=message, type=str(gap.level))
        failure.text = body
    else:
        ElementTree.SubElement(case, "system-out").text = body
    return case


def _text(text: str) -> str:
    """On one line, of characters that XML has."""
    return one_line(text).translate(_NO_CHARACTERS)
