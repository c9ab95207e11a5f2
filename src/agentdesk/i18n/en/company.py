"""Two at once: who else is at a case."""

TEXTS = {
    "looks": "{who} is looking at it",
    "works": "{who} is working on it ({doing})",
    "works.plain": "{who} is working on it",
    "toast": "◆ {who}. Your words are kept; say who goes on.",
}
