"""Where conversations live: one port, one contract suite, the engines behind it."""
