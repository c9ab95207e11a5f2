"""Why something cannot be done, and what to do instead. One sentence for each refusal's code."""

TEXTS = {
    # the case as it stands
    "unknown_case": "There is no such case. Check the number, or search for the customer.",
    "already_received": "This request has already been received; nothing was added.",
    "already_registered": "This case is already registered.",
    "unregistered": (
        "Nobody has registered this case yet. Claim it first: that registers it to you."
    ),
    "is_resolved": "This case is resolved. Reopen it first if there is more to do.",
    "is_closed": "This case is closed. Reopen it first if there is more to do.",
    "not_resolved": "This case is still open. Resolve it first.",
    # whose it is
    "unowned": "Nobody has this case yet. Claim it first.",
    "already_yours": "You already have this case.",
    "owned_by": "{owner} already has this case. Ask them, or take the next one.",
    "not_owner": "Only the owner can do this, and {owner} has the case. Ask them, or leave a note.",
    "same_owner": "{owner} already has this case. Choose somebody else.",
    # what is missing
    "same_value": "It already has this value. Choose another one, or leave it.",
    "person_missing": "Say who is to have it.",
    "unknown_person": "Nobody called {person} works here. Choose a name from the list.",
    "subject_missing": "A case needs a customer, even an anonymous one.",
    "text_missing": "There is no text yet. Write a few words first.",
    "result_missing": (
        "Write both: what was done, and what the customer was told. Only then is a case resolved."
    ),
    "question_missing": (
        "A wait begins with a question that reached the customer. Write down what was asked."
    ),
    "why_missing": "A change needs a reason. Write a few words.",
    # times
    "in_future": "This time has not come yet. Enter when it really happened.",
    "before_last": "Something later is already on record for this case. Enter a later time.",
    "clock_behind": (
        "This computer's clock is behind the last entry of the case. Set the clock right, "
        "then try again; nothing was changed."
    ),
    "remind_in_past": "The reminder has to lie in the future. Choose a later day.",
    "promise_in_past": "The promised time has to be later than the contact. Enter a later time.",
    "finish_in_past": "The finish date has to be later than the contact. Enter a later date.",
    # follow-up and closing
    "score_range": "Scores run from 1 to 5. Correct the score, or leave it empty.",
    "score_unreached": (
        "A customer who was not reached cannot give scores. Leave them empty, or record that "
        "the customer was reached."
    ),
    "already_followed_up": "The follow-up is already on record. You can close the case.",
    "asked_enough": "The customer has been asked {count} times and has not answered. Give the case"
    " to the lead, who decides whether to wait again.",
    "solver_follows_up": (
        "A complaint or complex case is followed up by somebody other than who solved it. "
        "Give it to a colleague."
    ),
    "follow_up_due": (
        "The follow-up is still to be done. Record it first, or the tries that did not reach "
        "the customer."
    ),
    "not_asked": "This customer is not asked about this case; the story says why.",
    "complaint_silent": (
        "Silence does not close a complaint. Reach the customer and record the follow-up first."
    ),
    # what is planned, and who may be told
    "plan_in_past": "The time of the next step has to lie in the future. Choose a later one.",
    "no_plan": "No next step is planned on this case.",
    "not_to_them": (
        "Their right to act for the customer is not proven: take down what they say, tell them "
        "nothing, and answer the customer."
    ),
    "unknown_customer": "This customer is not on record any more. Look for them anew.",
    "unknown_wrapup": "There is no such wrap-up any more. Choose one from the list.",
    "until_in_past": "The note has to end on a later day. Choose one.",
    "secret_in_text": (
        "This text holds a secret that is never kept: {secret}. Take it out, then save again."
    ),
    "secret.cvv": "the card's security digits (CVV)",
    "secret.password": "a password or PIN",
    "secret.otp": "a one-time code",
    # departments
    "dept_missing": "Say which department is asked.",
    "ask_missing": "Write what the department is asked to do.",
    "already_with": "{dept} already has this case. Wait for their report, or add a note.",
    "unknown_handoff": "No department has this case now.",
    "handoff_over": "The handoff to {dept} has ended meanwhile. Nothing was changed.",
    "already_accepted": "{person} has already accepted it.",
    "report_kind": "A report is a finding, a result, a question or a next step.",
    "report_missing": "Write what the department has to say.",
    "next_missing": "A next step needs a time. Say when the next report comes.",
    "next_in_past": "The next report has to lie in the future. Choose a later time.",
    "reject_code": "Say why: wrong department, or a document is missing.",
    "document_missing": "Write which document is missing.",
    "right_is_same": "{dept} cannot be both the wrong department and the right one.",
    "unknown_department": "There is no department {dept}. Choose one from the list.",
    "retired_department": "{dept} takes no new handoffs any more. Choose another department.",
    "not_your_department": "{dept} answers for this. Only its people or a team lead can do it.",
    "op_used": "The id {op} stands for something else that was done before. Nothing was taken."
    " Choose another one.",
    "agents_only": "Agents and team leads do this. You can answer, ask and add notes.",
    "unknown_entry": "That entry holds nothing that could go along. Choose another.",
    "along_restricted": "A note for leads only stays here. Choose another entry.",
    # agreed calls and visits
    "callback_kind": "It is either a call or a visit to a branch.",
    "about_missing": "Write what it is about.",
    "place_missing": "Say at which branch.",
    "callback_in_past": "The agreed time has to lie in the future. Choose a later one.",
    "callback_window": "The window has to end after it begins.",
    "unknown_callback": "No call is agreed on this case.",
    "callback_over": "This call is done already.",
    "callback_early": "It was agreed for {at}. Move it first if the customer wants it sooner.",
    "callback_far": "No call is agreed on more than {days} days ahead. Choose an earlier day.",
    "callback_holiday": "{date} is a holiday. Free near it: {free1_at}, {free2_at} or {free3_at}.",
    "callback_closed": "Nobody works then. Free near it: {free1_at}, {free2_at} or {free3_at}.",
    "callback_off": (
        "{person} does not work then. Free near it: {free1_at}, {free2_at} or {free3_at}."
    ),
    "callback_outside": (
        "This customer wants to be rung from {begins} to {ends}, by their own clock. Free near it:"
        " {free1_at}, {free2_at} or {free3_at}."
    ),
    "callback_taken": (
        "{person} already has another call: {busy_at}. Free near it: {free1_at}, {free2_at},"
        " {free3_at}."
    ),
    "callback_busy": "{person} has another call: {busy_at}. Choose somebody else.",
    "callback_not_there": "{person} does not work then: {call_at}. Choose somebody else.",
    "callback_full": "{person} has no free time in the two weeks after. Choose somebody else.",
    "callback_no_time": (
        "There is no possible time in the two weeks after that one. Choose a later day."
    ),
    "days_turned": "The days end on {day}, before they begin. Nothing was exported.",
    "no_such_day": "There is no such day: {day}. Write it like 2026-11-27.",
    "wish_time": (
        "A time of day lies between 00:00 and 24:00, and a window has two different ends."
    ),
    "wish_zone": "There is no time zone {zone}. Write it like Asia/Shanghai.",
    "callback_open": "A call is still agreed with the customer. Make it or cancel it first.",
    # mail, follow-up, going home
    "no_address": "There is no e-mail address on file. Type one, or tell them by phone and record"
    " that.",
    "no_number": "There is no telephone number on file. Type one, or tell them another way.",
    "bad_address": "This is not an e-mail address. Correct it: name@example.com, for example.",
    "bad_number": "This is not a telephone number. Type it with its area or country code.",
    "text_gone": "The text of this message has been erased. Write a new one.",
    "fields_missing": "There are fields without a value: {fields}. Fill them, or take them out.",
    "own_words": "A complaint is answered in words of your own. Add at least {count} to those of"
    " the template.",
    "unknown_template": "There is no such template any more. Choose another, or write without one.",
    "unknown_mail": "There is no undelivered message.",
    "waiver_kind": "Say why this customer is not asked.",
    "already_offered": "{person} has already been asked to take it over.",
    "no_offer": "Nobody has been asked to take this case over.",
    "offered_to": "It was offered to {person}. Only they can answer.",
    "no_duty": "Nobody is on duty for this line and there is no lead. Ask a colleague.",
    "agents_take_over": "{person} works in a department. Choose an agent or a lead.",
    # taking back
    "undo_other_person": "Only the person who did it can take it back.",
    "undo_reached_customer": (
        "This has reached the customer and cannot be taken back. Record a correction instead."
    ),
    "undo_other_step": "Something else was recorded since. Look at it, then decide again.",
    "undo_already": "This was a step back already. Do it anew if you want it after all.",
    "undo_nothing": (
        "The last entry of this case cannot be taken back. Record a correction instead."
    ),
    "undo_too_late": (
        "The time for taking it back has passed. Record the change as a new step instead."
    ),
    # people and desk
    "desk_in_use": "This desk already has cases. The sample is for a new desk only.",
    "leads_only": "Only a team lead can do this. Ask one of them.",
    "name_missing": "A name is missing. Type one.",
    "unknown_role": "There is no role {role}. The roles are agent, lead and specialist.",
    "person_exists": "{person} already works here. Choose another code.",
    "you_left": "{person} does not work at this desk any more, so nothing was changed. If that is"
    " a mistake, a lead can take {person} back.",
    "person_left": "{person} does not work here any more. Add --back if they do again.",
    "bad_code": "“{name}” cannot be a code. Use letters, digits, dots and hyphens, 40 at most.",
    "specialist_dept": "A specialist works in a department. Say in which.",
    "dept_of_agent": "Only specialists work in a department. Take it out, or choose that role.",
    "bad_hours": "“{text}” is not understood. Write hours like mon-fri 09:00-12:00, 13:00-18:00.",
    "last_lead": "Nobody would lead the team. Make somebody else a lead first.",
    "row_twin": "This is the same person as in line {line}. Give each a code of their own.",
    "row_which": "{name} may be any of {codes}. Say the code.",
    "not_an_agent": "{person} answers for a department and owns no cases. Choose an agent.",
    "has_open_cases": (
        "{person} has {count} open: {cases}. Say to whom they go, with --give-to, or give them away"
        " first."
    ),
    "has_open_calls": (
        "{person} has agreed on {count} calls: {cases}. Say who makes them, with --give-to."
    ),
    "bad_department": "“{name}” cannot be a department's code. Use a-z, 0-9 and _, a letter first.",
    "department_exists": "{dept} takes handoffs already. Choose another code.",
    "department_name": "A department needs a name in both languages: --en and --zh.",
    "department_of_policy": (
        "{dept} is in the policy: its names and hours are changed there. Without them it opens"
        " again."
    ),
    "unknown_calendar": "There is no calendar {name}. The policy has these: {known}.",
    # names of actions, for "You cannot … now" and lists of keys
    "action.receive": "receive",
    "action.register": "register",
    "action.claim": "claim",
    "action.release": "release",
    "action.assign": "assign",
    "action.note": "add a note",
    "action.reply": "record a reply",
    "action.auto_ack": "send the receipt",
    "action.customer_message": "record what the customer said",
    "action.wait": "wait on the customer",
    "action.priority": "change the priority",
    "action.class": "change the class",
    "action.resolve": "resolve",
    "action.plan": "plan the next step",
    "action.end_plan": "end the planned step",
    "action.reopen": "reopen",
    "action.follow_up": "record the follow-up",
    "action.close": "close",
    "action.undo": "undo",
    "action.handoff": "hand to a department",
    "action.recall": "take back from the department",
    "action.accept": "accept",
    "action.report": "report",
    "action.reject": "reject",
    "action.return": "return with a result",
    "action.callback": "agree on a call",
    "action.callback_move": "move the agreed call",
    "action.callback_try": "record that nobody answered",
    "action.callback_reach": "record that they were reached",
    "action.callback_end": "cancel the agreed call",
    "action.mail_sent": "send the message",
    "action.mail_failed": "record that the message did not arrive",
    "action.keep_address": "keep an e-mail address on file",
    "action.mail_seen": "see to the message that did not arrive",
    "action.waive": "ask no follow-up",
    "action.offer": "hand over",
    "action.take_over": "take over",
    "action.end_offer": "end the handover",
}
