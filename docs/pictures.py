"""Make the pictures of the README: `python docs/pictures.py`. The program draws them itself."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.sample import load
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import instant
from agentdesk.i18n import set_language
from agentdesk.launch import build

HERE = Path(__file__).parent
MORNING = instant(datetime(2026, 11, 25, 2, 12, 30, tzinfo=UTC))  # 10:12:30 in Shanghai
PICTURES = (
    ("queue", "en", "j j"),
    ("case", "en", "n"),
    ("intake", "en", "i w"),
    ("queue-zh", "zh", "j j"),
)


async def picture(folder: Path, name: str, lang: str, keys: str) -> None:
    """One desk with the sample, some keys, one SVG."""
    clock = SetClock(MORNING)
    set_language(lang)
    names = {"en": ("Li Wei", "Retail"), "zh": ("李伟", "零售")}[lang]
    data = folder / name
    await init_desk(
        data, person_name=names[0], desk_name=names[1], tz="Asia/Shanghai", lang=lang, clock=clock
    )
    desk = await Desk.open(data, clock=clock)
    await load(desk.ctx)
    await desk.aclose()
    door = SimpleNamespace(
        places=SimpleNamespace(data=data, config=data),
        settings={"lang": lang},
        clock=clock,
        person=None,
        store_language=lambda _: None,
    )
    app = build(door)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete([])
        for _ in range(200):
            if "C-10" in app.export_screenshot():
                break
            await pilot.pause(0.05)
        await pilot.press(*keys.split())
        await pilot.pause(0.5)
        app.clear_notifications()
        await pilot.pause(0.2)
        svg = app.export_screenshot(title="agentdesk")
    # The font is the reader's own: nothing is fetched from elsewhere.
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg).replace("Fira Code", "monospace")
    (HERE / f"{name}.svg").write_text(re.sub(r"[ \t]+$", "", svg, flags=re.M), encoding="utf-8")


async def main() -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lang, keys in PICTURES:
            await picture(Path(folder), name, lang, keys)


if __name__ == "__main__":
    asyncio.run(main())
