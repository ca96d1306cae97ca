"""OGC SensorThings API 1.1, part 1, Sensing: assets and streams as Things and Datastreams."""
