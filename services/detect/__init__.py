"""Readings into alerts: the rule engine and the decisions on its commands."""
