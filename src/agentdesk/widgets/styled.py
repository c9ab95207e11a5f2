"""Lines painted from pieces: words, each with a look that the stylesheet gives its colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


class Styled(Widget):
    """Part of a widget that draws by the Line API. A look is one of the component classes that
    begin with ``PREFIX``; "" is the widget's own style."""

    PREFIX: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._looks: dict[tuple[str, bool], Style] = {}
        super().__init__(*args, **kwargs)

    def strip(
        self, pieces: Iterable[tuple[str, str]], width: int, *, cursor: bool = False
    ) -> Strip:
        """A line of ``width`` cells; ``cursor``: it is the chosen one."""
        segments = [Segment(text, self.look(look, cursor)) for text, look in pieces if text]
        return Strip(segments).adjust_cell_length(width, self.look("", cursor))

    def look(self, look: str, cursor: bool = False) -> Style:
        """The style of a look, kept until the stylesheet says something else."""
        found = self._looks.get((look, cursor))
        if found is None:
            found = self.rich_style
            for part in ("cursor" if cursor else "", look):
                if part:
                    found += self.get_component_rich_style(f"{self.PREFIX}--{part}", partial=True)
            self._looks[look, cursor] = found
        return found

    def notify_style_update(self) -> None:
        """Theme, focus or stylesheet have changed."""
        super().notify_style_update()
        self._looks.clear()
