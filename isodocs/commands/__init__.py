"""One file per command, one folder per group of commands; the name of the file is the command's.

`JOBS` groups the commands by what people want to do. It is kept here, and not in the commands, so
that `isodocs --help` imports none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

JOBS: Mapping[str, Mapping[str, str]] = {
    "Begin": {
        "demo": "Create a sample company's repository to explore.",
        "import": "Make documents and records of files of Word and Excel.",
        "adopt": "Show how the documents that are here would be read.",
        "init": "Start document control in this folder.",
    },
    "Write": {
        "new": "Start a document or a record, with the next free number.",
        "revise": "Start the next revision of a document.",
        "submit": "Turn a draft into its final form, ready for approval.",
        "diff": "Show what changed in a document, word by word.",
        "translate": "Begin the translation of a document.",
        "renumber": "Give a document or record another number.",
        "discard": "Give up a draft; what was approved stays.",
        "retire": "Take a document out of use without deleting it.",
    },
    "Approve": {
        "comment": "Comment on a draft; answer and resolve comments.",
        "comments": "List what was said about drafts, and what is open.",
        "approve": "Approve or reject a final form, or list what awaits you.",
        "review": "Record a periodic review without change.",
        "confirm": "Confirm that you read a revision, or list what to read.",
        "delegate": "Name a deputy for the days you are away.",
        "timestamp": "Get trusted time stamps for signatures.",
    },
    "Check": {
        "check": "Report what is missing: revisions, approvals, coverage.",
        "watch": "Check again with every save, and print what changes.",
        "explain": "Explain a rule, and how to close its gap.",
        "waive": "Accept a gap until a day, for a reason.",
        "show": "Show all about a document, record, person or supplier.",
        "register": "List documents in force, with approvers and review days.",
        "history": "Show the life of a document: revisions, approvals, moves.",
        "due": "List what is due: reviews, training, audits, calibrations.",
    },
    "Records": {
        "records": "List the records of one kind, or the kinds kept here.",
        "processes": "Show the process map: owners, links and figures.",
        "set": "Update fields of a record.",
        "competence": "Show who is competent for what, and what is missing.",
        "nonconformities": "List nonconformities, their progress and next steps.",
    },
    "Audits": {
        "audits": "Show the audit programme, and when each clause was audited.",
        "audit-checklist": "Print the checklist of an audit, to fill in.",
        "audit-report": "Print the report of an audit, from its record.",
        "certification": "Show where each certificate is in its three-year cycle.",
        "readiness": "Assess readiness for an audit, with every reason.",
        "plan": "List the actions before an audit, by owner and week.",
        "audit-trail": "Show who did what when, and what proves each entry.",
        "management-review": "Show what the next management review looks at.",
    },
    "Standards": {
        "standards": "Show standards and clauses, and manage your own maps.",
        "coverage": "Show which documents and records cover each clause.",
        "soa": "Show or start a Statement of Applicability.",
    },
    "Share": {
        "merge": "Merge an approved revision from its review branch.",
        "export": "Write a document for Word, or records for Excel.",
        "publish": "Publish controlled copies, to read and to print.",
        "pack": "Pack the evidence for an audit, and check such a pack.",
        "site": "Publish a site of the documents in force, for staff.",
        "report": "Write the reports as pages that open by double click.",
        "serve": "Show everything in a browser on this machine, live.",
        "verify-copy": "Ask whether a printed or handed out copy still counts.",
    },
    "Administer": {
        "authority": "Show and change people, roles, approval rules and keys.",
        "hook": "Install the Git hooks that stop unapproved documents.",
        "doctor": "Show what is enforced here, and where.",
        "cache": "Show or remove what is remembered on this machine.",
        "completion": "Print the tab-completion script for your shell.",
    },
}
"""Job -> command -> what it does, in one line that fits a terminal of 80 columns."""
SUMMARIES: Mapping[str, str] = {
    name: summary for commands in JOBS.values() for name, summary in commands.items()
}
