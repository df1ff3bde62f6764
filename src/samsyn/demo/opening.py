"""Opening the demo: its data made if there are none, and how to get in."""

from samsyn.demo.town import CODE, DOMAIN, PASSWORD, town
from samsyn.domain.organisations.models import Municipality


def ensure() -> None:
    """Make the demo unless it is there."""
    if not Municipality.objects.filter(code=CODE).exists():
        from samsyn.demo import load  # all that makes it is left alone where it is there

        print("Gör tre års påhittade rapporter …", flush=True)  # noqa: T201
        load.fill()


def greeting(port: int) -> str:
    """What to open, and how to get in."""
    logins = (f"  {one['login']}@{DOMAIN}" for one in town().facts["person"])
    return "\n".join(
        [
            "",
            "Samsyn, demokommunen Fagersta. Alla uppgifter är påhittade.",
            f"Öppna http://localhost:{port} och logga in som någon av",
            *logins,
            f"med lösenordet {PASSWORD}. Tvåstegsinloggning är avstängd i demon.",
            "Avsluta med Ctrl-C.",
        ]
    )
