"""The engine for many replicas: Redis 7, one function call a commit, sharded publish/subscribe as doorbell."""
