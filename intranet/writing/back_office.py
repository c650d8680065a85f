"""Wagtail's back office as it is installed here."""

from wagtail.admin.apps import WagtailAdminAppConfig


class BackOffice(WagtailAdminAppConfig):
    """Without the mails that Wagtail sends about reviews of its own accord.

    It would tell the title of a post of a closed team to all administrators, and to people who have left the team
    since; it asks nobody what they may know, and leads to pages that only administrators open.
    """

    def ready(self) -> None:
        super().ready()
        from wagtail.models import TaskState, WorkflowState
        from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

        for signal, sender, receiver in (
            (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
            (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=receiver):
                raise LookupError(f"Wagtail has no {receiver} any more: who sends its mails now?")
