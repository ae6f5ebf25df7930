"""What people read in their own language: complete in German, and never another sentence."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from isodocs import catalogues, formats, words
from isodocs.authority import authority_register
from isodocs.errors import CanonicalError, StandardError
from isodocs.records.choice_words import choice_in_words
from isodocs.records.record_kinds import kinds
from isodocs.reference import messages
from isodocs.reports.check import CheckReport
from isodocs.standards.must_be_shown import expectations
from isodocs.standards.parse import parse_map
from isodocs.statements.shape import Shape
from isodocs.words import counted, joined, listed, name_in_words, say, say_many, translated
from tests.helpers.command import invoke
from tests.helpers.company import AUTHORITY, approved, base, document
from tests.helpers.repository import RepositoryBuilder


@pytest.fixture
def german() -> Iterator[None]:
    words.speak("de")
    yield
    words.speak("C")


@pytest.fixture(scope="module")
def sentences() -> list[messages.Sentence]:
    return messages.sentences()


def read(language: str) -> Catalog:
    path = catalogues.FOLDER / language / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", messages.languages())
def test_a_catalogue_is_up_to_date_and_keeps_what_is_filled_in(
    language: str, sentences: list[messages.Sentence]
) -> None:
    path = catalogues.FOLDER / language / "LC_MESSAGES" / "messages.po"
    made = messages.updated(language, sentences)
    assert path.read_bytes() == made, "python -m isodocs.reference.messages"
    read_here = catalogues.catalogue(language)
    assert read_here
    number = 0
    for message in read(language):
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(strings):
            continue
        number += 1
        assert read_here.find(ids[0], 1, message.context or "") == strings[0]
        if message.python_brace_format and "{" in ids[0]:
            many = len(ids) > 1
            for text in strings if fields_are_known(ids[0]) else ():
                lacks = fields(ids[-1]) ^ fields(text)
                assert lacks <= ({"number"} if many else set()), text
        for text in strings:
            assert text[:1].isspace() == ids[0][:1].isspace(), text
            assert text[-1:].isspace() == ids[0][-1:].isspace(), text
    if language == "de":
        lacking = [each for each in sentences if (each.context, each.one) not in read_here.said]
        assert lacking == [], "German has every sentence"


def test_each_choice_of_a_record_is_a_sentence_of_its_field(
    sentences: list[messages.Sentence],
) -> None:
    asked = {(each.context, each.one) for each in sentences if each.context}
    fields = [field for kind in kinds().values() for field in kind.fields.values()]
    said = {(f.name, choice_in_words(f.name, choice)) for f in fields for choice in f.choices}
    assert said == asked
    assert {("kind", "medium"), ("level", "medium"), ("control-kind", "CCP")} < asked


@pytest.mark.usefixtures("german")
def test_a_choice_has_the_word_of_its_field() -> None:
    assert choice_in_words("found-at", "in-process") == "in process"
    assert translated(choice_in_words("found-at", "in-process")) == "in der Fertigung"
    assert translated(choice_in_words("kind", "medium")) == "Datenträger"
    assert translated(choice_in_words("level", "medium")) == "mittel"
    assert translated(choice_in_words("level", "enormous")) == "enormous"


@pytest.mark.usefixtures("german")
def test_days_that_follow_one_another_are_not_mixed_up() -> None:
    names = ("plan-sent", "plan-accepted", "raised", "corrected", "verified", "closed")
    said = ["Plan gesendet", "Plan angenommen", "festgestellt", "korrigiert", "verifiziert"]
    assert [translated(name_in_words(name)) for name in names] == [*said, "abgeschlossen"]


def fields_are_known(text: str) -> bool:
    """Whether braces are fields, and not part of what people are to write."""
    try:
        return all(name.isidentifier() for name in fields(text))
    except ValueError:
        return False


@pytest.mark.parametrize("language", messages.languages())
def test_what_is_explained_is_up_to_date(language: str) -> None:
    said = messages.explanations()
    path = catalogues.FOLDER / language / "LC_MESSAGES" / "explanations.po"
    made = messages.updated(language, said, path.name)
    assert path.read_bytes() == made, "python -m isodocs.reference.messages"
    if language == "de":
        known = catalogues.catalogue(language)
        assert known
        assert [each.one for each in said if known.find(each.one, 1) is None] == []


def test_what_clauses_ask_is_up_to_date_and_in_german() -> None:
    path = catalogues.FOLDER / "de" / "LC_MESSAGES" / "requirements.po"
    said = messages.requirements()
    assert path.read_bytes() == messages.updated("de", said, path.name)
    known = catalogues.catalogue("de")
    assert known
    assert [each.one for each in said if known.find(each.one, 1) is None] == []


def test_what_is_only_filled_in_is_looked_for_in_no_other_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def noted(_: str, name: str) -> dict[tuple[str, str], tuple[str, str]]:
        read.append(name)
        return {}

    for name in ("_explanations", "_requirements"):
        monkeypatch.setattr(catalogues, name, partial(noted, name=name))
    known = catalogues.catalogue("de")
    assert known
    assert known.find("{source}, {on}", 1) is known.find("{_0} · {_1}", 1) is None
    assert read == []
    assert known.find("What a rule says of itself", 1) is None
    assert read == ["_explanations"]
    assert known.find("What a clause asks.", 1) is None
    assert read == ["_explanations"] * 2 + ["_requirements"]


@pytest.mark.usefixtures("german")
def test_a_sentence_knows_its_parts() -> None:
    days = counted(3, "day")
    late = say("review overdue by {days} (due on {next_review})", days=days, next_review="x")
    assert late == "review overdue by 3 days (due on x)"
    assert translated(late) == "Überprüfung seit 3 Tagen überfällig (fällig am x)"
    assert translated(counted(1, "day")) == "1 Tag"
    both = listed(["A", counted(2, "document"), "B"])
    assert both == "A, 2 documents and B"
    assert translated(both) == "A, 2 Dokumente und B"
    assert translated("x: " + days + "; " + days) == "x: 3 Tage; 3 Tage"
    assert translated(joined("; ", (late, days))).endswith("; 3 Tage")
    assert translated("3 days") == "3 days", "data is nobody's sentence"
    assert translated(say("no such sentence {a}", a=days)) == "no such sentence 3 Tage"
    assert translated(say_many("{number} egg", "{number} eggs", 2)) == "2 eggs"
    back = words.from_parts(json.loads(json.dumps(words.as_parts(late))))
    assert (back, translated(back)) == (late, translated(late))


@pytest.mark.usefixtures("german")
def test_what_is_wrong_with_a_file_is_named_in_german() -> None:
    head = "id: acme-2026\ndisplay-name: Acme\ntitle: Acme\npublisher: Acme\nedition: '2026'\n"
    clause = '  - {number: "1", title: Buy, kind: requirement}\n'
    with pytest.raises(StandardError) as twice:
        parse_map(f"{head}clauses:\n{clause}{clause}", "acme-2026.yaml", own=True)
    assert str(twice.value.message) == "clause 1 is listed twice"
    assert translated(twice.value.message) == "Abschnitt 1 ist zweimal genannt"
    with pytest.raises(CanonicalError) as wrong:
        Shape({"v": "x"}, say("a part"), ("v",)).number("v", 1, 9)
    assert translated(wrong.value.message) == "ein Teil: 'v' muss eine ganze Zahl von 1 bis 9 sein"
    old = authority_register.write(AUTHORITY)
    fault = authority_register.read_all({authority_register.path_of(2): old}).fault
    assert fault
    assert fault.message == "version 1 of the authority register is missing"
    assert translated(fault.message) == "Version 1 des Berechtigungsverzeichnisses fehlt"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:fr"}, "de"),
        ({"LANG": "de_AT", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANGUAGE": "de", "LC_ALL": "C"}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "../../x"}, ""),
        ({}, ""),
    ],
)
def test_the_environment_names_the_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words._of_environment() == language


def test_people_read_german_and_programs_english(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    draft = document("SOP-002", status="draft", owner="nobody-here")
    files = {**base(), **approved(), "documents/SOP-002.md": draft}
    repo.commit("Start", files, date="2024-01-02T09:00:00+00:00")
    asked = ("check", "--on", "2024-06-01")
    try:
        shown = invoke("--language", "de", *asked, at=repo.path).stdout
        machine = {
            name: invoke("--language", "de", *asked, "--format", name, at=repo.path).stdout
            for name in formats.of(CheckReport)
            if name not in ("text", "markdown", "html", "xlsx")
        }
    finally:
        words.speak("C")
    assert "unbekannte verantwortliche Stelle 'nobody-here'" in shown
    assert {"json", "sarif", "junit", "csv", "github", "gitlab"} <= machine.keys()
    for name, printed in machine.items():
        assert "unknown owner" in printed, name
        assert invoke(*asked, "--format", name, at=repo.path).stdout == printed, name
    assert "unknown owner 'nobody-here'" in invoke(*asked, at=repo.path).stdout


def test_what_is_missing_for_an_audit_is_named_in_german() -> None:
    known = catalogues.catalogue("de")
    assert known
    assert known.find("a policy", 1) == "eine Politik"
    assert all(known.find(each.what, 1) for each in expectations())
    assert known.find("no internal audit is planned or was ever held", 1)


_NOT_SAID = (
    " must say which audits it stops; its family does not",  # to who writes a rule
    "two rules have the code ",
    " body-told late",  # subjects distinguish gaps
    "parts of ",
)


def glued(path: Path) -> Iterator[str]:
    """The f-strings of a file that hold words: what they say cannot be translated."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.JoinedStr) and path.name != "targets.py":  # expressions
            inside = [v for v in ast.walk(node) if isinstance(v, ast.Constant)]
            text = "".join(str(v.value) for v in inside)  # also of `{'' if held else ' or held'}`
            if re.search(r"[a-z]{2,} [a-z]", text) and text not in _NOT_SAID:
                yield f"{path.name}:{node.lineno}: {text}"


