"""The response in force: its level, the warnings, the state of assets, what is drawn on the map."""
