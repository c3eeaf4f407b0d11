"""Stores that wrap stores."""
