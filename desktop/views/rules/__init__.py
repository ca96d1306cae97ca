"""The rule editor: a window of its own with the rules, the form of one, and its back-test."""
