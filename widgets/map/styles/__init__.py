"""Map styles: MapLibre style documents read, compiled and evaluated. Knows no painter."""
