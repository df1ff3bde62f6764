"""Typed readers of the environment. A bad value stops the start and names itself."""

import os
import re
import secrets
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "development", "production", "test")


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} måste vara satt.")
    return value


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} är {value!r}; tillåtet är {', '.join(allowed)}.")
    return value


def secret(name: str, file: Path, *, required: bool) -> str:
    """A secret that is given, or, where it need not be, made once and kept in a file."""
    given = text(name, None if required else "")
    if given or required:
        return given
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, empty parts left out."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks, separated by commas."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} ska vara adresser eller nät, till exempel 10.0.0.5 eller 10.0.0.0/24."
        ) from error


def whole(name: str, default: int) -> int:
    """A whole number, zero or more."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} är {value!r}; det ska vara ett heltal.")
    return int(value)


def wholes(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """As many whole numbers as the default has, separated by commas."""
    given = words(name, ",".join(map(str, default)))
    if len(given) != len(default) or not all(one.isdecimal() for one in given):
        raise ImproperlyConfigured(
            f"{name} ska vara {len(default)} heltal, till exempel {','.join(map(str, default))}."
        )
    return tuple(map(int, given))


def within(name: str, default: int, least: int, most: int) -> int:
    """A whole number between two, both included."""
    value = whole(name, default)
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} är {value}; välj mellan {least} och {most}.")
    return value


def age_keys(name: str) -> str:
    """Keys of age, separated by commas, or nothing."""
    if not all(_AGE_KEY.fullmatch(one) for one in words(name)):
        raise ImproperlyConfigured(
            f"{name} ska vara nycklar som börjar med age1. Gör en med ./samsyn backup --new-key."
        )
    return text(name, "")


_AGE_KEY = re.compile(r"age1[0-9a-z]{58}|AGE-SECRET-KEY-1[0-9A-Z]{58}")


def truth(name: str, default: bool) -> bool:
    """``1`` or ``0``; nothing else, so that a typing error is not taken for no."""
    return choice(name, ("0", "1"), "1" if default else "0") == "1"


def day(name: str) -> date | None:
    """An ISO date, or None where the variable is not set."""
    value = text(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} är {value!r}; skriv ÅÅÅÅ-MM-DD.") from error


def folder(name: str, default: Path) -> Path:
    """A folder, made if it is not there."""
    path = Path(text(name, str(default))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: mappen {path} går inte att skapa.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name}: du får inte skriva i mappen {path}.")
    return path


WAIT = 20
"""Seconds that a command or a worker waits for the database; the web server waits shorter."""

# recursive_triggers: a row that REPLACE takes away meets its table's triggers too
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": WAIT,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;"
        "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}

POSTGRESQL_POOL = {"min_size": 1, "max_size": 8, "reconnect_timeout": 5}
"""Who cannot be reached is soon given up, and asked again when somebody wants to know."""
# what is asked again and again is planned once a connection, and its values are sent beside it
POSTGRESQL_OPTIONS: dict[str, object] = {
    "connect_timeout": 3,
    # what was sent and not received: a cut cable is found out, and not waited for
    "tcp_user_timeout": 4000,
    # what was received, by a host that died before it answered: asked for within half a minute
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "server_side_binding": True,
    "prepare_threshold": 5,
}


def _postgresql(wait: int) -> dict[str, object]:
    """Options with which nobody waits longer for a connection, or for a row, than he should."""
    pool = {**POSTGRESQL_POOL, "timeout": wait}
    longest = whole("SAMSYN_DATABASE_LONGEST", 0)
    limits = f"-c lock_timeout={wait}s -c statement_timeout={longest}s"
    return {**POSTGRESQL_OPTIONS, "pool": pool, "options": limits}


def database(name: str, sqlite_file: Path) -> dict[str, object]:
    """A Django database from ``postgresql://user:password@host:port/name``.

    Without the variable: SQLite in ``sqlite_file``, the embedded default.
    """
    url, wait = text(name, ""), whole("SAMSYN_DATABASE_WAIT", WAIT)
    if not url:
        return {
            "ENGINE": "samsyn.foundation.sqlite",
            "NAME": sqlite_file,
            "OPTIONS": {**SQLITE_OPTIONS, "timeout": wait},
            # opened once a thread: opening costs more than most of what is asked of it
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} ska börja med postgresql:// eller saknas.")
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} har en port som inte är ett tal.") from error
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "samsyn.foundation.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": port,
        "OPTIONS": {**_postgresql(wait), **query},
    }
