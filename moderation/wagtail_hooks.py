"""Where moderation joins Wagtail's admin. Registration only."""

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from moderation import editor, front_page, success_messages


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("", include("moderation.urls"))]


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("moderation/room.css"))


hooks.register("register_admin_menu_item", front_page.for_my_panel_menu_item)
hooks.register("register_admin_menu_item", front_page.desk_menu_item)
hooks.register("register_admin_menu_item", front_page.translations_menu_item)
hooks.register("register_admin_menu_item", front_page.proposals_menu_item)
hooks.register("construct_homepage_panels", front_page.put_our_work_first)
hooks.register("construct_homepage_summary_items", front_page.no_counts)
hooks.register("construct_page_action_menu", editor.menu_in_our_words)
hooks.register("before_edit_page", editor.say_before_editing)
hooks.register("before_edit_page", editor.say_what_was_asked_for)
hooks.register("before_edit_page", editor.say_which_translations_are_stale)
hooks.register("before_edit_page", editor.begin_again_with_words_made_by_hand, order=-1)
hooks.register("before_create_page", editor.say_that_it_was_not_published)
hooks.register("before_edit_page", editor.say_that_it_was_not_published)
# Before articles' hook, which leads back to two versions side by side.
hooks.register("after_create_page", success_messages.after_saving, order=-1)
hooks.register("after_edit_page", success_messages.after_saving, order=-1)
hooks.register("after_delete_page", success_messages.after_deleting)
