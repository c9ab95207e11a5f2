"""Keys: what an input method does not take, styles, the page of all keys, the palette, copying."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections import defaultdict
from pathlib import Path

import pytest
from textual.keys import _character_to_key

import agentdesk.screens
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import Priority
from agentdesk.screens import every_key
from agentdesk.screens.acts import Act, key_text
from agentdesk.screens.base import DeskDialog, DeskScreen, DeskWork
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.departments import DepartmentsScreen
from agentdesk.screens.every_key import SCREENS, common_acts, keys_of, own_acts
from agentdesk.screens.input_method import key_name, plain_key
from agentdesk.screens.key_styles import STYLES
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.why import WhyScreen
from tests.support.case_ui import seat
from tests.support.fake_desk import FakeDesk, row
from tests.support.ui import LARGE, SMALL, running, screen_lines, screen_text, settle

DOCS = Path(__file__).parents[2] / "docs"
PUNCTUATION = "，。、？！：；（）“”‘’【】《》「」￥…—·～"
TYPED = dict(zip(PUNCTUATION, ",./?!:;()\"\"''[]<>{}$^_`~", strict=True))

NAMED = {
    "enter", "escape", "tab", "shift+tab", "space", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown", "insert", "delete",
}  # fmt: skip
TAKEN = {
    "a": "screen", "b": "tmux", "c": "stop", "h": "backspace", "i": "tab", "j": "enter",
    "m": "enter", "q": "quit, flow", "s": "flow", "z": "suspend", "left_square_bracket": "escape",
}  # fmt: skip
"""ctrl with these is another key, or somebody else's."""


def passes(key: str) -> bool:
    """Whether an input method lets a key through, and nobody else wants it."""
    if key.startswith("ctrl+"):
        return key.removeprefix("ctrl+") not in TAKEN
    return (
        key in NAMED or key.removeprefix("alt+").isdigit() or re.fullmatch(r"f\d+", key) is not None
    )


# --- a second key for everything -----------------------------------------------------------------

CASES = [(style, screen) for style in STYLES for screen in SCREENS]


@pytest.mark.parametrize(("style", "screen"), CASES)
def test_every_act_has_a_key_that_an_input_method_does_not_take(
    style: str, screen: type[DeskWork]
) -> None:
    for act in (*own_acts(screen), *common_acts()):
        keys = keys_of(act, style)
        own = {"frame.quit", "forms.save", "forms.yes", "intake.register"}
        fine = any(passes(key) for key in keys) or act.id in own
        assert fine or not keys, f"{act.id} has only {keys}"
        for key in keys:
            letter = key.removeprefix("ctrl+")
            assert letter == key or letter not in TAKEN or act.id in own | {"firstrun.start",
                "firstrun.leave"}, f"{act.id}: {key} is {TAKEN[letter]}"  # fmt: skip


