"""The settings under test: the real ones on a database and a data folder that nobody else uses.

ASHI_TEST_ENGINE says which engine: sqlite, postgresql (its address is in ASHI_TEST_POSTGRESQL; tests/conftest.py starts
one), or either, for the tests that one engine is enough for.
"""

import os
import tempfile

ENGINE = os.environ.get("ASHI_TEST_ENGINE", "sqlite")
for name in [name for name in os.environ if name.startswith("ASHI_") and not name.startswith("ASHI_TEST_")]:
    del os.environ[name]
folder = tempfile.TemporaryDirectory(prefix="ashi-test-", ignore_cleanup_errors=True)  # gone when the process ends
os.environ["ASHI_DATA_DIR"] = folder.name
os.environ["ASHI_SECRET_KEY"] = "only-for-tests"
# Playwright keeps an event loop in the thread of a journey, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if ENGINE == "postgresql":
    os.environ["ASHI_DATABASE_URL"] = os.environ["ASHI_TEST_POSTGRESQL"]

from ashi.project.settings import *  # noqa: E402, F403
from ashi.project.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

if ENGINE != "postgresql":
    # A file, not memory: the journeys' server, the races and the message worker open it beside the test.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    # The real setting is FULL (tests/meta says so); a test that pulls the plug sets it again.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
