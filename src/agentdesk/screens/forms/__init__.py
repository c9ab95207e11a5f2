"""Forms over a case: one file a form; what is typed survives leaving, refusals and lost races."""
