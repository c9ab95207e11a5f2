"""An hour of calls, by keys at a real terminal, each call typed in one breath: what the desk then
knows is held against what was said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.clock import SystemClock
from tests.support.cli import run
from tests.support.terminal import Terminal

ENTER, TAB, BACK_TAB, NEW, SOLVED, SEND = "\r", "\t", "\x1b[Z", "\x0e", "\x1b[15~", "\x13"
RELATIVE, ATTORNEY, PROVEN = "2", "3", "3"
"""The digits of who speaks, and by what right."""
ANSWERED, GUIDED = "1", "4"
"""Digits of wrap-up codes."""


@dataclass(frozen=True)
class Speech:
    """What is said at this desk, and what the program says when a call is over."""

    names: tuple[str, ...]
    complaint: str
    enquiry: str
    chaser: str
    told: str
    brother: str
    attorney: str
    nothing: str
    chat: str
    queue: str


ENGLISH = Speech(
    names=("Ann Lee", "Jane Smith", "Omar Haddad", "Eva Lund", "Chen Jie", "Li Na", "Tom Ode"),
    complaint="No transfer yet: I complain.",
    enquiry="How do I raise my limit?",
    chaser="Still nothing?",
    told="In the app, under Cards.",
    brother="What is on his account?",
    attorney="I act for her: has it arrived?",
    nothing="tell them nothing",
    chat="Lena 09:12\nHello, my card ending 4455 was charged 1,200.00 twice.\n"
    "Please ring 13900001111, thank you.\nLena 09:14\nIt was on 2026-11-20.",
    queue="Unowned",
)
CHINESE = Speech(
    names=("陈洁", "王强", "欧阳娜娜", "刘", "张敏", "李娜", "赵敏"),
    complaint="我转账五万元三天了还没到账，我要投诉。",
    enquiry="信用卡额度怎么调整？",
    chaser="怎么还没有消息？",
    told="请在手机银行“卡片”里选择“额度管理”。",
    brother="我弟弟想问他账户里还有多少钱。",
    attorney="我是她的委托代理人，请问转账到了吗？",
    nothing="不得透露客户及工单的任何信息",
    chat="客户 09:12\n你好，我尾号4455的卡被重复扣款1200元。\n请回电13900001111，谢谢。\n"
    "客户 09:14\n是2026年11月20日的事。",
    queue="待领取",
)
SPEECHES = [
    pytest.param("en", ENGLISH, id="english", marks=pytest.mark.story),
    pytest.param("zh", CHINESE, id="chinese", marks=pytest.mark.story),
]


class Agent:
    """Li Wei at the telephone."""

    def __init__(self, terminal: Terminal, speech: Speech) -> None:
        self.at = terminal
        self.speech = speech
        self.calls = 0
        self.cases = 1000

    def registers(self, number: str, words: str, *, name: str = "", known: bool = False) -> str:
        """Somebody rings for the first time, or with something new."""
        named = BACK_TAB * 3 + name + TAB * 3 if name else ""
        return self._new(f"i{number}{NEW if known else ENTER}{named}{words}{SEND}")

    def solves(self, number: str, *, known: bool = False, wrapup: str = GUIDED) -> str:
        """A question that has an answer."""
        speech = self.speech
        begins = f"i{number}{NEW if known else ENTER}{speech.enquiry}"
        return self._new(f"{begins}{SOLVED}{speech.told}{TAB}{wrapup}{SEND}")

    def is_chased(self, number: str, reference: str, *, promised: str = "") -> None:
        """Somebody asks after their one open case."""
        words = f"{self.speech.chaser}{TAB}{promised}"
        self._typed(f"i{number}{ENTER}1{words}{SEND}", reference)

    def hears_the_attorney(self, number: str) -> str:
        """Not the customer, but entitled: they are told what the customer would be."""
        speech = self.speech
        who = f"{TAB * 2}{ATTORNEY}{TAB}{PROVEN}"
        begins = f"i{number}{NEW}{speech.attorney}{who}"
        return self._new(f"{begins}{SOLVED}{speech.told}{TAB}{ANSWERED}{SEND}")

    def hears_the_brother(self, number: str) -> str:
        """Not the customer, and not entitled: solving is refused, what he says is kept."""
        speech = self.speech
        self.at.type(f"i{number}{NEW}{speech.brother}{TAB * 2}{RELATIVE}{SOLVED}")
        self.at.until(speech.nothing)
        return self._new(SEND)

    def pastes_a_chat(self) -> str:
        """A whole chat into the line: number, amount, day and last digits find their fields."""
        return self._new(f"i\x1b[200~{self.speech.chat}\x1b[201~{ENTER}{SEND}")

    def _new(self, keys: str) -> str:
        self.cases += 1
        return self._typed(keys, f"C-{self.cases}")

    def _typed(self, keys: str, reference: str) -> str:
        """A call that ends on the queue, with this case in it."""
        self.calls += 1
        self.at.type(keys)
        self.at.until(lambda text: self.speech.queue in text and reference in text)
        return reference


def number(customer: int) -> str:
    return f"1381234{customer:04}"


@pytest.mark.parametrize(("lang", "speech"), SPEECHES)
def test_an_hour_of_calls(tmp_path: Path, lang: str, speech: Speech) -> None:
    def agentdesk(*words: str) -> Any:
        ran = run(*words, data=tmp_path, clock=SystemClock())
        assert ran.code == 0, ran.err
        return ran

    agentdesk(
        "init", "--name", "Li Wei", "--desk", "Retail", "--tz", "Asia/Shanghai", "--lang", lang,
        "--no-sample",
    )  # fmt: skip
    with Terminal(["--data-dir", str(tmp_path)], columns=80, lines=24) as terminal:
        li_wei = Agent(terminal, speech)
        terminal.until(speech.queue)
        ann, jane, omar, eva, chen = (
            li_wei.registers(number(n), speech.complaint, name=speech.names[n]) for n in range(5)
        )
        solved = [li_wei.solves(number(n)) for n in range(20, 25)]
        li_wei.is_chased(number(0), ann)
        li_wei.is_chased(number(1), jane, promised="+2h")
        twice = [li_wei.solves(number(n), known=True, wrapup=ANSWERED) for n in (20, 21)]
        solved += twice
        li_wei.is_chased(number(0), ann)
        attorney = li_wei.hears_the_attorney(number(4))
        brother = li_wei.hears_the_brother(number(3))
        li_wei.is_chased(number(2), omar)
        again = li_wei.registers(number(2), speech.enquiry, known=True)
        solved += [li_wei.solves(number(n)) for n in range(30, 33)]
        li_wei.is_chased(number(0), ann, promised="+1h")
        chat = li_wei.pastes_a_chat()
        li_wei.is_chased("13900001111", chat)
        assert li_wei.calls == 25
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0

    def case(reference: str) -> Any:
        return agentdesk("show", reference, "--json").json

    def clocks(reference: str) -> dict[str, str]:
        told = agentdesk("explain", reference, "--json").json
        return {clock["name"]: clock["state"] for clock in told["clocks"]}

    def events(reference: str) -> list[str]:
        told = {entry["seq"]: entry["kind"] for entry in case(reference)["timeline"]}
        return [told[seq] for seq in sorted(told)]

    taken_in = ["received", "registered", "assigned"]
    assert len(solved) == 10
    for reference in [*solved, attorney]:
        assert case(reference)["status"] == "resolved"
        asked = reference not in twice  # who was solved twice is asked once (C10)
        left_out = [] if asked else ["followup_waived"]
        assert events(reference) == [*taken_in, "reply", "resolved", *left_out]
        states = clocks(reference)
        assert states.pop("follow_up") == ("running" if asked else "cancelled")
        assert {"register", "first_response", "resolution"} <= set(states)
        assert set(states.values()) == {"met"}
        assert speech.told in [entry["text"] for entry in case(reference)["timeline"]]
    assert {case(reference)["wrapup"] for reference in solved} == {"guided", "answered"}
    for reference in (ann, jane, omar, eva, chen, brother, again, chat):
        known = case(reference)
        assert (known["status"], known["owner"]) == ("open", "li.wei")
        assert events(reference)[:3] == taken_in
        running = clocks(reference)
        assert running["register"] == "met"
        assert running["first_response"] == "running", "nobody has told them anything yet"
    chased = {reference: case(reference)["chasers"] for reference in (ann, jane, omar, chat)}
    assert chased == {ann: 3, jane: 1, omar: 1, chat: 1}
    assert events(ann)[3:] == ["customer_message"] * 3
    promised = [clocks(reference).get("promised") for reference in (ann, jane, omar)]
    assert promised == ["running", "running", None]
    for reference in (ann, jane, omar, eva, chen):
        assert (case(reference)["class"], case(reference)["text"]) == (
            "complaint",
            speech.complaint,
        )
    assert case(attorney)["speaker"]["authority"] == "proven"
    assert case(brother)["speaker"] == {
        "caller": "relative", "authority": "none", "recording": None, "notice": False,
    }  # fmt: skip
    assert "reply" not in events(brother)
    assert case(again)["others"] == [omar]
    assert case(chat)["phone"] == "139****1111"
    assert "13900001111" not in case(chat)["text"]
    assert "4455" in case(chat)["text"]
    assert agentdesk("db", "verify", "--json").json["clean"]
