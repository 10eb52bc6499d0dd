"""The worker with its care taken away, for the controls. Run as `python -m tests.integration.messaging.careless WHAT`.

`forgetful` notes a mail as sent before it sends. `grabbing` takes every row it sees without asking whether it is free.
"""

import sys
from datetime import UTC, datetime

import django

django.setup()

from ashi.messaging import sending  # noqa: E402
from ashi.messaging.mail import compose  # noqa: E402
from ashi.messaging.models import OutboxMessage  # noqa: E402
from ashi.project import worker  # noqa: E402


def forgetful(pk: int, clock: sending.Clock) -> bool:
    now = clock()
    OutboxMessage.objects.filter(pk=pk).update(sent_at=now)
    compose(OutboxMessage.objects.get(pk=pk), now=now).send()
    return True


def grabbing(pk: int, clock: sending.Clock) -> bool:
    now = clock()
    compose(OutboxMessage.objects.get(pk=pk), now=now).send()
    OutboxMessage.objects.filter(pk=pk).update(sent_at=datetime.now(UTC))
    return True


if __name__ == "__main__":
    sending._send = {"forgetful": forgetful, "grabbing": grabbing}[sys.argv[1]]
    print(sending._send.__name__, flush=True)
    worker.run()
