"""States and their power: membership of the system, capabilities, output, spending, conflict."""
