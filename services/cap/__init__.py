"""Warnings in the Common Alerting Protocol, OASIS CAP 1.2: read, understood and written."""
