"""P1-P15, a module for each group. Every measure returns its numbers by name, with value and spread."""
