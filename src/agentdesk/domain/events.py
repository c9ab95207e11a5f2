"""Kinds of events and what their bodies hold. Names are stable: they stand in every log.

| kind | body |
| --- | --- |
| received | priority, class, kind, line, category, channel, source, in_person (bool), |
|          | care (bool), subject (customer id), title (content id), text (content id), |
|          | promised_at, finish_at (what an intake in person promised), and who spoke: |
|          | caller, authority (A9), recording (id), notice (bool) |
| registered | accountable (person) |
| assigned | to (person or null), how (claim, assign, release, undo, handover, duty), from (the |
|          | owner who went home: handover, duty), |
|          | reserve (bool: a claim that used the reserve turn) |
| auto_ack | text, mail |
| mail_sent | mail, by (email, sms) |
| mail_failed | mail, by, how (bounced, dead, unsure), code |
| mail_seen | mail: somebody has seen to one that failed; again (the mail it was sent as anew) |
| address_kept | address, before (content ids; absent: none): their e-mail address from now on, |
|      | and the one it replaces; undo (bool) |
| note | text, audience, contained (bool) |
| note_withdrawn | of (ver of the note) |
| reply | channel, text, contact (bool: spoken, not written), promised_at, finish_at, |
|       | findings (bool), new (bool), contained (bool: the loss is stopped), who spoke, |
|       | template (code), edited (bool: not word for word), mail (id of the outbox), |
|       | letter (content id of the whole of what is sent) |
| customer_message | channel, text, promised_at (said on the call), who spoke |
| waiting | text (the question delivered), remind_at, mail, letter |
| handoff | id, dept, text, main (bool: leads; else assists), calendar, along (what goes with it: |
|         | content ids) |
| handoff_recalled | id, undo (bool) |
| dept_accept | id; and as in the next three by_phone (bool: written down by somebody who does |
|         | not work in the department) |
| dept_progress | id, what (finding, result, question, next), next_at, text, by_phone |
| dept_reject | id, code, right (the department it belongs to), text (which document, why), |
|         | by_phone |
| dept_return | id, text, by_phone |
| priority_changed | to, why (content id or null), undo (bool) |
| class_changed | to, why, undo (bool) |
| surge | on (bool) |
| resolved | done (content id), told (content id), wrapup (code), mail, letter |
| planned | text, at_time (the actor's own reminder), undo (bool) |
| plan_ended | undo (bool) |
| reopened | why (content id or null) |
| followup_done | speed, attitude, solved (1 to 5), text |
| followup_tried | text; the second try ends the clock as not reached |
| followup_waived | reason (recent, opted_out, bereaved, litigation), of (case), asked (instant) |
| callback_set | id, what (call, visit), who, at_time, until, about, place, bring (content ids) |
| callback_moved | id, who, at_time, until, why (content id), undo (bool) |
| callback_tried | id, text, at_time, until (the next try; absent: unreachable), letter (what the |
|                | customer is written), mail |
| callback_reached | id |
| callback_ended | id, why (content id): cancelled |
| offered | to: the owner goes home and hands the case over (C12) |
| offer_ended | how (declined, withdrawn), text |
| closed | - |
| close_undone | - |

Every optional key may be absent; a fold reads bodies with ``.get``.
"""

from __future__ import annotations

RECEIVED = "received"
REGISTERED = "registered"
ASSIGNED = "assigned"
AUTO_ACK = "auto_ack"
NOTE = "note"
NOTE_WITHDRAWN = "note_withdrawn"
REPLY = "reply"
CUSTOMER_MESSAGE = "customer_message"
WAITING = "waiting"
HANDOFF = "handoff"
DEPT_ACCEPT = "dept_accept"
DEPT_PROGRESS = "dept_progress"
DEPT_REJECT = "dept_reject"
DEPT_RETURN = "dept_return"
PRIORITY_CHANGED = "priority_changed"
CLASS_CHANGED = "class_changed"
SURGE = "surge"
RESOLVED = "resolved"
PLANNED = "planned"
PLAN_ENDED = "plan_ended"
REOPENED = "reopened"
FOLLOWUP_DONE = "followup_done"
FOLLOWUP_TRIED = "followup_tried"
CLOSED = "closed"
CLOSE_UNDONE = "close_undone"
MAIL_SENT = "mail_sent"
MAIL_FAILED = "mail_failed"
MAIL_SEEN = "mail_seen"
ADDRESS_KEPT = "address_kept"
HANDOFF_RECALLED = "handoff_recalled"
FOLLOWUP_WAIVED = "followup_waived"
CALLBACK_SET = "callback_set"
CALLBACK_MOVED = "callback_moved"
CALLBACK_TRIED = "callback_tried"
CALLBACK_REACHED = "callback_reached"
CALLBACK_ENDED = "callback_ended"
OFFERED = "offered"
OFFER_ENDED = "offer_ended"

ALL = frozenset(
    {
        RECEIVED, REGISTERED, ASSIGNED, AUTO_ACK, NOTE, NOTE_WITHDRAWN, REPLY, CUSTOMER_MESSAGE,
        WAITING, HANDOFF, DEPT_ACCEPT, DEPT_PROGRESS, DEPT_REJECT, DEPT_RETURN, PRIORITY_CHANGED,
        CLASS_CHANGED, SURGE, RESOLVED, PLANNED, PLAN_ENDED, REOPENED, FOLLOWUP_DONE,
        FOLLOWUP_TRIED, CLOSED, CLOSE_UNDONE, MAIL_SENT, MAIL_FAILED, MAIL_SEEN,
        HANDOFF_RECALLED, FOLLOWUP_WAIVED, CALLBACK_SET, CALLBACK_MOVED, CALLBACK_TRIED,
        CALLBACK_REACHED, CALLBACK_ENDED, OFFERED, OFFER_ENDED, ADDRESS_KEPT,
    }
)  # fmt: skip

NO_STEP = frozenset({MAIL_SENT, MAIL_FAILED})
"""What happens to a letter on its way is nobody's step: what somebody did before can be taken back
all the same."""

REACHED_CUSTOMER = frozenset({AUTO_ACK, REPLY, WAITING, RESOLVED, FOLLOWUP_DONE, FOLLOWUP_TRIED})
