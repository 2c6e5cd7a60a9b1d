"""Playbooks (data), the rule engine (pure) and the policy: say it now, later, or never."""
