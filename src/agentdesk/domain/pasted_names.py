"""Names in a pasted text: what people call themselves, sign with, or are called by a chat's export.

The addressee ("Dear Mr Fox") and whoever speaks for the firm (客服, Agent) are not the customer. A
Chinese name is two to four characters that begin with a surname; where nothing marks its end, the
next word has to be one that follows names (我叫李伟我的卡…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agentdesk.domain.masking import COMPOUND_SURNAMES
from agentdesk.domain.pasted_sheet import TAKEN, Guess, Sheet, first

MOST = 300

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
    "尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾"
    "隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇魏呂盧鍾"
    "譚陸範賈韋鄒龍賀顧龔錢嚴湯溫齊喬莊聶岳關蘭歐寧紀華"
)
_HAN = r"\u4e00-\u9fff"
_NEXT = (
    "我你您他她的是在有想要昨今前明上下刚现电手卡尾号账帐身证住来打申投"
    "，,。.;；:：!！?？、/()（）[]【】 \t\n\"'<>|~-"
    "先女小年男请麻这那因就也已于从向给跟说询问查办买转存取被没不 "
)
"""What may follow a name: the word after it, or a sign."""

_NOT_NAMES_TEXT = """
高级 高中 高管 金卡 金牌 白金 黄金 安徽 江苏 江西 常客 常用 常年 石家 成都 成人 温州
广州 明天 明白 于是 和你 和您 和他 全部 全款 全额 应该 时候 解释 解决 单独 单身 连续
连着 向你 向您 路过 马上 方便 方法 方式 何时 何必 任何 于此 文员 文科 农民 农村 司机
师傅 应届 边走 简单 管理 关于 关心 关注 安全 成功 易方 华夏 金融 万分 明确 康复 古代
尚未 居民 费用 查询 查看 查了 严重 程序 包括 时间 白天 白领 金额 后台 老师 客户 顾客
房东 施工 商户 商家 车主 车间 左右 石油 项目 卫生 文件 盛世 牛人 党员 全职 冷静 单位
游客 管家 边上 阳光 阳性
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_TITLES = r"(?:先生|女士|小姐|太太|老师|經理|经理)"

_NAMED = re.compile(
    rf"""(?:我叫|我的名字[是叫]|本人(?:姓名)?(?:是|叫)?|鄙人|叫做
      |(?:名字|姓名|(?<!对方)(?<!收款)户名|戶名|开户人|持卡人|联系人|投诉人|申请人)(?:[:是]|\s(?!\s))
      |客户:)
    [\s:]{{0,3}}+(?P<name>[{_HAN}]{{2,8}}(?:·[{_HAN}]{{1,8}}){{0,3}}+)""",
    re.X,
)
_I_AM = re.compile(
    rf"(?:我是|这里是|這裡是)\s?(?P<name>[{_HAN}]{{2,4}}+)(?=[\s，,。.;；!！?？、)）]|$)"
)
_CALLED = re.compile(rf"(?P<name>[{_HAN}]{{1,2}})(?P<title>{_TITLES})")
_FAMILY = re.compile(rf"(?:我|免贵|本人)姓(?P<name>[{_HAN}])(?=[\s，,。.;；!！、]|$)")
_SIGNED_HAN = re.compile(
    rf"(?:此致(?!\s{{0,4}}敬礼)|敬礼|谢谢|祝好|顺祝商祺|落款|客户)"
    rf"[!！。.]?[ \t]{{0,4}}\n{{1,3}}[ \t]{{0,8}}"
    rf"(?P<name>[{_HAN}]{{2,4}})"
    r"[ \t]{0,4}+(?=\n|$)"
)

