"""Telling the customer: what is sent, in the transaction of its event, or recorded as made (C2).

Words come from the agent, or from a template whose fields are filled here, with the customer as
they are on file: nothing that a screen has shown is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from agentdesk.desk import acting, mail
from agentdesk.desk.acting import Loaded, Step, text_of
from agentdesk.desk.api import Done
from agentdesk.desk.api_update import EMAIL, MailLine, Update, UpdateStart, written
from agentdesk.desk.context import Context
from agentdesk.desk.rows import masked
from agentdesk.desk.templates import Book
from agentdesk.domain import commands as c
from agentdesk.domain import templates
from agentdesk.domain.standing import standing
from agentdesk.domain.state import CaseState
from agentdesk.domain.templates import Facts, Letter, Template
from agentdesk.domain.text import clean, mask_email, mask_numbers, mask_phone, one_line
from agentdesk.domain.values import CaseClass, Kind, Refused
from agentdesk.i18n import LANGUAGES, letter_times
from agentdesk.store import cases, content, outbox, subjects
from agentdesk.store.content import Text
from agentdesk.store.subjects import Customer
from agentdesk.store.tx import Tx


def start(ctx: Context, tx: Tx, case_id: int, book: Book) -> UpdateStart:
    """What an update of a case begins with. Raises Refused ``unknown_case``."""
    loaded = acting.load(ctx, tx, case_id)
    state, customer = loaded.state, subjects.get(tx, loaded.state.subject)
    known = {lang: values(ctx, tx, loaded, customer, lang, hide=True) for lang in LANGUAGES}
    stands = standing(loaded.events, loaded.timeline, loaded.now, case_id, state=state)
    late = stands.place.broken_since is not None
    return UpdateStart(
        case_id=case_id,
        lang=language_of(ctx, customer),
        email=mask_email(customer.email),
        phone=mask_phone(customer.phone),
        sends=book.sends,
        templates=tuple(
            templates.suggested(book.templates.values(), facts(state, loaded.now, late=late))
        ),
        frames=book.frames,
        values=known,
        own_words=takes_own_words(state),
        zone=customer.tz or ctx.tz,
        desk_zone=ctx.tz,
        left_out=tuple(one.path for one in book.flawed),
    )


def facts(state: CaseState, now: int, *, late: bool) -> Facts:
    """What of a case says which templates are of use."""
    so = {
        "first": state.first_reply_at is None,
        "department": bool(state.departments),
        "late": late,
        "back": state.back is not None,
        "callback": any(one.open and one.until > now for one in state.callbacks),
        "unreachable": any(one.tries and one.state != "reached" for one in state.callbacks),
    }
    situations = frozenset(name for name, is_so in so.items() if is_so)
    return Facts(state.kind.value, state.klass.value, state.status.value, situations)


def language_of(ctx: Context, customer: Customer) -> str:
    """The language a customer is written to in."""
    return customer.language if customer.language in LANGUAGES else ctx.lang


def takes_own_words(state: CaseState) -> bool:
    """C3: a complaint is answered in words of the agent's own."""
    return state.klass is CaseClass.COMPLAINT or state.kind is Kind.COMPLAINT


def values(
    ctx: Context, tx: Tx, loaded: Loaded, customer: Customer, lang: str, *, hide: bool = False
) -> dict[str, str]:
    """The fields that are known of a case; ``hide``: the customer masked, for screens."""
    state, zone = loaded.state, customer.tz or ctx.tz
    titles = {one.id: one.body for one in content.of_case(tx, loaded.case_id)}
    request = mask_numbers(one_line(titles.get(state.title) or ""))
    known = {
        "customer": masked(customer.name) if hide else one_line(customer.name),
        "reference": cases.reference(loaded.case_id),
        "handler": ctx.me.name,
        "desk": ctx.name,
        "received": letter_times.day(state.received_at or loaded.now, lang, zone),
        "today": letter_times.day(loaded.now, lang, zone),
        "request": request,
        "department": _departments(ctx, state, lang),
        "callback": _callback(ctx, state, loaded.now, lang, zone),
    }
    return {name: value for name, value in known.items() if value}


