"""What every test shares: hypothesis judges results, not the speed of a busy machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("hurmaus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hurmaus")
