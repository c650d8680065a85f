"""The pages, as WSGI: what gunicorn serves, and what Daphne serves in the one-process shape."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.production")
application = get_wsgi_application()