_UPPER, _ANY = "A-ZÀ-ÖØ-ÞĀ-ɏ", "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = rf"[{_UPPER}][{_ANY}'-]{{1,20}}+(?![{_ANY}])"
_LATIN = (
    rf"(?P<name>{_WORD}(?:\s(?:[A-Z]\.|{_WORD}|(?:van|von|de|der|bin|al)(?![A-Za-z]))){{1,3}}+)"
)
_WORDS = rf"(?P<name>{_WORD}(?!\s?:)(?:[ ](?:[A-Z]\.|{_WORD}(?!\s?:))){{0,3}}+)"
_MY_NAME = re.compile(
    r"(?:(?i:\bmy\sname(?:\sis|'s)|(?<!company\s)(?<!user\s)(?<!file\s)(?<!bank\s)(?<![A-Za-z])"
    r"(?:name|customer|account\sholder|card\s?holder|contact|caller)\s?:)\s{0,3}+)"
    rf"(?:M(?:r|rs|s|iss|x)\.?\s)?+{_WORDS}"
)
_MY_NAME_SMALL = re.compile(
    r"\bmy name(?: is|'s) (?P<name>[a-z'-]{2,20}+ [a-z'-]{2,20}+)(?=[\n.,;!]|$| and )"
)
_THIS_IS = re.compile(
    rf"(?:(?i:\bi\sam|\bi'm|\bthis\sis|\bit's|\bspeaking\sto))\s(?:M(?:r|rs|s|iss|x)\.?\s)?+"
    rf"{_LATIN.replace('{1,3}', '{1,2}')}(?=[\s,.;!?)-]|$)"
)
_SIGNED = re.compile(
    rf"(?:(?i:regards|sincerely|faithfully|thanks|thank\syou|cheers"
    rf"|best(?:\swishes)?|yours|truly))[,.! ]{{0,3}}+"
    rf"\n[ \t\n]{{0,4}}{_WORDS}[ \t]{{0,4}}+(?=\n|,|$)"
)
_SIGNED_BESIDE = re.compile(
    rf"(?:(?i:kind\sregards|best\sregards|regards|sincerely|yours\struly|best\swishes))"
    rf",?\s{_LATIN}(?=[.\s]{{0,20}}+$)"
)
_FROM = re.compile(
    r"""^[ \t>]{0,4}+(?:from|sender|发件人|寄件者)\s?:\s{0,3}+"?
    (?P<name>[^"<>\n@:]{2,60}?)"?\s{0,2}(?=<|\n|$)""",
    re.I | re.M | re.X,
)
_CHAT = re.compile(
    r"""^[ \t]{0,4}+(?P<name>[^\d\s:,\[\]()<>@|][^\n:\[\]()<>@|]{0,23}?)(?:\([^\n()]{1,20}+\))?+
    [ \t]{1,4}+(?:\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ \t,]{1,3}+|\d{1,2}[-/]\d{1,2}[ \t]
    |(?:上午|下午|昨天)\s?)?+
    \d{1,2}+:\d{2}(?::\d{2})?+(?:\s?[AP]M)?+[ \t]{0,4}+:?[ \t]{0,4}+$""",
    re.I | re.M | re.X,
)
_STAMPED = re.compile(
    r"""^[ \t]{0,4}+(?:\[[^\n\[\]]{5,30}+\]
    |\d{1,4}+[/.-]\d{1,2}+[/.-]\d{1,4}+,?\s\d{1,2}+:\d{2}(?::\d{2})?+(?:\s?[AP]M)?+\s?-)
    [ \t]{0,3}+(?P<name>[^\n:\[\]()<>@|]{1,30}?)\s?:""",
    re.I | re.M | re.X,
)
_ADDRESSED = re.compile(rf"{_LATIN}\s?<(?={TAKEN})")
_TO = re.compile(r"^[ \t>]{0,4}+(?:to|cc|bcc|reply-to|收件人|抄送)\s?:", re.I)
_FIRM = re.compile(
    r"客服|坐席|系统|机器人|助手|小助|银行|支付|公司|中心|官方|管理员|服务|专员|经理|顾问"
    r"|(?<![a-z])(?:agent|support|system|bot|service|team|bank|admin|advisor"
    r"|adviser|helpdesk|desk|no-?reply|care)(?![a-z])",
    re.I,
)
_NOT_LATIN_TEXT = """
the a an i my your our very so not just still really also here there sorry happy unhappy
angry writing calling trying waiting sure going having good bad from to in on at it is no
yes please thanks thank dear hello hi hey card account bank number unknown none customer
regards best monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december re fw fwd subject date sent
british american chinese english french german spanish indian irish scottish welsh
australian canadian
"""
_NOT_LATIN = frozenset(_NOT_LATIN_TEXT.split())
_SIDES_TEXT = """
customer client caller user guest visitor member me myself
客户 用户 顾客 访客 游客 会员 来电人 本人 我 对方
"""
_SIDES = frozenset(_SIDES_TEXT.split())
"""What a chat calls its two sides where it does not name them."""


def names(sheet: Sheet) -> Iterator[Guess]:
    """Names of the customer or caller; sure if they name themselves and nobody else is named."""
    found: list[tuple[str, int, int, bool]] = []
    found += _han(sheet.rest)
    found += _latin(sheet.rest)
    found += _addressed(sheet.rest)
    found += (one for one in _headed(sheet.plain) if TAKEN not in sheet.rest[one[1] : one[2]])
    told: dict[str, tuple[int, int, bool]] = {}
    for name, start, end, sure in found:
        before = told.get(name)
        if before is None or (sure and not before[2]):
            told[name] = (start, end, sure)
    alone = sum(sure for _, _, sure in told.values()) == 1
    for name, (start, end, sure) in sorted(told.items(), key=lambda one: one[1][0]):
        yield sheet.guess("name", name, start, end, sure=sure and alone)


def _han(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in first(_NAMED, text, MOST):
        start, end = match.span("name")
        name, open_end = match["name"], text[end : end + 1]
        if "·" in name:
            yield name, start, end, True
            continue
        length = _length(name, open_end)
        if length and text[start + length : start + length + 1] != "的":
            yield name[:length], start, start + length, True
    for pattern in (_I_AM, _SIGNED_HAN):
        for match in first(pattern, text, MOST):
            if _is_name(match["name"]):
                yield match["name"], *match.span("name"), True
    for match in first(_CALLED, text, MOST):
        family = match["name"]
        if family not in COMPOUND_SURNAMES:
            family = family[-1]
        if family[-1] in _SURNAMES or family in COMPOUND_SURNAMES:
            yield family + match["title"], match.end("name") - len(family), match.end(), False
    for match in first(_FAMILY, text, MOST):
        if match["name"] in _SURNAMES:
            yield match["name"], *match.span("name"), False


def _length(run: str, after: str) -> int:
    """How many characters at the start of a run are a name; 0 if none surely are."""
    run += after or "\n"
    for length in (3, 2, 4):
        if (
            len(run) > length
            and run[length] in _NEXT
            and not any(sign in "的是" for sign in run[:length])
            and _is_name(run[:length])
        ):
            return length
    return 0


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= 4 or name[:2] in _NOT_NAMES or re.search(_TITLES, name):
        return False
    if name[:2] in COMPOUND_SURNAMES:
        return len(name) >= 3
    return name[0] in _SURNAMES and len(name) <= 3 and not set(name[1:]) & set("的了吗呢是我你您他")


def _latin(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in (_MY_NAME, _THIS_IS, _SIGNED, _SIGNED_BESIDE):
        for match in first(pattern, text, MOST):
            name = " ".join(match["name"].split())
            shouted = pattern is _THIS_IS and name.isupper()  # I'M FURIOUS ABOUT IT
            if _is_latin(name) and not shouted and not _FIRM.search(name):
                yield name, *match.span("name"), True
    for match in first(_MY_NAME_SMALL, text, MOST):
        if _is_latin(match["name"]):
            yield match["name"].title(), *match.span("name"), False


def _is_latin(name: str) -> bool:
    return "XX" not in name and not any(
        word.lower().strip(".") in _NOT_LATIN for word in name.split()
    )


def _headed(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Who a mail is from, and who writes in a chat."""
    for pattern in (_FROM, _CHAT, _STAMPED):
        for match in first(pattern, text, MOST):
            name = match["name"].strip()
            if name.casefold() in _SIDES:
                continue
            if not name or "=?" in name or _FIRM.search(name) or not any(map(str.isalpha, name)):
                continue
            start = match.start("name") + match["name"].index(name)
            sure = _is_name(name) or (" " in name and name.isascii() and _is_latin(name))
            yield " ".join(name.split()), start, start + len(name), sure


def _addressed(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """A name before an address that was found; not in a mail's To and Cc lines."""
    for match in first(_ADDRESSED, text, MOST):
        start, end = match.span("name")
        line = text[max(0, start - 60) : start].rpartition("\n")[2]
        if _is_latin(match["name"]) and not _FIRM.search(match["name"]) and not _TO.match(line):
            yield " ".join(match["name"].split()), start, end, True
