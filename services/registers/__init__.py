"""Registers of the town: areas, assets, streams, teams."""
