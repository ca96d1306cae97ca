"""Scenario packs: data files that say what a town watches and how it answers."""
