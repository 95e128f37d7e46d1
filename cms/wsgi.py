"""The door for a web server. Production settings, unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

django = get_wsgi_application()

# Below here Django is ready: what these import asks for its settings and models.
from django.conf import settings  # noqa: E402

from cms.deadlines import bound_each_connection, end_when_the_heart_stops  # noqa: E402
from cms.first_request import DoesFirst  # noqa: E402
from cms.proxies import BehindOurProxies, TrustedProxies  # noqa: E402
from cms.quick.room import QuickRoom  # noqa: E402
from delivery.outbox import drain_at_start  # noqa: E402

bound_each_connection()
if settings.REQUEST_DEADLINE:
    end_when_the_heart_stops()

quick_room = QuickRoom(django, most_bytes=settings.ANSWERS_KEPT_MB * 1024 * 1024)
behind_proxies = BehindOurProxies(quick_room, TrustedProxies(settings.TRUSTED_PROXIES))
application = DoesFirst(drain_at_start, behind_proxies)
