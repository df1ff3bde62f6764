"""What handles queued work, by name: each a thin call of an action."""

from samsyn.domain.intake.actions import CHECK
from samsyn.domain.monitoring.actions import ordering, runs
from samsyn.domain.notices import actions as notices
from samsyn.domain.observations.actions import importing, upkeep
from samsyn.foundation import queue

queue.handler("notices.send")(notices.send)
queue.handler(CHECK)(importing.check)
queue.handler(importing.IMPORT)(importing.import_batch)
queue.handler("observations.reassign")(upkeep.reassign)
queue.handler(ordering.RUN)(runs.execute)
queue.handler(ordering.NIGHTLY)(ordering.nightly)
