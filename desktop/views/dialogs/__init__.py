"""Dialogs: each asks for one thing and answers with a signal; none of them sends anything."""
