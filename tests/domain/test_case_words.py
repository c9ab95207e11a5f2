"""Every refusal of a case, and every name of what it can be, has its words in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from agentdesk.domain import case
from agentdesk.domain.values import CaseClass, Priority, Status
from agentdesk.i18n import LANGUAGES, catalogue
from tests.support import ROOT

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")


REFUSED = re.compile(r"""Refused\(\s*"([a-z_]+)\"""")


def params(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(case.PARAMS))
def test_each_refusal_has_its_sentence(lang: str, code: str) -> None:
    sentence = catalogue(lang)[f"refused.{code}"]
    assert params(sentence) == set(case.PARAMS[code])
    assert sentence.endswith(("。", "."))


def test_no_refusal_anywhere_lacks_its_sentence() -> None:
    sources = (ROOT / "src" / "agentdesk").rglob("*.py")
    codes = {code for path in sources for code in REFUSED.findall(path.read_text("utf-8"))}
    assert len(codes) > 10
    for lang in LANGUAGES:
        texts = catalogue(lang)
        assert sorted(code for code in codes if f"refused.{code}" not in texts) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_action_and_state_has_its_name(lang: str) -> None:
    texts = catalogue(lang)
    wanted = [f"refused.action.{name}" for name in case.NAMES.values()]
    wanted += [f"status.{status}" for status in Status]
    wanted += [f"status.priority.{priority}" for priority in Priority]
    wanted += [f"status.class.{klass}" for klass in CaseClass]
    assert [key for key in wanted if not texts.get(key)] == []


def test_chinese_sentences_use_chinese_punctuation() -> None:
    ours = {k: v for k, v in catalogue("zh").items() if k.startswith(("refused.", "status."))}
    assert {key: text for key, text in ours.items() if HALF_WIDTH.search(text)} == {}
