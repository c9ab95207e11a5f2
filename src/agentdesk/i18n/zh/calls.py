"""约定回电：无人接听后发给客户的短信；日历条目。"""

TEXTS = {
    "after_try.call": "您好，我们就 {reference} 致电未能联系到您，将于{when}再次致电，请留意接听。",
    "after_try.call.last": (
        "您好，我们就 {reference} 多次致电未能联系到您，请在方便时来电与我们联系。"
    ),
    "after_try.visit": (
        "您好，您就 {reference} 预约的网点业务未能如期办理，我们将于{when}致电另约时间。"
    ),
    "after_try.visit.last": "您好，您就 {reference} 预约的网点业务未能如期办理，请来电另约时间。",
    "after_try.by_hand": "本台未自动发送，请以短信发送：{text}",
    "ical.call": "回电 {reference}",
    "ical.visit": "网点预约 {reference}",
}
