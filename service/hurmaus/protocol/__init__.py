"""The wire: messages, codec, close codes, and the per-connection state machine. No I/O, no clock."""
