"""The first run: one short page, then the first case."""

TEXTS = {
    "title": "Welcome. One short page, then your first case.",
    "intro": "Nothing else is needed; everything can be changed later.",
    "again": "The last start was cut off before the desk was made. Nothing is lost: answer once"
    " more.",
    "lang": "language",
    "name": "your name",
    "name.missing": "Say who you are: every step of a case bears a name.",
    "desk": "the desk",
    "desk.usual": "Customer desk",
    "desk.missing": "Give the desk a name.",
    "tz": "time zone",
    "tz.unknown": "No such time zone. Type part of a city: shang, london.",
    "tz.did_you_mean": "No such time zone. Did you mean {zone}?",
    "zone.is": "✓ it is {time} there now",
    "zone.type": "type part of a city: shang, london, york",
    "zone.choose": "↑ ↓ choose, ⏎ takes it",
    "zone.near": "“{typed}” is not a time zone; ⏎ takes this one:",
    "zone.unknown": "“{typed}” is not a time zone; type part of a city",
    "sample": "sample cases",
    "kept": "The sample: about 60 invented cases in both languages, most of them under way, three "
    "late. Everything stays on this computer, encrypted.",
    "start": "Start",
    "making": "making your desk…",
    "making.sample": "making your desk, writing the sample…",
    "still_here": "What you typed is still here.",
    "welcome": "Your desk is open. "
    "n takes your first case; u tells the customer, r resolves it: "
    "less than a minute.",
    "act.onward": "next",
    "act.start": "start",
    "act.leave": "leave",
    "help.start": "Make the desk and open it",
    "help.leave": "Leave; nothing was made",
}
