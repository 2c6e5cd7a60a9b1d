"""Masking personal data: the first stage of the pass."""
