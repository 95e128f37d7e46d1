"""The moderator's check: the adult step after the vote, with four eyes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from agreement.days import day_of
from languages import translations
from moderation.authorship import page_as, revision_hash, waits_for_its_files, writers_of
from moderation.ballots import Outcome
from moderation.checkers import checks_needed, eligible_checkers
from moderation.errors import CannotBeRead, NotReadyToSend, NotYourCheck, WithdrawnSince, WordsHaveChanged
from moderation.forgetting import in_nobodys_name
from moderation.locks import CheckLock
from moderation.models.ballots import Ballot, PanelVoteTask
from moderation.models.decisions import Decision, DecisionKind
from moderation.models.reasons import ReasonCode
from moderation.models.takedowns import Takedown
from people.models import User, YouthPanel


class ModeratorCheckTask(Task):
    """The page waits for an adult who neither wrote nor sent in its words."""

    lock_class = CheckLock

    class Meta:
        verbose_name = _("moderator's check")

    @classmethod
    def get_description(cls) -> str:
        return str(_("A moderator checks that the page is safe and true"))

    @transaction.atomic
    def start(self, workflow_state: WorkflowState, user: User | None = None) -> ModeratorCheck | Ballot:
        """Open the check of the words that a ballot has just carried.

        Wagtail resumes a page that was sent back here. Its words, changed or not, go to the panel first: a no ends what
        the ballot before it had carried.
        """
        ballot = Ballot.objects.filter(
            workflow_state=workflow_state, outcome=Outcome.CARRIED.value, check_made=None
        ).last()
        latest = workflow_state.content_object.get_latest_revision()
        if ballot is None or ballot.content_hash != revision_hash(latest):
            return PanelVoteTask.objects.get(workflow_tasks__workflow=workflow_state.workflow).start(
                workflow_state, user=user
            )
        check = super().start(workflow_state, user=user)
        check.carried_ballot = ballot
        check.save(update_fields=["carried_ballot"])
        return check

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        # As for the ballot: the only way to decide is our own page, which asks who is asking.
        if action_name in ("approve", "reject"):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return True

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        return self.task_states.filter(pk__in=[check.pk for check in ModeratorCheck.objects.waiting_for(user)])


class ModeratorCheckQuerySet(models.QuerySet["ModeratorCheck"]):
    def unfinished(self) -> ModeratorCheckQuerySet:
        return self.filter(status=TaskState.STATUS_IN_PROGRESS)

    def desk_of(self, user: User) -> ModeratorCheckQuerySet:
        """The unfinished checks of every panel this user moderates, also those that four eyes keep from them."""
        return self.unfinished().filter(carried_ballot__youth_panel__in=YouthPanel.objects.moderated_by(user))

    def waiting_for(self, user: User) -> list[ModeratorCheck]:
        """The checks this user may make now."""
        return [check for check in self.desk_of(user) if check.may_be_made_by(user)]

    def locked(self, pk: int) -> ModeratorCheck:
        return self.select_for_update(of=("self", "taskstate_ptr")).get(pk=pk)


class ModeratorCheck(TaskState):
    """A moderator's check of the revision that a ballot carried."""

    carried_ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, related_name="check_made", null=True)

    objects = ModeratorCheckQuerySet.as_manager()

    @property
    def checks_needed(self) -> int:
        return checks_needed(self.carried_ballot.written_together)

    def eligible(self) -> set[int]:
        """Ids of those who may make this check: nobody, where nobody can read what it is about."""
        page = self.revision.content_object
        try:
            withdrew = Takedown.objects.who_withdrew(page_as(self.revision))
        except CannotBeRead:
            return set()
        return eligible_checkers(
            self.carried_ballot.youth_panel,
            writers=writers_of(page),
            senders=Ballot.objects.senders_in(self.workflow_state),
            withdrew=withdrew,
            since=day_of(self.carried_ballot.started_at),
        )

    def may_be_made_by(self, user: User) -> bool:
        return user.pk in self.eligible() and not self.marks.filter(moderator=user).exists()

    def is_complete(self) -> bool:
        """Enough adults who may check this have said that it is right."""
        return self.marks.filter(moderator__in=self.eligible()).count() >= self.checks_needed

    def sign(self, moderator: User) -> None:
        """`moderator` has read the words and they are safe and true. The last one needed publishes them.

        Raises NotYourCheck, or WordsHaveChanged or WithdrawnSince (after which the page must be sent in again), or
        NotReadyToSend where readers do not have what a translation was made from.
        """
        self._end_if_overtaken()
        with transaction.atomic():
            check = ModeratorCheck.objects.locked(self.pk)
            check._refuse_unless_made_by(moderator)
            check._refuse_without_its_source()
            check.marks.create(moderator=moderator)
            if check.is_complete():
                # Saved again without a changed word: the same content, but Wagtail counts approvals by revision.
                latest = check.revision.content_object.get_latest_revision()
                for step in (check, check.carried_ballot):
                    step.revision = latest
                    step.save(update_fields=["revision"])
                check.approve(user=moderator)
        self.refresh_from_db()

    def send_back(self, moderator: User, *, reason_code: str, words: str) -> None:
        """`moderator` asks for changes, with a reason code and plain words for the panel."""
        self._end_if_overtaken()
        with transaction.atomic():
            check = ModeratorCheck.objects.locked(self.pk)
            check._refuse_unless_made_by(moderator)
            page = page_as(check.revision)
            Decision.objects.create(
                youth_panel=check.carried_ballot.youth_panel,
                page_id=page.pk,
                ballot=check.carried_ballot,
                content_id=page.translation_key,
                locale=page.locale.language_code,
                title=page.title,
                kind=DecisionKind.SENT_BACK,
                reason_code=ReasonCode(reason_code),
                words=words,
            )
            check.reject(user=moderator, comment=words)
        self.refresh_from_db()

    def _refuse_unless_made_by(self, moderator: User) -> None:
        if self.status != TaskState.STATUS_IN_PROGRESS or not self.may_be_made_by(moderator):
            raise NotYourCheck

    def _refuse_without_its_source(self) -> None:
        if sentences := self.sentences_about_its_source():
            raise NotReadyToSend(sentences)

    def sentences_about_its_source(self) -> list[str]:
        """Why this translation is not signed: the world may have changed since it was sent in."""
        return translations.sentences_about_its_source(self.revision.content_object)

    def _end_if_overtaken(self) -> None:
        """Raises WordsHaveChanged or WithdrawnSince, after which the round is over."""
        with transaction.atomic():
            check = ModeratorCheck.objects.locked(self.pk)
            why = check._why_overtaken()
            if why is not None and check.status == TaskState.STATUS_IN_PROGRESS:
                with in_nobodys_name():
                    check.workflow_state.cancel()
        if why is not None:
            raise why

    def end_if_words_have_changed(self) -> bool:
        """The round is over where what is checked is not what the panel agreed to. Returns whether it ended."""
        try:
            self._end_if_overtaken()
        except WordsHaveChanged:
            return True
        except WithdrawnSince:
            pass
        return False

    def _why_overtaken(self) -> WordsHaveChanged | WithdrawnSince | None:
        if self.status == TaskState.STATUS_IN_PROGRESS and self.words_have_changed():
            return WordsHaveChanged()
        open_or_ended = self.status in (TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_CANCELLED)
        return WithdrawnSince() if open_or_ended and self.carried_ballot.was_withdrawn_since() else None

    def words_have_changed(self) -> bool:
        """Whether the page's latest revision no longer says what was carried, also where something in it is gone."""
        latest = self.revision.content_object.get_latest_revision()
        if revision_hash(latest) == self.carried_ballot.content_hash:
            return False
        return latest.pk != self.revision_id or not waits_for_its_files(self.revision)

    @property
    def hash_of_its_words(self) -> str:
        """The content hash of the words that this check is about."""
        return self.carried_ballot.content_hash

    def reject(self, user: User | None = None, update: bool = True, comment: str = "") -> ModeratorCheck:
        if user is None or not self.may_be_made_by(user):
            raise NotYourCheck
        return super().reject(user=user, update=update, comment=comment)


ModeratorCheckTask.task_state_class = ModeratorCheck


class CheckMark(models.Model):
    """One adult has checked these words."""

    check_made = models.ForeignKey(ModeratorCheck, on_delete=models.CASCADE, related_name="marks")
    moderator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_made", "moderator"], name="one_mark_a_moderator")]