def test_rules_say_sentences() -> None:
    rooms = (catalogues.FOLDER.parent / room for room in ("rules", "assess", "readiness"))
    assert [text for room in rooms for path in room.glob("*.py") for text in glued(path)] == []


_WORDS_OF_OPTIONS = re.compile(r"Who |what is for$")
"""Parts of help texts: these are sentences as a whole."""
_TYPED = re.compile(
    r"\W*(isodocs|git|check|readiness|due|register|coverage|soa|history|diff|explain|curl) "
)
"""Commands are in no language."""
_ELSEWHERE = {
    "audits of",  # chooses what is listed
    "revision {}",  # a fact for programs, too
    "looks at",  # is replaced in a sentence
    "commit or push",
    "available as evidence",  # keys
    *("*.md text eol=lf", "records/**/*.csv merge=union"),  # attributes
    "Quality Manager",  # the title of a role, in a file
    "[FILE.zip|DIR] --for AUDIT | COMMAND [ARGS]...",
}
_FILES = {
    *("authority_form.py", "coverage_oscal.py", "completion.py", "sample.py"),
    *("audit_checklist.py", "first_config.py", "hook_script.py", "requirement_map.py"),
    *("starter_set.py", "trailers.py"),
}
"""What they write is a file, or what a program reads."""


