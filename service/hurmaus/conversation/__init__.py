"""The conversation as a pure reducer: what was heard, felt, asked, promised, hinted. No I/O, no clock."""
