"""The structured filter of the queue: ``p:1 owner:me cat:transfer line:retail free text``.

Field names and values are taken in both languages, full-width letters, digits and colons count as
their plain twins (an input method left on is no error), and a value may be a code, a label or
an unambiguous beginning of one: nobody types a code from memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agentdesk.desk.api import Filter, Label, Labels, Person
from agentdesk.domain.values import CaseClass, Kind, Priority, Status

_FIELDS = {
    "priority": ("p", "pri", "priority", "级", "级别", "优先级"),
    "owner": ("o", "owner", "责任人", "经办人", "经办"),
    "category": ("cat", "category", "类别", "业务类别", "事项"),
    "line": ("line", "条线", "业务线", "业务条线"),
    "klass": ("class", "分类", "复杂度"),
    "kind": ("kind", "性质", "类型", "诉求"),
    "channel": ("ch", "channel", "渠道"),
    "status": ("st", "status", "状态"),
}
_ALIAS = {alias: name for name, aliases in _FIELDS.items() for alias in aliases}

_OWN_LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "klass": {
        CaseClass.COMMON: ("一般", "普通"),
        CaseClass.COMPLEX: ("复杂", "疑难"),
        CaseClass.COMPLAINT: ("投诉",),
    },
    "kind": {
        Kind.ENQUIRY: ("咨询",),
        Kind.TRANSACTION: ("业务办理", "交易"),
        Kind.COMPLAINT: ("投诉",),
        Kind.AFTER_SALES: ("售后", "after-sales"),
        Kind.RISK: ("风险", "风险事件"),
        Kind.SUGGESTION: ("建议",),
    },
    "status": {
        Status.NEW: ("待登记", "新"),
        Status.OPEN: ("处理中", "待办"),
        Status.WAITING: ("待客户补充", "待客户", "等待"),
        Status.RESOLVED: ("已办结", "办结"),
        Status.CLOSED: ("已关闭", "已结案", "关闭"),
    },
}
_ME = frozenset({"me", "我", "本人", "我的"})
_NOBODY = frozenset({"none", "no", "-", "无", "无人", "未领取", "待领取"})
_DIGITS = {"一": "1", "二": "2", "三": "3"}
_TOKEN = re.compile(
    r'(?P<name>[^\W\d_]+):(?P<value>"[^"]*"?|\S*)|"(?P<quoted>[^"]*)"?|(?P<word>\S+)'
)
_PRIORITY = re.compile(r"p?([123])级?$")


@dataclass
class _Found:
    """What has been understood so far."""

    fields: dict[str, str] = field(default_factory=dict)
    priority: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def parse(text: str, labels: Labels | None = None, people: Sequence[Person] = ()) -> Filter:
    """The filter that a line of text means. Never raises: what is not understood is `unknown`.

    ``labels`` (of the policy in force) and ``people`` let values be typed as labels and names.
    """
    found = _Found()
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        name, value = match["name"], match["value"]
        if name is None or value.startswith("//"):
            found.words.append(match["quoted"] or match["word"] or (match[0] if name else ""))
            continue
        value = value.strip('"').strip()
        column = _ALIAS.get(name.casefold())
        if column is None:
            found.unknown.append(name)
        elif value and not _take(found, column, value, labels, people):
            found.unknown.append(match[0])
    return Filter(
        priority=frozenset(found.priority),
        text=" ".join(word for word in found.words if word),
        unknown=tuple(dict.fromkeys(found.unknown)),
        **found.fields,
    )


def _take(
    found: _Found, column: str, value: str, labels: Labels | None, people: Sequence[Person]
) -> bool:
    """Note one field; False if its value means nothing."""
    if column == "priority":
        return _take_priority(found, value)
    code = _owner(value, people) if column == "owner" else _code(column, value, labels)
    if code is None:
        return False
    found.fields[column] = code
    return True


def _take_priority(found: _Found, value: str) -> bool:
    ranks = []
    for part in re.split(r"[,/、]", value.casefold()):
        match = _PRIORITY.match("".join(_DIGITS.get(sign, sign) for sign in part.strip()))
        if match is None:
            return False
        ranks.append(Priority(f"P{match[1]}").value)
    found.priority.update(ranks)
    return True


def _owner(value: str, people: Sequence[Person]) -> str | None:
    wanted = value.casefold()
    if wanted in _ME:
        return "me"
    if wanted in _NOBODY:
        return "none"
    if not people:
        return wanted
    choices = {
        who.code: (who.code, who.name, who.pinyin, initials(who.code), initials(who.pinyin))
        for who in people
    }
    return _match(wanted, choices)


def _code(column: str, value: str, labels: Labels | None) -> str | None:
    own = _OWN_LABELS.get(column)
    known = labels.families.get(column, ()) if labels else ()
    choices = {code: (code, *names) for code, names in (own or {}).items()}
    for label in known:
        choices[label.code] = (*choices.get(label.code, ()), *_names(label))
    if not choices:
        return value.casefold()
    return _match(value.casefold(), choices)


def _names(label: Label) -> tuple[str, ...]:
    return (label.code, label.en, label.zh)


def _match(wanted: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """The one choice that is named: exactly, else by a beginning, else by a part; else None."""
    folded = {code: [name.casefold() for name in names] for code, names in choices.items()}
    tests = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for test in tests:
        hits = [code for code, names in folded.items() if any(test(name) for name in names)]
        if hits:
            return hits[0] if len(hits) == 1 else None
    return None


def initials(code: str) -> str:
    """The initials of a person's code: ``li.wei`` -> ``lw``; empty for a code of one part."""
    parts = [part for part in re.split(r"[._\-\s]+", code) if part]
    return "".join(part[0] for part in parts) if len(parts) > 1 else ""
