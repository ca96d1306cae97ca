"""Foreign files into GeoJSON on WGS 84, with a report of every row that was refused.

Nothing is stored here: a reader answers an `ImportResult` that is shown, corrected (another
coordinate system, columns exchanged) and only then accepted by somebody.
"""
