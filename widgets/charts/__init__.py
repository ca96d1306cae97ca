"""Level charts with thresholds and rain."""
