"""Characters that are written without spaces between words: Chinese, Japanese, Korean.

One pattern for all who ask: compiling a set of so many characters takes milliseconds.
"""

from __future__ import annotations

import re

EASTERN = re.compile(
    "([\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]+)"
)
"""A run of such characters, as a group: `split` by it gives other text and runs in turn."""
