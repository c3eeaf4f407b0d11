"""A wind farm's weather and power: generated or read from a file, split for training, and drawn."""
