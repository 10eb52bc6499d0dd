"""The worker with its care taken away, for the controls. Run as `python -m tests.integration.messaging.careless WHAT`.

`forgetful` notes a mail as sent before it sends. `grabbing` takes every row it sees without asking whether it is free.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import django

django.setup()

from ashi.messaging import sending  # noqa: E402
from ashi.messaging.mail import compose  # noqa: E402
from ashi.messaging.models import OutboxMessage  # noqa: E402
from ashi.project import worker  # noqa: E402


def forgetful(pks: list[int], clock: sending.Clock, _: Callable[[], bool]) -> int:
    now = clock()
    OutboxMessage.objects.filter(pk__in=pks).update(sent_at=now)
    for pk in pks:
        compose(OutboxMessage.objects.get(pk=pk), now=now).send()
    return len(pks)


def grabbing(pks: list[int], clock: sending.Clock, _: Callable[[], bool]) -> int:
    now = clock()
    for pk in pks:
        compose(OutboxMessage.objects.get(pk=pk), now=now).send()
        OutboxMessage.objects.filter(pk=pk).update(sent_at=datetime.now(UTC))
    return len(pks)


if __name__ == "__main__":
    sending._send = {"forgetful": forgetful, "grabbing": grabbing}[sys.argv[1]]
    print(sending._send.__name__, flush=True)
    worker.run()
