"""Make the tables of docs/keys.md from the program: `python docs/keys.py`."""

from __future__ import annotations

from pathlib import Path

from agentdesk.screens.every_key import page

PAGE = Path(__file__).with_name("keys.md")
BEGIN = "<!-- from here on made by docs/keys.py -->\n"


def tables() -> str:
    """Both languages."""
    return f"\n## English\n\n{page('en')}\n## 中文\n\n{page('zh')}"


def main() -> None:
    """Write the tables behind what people have written."""
    written = PAGE.read_text("utf-8").partition(BEGIN)[0]
    PAGE.write_text(f"{written}{BEGIN}{tables()}", "utf-8")


if __name__ == "__main__":
    main()
