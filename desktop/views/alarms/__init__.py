"""The window of the alarm table and the board of the neighbourhoods."""
