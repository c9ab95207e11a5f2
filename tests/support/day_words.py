"""What is said on the day of `tests/e2e/test_day.py`, and what the program says to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """The words of people in one language, and the marks by which a screen is known."""

    # --- the program
    queue: str
    story: str
    sent: str
    logged: str
    again: str
    payments: str
    accepted: str
    reported: str
    rejected: str
    mine: str
    ring_now: str
    one_marked: str
    who_takes: str
    follow_ups: str
    offer: str
    opened: str
    answered: str
    going_home: str
    asked: str
    told: str
    duty: str
    took: str
    closing: str
    # --- the callers
    names: tuple[str, ...]
    transfer: str
    card: str
    enquiry: str
    chaser: str
    letter: str
    unhappy: str
    # --- the desk
    answer: str
    ask: str
    again_ask: str
    found: str
    next_step: str
    result: str
    back_again: str
    what: str
    own: str
    tells: str
    reached: str
    no_answer: str
    why: str
    branch: str
    papers: str
    done: str
    arrived: str
    # --- times as people say them
    at_three: str
    at_four: str
    finish: str
    tomorrow_two: str
    calls: tuple[str, ...]
    visit: str
    after_tomorrow: str
    moved_to: str
    tonight: str
    late_tonight: str


CHINESE = Speech(
    queue="待登记",
    story="处理轨迹",
    sent="电子邮件已发出",
    logged="来电已记入 {ref}",
    again="再次致电",
    payments="支付结算部",
    accepted="支付结算部签收",
    reported="2 件转办已一并反馈",
    rejected="{ref} 已退回给 Li Wei",
    mine="Li Wei（我）",
    ring_now="现在拨打",
    one_marked="已选 1 件",
    who_takes="请谁接手",
    follow_ups="待回访",
    offer="是否重新打开工单",
    opened="{ref} 已重新打开，由您继续处理",
    answered="{ref}：满意度已登记",
    going_home="下班交接",
    asked="已请 Chen Ying 接手 1 件",
    told="Li Wei 即将下班，请您接手 1 件工单",
    duty="1 件已交值班人员 Zhao Min",
    took="已接手：{ref}",
    closing="明天 08:00 前没有到期事项。您名下另有 {stay} 件可待下个班次处理；"
    "1 件已由 Chen Ying 接手；1 件已交值班人员 Zhao Min。",
    names=("陈洁", "王强", "李娜", "张敏", "赵刚", "刘洋", "孙丽", "周涛", "吴静", "郑爽"),
    transfer="我转账五万元三天了还没到账。",
    card="信用卡年费多收了一次。",
    enquiry="信用卡额度怎么调整？",
    chaser="怎么还没有消息？",
    letter="我的汇款何时到账？",
    unhappy="额度还是没变",
    answer="请在手机银行“卡片”里选择“额度管理”。",
    ask="请查第 {n} 笔。",
    again_ask="请核对卡片入账。",
    found="款项在收款行。",
    next_step="清算系统在补录。",
    result="款项已于九点入账。",
    back_again="已为客户补记。",
    what="核实第 {n} 笔去向。",
    own="第 {n} 件已受理，正在核对账单。",
    tells="今天下午给您回电。",
    reached="第 {n} 通：年费已退回。",
    no_answer="语音信箱",
    why="客户已到网点办理",
    branch="浦东支行 3 号柜",
    papers="身份证",
    done="年费已冲正。",
    arrived="款已到账，请您查收。",
    at_three="15:00",
    at_four="今天下午四点",
    finish="周五 18:00",
    tomorrow_two="明天下午两点",
    calls=("今天下午两点", "14:30", "今天下午三点", "15:30", "今天下午四点"),
    visit="明天上午10点半",
    after_tomorrow="后天下午三点半",
    moved_to="明天上午11点",
    tonight="今晚8点",
    late_tonight="今晚9点",
)
ENGLISH = Speech(
    queue="Unregistered",
    story="Timeline",
    sent="sent by e-mail",
    logged="The contact stands on {ref}",
    again="We try again",
    payments="Payments",
    accepted="Payments accepted it",
    reported="Reported on 2 handoffs",
    rejected="{ref} goes back to Li Wei",
    mine="Li Wei (you)",
    ring_now="ring now",
    one_marked="✓ 1 marked",
    who_takes="Who takes it over?",
    follow_ups="To be asked",
    offer="Open the case again?",
    opened="{ref} is open again; it is yours",
    answered="{ref}: the answers are written down",
    going_home="Going home",
    asked="1 case asked of Chen Ying",
    told="Li Wei is going home and asks you to take over 1 case",
    duty="1 case is with Zhao Min now, on duty",
    took="Taken over: {ref}",
    closing="Nothing is due before tomorrow 08:00. {stay} of yours can wait; "
    "1 is with Chen Ying; 1 is with Zhao Min, on duty.",
    names=("Ann Lee", "Jane Smith", "Omar Haddad", "Eva Lund", "Tom Ode", "Ida Berg", "Max Roth",
           "Zoe Hart", "Ben Cole", "Mia Frey"),
    transfer="My transfer has not arrived for three days.",
    card="The annual card fee was taken twice.",
    enquiry="How do I raise my card limit?",
    chaser="Still nothing?",
    letter="When does my transfer arrive?",
    unhappy="the limit is the same",
    answer="In the app, under Cards.",
    ask="Trace number {n}.",
    again_ask="Is it on the card account?",
    found="It is at the other bank.",
    next_step="Clearing enters it anew.",
    result="Credited at nine.",
    back_again="It was entered by hand.",
    what="trace number {n}.",
    own="Request {n} is ours, we compare the statements.",
    tells="We ring you this afternoon.",
    reached="Call {n}: the fee is back.",
    no_answer="voicemail",
    why="they came to the branch",
    branch="Pudong, counter 3",
    papers="passport",
    done="The fee was booked back.",
    arrived="The money is there.",
    at_three="15:00",
    at_four="today 4pm",
    finish="fri 18:00",
    tomorrow_two="tomorrow 2pm",
    calls=("today 2pm", "14:30", "today 3pm", "15:30", "today 4pm"),
    visit="tomorrow morning 10:30",
    after_tomorrow="day after tomorrow 3:30pm",
    moved_to="tomorrow 11am",
    tonight="tonight at 8",
    late_tonight="tonight at 9",
)  # fmt: skip
