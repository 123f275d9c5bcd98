"""How long property tests look for a counterexample: HYPOTHESIS_PROFILE=dev (as committed) or ci (longer)."""

import os

from hypothesis import HealthCheck, settings

ROLLED_BACK = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.differing_executors]

settings.register_profile("dev", max_examples=25, deadline=None, derandomize=True, suppress_health_check=ROLLED_BACK)
settings.register_profile("ci", max_examples=250, deadline=None, print_blob=True, suppress_health_check=ROLLED_BACK)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def examples(share: float) -> settings:
    """A share of the profile's examples, for a test whose examples cost more or less than usual."""
    return settings(max_examples=max(1, round(settings().max_examples * share)))
