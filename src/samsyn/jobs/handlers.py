"""What handles queued work, by name: each a thin call of an action."""

from samsyn.domain.notices import actions as notices
from samsyn.foundation import queue

queue.handler("notices.send")(notices.send)