@pytest.mark.parametrize(("style", "screen"), CASES)
def test_no_key_has_two_acts(style: str, screen: type[DeskWork]) -> None:
    acts = {act.name: act for act in own_acts(screen)}
    if issubclass(screen, DeskScreen):
        acts = {act.name: act for act in common_acts()} | acts
    of: defaultdict[str, set[str]] = defaultdict(set)
    for act in acts.values():
        for key in keys_of(act, style):
            of[key].add(act.id)
    assert {key: ids for key, ids in of.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("style", STYLES)
def test_the_same_letter_means_the_same_thing_everywhere(style: str) -> None:
    """On the lists, by name; what only moves about is told apart by its place."""
    lists = (QueueScreen, CaseScreen, DepartmentsScreen)
    meaning: defaultdict[str, set[str]] = defaultdict(set)
    for act in (act for screen in lists for act in own_acts(screen) if not act.moves):
        for key in keys_of(act, style):
            if len(key) == 1 and key.isalpha():
                meaning[key].add(act.name)
    assert meaning["n"] == {"next"}
    meaning.pop(
        "l" if style == "vim" else "", None
    )  # the view to the right and the column to the right
    assert {key: names for key, names in meaning.items() if len(names) > 1} == {}


def test_no_screen_is_forgotten() -> None:
    for module in pkgutil.walk_packages(agentdesk.screens.__path__, "agentdesk.screens."):
        importlib.import_module(module.name)
    known = {base for screen in SCREENS for base in screen.__mro__}

    def below(kind: type) -> set[type]:
        return {kind} | {one for sub in kind.__subclasses__() for one in below(sub)}

    own = {
        screen
        for screen in below(DeskWork)
        if "ACTS" in screen.__dict__ and screen.__module__.startswith("agentdesk.")
    }
    assert own - known == set()
    assert own >= set(SCREENS) - {DeskScreen, DeskDialog}


# --- an input method left on ---------------------------------------------------------------------


def full_width(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0)


def test_every_sign_on_the_keys_has_a_full_width_one_that_acts_as_it() -> None:
    for code in range(0x21, 0x7F):
        assert plain_key(full_width(chr(code))) == chr(code)
        assert key_name(chr(code)) == _character_to_key(chr(code))
    assert {sign: plain_key(sign) for sign in PUNCTUATION} == TYPED
    assert plain_key("\u3000") == " "
    assert [plain_key(sign) for sign in "ªé™£²"] == [None] * 5
    assert key_name(" ") == "space"


def letters_of(screen: type[DeskWork]) -> set[str]:
    """Every key of a screen that an input method turns into something else."""
    named = {_character_to_key(chr(code)): chr(code) for code in range(0x20, 0x7F)}
    keys = {key for act in (*own_acts(screen), *common_acts()) for key in keys_of(act, "standard")}
    return {named[key] for key in keys if key in named}


@pytest.mark.story
@pytest.mark.parametrize("screen", [QueueScreen, CaseScreen, WhyScreen])
async def test_every_key_of_a_list_works_in_full_width(
    screen: type[DeskScreen[None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seat(tmp_path) as here:
        if screen is not CaseScreen:
            await here.press("escape")
            await here.until(lambda: isinstance(here.app.screen, QueueScreen))
        if screen is WhyScreen:
            await here.press("w")
        await here.until(lambda: isinstance(here.app.screen, screen))
        done: list[str] = []

        async def note(self: DeskWork, name: str) -> None:
            done.append(name)

        monkeypatch.setattr(screen, "do", note)
        signs = sorted(letters_of(screen))
        await here.type("".join(signs))
        await here.until(lambda: len(done) >= len(signs))
        plain, done[:] = list(done), []
        await here.type("".join("\u3000" if s == " " else full_width(s) for s in signs))
        await here.until(lambda: len(done) >= len(plain))
        assert sorted(done) == sorted(plain)
        assert len(done) == len(signs)


@pytest.mark.story
async def test_full_width_digits_answer_questions_and_han_text_says_what_to_do(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner is not None)
        # typed ahead, all in full width: the priority, its reason as it stands
        await here.type("ｐ１ｅｓ")
        await here.sees("● P1")
        await here.sees("ｅｓ")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("ｅｓ")
        await here.type("ｚ")
        await here.until(lambda: not isinstance(here.app.screen, CaseScreen))
        await here.type("好")
        await here.sees("按 Shift")
        await here.type("ｙ")
        await here.back_on_case()
        assert (await here.stored()).priority is Priority.P3


# --- styles --------------------------------------------------------------------------------------


@pytest.mark.story
async def test_the_vim_style_is_chosen_by_the_palette_and_remembered() -> None:
    kept: dict[str, str] = {}
    desk = FakeDesk([row(1), row(2)])
    async with running(desk, remember=kept.__setitem__) as (app, pilot):
        await pilot.press("ctrl+p", *"style", "enter")
        await settle(pilot, lambda: kept == {"style": "vim"})
        queue = app.screen
        assert isinstance(queue, QueueScreen)
        await settle(pilot, lambda: "c claim" in screen_lines(app)[-1])
        await pilot.press("l")  # to the right: nothing is claimed
        await settle(pilot, lambda: queue._view.value == "mine")
        await pilot.press("h", "j", "g", "g")
        assert desk.calls.count("claim") == 0
        await pilot.press("c")
        await settle(pilot, lambda: desk.calls.count("claim") == 1)
        await pilot.press(":")
        await settle(pilot, lambda: "All actions" in screen_text(app))
        await pilot.press(*"style", "enter")
        await settle(pilot, lambda: kept == {"style": "standard"})
        await settle(pilot, lambda: "l claim" in screen_lines(app)[-1])


async def test_own_keys_count_before_the_style() -> None:
    desk = FakeDesk([row(1), row(2)])
    async with running(desk, style="vim", keymap={"queue.claim": "x"}) as (_, pilot):
        await pilot.press("c", "x")
        await settle(pilot, lambda: desk.calls.count("claim") == 1)


async def test_what_the_settings_name_and_nobody_knows_is_said() -> None:
    desk = FakeDesk([row(1)])
    async with running(desk, LARGE, style="emacs", keymap={"queue.clam": "x"}) as (app, pilot):
        await settle(pilot, lambda: "no key style “emacs”" in screen_text(app))
        await settle(pilot, lambda: "“queue.clam”" in screen_text(app))


# --- the page, the help, the palette -------------------------------------------------------------


def test_the_page_of_keys_is_what_the_program_does() -> None:
    spec = importlib.util.spec_from_file_location("docs_keys", DOCS / "keys.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    text = (DOCS / "keys.md").read_text("utf-8")
    assert text.partition(maker.BEGIN)[2] == maker.tables(), "python docs/keys.py"
    for act in (act for screen in every_key.SCREENS for act in own_acts(screen)):
        assert f"`{act.id}`" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_help_shows_every_key_of_an_act(lang: str) -> None:
    async with running(FakeDesk([row(1)]), LARGE, lang=lang) as (app, pilot):
        await pilot.press("f1")
        claim = next(act for act in own_acts(QueueScreen) if act.name == "claim")
        await settle(pilot, lambda: f"{key_text('l')} {key_text('ctrl+l')}" in screen_text(app))
        (line,) = [line for line in screen_lines(app) if claim.help in line]
        assert "l ^l" in line


@pytest.mark.parametrize(
    ("lang", "typed", "name"),
    [
        ("en", "撤回", "undo"),
        ("zh", "theme", "theme"),
        ("zh", "lqxyd", "next"),
        ("en", "psqh", "theme"),
    ],
)
async def test_an_action_is_found_in_either_language_and_by_initials(
    lang: str, typed: str, name: str
) -> None:
    async with running(FakeDesk([row(1)]), lang=lang) as (app, pilot):
        await pilot.press("ctrl+p", *typed)
        act: Act = next(a for a in (*own_acts(QueueScreen), *common_acts()) if a.name == name)
        await settle(pilot, lambda: any("▸" in s and act.help in s for s in screen_lines(app)))


# --- copying -------------------------------------------------------------------------------------


async def test_a_case_number_is_copied_where_that_is_allowed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        reference = here.view.reference
        await here.press("Y")
        await here.sees(f"{reference} is copied")
        assert here.app.clipboard == reference
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, QueueScreen))
        here.app.copy_to_clipboard("")
        here.app.may_copy = False
        await here.press("ctrl+k")
        await here.sees("switched off")
        assert here.app.clipboard == ""


async def test_the_policy_of_the_desk_decides_what_is_copied(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        text = bundled_policy()
        await here.desk.apply_policy(text.replace('copy = "masked"', 'copy = "off"'))
        for key in ("Y", "y"):
            here.app.clear_notifications()
            await here.press(key)
            await here.sees("policy of this desk does not allow copying")
        assert here.app.clipboard == ""


async def test_the_smallest_screen_shows_the_list_of_actions() -> None:
    async with running(FakeDesk([row(1)]), SMALL) as (app, pilot):
        await pilot.press("ctrl+p", "pagedown", "pagedown", "pagedown")
        await settle(pilot, lambda: "Switch the key style" in screen_text(app))