_NOT_MET = ("ValueError", "RuntimeError", "UnclearError")
"""Errors that no user meets."""
_OF_OTHERS = {
    # styles of Word, which are read and written
    *("table of contents", "horizontal line", "Heading {}", "Table Grid", "No Spacing"),
    *("internet link", "source text", "html code", "verbatim char", "preformatted text"),
    *("html preformatted", "source code", "code block", "intense quote", "block text"),
    "Revision history",  # said by its word
    # what Git and its extensions write
    *("No space left on device", "Out of diskspace", "Disk quota exceeded", "dubious ownership"),
    *("not a git repository", "must be run in a work tree", "cannot lock ref", "lazy fetching"),
    *("version https://git-lfs.github.com/spec/v1", "oid sha256:{}", "size {}\n", "commit: {}"),
    *("commit (initial): {}", "PRIVATE KEY", "pip install rfc3161-client"),
    *("copies made", "Libertinus Serif"),  # keys, and a font
    *('Verify error: ([^"]{1,500}+)"', "Iterable[tuple[str, str]]"),
}


def said_in(call: ast.Call) -> Iterable[ast.AST]:
    """The parts of a call that no one need say, or that are said."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name in (*messages._SAID_AT, "word"):
        return call.args
    if name in ("option", "argument", "expression", *_NOT_MET):
        return ast.walk(call)
    return ast.walk(call.func) if name == "split" else ()  # a list of words


def unsaid(path: Path) -> Iterator[str]:
    """The literals of two words and more that no sentence is made of."""
    tree = ast.parse(path.read_bytes())
    said: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            said.add(node.value)  # a docstring
        elif isinstance(node, ast.Call):
            said.update(said_in(node))
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            said.update(ast.walk(node.annotation))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "EXAMPLES":
            said.update(ast.walk(node.value))
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            said.update(node.values)
            parts = (v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if node not in said and re.search(r"[A-Za-z]{2,}[,;:.]? [A-Za-z({]", text):
            yield text


def test_what_people_read_is_said(sentences: list[messages.Sentence]) -> None:
    """A literal that goes to a terminal or a page without `say` stays English in each language."""
    known = {text for sentence in sentences for text in sentence}
    package = catalogues.FOLDER.parent
    rooms = (
        package / room
        for room in (
            *("commands", "reports", "trail", "dossier", "packs", "doctor", "authority_change"),
            *("lifecycle", "office", "repository", "statements", "copies", "authority"),
        )
    )
    left = {
        f"{path.name}: {text}"
        for path in (*(p for room in rooms for p in room.rglob("*.py")), package / "cli.py")
        if path.name not in _FILES
        for text in unsaid(path)
        if text not in known | _ELSEWHERE | _OF_OTHERS
        and not _WORDS_OF_OPTIONS.match(text)
        and not _TYPED.match(text)
    }
    assert left == set()


def test_a_rule_is_explained_in_german(tmp_path: Path) -> None:
    try:
        german = invoke("--language", "de", "explain", "APR001", at=tmp_path).stdout
        french = invoke("--language", "fr", "explain", "APR001", at=tmp_path).stdout
        fields = invoke("--language", "de", "new", "action", "--fields", at=tmp_path).stdout
    finally:
        words.speak("C")
    assert "Ein Dokument ist als freigegeben gekennzeichnet" in german
    assert "approved" not in german.partition("Warum")[0]
    assert "A document is marked approved" in french
    assert "Wer es gesehen hat; nicht die Person, die es getan hat." in fields


_SAID = frozenset(
    "say say_many counted listed joined noun capital name_in_words spelled lasted in_days agreed "
    "in_capitals".split()
)
_LOST = {
    "info.py": "a number alone",
    "book.py": "a workbook is for programs",
    "word.py": "a key, divided again",
    "records_page.py": "a page of docs/",
    "record_baseline.py": "a line of a file",
    "people_form.py": "its `listed` writes a form",
}
"""Files that put sentences together as plain text, and why that loses nothing."""


def lost(path: Path) -> Iterator[str]:
    """The f-strings and joins of sentences in a file: what they yield is English ever after."""
    for function in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(function, ast.FunctionDef):
            continue
        names: set[str] = set()
        for node in ast.walk(function):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", 0)
            value = getattr(node, "value", None)
            a_value = isinstance(target, ast.Name) and isinstance(value, ast.expr)
            if a_value and is_said(value, names):
                names.add(target.id)
        for node in ast.walk(function):
            parts: list[ast.expr] = []
            if isinstance(node, ast.JoinedStr):
                parts = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                between = getattr(node.func.value, "value", None)
                parts = node.args if node.func.attr == "join" and isinstance(between, str) else []
            if any(is_said(part, names) for part in parts):
                yield f"{path.name}:{node.lineno}"


def is_said(node: ast.expr, names: set[str]) -> bool:
    """Whether an expression is a sentence, or has one; `names` are variables that hold one."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in _SAID
        case ast.Name(id=name):
            return name in names
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            return is_said(one, names) or is_said(other, names)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return any(is_said(part, names) for part in parts)
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.Starred(value=part):
            return is_said(part, names)
    return False


