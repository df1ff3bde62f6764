"""The WSGI application that granian serves."""

import gc
import os
from importlib import import_module

# what is loaded here stays: looking through it for garbage takes a fifth of a start, and
# later a pause in every so many pages
gc.disable()

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from samsyn.foundation.preparing import wait_until_prepared  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
# somebody looks at an empty page meanwhile
os.environ.setdefault("SAMSYN_DATABASE_WAIT", "3")
os.environ.setdefault("SAMSYN_DATABASE_LONGEST", "30")
django.setup()
# the long part of a start needs neither tables nor static files
import_module(settings.ROOT_URLCONF)
wait_until_prepared(settings.VAR)
application = get_wsgi_application()

gc.freeze()
gc.enable()
