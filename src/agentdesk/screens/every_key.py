"""Every screen with its acts: for the page that lists all keys, and to tell ids that exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdesk.i18n import catalogue
from agentdesk.screens.acts import Act, key_text
from agentdesk.screens.base import DeskDialog, DeskScreen, DeskWork
from agentdesk.screens.callbacks import CallbacksScreen
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.departments import DepartmentsScreen
from agentdesk.screens.first_run import FirstRunScreen
from agentdesk.screens.followup_offer import ReopenOffer
from agentdesk.screens.followups import FollowUpScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.confirm import ConfirmForm
from agentdesk.screens.forms.judged import JudgedForm
from agentdesk.screens.forms.reply import ReplyForm
from agentdesk.screens.forms.resolve import ResolveForm
from agentdesk.screens.going_home import GoingHomeScreen
from agentdesk.screens.help import FinderScreen
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.intake_new import NewCaseScreen
from agentdesk.screens.jump import JumpScreen
from agentdesk.screens.key_styles import STYLES, keymap
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.which_case import WhichCase
from agentdesk.screens.who_takes import WhoTakes
from agentdesk.screens.why import WhyScreen

SCREENS: Sequence[type[DeskWork]] = (
    QueueScreen,
    WhyScreen,
    CaseScreen,
    IntakeScreen,
    NewCaseScreen,
    CallbacksScreen,
    DepartmentsScreen,
    WhichCase,
    FollowUpScreen,
    ReopenOffer,
    GoingHomeScreen,
    WhoTakes,
    CaseForm,
    ReplyForm,
    ResolveForm,
    JudgedForm,
    ConfirmForm,
    FinderScreen,
    JumpScreen,
    FirstRunScreen,
)
"""The screens and dialogs that have keys of their own, in the order in which one meets them."""


def own_acts(screen: type[DeskWork]) -> tuple[Act, ...]:
    """What a screen adds to what can be done everywhere."""
    if "acts" in screen.__dict__:  # it asks one thing, and nothing else can be done
        return tuple(screen.ACTS)
    found: dict[str, Act] = {}
    for base in screen.__mro__:
        if base not in (DeskScreen, DeskDialog, DeskWork):
            for act in base.__dict__.get("ACTS", ()):
                found.setdefault(act.name, act)
    return tuple(found.values())


def common_acts() -> tuple[Act, ...]:
    """What can be done everywhere."""
    return tuple(DeskScreen.ACTS)


def ids() -> frozenset[str]:
    """Every id under which keys can be bound."""
    every = [act for screen in SCREENS for act in own_acts(screen)]
    return frozenset(act.id for act in (*every, *common_acts()))


def keys_of(act: Act, style: str, own: Mapping[str, str] | None = None) -> list[str]:
    """The keys of an act in a style, in Textual's spelling."""
    text = keymap(style, own or {}).get(act.id, act.keys)
    return [key.strip() for key in text.split(",") if key.strip()]


def page(lang: str) -> str:
    """All keys in all styles as Markdown tables, in a language."""
    words = catalogue(lang)
    parts = [_table(words, words["keys.screen.all"], common_acts())]
    for screen in SCREENS:
        parts.append(_table(words, words[f"keys.screen.{screen.__name__}"], own_acts(screen)))
    return "\n".join(parts)


def _table(words: Mapping[str, str], title: str, acts: Sequence[Act]) -> str:
    heads = [words["keys.page.id"], *(words[f"keys.style.{style}"] for style in STYLES)]
    heads.append(words["keys.page.does"])
    lines = [
        f"### {title}",
        "",
        f"| {' | '.join(heads)} |",
        f"| {' | '.join('---' for _ in heads)} |",
    ]
    for act in acts:
        cells: list[Any] = [f"`{act.id}`"]
        cells += [_code(keys_of(act, style)) for style in STYLES]
        cells.append(words[f"{act.area}.help.{act.name}"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _code(keys: Sequence[str]) -> str:
    return " ".join(f"`{key_text(key)}`" for key in keys) or "—"
