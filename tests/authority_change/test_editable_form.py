"""The editable form: what is printed reads back as it was, and what is wrong has its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs import formats
from isodocs.authority import authority_register, controlled
from isodocs.authority_change import editable_form, register_book
from isodocs.model.authority import Authority, Person, Role
from isodocs.model.config import Config
from isodocs.model.problem import Problem
from isodocs.reports.authority import AuthorityReport
from tests.helpers import company, signed_company
from tests.helpers.signed_company import AUTHORITY, KEYS

SETTINGS = Config(include=("documents/**/*.md",))
ROOT = "-----BEGIN CERTIFICATE-----\nMIIB\nAbc=\n-----END CERTIFICATE-----\n"
TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
).filter(lambda text: text.strip() == text)


def shown(authority: Authority) -> str:
    """The form, as `authority show --format yaml` prints it."""
    data = authority_register.write(authority)
    book = register_book.read({authority_register.path_of(1): data})
    return formats.write(AuthorityReport(book), "yaml")


def read(text: str, before: Authority = AUTHORITY) -> editable_form.EditableForm:
    return editable_form.read(text.encode(), before, SETTINGS)


@pytest.mark.parametrize(
    "authority",
    [
        company.AUTHORITY,
        AUTHORITY,
        replace(AUTHORITY, timestamp_roots=(ROOT, ROOT.replace("Abc", "Xyz"))),
        replace(AUTHORITY, controlled=controlled.digest(SETTINGS)),
    ],
)
def test_what_is_printed_reads_back(authority: Authority) -> None:
    first = replace(authority, version=1, previous_sha256="")
    form = read(shown(first), first)
    assert form.problems == ()
    assert form.authority == first


@settings(max_examples=60, deadline=None)
@given(name=TEXT, email=TEXT, title=TEXT)
def test_any_name_reads_back(name: str, email: str, title: str) -> None:
    first = replace(
        company.AUTHORITY,
        people={**company.AUTHORITY.people, "x": Person("x", name, (email,))},
        roles={**company.AUTHORITY.roles, "y": Role("y", title, ("x", "ann"))},
    )
    form = read(shown(first), first)
    assert form.problems == ()
    assert form.authority == first


def problem(text: str) -> Problem:
    found = read(text).problems
    assert found, "nothing is wrong"
    return found[0]


FORM = shown(AUTHORITY)


def changed(old: str, new: str) -> str:
    assert old in FORM
    return FORM.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version: 1 ", "version: 7 ", "this form was made of version 7, and version 1 is in"),
        ("people:", "folk:", "the form lacks 'people'"),
        ("  ann:", "  Ann Author:", "'Ann Author' is not an id"),
        ("    title: Director", "    titel: Director", "Did you mean 'title'?"),
        ("holders: [quinn]", "holders: [quinn, quinn]", "'holders' names 'quinn' twice"),
        ("threshold: 2", "threshold: two", "'threshold' is 'two', not a number"),
        ("persons: 2", "persons: 0", "'persons' is '0', not a number"),
        ("author-may-approve: false", "author-may-approve: never", "'author-may-approve' is"),
        ("ssh-ed25519 ", "ssh-rsa ", "keys of the kind 'ssh-rsa' are not accepted"),
        ("bind-layout: false", "bind-layout: perhaps", "'bind-layout' is 'perhaps'"),
        ("approvals:\n", "approvals:\n  - all\n", "an approval rule must hold keys"),
        ("owners:\n", "owners: &a\n", "an anchor or alias"),
        ("roles:\n", "roles: none\nmore:\n", "unknown field 'more'"),
    ],
)
def test_what_is_wrong_has_its_place(old: str, new: str, says: str) -> None:
    text = changed(old, new)
    found = read(text).problems
    match = [each for each in found if says in each.message + each.hint]
    assert match, [each.message for each in found]
    if "lacks" not in says:
        lines = [n for n, line in enumerate(text.split("\n"), 1) if new.split("\n")[0] in line]
        assert match[0].line in (lines[0], lines[0] + 1)
    assert match[0].hint


@pytest.mark.parametrize("text", ["", "- a", "just words", "[", "people: []"])
def test_no_form_at_all(text: str) -> None:
    assert problem(text).line <= 2


def test_an_omitted_assurance_is_not_the_weaker_one() -> None:
    text = changed("    assurance: signed\n", "")
    assert read(text).authority.rules[0].assurance == "signed"


def test_a_key_may_carry_its_comment() -> None:
    line = KEYS["ann"].line
    assert read(changed(line, f"'{line} ann@laptop'")).authority == AUTHORITY


def test_binding_the_layout_stores_its_digest() -> None:
    form = read(changed("bind-layout: false", "bind-layout: yes"))
    assert form.authority.controlled == controlled.digest(SETTINGS)
    bound = form.authority
    assert read(changed("bind-layout: false\n", ""), bound).authority.controlled
    assert not read(FORM, bound).authority.controlled


def test_the_digest_of_the_layout_tells_what_matters() -> None:
    same = replace(SETTINGS, organisation="Other", standards=("iso-9001-2015",))
    assert controlled.digest(same) == controlled.digest(SETTINGS)
    for other in (
        replace(SETTINGS, exclude=("documents/hr/",)),
        replace(SETTINGS, identifier_from="file-name"),
        replace(SETTINGS, fields={"id": "document_id"}),
        replace(SETTINGS, status_words={"released": "approved"}),
        replace(SETTINGS, protected_branches=("other",)),
        replace(SETTINGS, ignore=("APR",)),
    ):
        assert controlled.digest(other) != controlled.digest(SETTINGS)


def test_revocations_are_carried_over_and_shown() -> None:
    second = signed_company.following(**signed_company.without_key(AUTHORITY, "ann"))
    form = read(FORM.replace("version: 1 ", "version: 2 "), second)
    assert form.authority.revocations == second.revocations
    files = {**signed_company.base(), **signed_company.version_files(second)}
    data = {p: c for p, c in files.items() if isinstance(c, bytes)}
    text = formats.write(AuthorityReport(register_book.read(data)), "yaml")
    assert f"# revoked: {signed_company.fingerprint(KEYS['ann'])} of ann (lost)" in text
