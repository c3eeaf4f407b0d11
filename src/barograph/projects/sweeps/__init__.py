"""Sweeps: many runs of one project or function with other parameters, conducted so that none is lost or done twice."""
