"""Ties of two states: pacts, trade, arms, energy, sanctions, visits, organisations, influence."""
