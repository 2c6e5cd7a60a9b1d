"""Hurmaus: real-time, emotion-aware assist for Finnish contact centres."""

__version__ = "0.1.0"
