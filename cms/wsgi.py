"""The door for a web server. Production settings, unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

django = get_wsgi_application()

# Below here Django is ready: what these import asks for its settings and models.
from django.conf import settings  # noqa: E402

from cms.quick.room import QuickRoom  # noqa: E402

application = QuickRoom(django, most_bytes=settings.ANSWERS_KEPT_MB * 1024 * 1024)
