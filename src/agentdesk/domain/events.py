"""Kinds of events and what their bodies hold. Names are stable: they stand in every log.

| kind | body |
| --- | --- |
| received | priority, class, kind, line, category, channel, source, in_person (bool), |
|          | care (bool), subject (customer id), title (content id), text (content id), |
|          | promised_at, finish_at (what an intake in person promised), and who spoke: |
|          | caller, authority (A9), recording (id), notice (bool) |
| registered | accountable (person) |
| assigned | to (person or null), how (claim, assign, release, undo), |
|          | reserve (bool: a claim that used the reserve turn) |
| auto_ack | text |
| note | text, audience, contained (bool) |
| note_withdrawn | of (ver of the note) |
| reply | channel, text, contact (bool: spoken, not written), promised_at, finish_at, |
|       | findings (bool), new (bool), contained (bool: the loss is stopped), who spoke |
| customer_message | channel, text, promised_at (said on the call), who spoke |
| waiting | text (the question delivered), remind_at |
| handoff | id, dept, text |
| dept_accept | id |
| dept_progress | id, what (finding, result, question, next), next_at, text |
| dept_reject | id, code |
| dept_return | id, text |
| priority_changed | to, why (content id or null), undo (bool) |
| class_changed | to, why, undo (bool) |
| surge | on (bool) |
| resolved | done (content id), told (content id), wrapup (code) |
| planned | text, at_time (the actor's own reminder), undo (bool) |
| plan_ended | undo (bool) |
| reopened | why (content id or null) |
| followup_done | speed, attitude, solved (1 to 5), text |
| followup_tried | text; the second try ends the clock as not reached |
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

ALL = frozenset(
    {
        RECEIVED, REGISTERED, ASSIGNED, AUTO_ACK, NOTE, NOTE_WITHDRAWN, REPLY, CUSTOMER_MESSAGE,
        WAITING, HANDOFF, DEPT_ACCEPT, DEPT_PROGRESS, DEPT_REJECT, DEPT_RETURN, PRIORITY_CHANGED,
        CLASS_CHANGED, SURGE, RESOLVED, PLANNED, PLAN_ENDED, REOPENED, FOLLOWUP_DONE,
        FOLLOWUP_TRIED, CLOSED, CLOSE_UNDONE,
    }
)  # fmt: skip

REACHED_CUSTOMER = frozenset({AUTO_ACK, REPLY, WAITING, RESOLVED, FOLLOWUP_DONE, FOLLOWUP_TRIED})
