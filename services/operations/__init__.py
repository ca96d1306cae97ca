"""The response in force: its level, the warnings, the state of assets."""
