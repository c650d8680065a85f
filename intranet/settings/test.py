"""For pytest: cheap passwords, plain static files, data in a folder that goes away."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="trellis-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("TRELLIS_")]:
    del os.environ[_name]
os.environ["TRELLIS_DATA"] = _folder

from .base import *  # noqa: E402, F403
from .base import CACHES, DATABASES, STATIC_ROOT, STORAGES, WAGTAILSEARCH_BACKENDS  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(exist_ok=True)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"}}
DATABASES["default"]["TEST"] = {"NAME": None}
# What is found does not depend on how busy the machine is; tests about the time limit set one of their own.
WAGTAILSEARCH_BACKENDS = {name: {**one, "TIME_LIMIT": 60} for name, one in WAGTAILSEARCH_BACKENDS.items()}
