"""A panel of dyad-years or dyad-months: the universe first, then what was asked, with statuses."""

from __future__ import annotations

from multipole.answers.panels.panel import panel

__all__ = ["panel"]
