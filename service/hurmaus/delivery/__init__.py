"""From committed events to sockets: replay, fan-out, bounded outboxes."""
