"""The rules: plain functions over immutable values. No I/O, and no clock: `now` is an argument."""
