"""What is the same everywhere. Anything that differs between places comes from the environment."""

from pathlib import Path

import dj_database_url
from environs import Env

env = Env()

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env("VAR_DIR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)  # SQLite makes a file, and no folder for it

INSTALLED_APPS = [
    # Ours, from the top of the house down (docs/architecture.md).
    "cms",
    "insights",
    "delivery",
    "home",
    "pathways",
    "articles",
    "moderation",
    "people",
    "taxonomy",
    "languages",
    "agreement",
    "scheduler",
    # Wagtail and its neighbours.
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "people.apps.WaymarkUsersConfig",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    # Django.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "ninja",
]

MIDDLEWARE = [
    # First, so that every answer has them, also those of the middlewares below.
    "cms.security.PolicyMiddleware",
    "cms.workers.LeaveTheAdminToItsWorkers",
    "agreement.middleware.NothingIsSetUpOverHTTP",
    "cms.compression.AdminGZipMiddleware",
    "cms.problems.ApiManners",
    "cms.deadlines.DeadlineMiddleware",
    "cms.address_bounds.RefuseImpossibleAddresses",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.ThrottleMiddleware",
    "people.middleware.SessionMiddleware",
    "people.middleware.LogInBeforeSending",
    "people.going_on.GoingOnMiddleware",
    "people.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.form_numbers.RefuseImpossibleNumbers",
    "moderation.middleware.SayWhatIsInTheWay",
    "moderation.middleware.RefusePageActions",
    "moderation.middleware.RefuseToDeleteWhatIsNeeded",
    "moderation.typed.KeepWhatIsTyped",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# IMMEDIATE: a vote waits its turn instead of failing. FULL: a vote's receipt is a promise, also after a power cut.
# secure_delete: what is deleted is overwritten (a vote row must not be read back from the file).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{VAR / 'waymark.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# A connection is used again, and looked at before: making one takes longer than most answers.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# How many megabytes of finished answers each worker keeps in memory (cms/quick); 0: none.
ANSWERS_KEPT_MB = env.int("ANSWERS_KEPT_MB", 64)

# Seconds until a request is ended that is not through by then (cms/deadlines.py); 0: never.
REQUEST_DEADLINE = env.float("REQUEST_DEADLINE", 30)

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.TermBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# The addresses of our own proxies; they alone are believed when they say whom they speak for (cms/proxies.py).
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/London"  # what people see; the database keeps UTC, and so does the API
FORMAT_MODULE_PATH = "cms.formats"
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = ["Europe/London", "UTC"]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# What is not there in a reader's language is looked for along this chain.
LANGUAGE_FALLBACKS = {"cy": ["en"]}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644

PUBLIC_URL = env("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
WAGTAIL_SITE_NAME = "Waymark"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ALLOWED_ORIGINS", [])
CORS_URLS_REGEX = r"^/no-cross-origin-writes-yet/"  # reads answer `*` themselves (delivery); readers cannot write yet

# What happens by itself (cms/jobs.py), and after how many seconds without any of it people are told.
SCHEDULED_JOBS = "cms.jobs.JOBS"
SCHEDULER_MISSED_AFTER = 300

# Whom to tell of a hole in this site (mailto: or https://), and the day on which somebody looks again (2027-12-31).
SECURITY_CONTACT = env("SECURITY_CONTACT", "")
SECURITY_CONTACT_UNTIL = env("SECURITY_CONTACT_UNTIL", "")

# The road to publishing (docs/decisions/0004-one-road-to-publishing.md).
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "moderation.publishing.publish_agreed"

# A translation begins as a draft, whatever its source is (languages/one_road.py).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# The admin asks nobody outside.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "articles.rich_text.WordsEditor"}}
WAGTAILEMBEDS_FINDERS: list[dict] = []
# Comments would be letters with names and titles in them.
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Nobody types somebody else's password: two people make a one-time way in (people/models/ways_in.py).
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = False

# Media: pixels only, nothing that can blow up a small server.
WAGTAILIMAGES_IMAGE_MODEL = "articles.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "articles.media_forms.PictureForm"
# What browsers offer to choose. What a file truly is, its bytes say (articles/pictures.py).
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# There is no address that serves documents: the chooser would fall over asking for one.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_DOCUMENT_MODEL = "articles.CaptionFile"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "articles.media_forms.CaptionFileForm"
WAGTAILDOCS_SERVE_METHOD = "direct"  # Wagtail's own address for files is not among ours
WAGTAILDOCS_EXTENSIONS = ["vtt", "srt"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "articles.Film",
    "MEDIA_FORM_BASE": "articles.media_forms.FilmForm",
    "VIDEO_EXTENSIONS": [],  # whatever a film is called: what it is stands in its first bytes
    "AUDIO_EXTENSIONS": ["mp3", "m4a"],
}

TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but for the admin, which frames its own previews: cms/security.py

# cms/urls.py puts our editor before Wagtail's, under the names that Wagtail's own code asks for.
SILENCED_SYSTEM_CHECKS = ["urls.W003"]

CSRF_FAILURE_VIEW = "cms.plain_pages.stale_key"

# A pathway of forty steps at four levels has some four thousand fields. More than that is no page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Which policy an answer gets is decided in cms/security.py; this is what django-csp asks for.
CONTENT_SECURITY_POLICY: dict = {"DIRECTIVES": {}}

# Where an error happened, and nothing that anybody typed.
DEFAULT_EXCEPTION_REPORTER = "cms.error_reports.ReportOfAnError"
DEFAULT_EXCEPTION_REPORTER_FILTER = "cms.error_reports.NothingTyped"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Addresses and query strings of reads are logged nowhere: these two would write them.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
