"""The filter line: fields in both languages, values by code, label or name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.desk.api import Filter, Label, Labels, Person
from agentdesk.desk.filters import parse

LABELS = Labels(
    {
        "category": (
            Label("transfer", "Transfers", "转账汇款"),
            Label("trading", "Trading", "证券交易"),
        ),
        "line": (
            Label("retail", "Personal banking", "个人金融"),
            Label("securities", "Securities", "证券"),
        ),
        "channel": (Label("email", "E-mail", "电子邮件"), Label("phone", "Phone", "电话")),
    }
)
PEOPLE = (
    Person("li.wei", "李伟"),
    Person("zhao.m", "Zhao Min"),
    Person("zhou.q", "周倩"),
    Person("何娜", "何娜", pinyin="he na"),
)


def test_fields_and_free_text_stand_side_by_side() -> None:
    assert parse("p:1 owner:me cat:transfer line:retail 未到账 missing") == Filter(
        priority=frozenset({"P1"}),
        owner="me",
        category="transfer",
        line="retail",
        text="未到账 missing",
    )


@pytest.mark.parametrize("line", ["p:1,2", "P:p1,P2", "优先级：1、2", "p：１，２", "级:一级/二级"])
def test_priorities_are_read_as_people_write_them(line: str) -> None:
    assert parse(line).priority == {"P1", "P2"}


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ("责任人：我", "owner", "me"),
        ("owner:none", "owner", "none"),
        ("经办人：无", "owner", "none"),
        ("owner:李伟", "owner", "li.wei"),
        ("owner:lw", "owner", "li.wei"),
        ("owner:zhao", "owner", "zhao.m"),
        ("owner:hn", "owner", "何娜"),
        ("类别：转账", "category", "transfer"),
        ("cat:tran", "category", "transfer"),
        ("条线：个人", "line", "retail"),
        ('line:"personal banking"', "line", "retail"),
        ("class:投诉", "klass", "complaint"),
        ("kind:after", "kind", "after_sales"),
        ("渠道：电话", "channel", "phone"),
        ("status:wait", "status", "waiting"),
        ("状态：已办结", "status", "resolved"),
    ],
)
def test_values_are_codes_labels_names_or_their_beginnings(
    line: str, field: str, code: str
) -> None:
    found = parse(line, LABELS, PEOPLE)
    assert getattr(found, field) == code
    assert found.unknown == ()


def test_what_is_not_understood_is_said_and_filters_nothing() -> None:
    found = parse("colour:red p:7 cat:tra owner:nobody.known text", LABELS, PEOPLE)
    assert found == Filter(text="text", unknown=("colour", "p:7", "cat:tra", "owner:nobody.known"))


def test_a_field_still_being_typed_filters_nothing() -> None:
    assert parse("owner: p:").empty


@pytest.mark.parametrize("line", ["14:30", "https://bank.example/x", "C-1041", '"p:1"'])
def test_what_only_looks_like_a_field_is_text(line: str) -> None:
    found = parse(line)
    assert found == Filter(text=line.strip('"'))


@given(st.text())
def test_no_line_is_an_error(line: str) -> None:
    found = parse(line, LABELS, PEOPLE)
    assert parse(found.text.replace(":", " "), LABELS, PEOPLE).unknown == ()
