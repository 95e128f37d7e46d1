"""Registration only."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js", order=-1)
def scripts_in_files() -> SafeString:
    return format_html(
        '<script src="{}"></script><script src="{}"></script><script src="{}"></script>',
        static("cms/start_widgets.js"),
        static("cms/small_helps.js"),
        static("cms/landing.js"),
    )
