"""`manage.py run_scheduler`: what makes things happen by themselves."""

from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from scheduler.runner import Runner


class Command(BaseCommand):
    help = (
        "Run every job when it is due, until told to stop. Several may run: one works, the others wait for it to die."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due now, wait for it, and end.")
        parser.add_argument(
            "--as-child", action="store_true", help="End when the process that started this one has ended."
        )

    def handle(self, *args: Any, once: bool, as_child: bool, **options: Any) -> None:
        runner = Runner(import_string(settings.SCHEDULED_JOBS))
        if once:
            for thread in runner.look():
                thread.join()
            return
        told_to_stop, parent = threading.Event(), os.getppid()

        def stop(_number: int, _frame: FrameType | None) -> None:
            told_to_stop.set()

        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, stop)
        runner.run(stopped=lambda seconds: told_to_stop.wait(seconds) or (as_child and os.getppid() != parent))