def test_no_sentence_is_put_together_as_plain_text() -> None:
    package = catalogues.FOLDER.parent
    files = [path for path in package.rglob("*.py") if path.name not in {"words.py", *_LOST}]
    assert [place for path in files for place in lost(path)] == []
    still = {path.name for path in package.rglob("*.py") if path.name in _LOST and any(lost(path))}
    assert still == set(_LOST)


def test_no_translation_is_a_letter_of_one() -> None:
    """A form for one and several that was given as one text is cut into its letters."""
    for language in messages.languages():
        for message in read(language):
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            said = message.string if isinstance(message.string, tuple | list) else (message.string,)
            assert not any(len(text) == 1 and len(ids[0]) > 1 for text in said), message.id


def test_help_and_pages_are_german(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    try:
        helped = invoke("--language", "de", "check", "--help", at=repo.path).stdout
        wrong = invoke("--language", "de", "check", "--fo", at=repo.path)
        page = invoke(
            *("--language", "de", "register", "--on", "2024-06-01", "--format", "html"),
            at=repo.path,
        ).stdout
    finally:
        words.speak("C")
    assert "Aufruf: cli check" in helped
    assert "Das Repository prüfen und jede Lücke melden" in helped
    assert "Fehler: Unbekannte Option '--fo'" in wrong.stderr
    assert '<html lang="de">' in page
    assert "Verzeichnis der gelenkten Dokumente" in page
    assert "01.06.2024" in page
    assert "Usage: cli check" in invoke("check", "--help", at=repo.path).stdout
    english = invoke("register", "--on", "2024-06-01", "--format", "html", at=repo.path).stdout
    assert '<html lang="en">' in english
    assert "2024-06-01" in english