def _departments(ctx: Context, state: CaseState, lang: str) -> str:
    known = ctx.departments
    names = []
    for code in state.departments:
        there = known.get(code)
        names.append(code if there is None else there.zh if lang == "zh" else there.en)
    return letter_times.listed(names, lang)


def _callback(ctx: Context, state: CaseState, now: int, lang: str, zone: str) -> str:
    agreed = [one for one in state.callbacks if one.open and one.until > now]
    if not agreed:
        return ""
    first = min(agreed, key=lambda one: one.at)
    return letter_times.window(first.at, first.until, now, lang, zone, ctx.tz)


# --- sending


@dataclass(frozen=True, slots=True)
class Going:
    """A letter that is about to go out: by which way, to where, and what it says."""

    kind: str
    address: str
    name: str
    lang: str
    letter: Letter


def update(
    ctx: Context, tx: Tx, case_id: int, asked: Update, book: Book, op: str | None = None
) -> Done:
    """Tell the customer, in one transaction: texts, outbox, event. Raises Refused."""
    again = acting.answer(tx, op)
    if again is not None:
        return again
    loaded = acting.load(ctx, tx, case_id)
    acting.permit(ctx, loaded.state, "reply")
    customer = subjects.get(tx, loaded.state.subject)
    lang = asked.lang if asked.lang in LANGUAGES else language_of(ctx, customer)
    template = _template(book, asked.template, lang, asked.text, loaded.state)
    letter, way = _written(ctx, tx, loaded, customer, asked, book, template, lang)
    going = _going(customer, letter, way, asked.to, lang)
    ids = acting.store_texts(tx, loaded, _texts(letter, going))
    known = op or f"{case_id}-{loaded.state.ver}"
    sent = None
    if going is not None:
        sent = post(ctx, tx, case_id, going, outbox.REPLY, ids[1], known)
    reply = c.Reply(
        asked.channel,
        ids[0],
        asked.spoken,
        asked.promised_at,
        asked.finish_at,
        asked.findings,
        asked.new,
        None,
        asked.contained,
        template=template.code if template is not None else None,
        edited=None if template is None else templates.edited(_body(template, lang), asked.text),
        mail=sent,
        letter=ids[1] or None,
    )
    acting.decide(ctx, loaded, [reply])
    return acting.write_down(ctx, tx, loaded, op)


def _template(book: Book, code: str, lang: str, text: str, state: CaseState) -> Template | None:
    if not code:
        return None
    found = book.templates.get(code)
    if found is None or found.purpose != templates.UPDATE:
        raise Refused("unknown_template")
    if found.own_words or takes_own_words(state):
        own = templates.own_words(_body(found, lang), text)
        if own < templates.OWN_ENOUGH:
            raise Refused("own_words", count=templates.OWN_ENOUGH)
    return found


def _body(template: Template, lang: str) -> str:
    return template.words[lang].body


def _written(
    ctx: Context,
    tx: Tx,
    loaded: Loaded,
    customer: Customer,
    asked: Update,
    book: Book,
    template: Template | None,
    lang: str,
) -> tuple[Letter, str]:
    """What is said, its fields filled, and the way by which the desk sends it ("" for none).

    Raises Refused ``fields_missing``."""
    known = {**asked.values, **values(ctx, tx, loaded, customer, lang)}
    zone, now = customer.tz or ctx.tz, loaded.now
    for name, at in (("next", asked.promised_at), ("finish", asked.finish_at)):
        if at is not None:
            known[name] = letter_times.when(at, now, lang, zone, ctx.tz)
    text = clean(asked.text, multiline=True).strip()
    way = "" if asked.spoken else asked.channel
    letter = written(book.frames[lang], text, known, way=way, template=template, lang=lang)
    if letter.missing:
        raise Refused("fields_missing", fields=", ".join(letter.missing))
    return letter, way if way in book.sends else ""


