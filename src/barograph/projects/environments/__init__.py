"""Managers of environments: each makes what a project asks for, or uses what is there."""
