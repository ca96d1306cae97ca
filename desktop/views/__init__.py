"""Windows, panels and dialogs: layout and wiring, no decisions about the town."""
