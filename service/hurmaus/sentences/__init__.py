"""What an agent turn does and is like, by a sentence encoder of its own that knows nothing of feelings."""
