"""What ``agentdesk doctor`` has found, as a page: a name and its finding on each line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentdesk.cli import out
from agentdesk.i18n import t
from agentdesk.widgets.cells import cell_len, fit

Found = dict[str, Any]
_DOT = " · "


def show(found: Found) -> None:
    """Print the findings, then what is good to know, then what needs a hand."""
    lines = [
        *_program(found["program"], found["sqlite"]),
        (t("cli.doctor.store"), _store_line(found["store"])),
        *((Path(key["file"]).name, _key_line(key)) for key in found["keys"]),
        (t("mail.doctor"), _mail_line(found["mail"], found["store"]["letters"])),
        *_surroundings(found),
    ]
    wide = max(cell_len(name) for name, _ in lines)
    for name, text in lines:
        out.say(f"{fit(name, wide)}  {text}")
    for text in found["notes"]:
        out.say(f"· {text}")
    for text in found["problems"]:
        out.say(f"▲ {text}")
    if not found["problems"]:
        out.say(t("cli.doctor.well"))


def _program(program: Found, sqlite: Found) -> list[tuple[str, str]]:
    libraries = program["libraries"].items()
    return [
        ("agentdesk", f"{program['agentdesk']} · Python {program['python']} · {program['system']}"),
        (
            t("cli.doctor.libraries"),
            _DOT.join(f"{name} {version or '-'}" for name, version in libraries),
        ),
        ("SQLite", f"{sqlite['version']} · {_fix(sqlite['wal_reset_fix'])}"),
        ("SQLCipher", _cipher(sqlite["cipher"])),
    ]


def _surroundings(found: Found) -> list[tuple[str, str]]:
    terminal, locale, settings = found["terminal"], found["locale"], found["settings"]
    size = terminal["size"]
    parts = [
        terminal["term"] or "-",
        f"{size[0]}x{size[1]}" if size else t("cli.doctor.no_tty"),
        t("cli.doctor.colours", colours=terminal["colours"]),
        terminal["multiplexer"],
    ]
    return [
        (t("cli.doctor.settings"), f"{settings['folder']} · {settings['language']}"),
        (t("cli.doctor.terminal"), _DOT.join(part for part in parts if part)),
        (t("cli.doctor.locale"), f"{locale['lang'] or '-'} · {locale['encoding']}"),
    ]


def _fix(fixed: bool) -> str:
    return t("cli.doctor.fixed") if fixed else t("cli.doctor.unfixed")


def _cipher(cipher: dict[str, Any] | None) -> str:
    if cipher is None:
        return t("cli.doctor.absent")
    return f"SQLite {cipher['sqlite']} · {_fix(cipher['wal_reset_fix'])}"


def _store_line(store: dict[str, Any]) -> str:
    if store["state"] == "missing":
        return f"{store['file']} · {t('cli.doctor.absent')}"
    kind = t("cli.doctor.encrypted") if store["encrypted"] else t("cli.doctor.unencrypted")
    parts = [store["file"], kind, store["mode"] or "-"]
    if store["state"] == "open":
        parts.append(t("cli.doctor.schema", version=store["schema"]))
        parts.append(str(store["journal"]))
    return " · ".join(parts)


def _key_line(key: dict[str, Any]) -> str:
    if key["state"] == "missing":
        return t("cli.doctor.absent")
    return " · ".join((key["mode"], key["id"] or "▲"))


def _mail_line(mail: Found, letters: Found | None) -> str:
    if mail["state"] == "missing":
        parts = [t("mail.doctor.none")]
    else:
        parts = [mail["file"], mail["mode"] or "-"]
    if mail["smtp"]:
        parts.append(f"{mail['smtp']} ({mail['security']})")
    if mail["sms"]:
        parts.append(t("mail.doctor.sms", host=mail["sms"]))
    if mail["state"] == "trouble":
        parts.append("▲")
    if letters is not None and letters["waiting"]:
        since = letters["since_here"]
        parts.append(t("mail.doctor.waiting", count=letters["waiting"], since=since))
    elif letters is not None and mail["state"] == "found":
        parts.append(t("mail.doctor.nothing_waits"))
    return _DOT.join(parts)
