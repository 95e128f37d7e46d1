"""Jobs run by themselves: once, though several processes would, and whatever becomes of the others."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.jobs import JOBS
from scheduler.jobs import Job
from scheduler.models import Lease, ScheduledJob
from scheduler.runner import Runner

pytestmark = pytest.mark.django_db(transaction=True)

OFTEN = timedelta(minutes=1)


class Counted:
    """An action that counts how often it was called."""

    def __init__(self, then: Callable[[], object] = lambda: None) -> None:
        self.times, self.then = 0, then

    def __call__(self) -> object:
        self.times += 1
        return self.then()


def look(runner: Runner) -> list[str]:
    """Everything that is due, run to its end. Returns the names."""
    threads = runner.look()
    for thread in threads:
        thread.join()
    return [thread.name for thread in threads]


def make_due(name: str) -> None:
    ScheduledJob.objects.filter(name=name).update(next_run=timezone.now())


def holder_dies() -> None:
    """Its lease runs out."""
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))


def test_what_is_due_runs_once_and_it_is_noted_how_it_went_and_when_it_runs_next() -> None:
    action = Counted(lambda: "3 closed")
    runner = Runner([Job("sweep", action, every=OFTEN)])
    before = timezone.now()

    assert look(runner) == ["sweep"]
    assert look(runner) == []

    row = ScheduledJob.objects.get(name="sweep")
    assert action.times == 1
    assert (row.outcome, row.said) == ("done", "3 closed")
    assert row.started_at is not None
    assert row.ended_at is not None
    assert before <= row.started_at <= row.ended_at
    assert row.next_run == row.started_at + OFTEN


def test_a_job_that_raises_is_noted_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    other = Counted()

    def fall() -> None:
        raise LookupError("Ann, 14, of Newham")

    runner = Runner([Job("broken", fall, every=OFTEN), Job("whole", other, every=OFTEN)])
    look(runner)
    make_due("broken")
    make_due("whole")
    look(runner)

    broken, whole = ScheduledJob.objects.order_by("name")
    assert (broken.outcome, broken.said, whole.outcome) == ("failed", "LookupError", "done")
    assert other.times == 2
    assert "The job broken failed" in caplog.text


def test_a_job_that_takes_long_keeps_no_other_waiting_and_does_not_begin_twice() -> None:
    go_on, other = threading.Event(), Counted()
    long = Counted(lambda: go_on.wait(30))
    runner = Runner([Job("film", long, every=OFTEN), Job("sweep", other, every=OFTEN)])
    threads = runner.look()
    next(thread for thread in threads if thread.name == "sweep").join()

    make_due("film")
    make_due("sweep")
    threads += runner.look()
    go_on.set()
    for thread in threads:
        thread.join()

    assert (long.times, other.times) == (1, 2)


def test_of_two_processes_one_runs_everything_and_the_other_takes_over_when_its_lease_has_run_out() -> None:
    action = Counted()
    jobs = [Job("sweep", action, every=OFTEN)]
    first, second = Runner(jobs), Runner(jobs)

    look(first)
    make_due("sweep")
    assert look(second) == []
    holder_dies()

    assert look(second) == ["sweep"]
    assert action.times == 2


def test_a_lease_that_is_held_is_not_taken_by_two_who_both_saw_it_free() -> None:
    assert Lease.take("first")

    assert not Lease.take("second")
    assert Lease.take("first")
    holder_dies()
    assert Lease.take("second")


def test_a_run_that_was_taken_since_one_looked_is_not_taken_again() -> None:
    now = timezone.now()
    ScheduledJob.objects.create(name="sweep", next_run=now)
    first, second = ScheduledJob.objects.get(), ScheduledJob.objects.get()

    taken = [row.begin(now=now, next_run=now + OFTEN) for row in (first, second)]

    assert taken == [True, False]


def test_a_run_is_taken_once_even_where_two_believe_it_is_their_turn() -> None:
    action = Counted()
    jobs = [Job("sweep", action, every=OFTEN)]
    first, second = Runner(jobs), Runner(jobs)
    look(first)
    holder_dies()
    look(second)  # the first was asleep so long and has not heard

    for _round in range(5):
        make_due("sweep")
        barrier = threading.Barrier(2)

        def at_once(runner: Runner, barrier: threading.Barrier = barrier) -> None:
            runner._holds, runner._renewed = True, float("inf")
            barrier.wait()
            look(runner)
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(at_once, [first, second]))

    assert action.times == 1 + 5


def test_what_broke_off_with_its_process_runs_again_at_once() -> None:
    action = Counted()
    look(Runner([Job("nightly", action, at="30 3 * * *")]))
    now = timezone.now()
    ScheduledJob.objects.update(started_at=now, ended_at=now - OFTEN, next_run=now + timedelta(days=1))
    holder_dies()

    assert look(Runner([Job("nightly", action, at="30 3 * * *")])) == ["nightly"]


def test_what_was_missed_while_nothing_ran_is_made_up_for_once() -> None:
    action = Counted()
    runner = Runner([Job("nightly", action, at="30 3 * * *")])
    look(runner)
    ScheduledJob.objects.update(next_run=timezone.now() - timedelta(days=3))

    look(runner)
    look(runner)

    assert action.times == 2


def test_many_processes_that_begin_at_once_on_an_empty_table_run_each_job_once() -> None:
    action, barrier = Counted(), threading.Barrier(6)

    def begin(_number: int) -> None:
        runner = Runner([Job("sweep", action, every=OFTEN)])
        barrier.wait()
        look(runner)
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(begin, range(6)))

    assert action.times == 1
    assert Lease.objects.count() == 1


def test_who_stops_gives_the_lease_back_and_the_next_one_need_not_wait() -> None:
    action = Counted()
    first, second = (Runner([Job("sweep", action, every=OFTEN)]) for _ in range(2))
    looks = iter([False, True])
    first.run(stopped=lambda _seconds: next(looks))
    make_due("sweep")

    assert look(second) == ["sweep"]


def test_a_holder_that_was_killed_on_this_machine_is_not_waited_for() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    killed = Runner([Job("sweep", Counted(), every=OFTEN)])
    killed.name = killed.name.replace(f" {os.getpid()} ", f" {ended.pid} ")
    look(killed)
    make_due("sweep")

    assert look(Runner([Job("sweep", Counted(), every=OFTEN)])) == ["sweep"]


def test_a_holder_elsewhere_is_believed_though_no_process_of_its_number_is_here() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    elsewhere = Runner([Job("sweep", Counted(), every=OFTEN)])
    elsewhere.name = f"another-machine {ended.pid} 0"
    look(elsewhere)
    make_due("sweep")

    assert look(Runner([Job("sweep", Counted(), every=OFTEN)])) == []


def test_two_machines_whose_long_names_begin_alike_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    machines = set()
    for name in ("waymark-production-web-1", "waymark-production-web-2", "waymark-production-web-1"):
        monkeypatch.setattr("socket.gethostname", lambda name=name: name)
        machines.add(Runner([]).name.split(" ")[0])

    assert len(machines) == 2


def test_a_job_that_is_no_longer_there_is_forgotten() -> None:
    look(Runner([Job("old", Counted(), every=OFTEN)]))
    holder_dies()

    look(Runner([Job("new", Counted(), every=OFTEN)]))

    assert list(ScheduledJob.objects.values_list("name", flat=True)) == ["new"]


def test_every_job_of_the_house_can_run_twice_in_a_row(whole_newham) -> None:
    runner = Runner(JOBS)
    look(runner)
    ScheduledJob.objects.update(next_run=timezone.now())

    names = look(runner)

    assert sorted(names) == sorted({job.name for job in JOBS})
    assert list(ScheduledJob.objects.failed().values_list("name", "said")) == []
