"""Reading feeling in customer text: a port, its model adapters, the door that keeps agents out, mood over time."""
