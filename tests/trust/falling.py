"""Settings and faults for the test of the logs: whatever falls here has a canary in it.

As ``DJANGO_SETTINGS_MODULE`` it is the product's settings with a middleware that falls when
it is asked to, and a kind of queued work that does.
"""

import threading

from samsyn.config.settings import *  # noqa: F403
from samsyn.config.settings import MIDDLEWARE as _OF_PRODUCT
from samsyn.foundation import logs, queue

CANARY = "kanariefagel-4711"
MIDDLEWARE = [*_OF_PRODUCT, "tests.trust.falling.fall_when_asked"]
LOGGING = logs.settings("INFO")
KINDS = ("error", "chain", "sql", "unique", "warning", "thread", "library")


def fall(kind: str) -> None:
    """Raise, or say, something that holds what somebody wrote."""
    from django.db import connection, transaction

    name = CANARY  # a local that a traceback with locals would show
    if kind == "error":
        raise ValueError(f"{name} is not a number")
    if kind == "chain":
        try:
            int(name)
        except ValueError as error:
            raise RuntimeError(name) from error
    if kind == "sql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {name.replace('-', '_')} FROM nowhere")
    if kind == "unique":
        from samsyn.domain.organisations.models import User

        with transaction.atomic():
            for _ in range(2):
                User.objects.create(email=f"{name}@example.org", name=name)
    _say(kind, name)


def _say(kind: str, name: str) -> None:
    import logging

    if kind == "warning":
        logging.getLogger("samsyn.test").warning(name)
        logging.getLogger("samsyn.test").warning("told", extra={"subject": f"{name}@x.se"})
        logging.getLogger("samsyn.test").warning("for %s", name)
    if kind == "library":
        logging.getLogger("library").error("it was %s", name)
        logging.getLogger("django.db.backends").error("args=%s", [name])
    if kind == "thread":
        thread = threading.Thread(target=fall, args=("error",))
        thread.start()
        thread.join()


def fall_when_asked(get_response):
    def middleware(request):
        if request.GET.get("fall"):
            fall(request.GET["fall"])
        return get_response(request)

    return middleware


queue.handlers_in("tests.trust.falling_work")
