"""What can be done on many screens alike: the same act, the same key."""

from __future__ import annotations

from agentdesk.screens.acts import Act

INTAKE = Act("intake", "intake", "i,f2")
"""Taking a call in: of the screens from which an agent works."""

AGREE = Act("callbacks", "callback", "c,ctrl+v")
"""Agreeing on a call with the customer, or making the one that is agreed: of a case."""

CALLS = Act("callbacks", "callbacks", "C,f5", show=False)
"""The day of agreed calls."""

CALL = Act("frame", "call", "f8", show=False, priority=True)
"""To the caller of whom a softphone has told."""

REMINDER = Act("frame", "reminder", "f9", show=False, priority=True)
"""To what was reminded of: from every screen, and out of every dialog."""

JUMP = Act("keys", "jump", "semicolon,ctrl+g", show=False, moves=True, priority=True)
"""Letters over every place that can be gone to."""

COPY = Act("keys", "copy", "Y,ctrl+k", show=False)
"""The reference of a case into the clipboard: of the screens that have one."""

COMMON = (
    Act("frame", "help", "question_mark,f1", right=True),
    Act("frame", "palette", "ctrl+p", right=True, priority=True),
    Act("frame", "quit", "ctrl+q", show=False, priority=True),
    REMINDER,
    CALL,
    Act("frame", "language", "", show=False),
    Act("frame", "theme", "", show=False),
    Act("keys", "style", "", show=False),
    JUMP,
    Act("drafts", "draft", "", show=False),
    Act("home", "going_home", "", show=False),
)
"""Acts of every screen."""
