"""Thousands of synthetic pages, for measuring. `manage.py generate` makes them.

They are real rows that readers can get: pages below councils, classified, with an agreement for exactly what they say. What they
say is harmless and means nothing. They go round the road (nobody wrote them, nobody voted), so they live in a database of their own.
"""