def _going(customer: Customer, letter: Letter, way: str, to: str, lang: str) -> Going | None:
    """Where it goes, or None for what is recorded as made. Raises Refused ``no_address``,
    ``no_number``, ``bad_address``, ``bad_number``."""
    if not way:
        return None
    where = to.strip() or (customer.email if way == EMAIL else customer.phone)
    if not where:
        raise Refused("no_address" if way == EMAIL else "no_number")
    address = mail.checked(way, where)
    return Going(way, address, one_line(customer.name), lang, letter)


def _texts(letter: Letter, going: Going | None) -> tuple[Text, ...]:
    """The words as the story of the case shows them, and the whole of what is sent."""
    words = letter.parts[1].text if len(letter.parts) > 2 else letter.parts[0].text
    whole = letter.text if going is not None else ""
    return (text_of("reply", words), text_of("letter", whole))


def post(
    ctx: Context, tx: Tx, case_id: int, going: Going, purpose: str, text: int, known: str
) -> int:
    """Put a letter into the outbox; its id. Twice under one operation (``known``) is once."""
    return outbox.add(
        tx,
        case_id=case_id,
        kind=going.kind,
        purpose=purpose,
        address=going.address,
        name=going.name,
        lang=going.lang,
        title=one_line(going.letter.subject.text),
        text=text,
        message_id=outbox.stable_id(tx, ctx.store.uid, known, purpose, case_id),
        by=ctx.me.code,
    )


def tell(
    ctx: Context,
    tx: Tx,
    case_id: int,
    step: Step,
    way: str,
    purpose: str,
    book: Book,
    op: str | None = None,
) -> Done:
    """Do a step whose last text is for the customer (a question, a result), and send that text in
    the same transaction; where the desk does not send by this way, the step alone. Raises Refused
    as `update`."""
    again = acting.answer(tx, op)
    if again is not None:
        return again
    loaded = acting.load(ctx, tx, case_id)
    acting.permit(ctx, loaded.state, step.action)
    going = _told(ctx, tx, loaded, step.texts[-1].body, way, book)
    whole = text_of("letter", going.letter.text if going is not None else "")
    *ids, letter = acting.store_texts(tx, loaded, (*step.texts, whole))
    commands = list(step.commands(loaded.state, ids))
    if going is not None:
        known = op or f"{case_id}-{loaded.state.ver}"
        sent = post(ctx, tx, case_id, going, purpose, letter, known)
        last = commands[-1]
        assert isinstance(last, c.Wait | c.Resolve)
        commands[-1] = replace(last, mail=sent, letter=letter)
    acting.decide(ctx, loaded, commands)
    return acting.write_down(ctx, tx, loaded, op)


def _told(ctx: Context, tx: Tx, loaded: Loaded, text: str, way: str, book: Book) -> Going | None:
    if way not in book.sends or not text:
        return None
    customer = subjects.get(tx, loaded.state.subject)
    lang = language_of(ctx, customer)
    known = values(ctx, tx, loaded, customer, lang)
    letter = written(book.frames[lang], text, known, way=way, template=None, lang=lang)
    return _going(customer, letter, way, "", lang)


def mail_lines(tx: Tx, case_id: int, undelivered: Collection[int]) -> tuple[MailLine, ...]:
    """The letters of a case, oldest first, addresses masked."""
    return tuple(
        MailLine(
            id=one.id,
            kind=one.kind,
            purpose=one.purpose,
            state=one.state,
            address=(mask_email if one.kind == EMAIL else mask_phone)(one.address),
            made_at=one.made_at,
            tries=one.tries,
            next_at=one.next_at,
            ended_at=one.ended_at,
            code=one.code or "",
            said=one.said or "",
            failed=one.id in undelivered,
        )
        for one in outbox.of_case(tx, case_id)
    )
