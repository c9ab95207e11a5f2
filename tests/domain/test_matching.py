"""Things found by part of a name, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain.matching import initials, ranked

PEOPLE = ("Wei Lihua", "Li Wei", "José Núñez", "李伟", "wang.fang", "Anna Liwei")


def found(typed: str) -> list[str]:
    spelled = {"李伟": ("li wei", "lw")}
    return ranked(PEOPLE, lambda name: (name, *spelled.get(name, ())), typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("li wei", ["Li Wei", "李伟"]),
        ("LI WEI", ["Li Wei", "李伟"]),
        ("ｌｉ ｗｅｉ", ["Li Wei", "李伟"]),
        ("lw", ["李伟", "Li Wei"]),
        ("jose", ["José Núñez"]),
        ("伟", ["李伟"]),
        ("wf", ["wang.fang"]),
        ("li", ["Li Wei", "李伟", "Wei Lihua", "Anna Liwei"]),
        ("  anna ", ["Anna Liwei"]),
        ("nobody", []),
    ],
)
def test_the_best_match_comes_first(typed: str, meant: list[str]) -> None:
    assert found(typed) == meant


def test_all_of_them_while_nothing_is_typed() -> None:
    assert found(" ") == list(PEOPLE)


def test_initials_are_of_every_word() -> None:
    assert initials("Anna-Maria de la Cruz") == "amdlc"


@given(st.text(max_size=12))
def test_whatever_is_typed_finds_only_what_holds_it_in_order_of_how_well(typed: str) -> None:
    first = found(typed)
    assert len(set(first)) == len(first)
    assert set(first) <= set(PEOPLE)
    assert found(typed) == first


@given(st.sampled_from(PEOPLE))
def test_a_whole_name_finds_its_bearer_first(name: str) -> None:
    assert found(name)[0] == name
