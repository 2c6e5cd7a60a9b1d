"""FastAPI: WebSocket and HTTP endpoints, tokens, health, metrics. Moves bytes; decides nothing."""
