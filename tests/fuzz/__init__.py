"""Fuzz targets: run by hand for as long as one likes, never by the test suite."""
