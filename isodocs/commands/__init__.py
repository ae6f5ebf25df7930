"""One file per command; the file's name is the command's name.

`JOBS` groups the commands by what people want to do. It is kept here, and not in the commands, so
that `isodocs --help` imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping

JOBS: Mapping[str, Mapping[str, str]] = {
    "Begin": {
        "demo": "Create a sample company's repository to explore.",
        "init": "Start document control in this folder.",
    },
    "Write": {
        "new": "Start a document or a record, with the next free number.",
        "revise": "Start the next revision of a document.",
        "submit": "Turn a draft into its final form, ready for approval.",
        "diff": "Show what changed in a document, word by word.",
        "renumber": "Give a document or record another number.",
        "retire": "Take a document out of use without deleting it.",
    },
    "Approve": {
        "approve": "Approve or reject a final form, or list what awaits you.",
        "review": "Record a periodic review without change.",
        "confirm": "Confirm that you have read a revision, or list what to read.",
        "delegate": "Name a deputy for the days you are away.",
        "timestamp": "Get trusted time stamps for signatures.",
    },
    "Check": {
        "check": "Report what is missing: revisions, approvals, coverage.",
        "explain": "Explain a rule, and how to close its gap.",
        "register": "List documents in force, with approvers and review days.",
        "history": "Show the life of a document: revisions, approvals, moves.",
        "due": "List what is due: reviews, training, audits, calibrations.",
    },
    "Records": {
        "set": "Update fields of a record.",
        "competence": "Show who is competent for what, and what is missing.",
        "nonconformities": "List nonconformities, their progress and next steps.",
    },
    "Audits": {
        "audits": "Show the audit programme, and when each clause was audited.",
        "readiness": "Assess readiness for an audit, with every reason.",
        "plan": "List the actions before an audit, by owner and week.",
        "audit-trail": "Show who did what when, and what proves each entry.",
    },
    "Standards": {
        "standards": "Show standards and clauses, and manage your own maps.",
        "coverage": "Show which documents and records cover each clause.",
        "soa": "Show or start a Statement of Applicability.",
    },
    "Share": {
        "merge": "Merge an approved revision from its review branch.",
    },
    "Administer": {
        "authority": "Show and change people, roles, approval rules and keys.",
        "hook": "Install the Git hooks that stop unapproved documents.",
        "doctor": "Show what is enforced here, and where.",
        "completion": "Print the tab-completion script for your shell.",
    },
}
"""Job -> command -> what it does, in one line that fits a terminal of 80 columns."""
SUMMARIES: Mapping[str, str] = {
    name: summary for commands in JOBS.values() for name, summary in commands.items()
}
