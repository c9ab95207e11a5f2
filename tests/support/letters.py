"""A letter for tests, and settings for a mail server on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentdesk.channels.mail_config import Smtp
from agentdesk.domain.letters import Letter

LETTER = Letter(
    mail_id=17,
    message_id="17@d3sk.agentdesk",
    to_name="李伟",
    to_address="li.wei@example.com",
    subject="您的工单 C-1041 处理进度",
    body="您好：\n\n款项已转出，预计周五到账。\n",
    lang="zh",
    reference="C-1041",
    date_us=1_795_156_200_000_000,  # 20 November 2026, 06:30 UTC
)
"""A letter in Chinese."""


def local_smtp(port: int, *, ca: Path | None = None, **given: Any) -> Smtp:
    """Settings for a server of this machine: with encryption where a certificate is given."""
    plain: dict[str, Any] = {
        "host": "localhost" if ca else "127.0.0.1",
        "security": "starttls" if ca else "none",
        "from_address": "desk@example.com",
        "timeout": 10.0,
    }
    return Smtp(port=port, ca_file=ca, **{**plain, **given})
