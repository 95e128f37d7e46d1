"""What happens by itself, and when. Knows no other room: `cms/jobs.py` says which jobs there are.

`jobs.py` says what a job is and when it runs next, `models.py` keeps how each went, `runner.py` runs what is due, in one
process at a time (`Lease`), and `health.py` notices when nothing runs.
"""
