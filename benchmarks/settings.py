"""The product's settings, with the bare view beside its pages."""

from epep.config.settings import *  # noqa: F403, TID251 (these are settings)

ROOT_URLCONF = "benchmarks.bare"
