"""Side-by-side measurements: `make bench`. What is measured, and what the figures mean: docs/benchmarks.md.

Everything is measured in one run on one machine, each subject in turn, and what counts are ratios. Nothing imports this.

    __main__     the run, from an empty database to the report
    content      a database of its own, filled with synthetic pages; and copies of it that are smaller and larger
    ours_settings, stock_settings, stock_urls, constant    what is served
    serving      granian, nginx and Redis, each with the processes that belong to it
    load         wrk, and how much processor time a request takes of everything involved
    subjects     which server is loaded with what
    inside       what is measured without a load: queries, rebuilding, publishing, how long withdrawn words stay
    figures      the table of targets, and each figure worked out
    report       printed, and written to report.json
"""
