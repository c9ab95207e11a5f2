"""The command line: its help, what it says, and what it cannot do."""

TEXTS = {
    # help
    "about": (
        "The desk of a contact centre: the one promise to a customer that comes first, and why.\n"
        "Without a command the desk itself opens, on this terminal."
    ),
    "epilog": (
        "Exit codes: 0 done; 1 nothing to do, or differences found; 2 it could not be done, and "
        "why stands on stderr; 130 interrupted."
    ),
    "commands": "commands",
    "actions": "actions",
    "everywhere": "with every command",
    "help.init": "make a desk, without questions",
    "help.import": "bring in cases from a CSV file",
    "help.queue": "print the queue, in order",
    "help.take": "claim the next unowned case",
    "help.show": "print a case",
    "help.explain": "say how every clock of a case came about",
    "help.policy": "look at, try and apply the rules of the desk",
    "help.policy.show": "print the policy in force",
    "help.policy.check": "explain what a policy file says and what is wrong with it",
    "help.policy.test": "run scenarios; exit 1 if one comes out differently",
    "help.policy.apply": "put a policy file in force as the next version",
    "help.people": "who works here, and the departments that may be asked",
    "help.people.list": "list who works here",
    "help.people.add": "let somebody work here",
    "help.people.change": "change name, role, department, hours",
    "help.people.leave": "somebody leaves; what they have open goes to a colleague",
    "help.people.import": "bring in a list of people from a CSV file",
    "help.people.departments": "list the departments, add one, close one",
    "help.people.departments.list": "list the departments and what they hold",
    "help.people.departments.add": "a department beside those of the policy, or open one again",
    "help.people.departments.close": "a department takes no new handoffs",
    "more.people": "Leads only, but for the lists.",
    "more.people.import": (
        "Columns: code, name, role, department, pinyin, hours; only the name is needed. UTF-8 or "
        "GB18030. The whole file is checked first; rows that are wrong are told with their lines "
        "and stay out. Importing the same file again changes nothing. Exit code 1 if some rows "
        "were rejected, 2 if all were."
    ),
    "arg.people.all": "those who left, too",
    "arg.people.name": "the name, as colleagues read it",
    "arg.people.code": "a short code; left out: made of the name",
    "arg.people.who": "the person's code",
    "arg.people.back": "they left, and work here again",
    "arg.people.role": "agent, lead, or specialist of a department",
    "arg.people.dept": "the department a specialist works in",
    "arg.people.pinyin": "how a Latin keyboard finds a Chinese name: li wei",
    "arg.people.hours": "own hours: “mon-fri 09:00-12:00, 13:00-18:00”; - for the desk's",
    "arg.people.give_to": "the colleague who gets their open cases and agreed calls",
    "arg.people.file": "the list; it is read, never changed",
    "arg.people.dry_run": "check everything and write nothing",
    "arg.people.dept_code": "the department's code, such as card_ops",
    "arg.people.en": "its name in English",
    "arg.people.zh": "its name in Chinese",
    "arg.people.calendar": "a calendar of the policy (desk)",
    "meta.code": "CODE",
    "meta.hours": "HOURS",
    "help.export": "write events (JSON Lines), cases (CSV) or your calendar (iCalendar)",
    "help.doctor": "say what this program stands on, and what is wrong with it",
    "help.pop": "open intake on the running desk for a caller (for softphones)",
    "help.db": "look after the store",
    "help.db.upgrade": "bring the store up to this version of the program",
    "help.db.verify": "prove the log, the texts and everything made of them",
    "help.db.rebuild": "make everything anew that is made of the log",
    "more.import": (
        "The whole file is checked first. Rows come in batches of 500: stopping keeps the "
        "finished ones, and importing again adds only what is missing. A mapping says what the "
        "columns mean; see docs/import.md."
    ),
    "more.queue": (
        "--at reads every case anew as it would stand at that moment: slow, and right. "
        "A filter is written as in the desk: p:1 owner:me cat:transfer words."
    ),
    "help.watch": "send letters to customers and watch the clocks, without a terminal",
    "more.watch": (
        "It takes turns with every open desk: each letter goes out once. One line for each try on "
        "standard output, no name and no address; with --json, one object a line. It ends on "
        "SIGTERM, SIGINT and SIGHUP with 143, 130 and 129. Exit code 2 if mail.toml has a mistake. "
        "With --once: 1 if something that was due could not be sent."
    ),
    "arg.watch.once": "send what is due now, then end",
    "error.bad_mail": "No letter can go out. {why} Put it right and say this again.",
    "error.mail_waits": "No letter can go out, and {count} wait. {why} docs/mail.md says how.",
    "help.bounces": "read letters that came back as mail, and mark them on their cases",
    "more.bounces": (
        "For what comes back to the address letters are sent from: an alias of the mail server "
        "hands over one mail on standard input, or a job names a file, an mbox or a Maildir, whose "
        "new mails are then moved. Only letters of this desk count, and only their own recipients; "
        "the same mail read twice changes nothing. Late, delivered, automatic and foreign mails "
        "are counted and left alone. Exit code 75 on standard input: the desk could not take it "
        "now, hand it over again."
    ),
    "arg.bounces.source": "a file, an mbox, a Maildir, or - for standard input (the usual)",
    "arg.bounces.dry_run": "only say what would be marked",
    "meta.mails": "MAILS",
    "error.bounces_terminal": "No mail comes from a terminal. Name a file, an mbox or a Maildir, or"
    " hand one mail over on standard input.",
    "error.bounces_missing": "There is no {path}.",
    "error.bounces_unreadable": "{path} cannot be read ({detail}). What came before it has been"
    " dealt with.",
    "error.bounces_not_a_box": "{path} is neither a file nor a Maildir, a folder with new and"
    " cur in it.",
    "more.pop": (
        "Exit code 1 if no desk took the call: none is running for this data directory, or not for "
        "this person (--as)."
    ),
    "arg.pop.phone": "the number that rings",
    "arg.pop.name": "the caller's name, if the telephone system knows one",
    "meta.number": "NUMBER",
    "pop.opened": "Intake is open on the desk of {who}.",
    "pop.waiting": "{who} sees the call; intake opens when what is being typed there is done.",
    "pop.no_desk": "No desk is running here. Start one with “agentdesk”, then ring again.",
    "pop.not_open": "The desk is still opening. Try again in a moment.",
    "pop.other_person": (
        "A desk is running, but not for this person. Leave out --as, or start theirs."
    ),
    "error.pop_no_number": "That is no phone number. Say it as --phone 13812345678.",
    "error.pop_unsupported": (
        "This system has no Unix sockets for Python, which the screen pop needs."
    ),
    "error.pop_folder": (
        "{path} cannot be used for calls: it cannot be made, or others may enter it. Take it away "
        "and start the desk anew."
    ),
    "more.take": (
        "Exit code 1 if there is nothing to take. With --op a repeated call answers with the "
        "same case instead of taking another."
    ),
    "more.export": (
        "Without --with-text what customers and agents wrote, names and contacts are left out. "
        "What is left out is said on stderr."
    ),
    "arg.version": "print the version and stop",
    "arg.data_dir": "folder of store, keys, settings and drafts (or AGENTDESK_DATA_DIR)",
    "arg.person": "code of the person who acts (or AGENTDESK_AS)",
    "arg.lang": "language, here and now (or AGENTDESK_LANG)",
    "arg.json": "print data as JSON on stdout; messages go to stderr",
    "arg.init.name": "your name, as colleagues read it",
    "arg.init.desk": "name of the desk",
    "arg.init.tz": "time zone of the desk, such as Asia/Shanghai",
    "arg.init.sample": "bring a sample of about 60 invented cases, or not (the default)",
    "arg.init.plain": "do not encrypt the store",
    "arg.import.file": "the file; it is read, never changed",
    "arg.import.map": "name of a bundled mapping (cfpb, cfpb-2015), or a mapping file",
    "arg.import.as_new": "receive the rows during the last while (8h, 90m), in their order",
    "arg.import.dry_run": "check everything and write nothing",
    "arg.import.rejects": "where rejected rows go (else FILE.rejects.csv in this folder)",
    "arg.queue.limit": "so many rows at most (50)",
    "arg.queue.view": "which part of the queue (all)",
    "arg.queue.at": "as it would stand then: 2026-11-22T14:30, in the desk's zone or with offset",
    "arg.queue.filter": "only what matches",
    "arg.take.op": "an id of your own for this call: a retry with it is safe",
    "arg.case": "a reference or its number: C-1041, 1041",
    "arg.explain.paragraph": "only why it was late, as one paragraph to send on",
    "arg.policy.file": "a policy file (TOML)",
    "arg.policy.scenarios": "a scenario file (JSON Lines)",
    "arg.policy.policy": "a policy file that counts instead of the scenarios' own",
    "arg.policy.toml": "print its TOML text, to edit",
    "arg.policy.dry_run": "say what would change and change nothing",
    "arg.policy.dues": "list every open clock whose due moves, with the old and the new one",
    "arg.export.what": "events as JSON Lines, or cases as CSV",
    "arg.export.ical": "instead of these: the calls and visits agreed with you, as iCalendar",
    "arg.export.since": "with --ical: from this day on (2026-11-27); left out: today",
    "arg.export.until": "with --ical: up to this day; left out: whatever comes",
    "arg.export.out": "write to this file instead of stdout; it must not be there yet",
    "arg.export.with_text": "with texts, names and contacts: customers' data",
    "arg.db.head": "SEQ:MAC noted at an earlier verify: proves that the log's end was not cut off",
    "meta.command": "COMMAND",
    "meta.action": "ACTION",
    "meta.dir": "DIR",
    "meta.file": "FILE",
    "meta.csv": "FILE.csv",
    "meta.map": "MAP",
    "meta.person": "PERSON",
    "meta.name": "NAME",
    "meta.zone": "ZONE",
    "meta.span": "SPAN",
    "meta.instant": "INSTANT",
    "meta.filter": "FILTER",
    "meta.case": "CASE",
    "meta.day": "DAY",
    # argparse's own words
    "argparse.usage": "usage: ",
    "argparse.positional": "arguments",
    "argparse.options": "options",
    "argparse.help": "print this help and stop",
    "argparse.argument": "%(argument_name)s: %(message)s",
    "argparse.unknown": "there is no such option here: %s",
    "argparse.required": "this is still needed: %s",
    "argparse.one_of": "one of these is needed: %s",
    "argparse.not_with": "not together with %s",
    "argparse.one": "a value is missing",
    "argparse.some": "a value is missing",
    "argparse.choice": "%(value)r is none of %(choices)s",
    "argparse.value": "%(value)r is not a value for this",
    "argparse.explicit": "takes no value, but was given %r",
    # what was said wrongly
    "see_help": "“{prog} --help” says what there is.",
    "no_command": "There is no command “{name}”. Nothing was done.",
    "no_command_near": "There is no command “{name}”. Did you mean “{near}”? Nothing was done.",
    "bad_count": "“{value}” is not a number of rows (1 to 1000000)",
    "error.no_terminal": (
        "The desk needs a terminal, and {stream} is none. Nothing was opened. Run it without a "
        "pipe, or use a command, such as “agentdesk queue --json”."
    ),
    "error.bad_settings": (
        "The settings file {path} is not TOML ({detail}). Nothing was done. Put it right or move "
        "it away."
    ),
    "error.unreadable_settings": (
        "The settings file {path} cannot be read. Nothing was done. Put its rights or its text "
        "(UTF-8) right, or move it away."
    ),
    "error.bad_lang_env": "AGENTDESK_LANG is “{value}”; it can be {allowed}. Nothing was done.",
    "error.bad_lang_setting": (
        "{path} says lang = “{value}”; it can be {allowed}. Nothing was done. Put it right."
    ),
    "error.bad_op": "--op needs an id of 1 to {limit} characters. Nothing was taken.",
    "error.bad_instant": (
        "“{value}” is no moment. Write it like 2026-11-22T14:30 (the desk's zone) or "
        "2026-11-22T14:30+08:00. Nothing was done."
    ),
    "error.no_stdout": (
        "Standard output is closed, and nobody would see what becomes of this. Nothing was done. "
        "Send it to a file, or to /dev/null."
    ),
    "error.no_folder": (
        "--data-dir names no folder. Nothing was done. Name one, or leave --data-dir out for your "
        "own."
    ),
    "error.bad_span": "“{value}” is no span of time. Write it like 8h, 90m or 1h30m.",
    "error.bad_filter": "The filter knows nothing of this: {unknown}. Nothing was printed.",
    "error.no_case": "There is no case {case}. Nothing was done.",
    "error.no_file": "There is no file {path} that can be read ({detail}). Nothing was done.",
    "error.too_large": "{path} is far too large to be what is needed here. Nothing was done.",
    "error.not_text": "{path} is not UTF-8 text. Nothing was done.",
    "error.file_exists": (
        "There is already a file {path}, and it is left as it is. Name another one with --out."
    ),
    "error.file_unwritable": (
        "{path} cannot be written ({detail}). Nothing was exported. Name another file with --out."
    ),
    "error.export_one": (
        "Say what to export: “events”, “cases”, or “--ical” alone. Nothing was exported."
    ),
    "error.export_ical_text": (
        "A calendar holds no texts: “--with-text” goes with events and cases only. Nothing was"
        " exported."
    ),
    "error.export_days": "“--from” and “--to” go with “--ical” only. Nothing was exported.",
    "error.bad_head": (
        "“{value}” is no head of a log. Write it as verify printed it, like 1204:9f3c…"
    ),
    "error.memory": "This machine is out of memory. What was confirmed before is kept.",
    "error.os": (
        "The system refused: {detail}. What was confirmed before is kept, nothing else was done."
    ),
    "error.unexpected": (
        "Something went wrong that should not ({kind}, {where}). What was confirmed before is "
        "kept. Please report this."
    ),
    "noted": "Where it happened stands in {path} under {note}, without anybody's data.",
    "error.unknown_code": "It could not be done ({code}). What was confirmed before is kept.",
    "interrupted": "Interrupted. What was confirmed before is kept.",
    # init
    "init.made": "The desk “{desk}” is made in {folder}; you are {person}. Open it: {command}",
    "init.sample": "{cases} invented cases are in it.",
    "init.keys": (
        "store.key and audit.key there open the store and prove its log. Keep a copy elsewhere: "
        "without store.key nobody can read the data again."
    ),
    "init.no_cipher": (
        "There is no SQLCipher for this Python, so the store is not encrypted: whoever can read "
        "the file reads the customers."
    ),
    # policy
    "policy.version": "Policy version {version}, in force since {at}, applied by {who}:",
    "policy.sound": "{file} can be applied. It says:",
    "policy.problems": "{file} cannot be used as a policy:",
    "policy.not_applied": "Nothing was applied; the policy in force stays.",
    "policy.no_desk": "There is no desk here: calendars without a zone are taken as UTC.",
    "policy.applied": "Version {version} is in force, and every open case follows it.",
    "policy.same": "Version {version} says the same already; nothing was changed.",
    "policy.would": "It would be version {version} and move {dues} dues. Nothing was changed.",
    "policy.following": "Open cases follow:",
    "policy.clock": "Clock",
    "policy.old": "Due",
    "policy.new": "New due",
    # export
    "export.events": "{count} events written.",
    "export.cases": "{count} cases written.",
    "export.ical": "{count} entries written.",
    "export.without": (
        "Left out: everything that customers and agents wrote, names, phone numbers and "
        "addresses. --with-text brings them."
    ),
    "export.with": "This holds customers' data: keep it as you keep the desk itself.",
    "export.history": "Left out: replies and notes. “export events --with-text” brings them.",
    "export.restricted": "Left out: {count} restricted texts. They leave the desk by no export.",
    "export.erased": "{count} texts were erased and are not there.",
    # take
    "queue.more.one": "Only the first is shown; --limit shows more.",
    "queue.more.many": "The first {shown} are shown; --limit shows more.",
    "take.took": "is yours now.",
    "take.reserve": "is yours now: it has been waiting longest.",
    "take.nothing": "There is nothing to take: every case in the queue has an owner.",
    # doctor
    "doctor.libraries": "Libraries",
    "doctor.store": "Store",
    "doctor.settings": "Settings",
    "doctor.terminal": "Terminal",
    "doctor.locale": "Locale",
    "doctor.absent": "not there",
    "doctor.fixed": "has the WAL-reset fix (3.51.3)",
    "doctor.unfixed": "without the WAL-reset fix (3.51.3)",
    "doctor.encrypted": "encrypted",
    "doctor.unencrypted": "not encrypted",
    "doctor.schema": "schema {version}",
    "doctor.no_tty": "no terminal",
    "doctor.colours": "colours: {colours}",
    "doctor.closed": "Your account may not write into {folder}. Give it the right, or name another"
    " folder with --data-dir.",
    "doctor.no_room": "Only {free} MB are free on the disk of the store. Free some space.",
    "doctor.no_store": "There is no desk in this folder yet. “agentdesk” makes one.",
    "doctor.plain": "The store is not encrypted: whoever can read the file reads the customers.",
    "doctor.no_cipher": "SQLCipher is not there: a new store will not be encrypted.",
    "doctor.truncate": (
        "SQLite {version} lacks the WAL-reset fix, so a plain store keeps a rollback journal: "
        "safe, and slower to write."
    ),
    "doctor.small": "The terminal has {columns}x{lines}; the desk needs 80x24.",
    "doctor.encoding": "The terminal speaks {encoding}, not UTF-8: Chinese and glyphs turn to ?.",
    "doctor.older": (
        "The store has schema {found}, this program works with {known}. Say “agentdesk db upgrade”."
    ),
    "doctor.newer": (
        "The store has schema {found}, this program knows only {known}. Install the newer program."
    ),
    "doctor.well": "Nothing is wrong.",
    # db
    "db.upgraded": "The store is upgraded from {before} to {after}.",
    "db.current": "The store is already at {after}; nothing was changed.",
    "db.clean": "All of it proves right: {events} events, {contents} texts, {cases} cases.",
    "db.found.one": "{count} difference in {events} events, {contents} texts, {cases} cases:",
    "db.found.many": "{count} differences in {events} events, {contents} texts, {cases} cases:",
    "db.more": "… and {count} more",
    "db.head": "Head of the log: {seq}:{mac}  (note it elsewhere; --head proves it later)",
    "db.rebuilt": "{cases} cases and the index were made anew from the log.",
    "db.stage.events": "Events",
    "db.stage.texts": "Texts",
    "db.stage.cases": "Cases",
    "db.stage.search": "Index",
    "arg.import.receipts": "send each customer a receipt, where mail is set up",
    # --- templates
    "help.templates": "look at and check what customers are written with",
    "help.templates.list": "list the templates, the desk's own and the bundled ones",
    "help.templates.show": "print a template in both languages",
    "help.templates.check": "explain what is wrong with the desk's own template files",
    "arg.templates.code": "the code of a template",
    "arg.templates.file": "template files; left out: all in the folder templates",
    "templates.code": "code",
    "templates.name": "name",
    "templates.for": "for",
    "templates.from": "from",
    "templates.any": "any case",
    "templates.receipt": "receipts",
    "templates.own": "own",
    "templates.bundled": "bundled",
    "templates.unknown": "There is no template {code}. agentdesk templates list names them.",
    "templates.sound": "{count} template files, nothing wrong with them.",
    "templates.left_out": "{file}: left out until this is mended",
}
