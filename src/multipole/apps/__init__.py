"""The doors: command line, Python, brief. Each parses, calls one answer and renders it."""
