"""Alerts answered and cases carried from registration to closure."""
