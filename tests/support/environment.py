"""Loaded before the settings are: tests run as on a developer's machine."""

import os

os.environ.setdefault("AIDTRACKER_ENV", "development")
