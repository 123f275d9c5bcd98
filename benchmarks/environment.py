"""Set before Django is: production's settings, for the measured server and for the one that measures."""

import os
import secrets

os.environ["AIDTRACKER_ENV"] = "production"
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
os.environ["SECURE_SSL_REDIRECT"] = "0"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(60))
