"""How each event moves the clocks of its case (PROMISES, table of clocks; A2, C2, C4, C5, C10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agentdesk.domain import events as k
from agentdesk.domain.clocks_run import DEPARTMENT, INTAKE, Running
from agentdesk.domain.clocks_work import Works
from agentdesk.domain.policy import Policy
from agentdesk.domain.values import Event

Body = Mapping[str, Any]


class Fold(Works):
    """The clocks of a case, and what its events do to them."""

    def __init__(self, policy: Policy, received: Event) -> None:
        super().__init__(policy, received)
        body, at = received.body, received.at
        self.responded = False
        self.contact_at: int | None = None
        self.asked_while_resolved: int | None = None
        self.put_away: Running | None = None
        self.departments: dict[str, str] = {}
        self.start("register", at, INTAKE)
        self.start("first_response", at)
        self.start("complex_callback", at)
        self.resolution = self.start("resolution", at)
        # A1: said across the counter counts when what was promised is recorded
        if body.get("in_person") and (body.get("promised_at") or body.get("finish_at")):
            self.contact(at, body, "in_person")

    def event(self, event: Event) -> None:
        """One more event of the case."""
        self.pass_dues(event.at)
        move = _MOVES.get(event.kind)
        if move is not None:
            move(self, event.at, event.body)

    # --- the customer hears from a person

    def contact(self, at: int, body: Body, by: str) -> None:
        """Something the customer sees or hears from a person."""
        self.end_wait(at)
        self.responded = True
        self.contact_at = at
        self.stop("first_response", at, by)
        self.stop("update_owed", at, by)
        self.stop("promised", at, by)
        if body.get("findings"):
            self.stop("complex_callback", at, by)
        promised, finish = body.get("promised_at"), body.get("finish_at")
        if finish is not None and finish > at:
            self.told = (at, finish)
            if not self.resolved:
                self.measure_again(self.resolution, at, "told", finish)
        if promised is not None and promised <= at:
            promised = None
        if not self.resolved:
            self._keep_informed(at, body, by, promised)
        if promised is not None:
            self.start("promised", at, date=promised)

    def _keep_informed(self, at: int, body: Body, by: str, promised: int | None) -> None:
        """Each update owes the next one (C2); one that says nothing new moves nothing."""
        says_something = body.get("new", True) or promised is not None or body.get("finish_at")
        if says_something:
            self.stop("update_keep", at, by)
        elif ("update_keep", "") in self.open:
            return
        rule = self.policy.clocks.get("update_keep")
        if rule is None or rule.runs_for(self.klass):
            self.start("update_keep", at, date=promised)

    def reply(self, at: int, body: Body) -> None:
        """A reply or a logged contact."""
        self.contact(at, body, k.REPLY)

    def waiting_on_customer(self, at: int, body: Body) -> None:
        """A wait begins; a second one within it goes on."""
        if self.resolved:
            return
        # The question of a wait that was delivered is a contact; not twice if it was sent as one.
        if body.get("text") is not None and self.contact_at != at:
            self.contact(at, body, k.WAITING)
        if not self.waiting:
            self.waiting = True
            self.hold(at, is_wait=True)

    def resolve(self, at: int, body: Body) -> None:
        """The result was told: everything owed is answered, departments are let go."""
        if self.resolved:
            return
        self.end_wait(at)
        self.resolved = self.responded = True
        for name in (
            "first_response", "update_owed", "promised", "update_keep", "complex_callback",
            "resolution",
        ):  # fmt: skip
            self.stop(name, at, k.RESOLVED)
        for name, handoff in [key for key in self.open if key[1] and key[0] != "callback"]:
            self.cancel(name, at, k.RESOLVED, handoff)
        self.hold(at, is_wait=False)
        self.asked_while_resolved = None
        self.start("follow_up", at)

    def reopen(self, at: int, body: Body) -> None:
        """The resolution goes on where it stood."""
        if not self.resolved:
            return
        self.resolved = False
        self.put_away = None
        self.cancel("follow_up", at, k.REOPENED)
        self.go_on(at)
        self.again(self.resolution, at, k.REOPENED)
        if self.asked_while_resolved == at:
            self.start("update_owed", at)

    # --- the customer speaks

    def customer_message(self, at: int, body: Body) -> None:
        """The earliest unanswered message after the first response owes a reply."""
        if self.resolved:
            self.asked_while_resolved = at
            return
        self.end_wait(at)
        if self.responded and ("update_owed", "") not in self.open:
            self.start("update_owed", at)
        promised = body.get("promised_at")
        if promised is not None and promised > at:
            self._told_on_the_call(at, promised)

    def _told_on_the_call(self, at: int, promised: int) -> None:
        """Whoever took the call named a time: it holds, unless an earlier one still can be kept."""
        open_one = self.open.get(("promised", ""))
        if open_one is not None and open_one.due is not None and at <= open_one.due <= promised:
            return
        self.stop("promised", at, k.CUSTOMER_MESSAGE)
        self.start("promised", at, date=promised)

    # --- registered, changed

    def registered(self, at: int, body: Body) -> None:
        """Registered with an accountable owner (A2)."""
        self.stop("register", at, k.REGISTERED)

    def assigned(self, at: int, body: Body) -> None:
        """Given to somebody."""
        if body.get("to") is not None:  # whoever is given an unregistered case answers for it (A2)
            self.stop("register", at, k.ASSIGNED)

    def priority_changed(self, at: int, body: Body) -> None:
        """Open clocks with budgets by priority are measured again."""
        self.priority = str(body.get("to", self.priority))
        for clock in self.open.values():
            rule = self.policy.clocks.get(clock.name)
            if rule is not None and rule.by_priority:
                self.measure_again(clock, at, "priority", self.priority)

    def class_changed(self, at: int, body: Body) -> None:
        """Open clocks with rules by class are measured again."""
        self.klass = str(body.get("to", self.klass))
        for clock in self.open.values():
            rule = self.policy.clocks.get(clock.name)
            if rule is not None and (rule.by_class or rule.classes):
                self.measure_again(clock, at, "class", self.klass)

    # --- departments

    def handoff(self, at: int, body: Body) -> None:
        """Each handoff has a clock of its own (C5)."""
        id, department = str(body.get("id")), str(body.get("dept", ""))
        self.departments[id] = department
        if body.get("calendar"):
            self.calendars_of[department] = str(body["calendar"])
        if not self.resolved and ("dept_feedback", id) not in self.open:
            self.start("dept_feedback", at, DEPARTMENT, handoff=id, department=department)

    def progress(self, at: int, body: Body) -> None:
        """A report answers, and owes the next one."""
        id, named = str(body.get("id")), body.get("next_at")
        if id not in self.departments or self.resolved:
            return
        self.stop("dept_feedback", at, k.DEPT_PROGRESS, id)
        self.stop("dept_next", at, k.DEPT_PROGRESS, id)
        date = named if named is not None and named > at else None
        of = self.departments[id]
        self.start("dept_next", at, DEPARTMENT, handoff=id, department=of, date=date)

    def rejected(self, at: int, body: Body) -> None:
        """A rejection cancels what the department owed."""
        id = str(body.get("id"))
        self.cancel("dept_feedback", at, k.DEPT_REJECT, id)
        self.cancel("dept_next", at, k.DEPT_REJECT, id)
        self.departments.pop(id, None)

    def returned(self, at: int, body: Body) -> None:
        """A return answers for good."""
        id = str(body.get("id"))
        self.stop("dept_feedback", at, k.DEPT_RETURN, id)
        self.stop("dept_next", at, k.DEPT_RETURN, id)
        self.departments.pop(id, None)

    def recalled(self, at: int, body: Body) -> None:
        """The owner does not need the department any more."""
        id = str(body.get("id"))
        self.cancel("dept_feedback", at, k.HANDOFF_RECALLED, id)
        self.cancel("dept_next", at, k.HANDOFF_RECALLED, id)
        self.departments.pop(id, None)

    # --- agreed calls (C7): a clock of their own, which moves no other

    def callback_set(self, at: int, body: Body) -> None:
        """To be made within its window, and a little grace."""
        rule = self.policy.callback
        until = body.get("until")
        if until is not None:
            grace = rule.grace if rule is not None else 0
            window, id = (body["at_time"], until), str(body.get("id"))
            self.start("callback", at, handoff=id, date=until + grace, window=window)

    def callback_moved(self, at: int, body: Body) -> None:
        """Another time was agreed: the old one is not owed any more. Another person at the same
        time: it is owed as before, late or not."""
        clock = self.open.get(("callback", str(body.get("id"))))
        if clock is not None and clock.window == (body.get("at_time"), body.get("until")):
            return
        self.cancel("callback", at, k.CALLBACK_MOVED, str(body.get("id")))
        self.callback_set(at, body)

    def callback_tried(self, at: int, body: Body) -> None:
        """A try in time keeps the promise; the next try is another."""
        self.stop("callback", at, k.CALLBACK_TRIED, str(body.get("id")))
        self.callback_set(at, body)

    def callback_reached(self, at: int, body: Body) -> None:
        """They were spoken with."""
        self.stop("callback", at, k.CALLBACK_REACHED, str(body.get("id")))

    def callback_ended(self, at: int, body: Body) -> None:
        """Nobody waits for it any more."""
        self.cancel("callback", at, k.CALLBACK_ENDED, str(body.get("id")))

    # --- after the result

    def waived(self, at: int, body: Body) -> None:
        """This customer is not asked."""
        self.cancel("follow_up", at, k.FOLLOWUP_WAIVED)

    def followed_up(self, at: int, body: Body) -> None:
        """The customer was reached (C10)."""
        self.stop("promised", at, k.FOLLOWUP_DONE)
        self.stop("follow_up", at, k.FOLLOWUP_DONE)

    def follow_up_tried(self, at: int, body: Body) -> None:
        """The last try ends the clock as not reached (C10)."""
        clock = self.open.get(("follow_up", ""))
        if clock is None:
            return
        clock.tries += 1
        clock.log(at, "tried", number=clock.tries)
        if clock.tries >= self.policy.follow_up.tries:
            del self.open["follow_up", ""]
            clock.end(at, "not_reached", k.FOLLOWUP_TRIED)

    def closed(self, at: int, body: Body) -> None:
        """Nobody follows up a closed case."""
        self.cancel("promised", at, k.CLOSED)
        self.put_away = self.cancel("follow_up", at, k.CLOSED)

    def close_undone(self, at: int, body: Body) -> None:
        """The close is taken back, and with it what it cancelled."""
        if self.put_away is not None:
            self.again(self.put_away, at, k.CLOSE_UNDONE)
            self.put_away = None


_MOVES: Mapping[str, Callable[[Fold, int, Body], None]] = {
    k.REGISTERED: Fold.registered,
    k.ASSIGNED: Fold.assigned,
    k.REPLY: Fold.reply,
    k.CUSTOMER_MESSAGE: Fold.customer_message,
    k.WAITING: Fold.waiting_on_customer,
    k.HANDOFF: Fold.handoff,
    k.DEPT_PROGRESS: Fold.progress,
    k.DEPT_REJECT: Fold.rejected,
    k.DEPT_RETURN: Fold.returned,
    k.PRIORITY_CHANGED: Fold.priority_changed,
    k.CLASS_CHANGED: Fold.class_changed,
    k.HANDOFF_RECALLED: Fold.recalled,
    k.CALLBACK_SET: Fold.callback_set,
    k.CALLBACK_MOVED: Fold.callback_moved,
    k.CALLBACK_TRIED: Fold.callback_tried,
    k.CALLBACK_REACHED: Fold.callback_reached,
    k.CALLBACK_ENDED: Fold.callback_ended,
    k.FOLLOWUP_WAIVED: Fold.waived,
    k.RESOLVED: Fold.resolve,
    k.REOPENED: Fold.reopen,
    k.FOLLOWUP_DONE: Fold.followed_up,
    k.FOLLOWUP_TRIED: Fold.follow_up_tried,
    k.CLOSED: Fold.closed,
    k.CLOSE_UNDONE: Fold.close_undone,
}
