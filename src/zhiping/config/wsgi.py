"""The WSGI entry; any WSGI server can serve it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiping.config.settings")
application = get_wsgi_application()
