"""Metrics of the machine that a run is on: CPU, memory, disk, network and NVIDIA GPUs."""
