"""Letters to customers: what is wrong with the mail settings, and what became of a letter."""

TEXTS = {
    # the settings
    "at_line": "{file}, line {line}: {key}: {text}",
    "at_key": "{file}: {key}: {text}",
    "at_file": "{file}: {text}",
    "problem.encoding": "this file is not UTF-8. Save it as UTF-8.",
    "problem.unreadable": "{path} cannot be read ({detail}). Check who may read it.",
    "problem.toml": 'this is not TOML. Write it as: key = "value".',
    "problem.unknown_key": "there is no such setting. Known here: {allowed}.",
    "problem.missing": "this is needed and not set.",
    "problem.not_text": "this must be a text in quotation marks, not empty.",
    "problem.not_table": "this must be a section: [sms], with its settings below.",
    "problem.not_bool": "this must be true or false.",
    "problem.not_allowed": "this must be one of {allowed}.",
    "problem.controls": "this must be one line without control characters.",
    "problem.not_ascii": "only plain Latin letters, digits and signs can be sent here.",
    "problem.port": "this must be a port, a number from 1 to 65535.",
    "problem.seconds": "this must be a number of seconds, from {least} to {most}.",
    "problem.host": "this is no name and no IP address of a machine.",
    "problem.address": "this is no e-mail address a letter can come from. Example:"
    " desk@example.com.",
    "problem.name": "this must be a name of letters, digits, - and _ only.",
    "problem.same_field": "the three fields need three different names.",
    "problem.url": "this is no web address. Example: https://sms.example.com/send.",
    "problem.not_https": "over the network only https is allowed, http on this machine alone.",
    "problem.no_file": "there is no file {path}.",
    "problem.twice": "set either this or {other}, not both.",
    "problem.secret_unreadable": "{path} cannot be read. Check who may read it.",
    "problem.secret_empty": "{path} is empty.",
    "problem.no_password": "no password is set for it. Use password_file, password or the"
    " environment variable {variable}.",
    "problem.no_username": "a password is set, but no username.",
    "problem.insecure": "without encryption, customers' letters can be read on the way. Use"
    ' "starttls" or "tls"; "none" is for a server on this machine, or set insecure = true if you'
    " mean it.",
    "problem.open_to_others": "others on this machine can read {path} (mode {mode}). Close it:"
    " chmod 600.",
    "doctor": "Mail",
    "doctor.none": "not set up: no letter leaves this desk",
    "doctor.sms": "SMS by {host}",
    # what became of a try
    "code.sent": "Delivered to the mail server",
    "code.unreachable": "The server cannot be reached",
    "code.dns": "The name of the server is not known",
    "code.timeout": "The server did not answer in time",
    "code.dropped": "The server hung up before the letter was handed over",
    "code.garbled": "The server said something that is not understood",
    "code.tls": "No secure connection: the server's certificate or its encryption is not accepted",
    "code.no_tls": "The server offers no encryption, and the settings ask for it",
    "code.auth": "The server does not accept our username and password",
    "code.sender": "The server does not accept our own address as the sender",
    "code.busy": "The server cannot take the letter now",
    "code.hook": "The SMS service does not accept us: check its address and token",
    "code.not_set_up": "Sending is not set up on this desk",
    "code.stopped": "The desk was closed before the letter was handed over",
    "code.lost": "Another desk has taken the letter over",
    "code.rejected": "Refused for good",
    "code.bad_address": "This is no address that mail can go to",
    "code.no_utf8": "The server cannot send to an address written in this script",
    "code.no_answer": "Handed over, but no answer came: it may have been delivered. Not sent again"
    " by itself; check with the customer",
    "code.gone": "The desk that was sending it broke off: it may have been delivered. Not sent"
    " again by itself; check with the customer",
}
