"""The parts of a rule editor: the list, the form, and how a change went over past readings."""
