"""Two at once: who else is at a case."""

TEXTS = {
    "looks": "{who} looks at it",
    "works": "{who} works on it: {doing}",
    "works.plain": "{who} works on it",
    "toast": "◆ {who}. Your words are kept; say who goes on.",
}
