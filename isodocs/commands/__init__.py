"""One file per command, one folder per group of commands; the name of the file is the command's.

`JOBS` groups the commands by what people want to do. It is kept here, and not in the commands, so
that `isodocs --help` imports none of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


class CommandFolder(click.Group):
    """A group whose commands are the modules of a folder, each imported only when it is used.

    A module has the command as `command` and calls of it, without `isodocs`, as `EXAMPLES`; its
    `--help` ends with these. `REMEMBERED = True` says that what it prints is remembered while
    nothing changes, `REMEMBERED_WITH_FOLDER = True` the same of one that fills a folder and hands
    it to the call (`machine.answers`). `folder` is below `isodocs/commands/`.
    """

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folder = folder

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by file name; `_` in a file name is `-` on the command line."""
        return sorted(self._modules())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command; None when there is none of that name."""
        module_name = self._modules().get(name.replace("_", "-"))
        if module_name is None:
            return None
        from importlib import import_module

        from isodocs.commands._text import accept_utf8_only

        inside = f"{self._folder}.{module_name}" if self._folder else module_name
        module = import_module(f"isodocs.commands.{inside}")
        command: click.Command = module.command
        command.name = name
        if not self._folder:
            command.short_help = SUMMARIES.get(name)
        command.epilog = _epilog(module.EXAMPLES)
        accept_utf8_only(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the right command for a wrong one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from isodocs.words import did_you_mean, say

            place = Path(__file__).parent / self._folder
            deeper = sorted(place.glob("[a-z]*/[a-z]*.py"), reverse=True)
            below = {path.stem.rstrip("_"): f"{path.parent.name} {path.stem}" for path in deeper}
            near = (
                say(" Did you mean {near!r}?", near=below[name].rstrip("_"))
                if name in below
                else did_you_mean(name, self.list_commands(ctx))
            )
            called = f"{self._folder} {name}".strip()
            raise click.UsageError(
                say("there is no command {called!r}.{near}", called=called, near=near), ctx
            )
        return super().resolve_command(ctx, args)

    def _modules(self) -> dict[str, str]:
        """The name of each command, and that of its module; `import_` is the command `import`."""
        place = Path(__file__).parent / self._folder
        names = [path.stem for path in place.glob("[a-z]*.py")]
        names += [path.parent.name for path in place.glob("[a-z]*/__init__.py")]
        return {name.rstrip("_").replace("_", "-"): name for name in names}


def _epilog(examples: Sequence[str]) -> str:
    title = "Example" if len(examples) == 1 else "Examples"
    return "\n".join(["\b", f"{title}:", *(f"  isodocs {each}" for each in examples)])
