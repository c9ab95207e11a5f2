"""Whatever a customer writes, a file brings or somebody pastes: it is drawn, and nothing else.

Two ways are looked at: every byte that the program sends to its terminal is taken apart and held
against what a harmless desk sends (`wire`), and the cells of the screen must line up.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, MINUTE
from tests.e2e import wire
from tests.e2e.doors import BAR, LARGE, SMALL, Pty, command, desk
from tests.e2e.payloads import OSC52_BODY, PAYLOADS, SURROGATES

pytestmark = pytest.mark.story

COUNT = len(PAYLOADS) + 1
FIRST = 1001
"""The number of the first case of a desk: everything at once. Each payload's own case follows."""
NUMBER = {name: number for number, name in enumerate(PAYLOADS, FIRST + 1)}
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
WORST = ("combining flood", "ten thousand newlines", "very long story")


def only_drawn(pty: Pty) -> None:
    """Nothing was sent but text that is simply drawn, and what a harmless desk sends."""
    sent = wire.read(bytes(pty.raw))
    assert set(sent.sequences) <= wire.SENT
    assert not sent.unsafe_text()
    assert max(line for line, _ in sent.places) <= LARGE[1]
    assert max(column for _, column in sent.places) <= LARGE[0]


def queue_lines_up(pty: Pty) -> None:
    """Every row has its columns where the titles stand, and the preview its edge."""
    pty.until(lambda _: queue_is_lined_up(pty))


def queue_is_lined_up(pty: Pty) -> bool:
    """The same, now: also while a new size is being drawn."""
    lines = pty.text.split("\n")
    heads = [at for at, line in enumerate(lines[:5]) if "Left " in line and "Case " in line]
    if not heads or "i intake" not in lines[-1]:
        return False
    head = heads[0]
    titles = [
        lines[head].index(word) for word in ("Case", "Customer", "What") if word in lines[head]
    ]
    edges = pty.places(head, BAR)
    rows = [at for at in range(head + 1, len(lines) - 2) if "C-1" in lines[at]]
    cells = [pty.cells(at) for at in rows]
    return (
        len(rows) > 10
        and all("".join(row[titles[0] : titles[0] + 3]) == "C-1" for row in cells)
        and all(row[at - 1] == " " and row[at] for row in cells for at in titles)
        and all(set(edges) <= set(pty.places(at, BAR)) for at in range(head, len(lines) - 1))
    )


def case_lines_up(pty: Pty) -> None:
    """Both halves of a case stand beside each other on every line."""
    edges = [pty.places(at, BAR) for at in range(pty.screen.lines)]
    split = [at for at, found in enumerate(edges) if found]
    assert split, pty.text
    for at in range(split[0], split[-1] + 1):
        assert edges[at][:1] == edges[split[0]][:1], pty.text.split("\n")[at]


def opened(pty: Pty, number: int) -> None:
    """A case is open, by the keys."""
    pty.press("g", *["j"] * (number - FIRST)).until(f"{BAR} C-{number} ")
    pty.press("enter").until(lambda text: f"\n C-{number} " in text and "Timeline" in text)


OVER_A_CASE = {
    "o": "who may read",
    "U": "The customer wrote or rang",
    "m": "Give it to",
    "w": "How each due came about",
    "?": "Keys of this screen",
    "ctrl+p": "All actions",
}
"""Keys that open something over a case, and a word by which each is known."""


def shown_and_left(pty: Pty, key: str, known_by: str) -> None:
    """Open something, and leave it."""
    pty.press(key).until(known_by)
    pty.press("esc").gone(known_by)


def test_hostile_cases_are_drawn_and_nothing_else(tmp_path: Path) -> None:
    """The queue, previews, why, cases, forms, help, every action, at every size."""
    with Pty(desk(tmp_path, "hostile")) as pty:
        pty.until(f"{COUNT} open")
        pty.until(lambda text: f"{BAR} C-{FIRST} " in text)
        queue_lines_up(pty)
        pty.press("G").until(f"{BAR} C-{FIRST + COUNT - 1} ")
        queue_lines_up(pty)
        for number in (NUMBER[name] for name in WORST):
            opened(pty, number)
            case_lines_up(pty)
            pty.press("esc").until("i intake")
        shown_and_left(pty, "w", "Its promises")
        opened(pty, FIRST)
        for key, known_by in OVER_A_CASE.items():
            shown_and_left(pty, key, known_by)
        pty.press("enter").press_and_see("page-down")
        case_lines_up(pty)
        pty.press("esc").until("i intake")
        for size in (SMALL, LARGE):
            pty.resize(*size)
            queue_lines_up(pty)
        pty.press("ctrl+q")
        assert pty.exit_status() == 0
    only_drawn(pty)
    assert OSC52_BODY in wire.read(bytes(pty.raw)).text, "the payloads were really on the screen"


def test_commands_print_hostile_cases_and_no_control(tmp_path: Path) -> None:
    where = desk(tmp_path, "hostile")
    numbers = [str(NUMBER[name]) for name in (*WORST, "CSI", "C1 OSC", "OSC clipboard")]
    said = [["queue"], *(["show", n] for n in (str(FIRST), *numbers)), ["explain", str(FIRST)]]
    said += [["export", kind, "--with-text"] for kind in ("events", "cases")]
    said += [["queue", "--json"], ["show", str(FIRST), "--json"], ["policy", "show"]]
    for words in said:
        told = command(*words, "--data-dir", where)
        assert told.code == 0, told.err
        assert not set(CONTROL.findall(told.out + told.err)) - {"\n", "\t", "\r"}, words
    told = command("show", SURROGATES, "--data-dir", where)
    assert told.code == 2
    told.err.encode("utf-8")


