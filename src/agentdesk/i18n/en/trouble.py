"""Trouble of the store and its surroundings: what happened, what was kept, what to do.

``found.*`` are the findings of ``db verify``, each one line.
"""

TEXTS = {
    "missing": "There is no desk at {path}. Nothing was made or changed. Say “agentdesk init” to"
    " make one, or name the right folder with --data-dir.",
    "exists": "There is already a desk at {path}; it was left as it is. Open it with “agentdesk”,"
    " or name another folder with --data-dir.",
    "gone": "The store {path} was moved or replaced while this desk was open. This change was not"
    " saved; earlier ones stand in the file that was moved. Quit, put the file back, and open the"
    " desk again.",
    "closed": "The desk is being closed. This change was not saved; all that was confirmed before"
    " is. Open the desk again and repeat it.",
    "interrupted": "The work was stopped before it began. Nothing was changed. Repeat it if you"
    " still want it.",
    "busy": "Another desk has been writing to {path} for too long. This change was not saved;"
    " nothing else is affected. Try again in a moment; if it goes on, look for an import or an"
    " upgrade that hangs.",
    "full": "There is no room left for {path}: the disk is full, or a quota is reached. This change"
    " was not saved; all that was confirmed before is. Free some space and repeat it.",
    "io": "The disk refused to read or write {path}. This change was not saved; all that was"
    " confirmed before is. Check the disk, then say “agentdesk db verify”. ({detail})",
    "memory": "This machine is out of memory. This change was not saved; all that was confirmed"
    " before is. Close other programs and repeat it.",
    "read_only": "{path} or its folder cannot be written to. Nothing was changed. Give your account"
    " the right to write there (a desk needs it even to read), or copy store and keys to a folder"
    " of your own.",
    "no_access": "Your account may not open {path}. Nothing was changed. Ask its owner for the"
    " right, or name another folder with --data-dir.",
    "not_a_folder": "A part of {path} is a file where a folder is needed. Nothing was changed. Name"
    " another folder with --data-dir.",
    "cannot_open": "{path} cannot be opened. Nothing was changed. Check that the folder exists and"
    " that your account may use it. ({detail})",
    "corrupt": "The store {path} is damaged and cannot be read. It was left as it is. Copy it"
    " aside together with its keys, then put back your last backup. ({detail})",
    "drafts_aside": "The file of your drafts was damaged and is set aside as {path}; unsent words"
    " of earlier may be lost. What you type from now on is kept again.",
    "not_a_desk": "{path} is a database, but not a desk. It was left as it is. Name the right"
    " folder with --data-dir.",
    "unfinished": "The desk at {path} was never finished: its making was cut off, and no case is in"
    " it. Nothing is lost. Say “agentdesk” and answer the first page, or “agentdesk init”; it is"
    " taken up where it was left.",
    "store": "The store {path} refused the work for a reason this program does not know. This"
    " change was not saved; all that was confirmed before is. Say “agentdesk doctor” and report"
    " what it prints. ({detail})",
    "conflict": "The store refused a change that does not fit what stands in it. It was not saved;"
    " nothing else is affected. Look at the case again and repeat what is still needed. ({detail})",
    "no_cipher": "{path} is encrypted, and this machine has no SQLCipher for this Python. The store"
    " was not touched. Install the “sqlcipher3” package, or open the desk on a machine that has"
    " it.",
    "not_encrypted": "{path} is not encrypted, although a key for it is here: somebody may have"
    " replaced it. It was not opened. Put the encrypted store back; if you know this file, move"
    " store.key away to open it in plain.",
    "encrypted": "{path} is encrypted or damaged, and it was asked for in plain. It was not"
    " opened. Leave out --plain and keep store.key beside it.",
    "key_missing": "The key {path} is not there, and without it the store cannot be read. The"
    " store was not touched. Put the key file back from where you keep a copy: nobody can make it"
    " anew.",
    "key_wrong": "The key {key} does not open {path}: it belongs to another desk, or the head of"
    " the store is damaged. The store was not touched. Put back the key that was made with this"
    " store.",
    "key_open": "Other accounts may read or change the key {path} (mode {mode}). The desk was not"
    " opened. Say “chmod 600 {path}” (640 for a group), and think about who may have read it.",
    "key_unreadable": "The key {path} cannot be read. The store was not touched. Give your account"
    " the right to read it. ({detail})",
    "key_corrupt": "The key file {path} is damaged: its number does not fit its key. The store was"
    " not touched. Put the key file back from where you keep a copy.",
    "key_exists": "There is already a key at {path}; it was left as it is, for a lost key loses"
    " all data. Move it away first if you are sure that no store needs it.",
    "audit_missing": "The audit key {path} is not there: nothing can be recorded or proved without"
    " it. The store was not touched, and its data are not lost. Put the file back from where you"
    " keep a copy.",
    "audit_corrupt": "The audit key {path} is damaged: its number does not fit its key. The store"
    " was not touched, and its data are not lost. Put the file back from where you keep a copy.",
    "audit_wrong": "The audit key {key} is not the one that seals the log of {path}. The store was"
    " not touched. Put back the audit key that was made with this store.",
    "newer": "The store {path} was written by a newer agentdesk ({found}; this one knows {known})."
    " It was not touched. Install the newer version.",
    "older": "The store {path} is from an older agentdesk ({found}; this one needs {known}). It"
    " was not touched. Close the other desks, make a copy, then say “agentdesk db upgrade”.",
    "upgrade_failed": "The upgrade of {path} failed half-way and was taken back whole: the store"
    " is as it was. Go on with the older version and report this. ({detail})",
    "unfoldable": "The events of {case} make no sense: the log was tampered with or is damaged. The"
    " rebuild stopped there; what was remade before it stays. Say “agentdesk db verify” to see"
    " where, and put back a backup.",
    "rebuilt_elsewhere": "Another “agentdesk db rebuild” has begun on this desk. This one has"
    " stopped and left the word index to it.",
    "found.case_unreadable": "The events of {case} make no sense, so its row cannot be proved.",
    "unknown_zone": "There is no time zone “{zone}”. Nothing was made. Write one like Asia/Shanghai"
    " or Europe/London.",
    "person_left": "{person} does not work at this desk any more. Nothing was done. Say with --as"
    " who you are; a lead takes {person} back with “agentdesk people change CODE --back”.",
    "unknown_person": "Nobody called “{person}” works at this desk. Nothing was done. Name somebody"
    " with --as by code or name, as “agentdesk queue” shows owners.",
    "bad_policy": "This cannot be put in force: line {line}, {key} ({problems} problems in all)."
    " The policy in force stays. “agentdesk policy check” says what is wrong.",
    "found.file": "File: {detail}",
    "found.chain_gap": "Events {seq} to {to} are missing from the log.",
    "found.chain_prev": "Event {seq} does not follow the event before it: something was moved or"
    " replaced here.",
    "found.chain_mac": "Event {seq} was changed after it was recorded.",
    "found.chain_key": "Event {seq} is sealed with another audit key ({key}).",
    "found.chain_kind": "Event {seq} is of a kind this program does not know ({kind}).",
    "found.chain_order": "Event {seq} is out of order within its case.",
    "found.head_other": "Event {seq} is not the one you noted: the log was rewritten before it.",
    "found.head_lost": "Event {seq} was noted, but the log ends at {last}: its end was cut off.",
    "found.op_lost": "An operation recorded event {seq}, which is not in the log: its end was cut"
    " off. ({op})",
    "found.policy_changed": "The policy of version {version} is not the one that was applied.",
    "found.text_missing": "Event {seq} names text {content}, which is not there.",
    "found.text_swapped": "Event {seq} names text {content}, which is another than it was.",
    "found.text_changed": "Text {content} was changed after it was stored.",
    "found.text_lost": "Text {content} or its customer's secret was removed without an erasure.",
    "found.text_not_erased": "Text {content} is marked as erased and is still there.",
    "found.case_missing": "{case} is in the log and has no row. “agentdesk db rebuild” makes it.",
    "found.customer_keys": "Customer {customer} is not found by their name or number as they should"
    " be. “agentdesk db rebuild” mends it.",
    "found.stickies": "The notes on customers differ from the log. “agentdesk db rebuild” mends"
    " it.",
    "found.case_extra": "{case} has a row and is not in the log. “agentdesk db rebuild” drops it.",
    "found.case_row": "{case} shows what its events do not say: {columns}. “agentdesk db rebuild”"
    " corrects it.",
    "found.case_callbacks": "The agreed calls of {case} are not what its events say. “agentdesk db"
    " rebuild” puts them right.",
    "found.case_handoffs": "The handoffs of {case} are not what its events say. “agentdesk db"
    " rebuild” corrects them.",
    "found.case_clocks": "The clocks of {case} are not what its events say. “agentdesk db"
    " rebuild” corrects them.",
    "found.search": "{case} is not found by its words as it should be. “agentdesk db rebuild”"
    " corrects it.",
}
