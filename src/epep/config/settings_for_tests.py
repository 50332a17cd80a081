"""The settings in test mode, for pytest and mypy, whatever the shell they start from was set up for."""

import os

for _name in [name for name in os.environ if name.startswith(("EPEP_", "DATABASE_"))]:
    if _name not in ("EPEP_TEST_CLUSTER", "EPEP_POSTGRES_BIN", "EPEP_POSTGRES_USER", "EPEP_CHROMIUM"):
        del os.environ[_name]  # a test must never reach a real database or mail server
os.environ["EPEP_MODE"] = "test"

from epep.config.settings import *  # noqa: E402, F403, TID251
