"""The load of a seat: a window of its own with rates, standing alarms and bad actors."""
