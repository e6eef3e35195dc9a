"""Send messages, read them, deliver their mails."""

from zhiping.messages.actions.delivery import deliver, settle, sweep
from zhiping.messages.actions.reading import mark_read
from zhiping.messages.actions.sending import send

__all__ = ["deliver", "mark_read", "send", "settle", "sweep"]
