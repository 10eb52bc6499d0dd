"""Keeps out of a process that stays what only development needs, and what few requests ask for."""

import gc
import importlib.util
import sys

# structlog takes rich (with pygments) for colours on a terminal, and greenlet, wherever they are installed.
UNWANTED = ("rich", "greenlet")
PACKAGE, MODULE = "allauth.mfa.webauthn.internal", "auth"


def without_development_packages() -> None:
    """From now on importing these fails, as it does where only requirements.txt is installed. Saves four megabytes."""
    for name in UNWANTED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def passkeys_when_used() -> None:
    """allauth loads the cryptography of passkeys (ten megabytes) with every sign-in; now with the first passkey.

    The recipe is that of importlib's documentation: the module is in its place, and is loaded when something is first
    asked of it. allauth takes it from its package (`from ... import auth`) and asks it by its name (`auth.begin()`).
    """
    spec = importlib.util.find_spec(f"{PACKAGE}.{MODULE}")
    assert spec
    assert spec.loader
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    setattr(sys.modules[PACKAGE], MODULE, module)


def nothing_loaded_is_garbage() -> None:
    """From now on the collector leaves alone what is there: hundreds of thousands of things that are needed until the
    end, and looking through them took some 40 ms of whichever request was being answered."""
    gc.collect()
    gc.freeze()
