"""The demo: what Waymark looks like once three youth panels have used it for a while.

Its words are the TOML files in content/. `manage.py demo` takes them along the road that every page takes: members write,
members vote, a moderator checks. Nothing here goes round it.
"""
