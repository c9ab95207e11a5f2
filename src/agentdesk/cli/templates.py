"""``agentdesk templates list | show | check``: what customers are written with (C3)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agentdesk.cli import out
from agentdesk.cli.context import Context
from agentdesk.cli.errors import FAILED, NOTHING, OK
from agentdesk.cli.out import Column
from agentdesk.cli.policy import said_problem
from agentdesk.desk import templates
from agentdesk.desk.templates import Book, Flawed
from agentdesk.domain.policy_reader import Problem
from agentdesk.domain.templates import Template, fields_of
from agentdesk.i18n import language, t


def run(ctx: Context) -> int:
    """Carry out the action: 1 if there is no such template, 2 if a file cannot be used. No store
    is opened."""
    action = ctx.args.action
    if action == "check":
        return _check(ctx)
    book = templates.Shelf().look(ctx.places.data)
    if action == "list":
        return _list(ctx, book)
    return _show(ctx, book)


def _list(ctx: Context, book: Book) -> int:
    found = sorted(book.templates.values(), key=lambda one: (one.purpose, one.order, one.code))
    if ctx.json:
        out.data(
            {
                "templates": [_json(book, one) for one in found],
                "left_out": [_flawed_json(one) for one in book.flawed],
            }
        )
    else:
        heads = [
            Column(t(f"cli.templates.{name}"), most=80, gives=name == "name")
            for name in ("code", "name", "for", "from")
        ]
        rows = [
            (one.code, one.words[language()].name, _for(one), _from(book, one)) for one in found
        ]
        out.say(out.table(heads, rows, out.width()))
    _tell(book.flawed)
    return FAILED if book.flawed else OK


def _for(one: Template) -> str:
    """Codes of which cases it fits; all where it names none."""
    named = [*one.classes, *one.kinds, *one.when]
    if one.purpose == "receipt":
        return t("cli.templates.receipt")
    return ", ".join(named) or t("cli.templates.any")


def _from(book: Book, one: Template) -> str:
    return t("cli.templates.own" if one.code in book.own else "cli.templates.bundled")


def _json(book: Book, one: Template) -> dict[str, Any]:
    return {
        "code": one.code,
        "purpose": one.purpose,
        "own": one.code in book.own,
        "own_words": one.own_words,
        "kinds": list(one.kinds),
        "classes": list(one.classes),
        "statuses": list(one.statuses),
        "when": list(one.when),
        **{
            lang: {
                "name": words.name,
                "subject": words.subject,
                "body": words.body,
                "fields": list(fields_of(words.subject + words.body)),
            }
            for lang, words in one.words.items()
        },
    }


def _show(ctx: Context, book: Book) -> int:
    one = book.templates.get(ctx.args.code)
    if one is None:
        out.tell(t("cli.templates.unknown", code=ctx.args.code))
        return NOTHING
    if ctx.json:
        out.data(_json(book, one))
        return OK
    for words in one.words.values():
        out.say(f"{words.name}\n\n{words.subject}\n\n{words.body}\n")
    return OK


def _check(ctx: Context) -> int:
    named = [Path(name) for name in ctx.args.file]
    files = named or templates.own_files(ctx.places.data)
    flawed = []
    for path in files:
        _, problems = templates.read_file(path)
        if problems:
            flawed.append(Flawed(str(path), problems))
    if ctx.json:
        out.data({"files": len(files), "problems": [_flawed_json(one) for one in flawed]})
    elif not flawed:
        out.say(t("cli.templates.sound", count=len(files)))
    _tell(flawed)
    return FAILED if flawed else OK


def _tell(flawed: Sequence[Flawed]) -> None:
    for one in flawed:
        out.tell(t("cli.templates.left_out", file=one.path))
        for problem in one.problems:
            out.tell(f"  {said_problem(problem)}")


def _flawed_json(one: Flawed) -> dict[str, Any]:
    return {"file": one.path, "problems": [_problem_json(problem) for problem in one.problems]}


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "key": problem.key,
        "line": problem.line,
        "code": problem.code,
        "text": said_problem(problem),
    }
