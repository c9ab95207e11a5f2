"""Words of the index: what is typed is found, in both languages, by a real FTS5 table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain.words import LONGEST_TOKEN, query, tokens

Search = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def found() -> Iterator[Search]:
    """Whether a text is found by a question, asked of SQLite as the store asks it."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE search USING fts5("
            "words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
        ids = iter(range(1, 1_000_000))

        def ask(text: str, question: str) -> bool:
            expression, row = query(question), next(ids)
            if expression is None:
                return False
            put = "INSERT INTO search(rowid, words) VALUES (?, ?)"
            connection.execute(put, (row, " ".join(tokens(text))))
            where = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid = ?"
            return connection.execute(where, (expression, row)).fetchone() == (1,)

        yield ask
    connection.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transfer missing", ["transfer", "missing"]),
        ("盗刷", ["盗刷", "刷"]),
        ("信用卡", ["信用", "用卡", "卡"]),
        ("卡", ["卡"]),
        ("卡 号", ["卡", "号"]),
        ("我用iPhone付款", ["我用", "用", "iphone", "付款", "款"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("Café", ["cafe"]),
        ("C-1041", ["c", "1041"]),
        ("don't_do", ["don", "t", "do"]),
        ("", []),
        ("!!! \x00 ……", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("我的信用卡被盗刷了", "盗刷"),
        ("我的信用卡被盗刷了", "信用卡"),
        ("我的信用卡被盗刷了", "盗刷 信用"),
        ("我的信用卡被盗刷了", "卡"),
        ("信用卡", "卡"),  # a single character at the end of a run
        ("我的信用卡被盗刷了", "信用卡被盗刷"),
        ("Transfer of 50,000 missing", "missing trans"),
        ("Transfer of 50,000 missing", "TRANSFER"),
        ("Transfer of 50,000 missing", "50,000"),
        ("a café in Zürich", "cafe zurich"),
        ("a cafe in Zurich", "Café Zürich"),
        ("Ｖｉｓａ　卡１２３", "visa 123"),
        ("case C-1041", "C-1041"),
        ("mail li.wei@example.com", "li.wei@example"),
        ('he said "NOT OR AND NEAR"', 'not or and "near"'),
        ("계좌 이체", "이체"),
        ("base64 " + "Zm9v" * 6000, "Zm9v" * 6000),
    ],
)
def test_it_is_found(found: Search, text: str, question: str) -> None:
    assert found(text, question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("我的信用卡", "卡信"),
        ("信用很好，用卡方便", "信用卡"),  # its pairs are there, but not beside each other
        ("Transfer missing", "miss transfer"),  # only the last word may be a beginning
        ("Transfer missing", "transfer "),
        ("Transfer missing", "missing found"),
    ],
)
def test_it_is_not_found(found: Search, text: str, question: str) -> None:
    if question == "transfer ":
        assert found("Transfer missing", question)
        assert not found("Transfers missing", question)
    else:
        assert not found(text, question)


@pytest.mark.parametrize("question", ["", "   ", "!!!", '"', "()*^:", "\x00", "……"])
def test_no_word_no_question(question: str) -> None:
    assert query(question) is None


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60), question=st.text(max_size=60))
def test_nothing_typed_breaks_the_search(found: Search, text: str, question: str) -> None:
    assert found(text, question) in (True, False)


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(st.sampled_from("信用卡盗刷abcé 12,。-ｘ\u0301'\"*"), min_size=1, max_size=20),
    data=st.data(),
)
def test_whole_words_and_any_piece_of_chinese_are_found(
    found: Search, text: str, data: st.DataObject
) -> None:
    words = tokens(text)
    if not words:
        return
    assert found(text, text)
    assert found(text, data.draw(st.sampled_from(words)))
    assert all(0 < len(word) <= LONGEST_TOKEN for word in words)


@pytest.mark.timeout(60)
def test_long_texts_end() -> None:
    for text in ("a\u0316\u0301" * 30_000, "被盗" * 50_000, "x" * 100_000, "1 " * 50_000):
        assert tokens(text)
        expression = query(text)
        assert expression is not None
        assert len(expression) < 10_000
