import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("AIDTRACKER_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aidtracker.settings")

application = get_wsgi_application()
