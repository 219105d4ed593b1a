"""One profile for all property tests: the same examples in every run, no deadline on a busy machine."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "sammeter",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("sammeter")
