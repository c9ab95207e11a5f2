"""The outside world: files in, files out."""