def test_pasted_payloads_are_words_and_kept_clean(tmp_path: Path) -> None:
    """Into the filter and into a note: nothing of it is a key, and what is kept is clean."""
    where = desk(tmp_path, "sample")
    with Pty(where) as pty:
        pty.until("i intake")
        pty.press("/").until("esc clear")
        for text in (*PAYLOADS.values(), SURROGATES):
            pty.paste(text)
        pty.until("DROP TABLE")
        pty.press("esc").until(lambda text: "esc clear" not in text)
        pty.press("n").until("Li Wei (you)")
        reference = next(word for word in pty.text.split() if word.startswith("C-1"))
        pty.press("o").until("who may read")
        pty.paste(
            "\n".join((*(text for text in PAYLOADS.values() if len(text) < 1000), SURROGATES))
        )
        pty.type("the end of it").until("the end of it")
        pty.press("ctrl+s").gone("who may read")
        pty.press("ctrl+q")
        assert pty.exit_status() == 0
    only_drawn(pty)
    shown = command("show", reference, "--data-dir", where, "--json").json
    (note,) = [one["text"] for one in shown["timeline"] if one["kind"] == "note"]
    assert note.endswith("the end of it")
    assert "[@click=app.quit]press[/]" in note
    assert not set(CONTROL.findall(note)) - {"\n", "\t"}


def test_hostile_names_of_the_first_run_are_words(tmp_path: Path) -> None:
    with Pty(tmp_path / "desk") as pty:
        pty.until("Welcome")
        pty.paste("Li \x1b[5;31mWei [/nope] \u202e").until("[/nope]")
        pty.press_and_see("tab")
        pty.paste(f"[@click=app.quit]\x1b]52;c;{OSC52_BODY}\x07\x9b2J").until(OSC52_BODY[:4])
        pty.press("esc")
        pty.exit_status()
    only_drawn(pty)
    assert not (tmp_path / "desk" / "store.db").exists()


BYTES = (
    b"\xff", b"\xed\xa0\x80", b"\xc3(", b"\xc2\x9b31m", b"\x1b]0;x\x07", b"\x1bP1\x1b\\",
    b"\x1b[200~a\xffb\x1b[201~", b"\x1b[200~a\x1b[48;1;1;1;1tb\x1b[201~", b"\x1b[48;1;1;1;1t",
    b"\x1b[99999999999999999;1R", b"\x1b[9999999999u", b"\x1b[27;5;99999999~", b"\x1b[55296u",
)  # fmt: skip
"""What a broken line or a strange terminal may send; most of it ended Textual's own reader."""


def test_no_bytes_from_the_terminal_end_the_program(tmp_path: Path) -> None:
    with Pty(desk(tmp_path, "empty")) as pty:
        pty.until("i intake")
        for raw in BYTES:
            pty.child.send(raw)
            pty.look(0.01)
        shown_and_left(pty, "?", "Keys of this screen")
        pty.press("ctrl+q")
        assert pty.exit_status() == 0
    only_drawn(pty)
    assert not (tmp_path / "desk" / "errors.log").exists()


PEOPLE_OF_A_PHONE = 8
"""As many customers the intake shows for one number."""


def phone_of(group: int) -> str:
    """The number that a group of hostile customers shares."""
    return f"1391234{group:04}"


async def hostile_callers(where: Path) -> int:
    """Customers who are payloads, with cases, notes that stick, and plans that come due; the
    number of their groups. Each rings twice, so that there are other cases."""
    texts = list(PAYLOADS.values())
    groups = [texts[at : at + PEOPLE_OF_A_PHONE] for at in range(0, len(texts), PEOPLE_OF_A_PHONE)]
    house = await Desk.open(where, clock=SystemClock())
    try:
        for group, members in enumerate(groups):
            for text in members:
                new = NewCase(text, customer=text[:200], phone=phone_of(group), email=text[:80])
                done = await house.register(new)
                subject = (await house.case(done.case_id)).subject
                await house.register(NewCase(text, title=text[:80], subject=subject))
                until = house.now() + DAY
                await house.put_sticky(subject, text[:200], until)
                await house.plan(done.case_id, text[:200], house.now() + 3 * MINUTE)
    finally:
        await house.aclose()
    return len(groups)


def test_hostile_callers_are_drawn_and_nothing_else(tmp_path: Path) -> None:
    """Who was found, notes that stick, plans, other cases, what is reminded of, the form of a new
    case with a hostile paste, and the same words offered again."""
    where = desk(tmp_path, "empty")
    groups = asyncio.run(hostile_callers(where))
    short = "\n".join((*(text for text in PAYLOADS.values() if len(text) < 1000), SURROGATES))
    with Pty(where, size=LARGE) as pty:
        pty.until("F9")  # something is reminded of
        for group in range(groups):
            pty.type(f"i{phone_of(group)}").until("customers fit" if group < groups - 1 else "◆")
            pty.press("down", "down", "down").press("alt+1" if group else "o")
            pty.until("Timeline")
            pty.press("esc").until("Who is it")
            pty.press("esc").until("i intake")
        pty.press("i").until("Who is it")
        pty.paste(short).until("stands ready")
        pty.press("ctrl+n").until("New case")
        pty.until("DROP TABLE")
        pty.press("ctrl+s").until("i intake")
        pty.press("i").until("Who is it")
        pty.press("enter").until("what they say")
        pty.paste(short).until("DROP TABLE")
        pty.press("esc").until("Unsent")
        pty.press("down", "enter").until("what you typed is still here")
        pty.press("esc").until("Unsent")
        pty.press("esc").until("i intake")
        pty.press("ctrl+q")
        assert pty.exit_status() == 0
    only_drawn(pty)
    assert not (where / "errors.log").exists()
