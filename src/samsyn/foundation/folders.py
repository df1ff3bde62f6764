"""Where Samsyn's own files lie, in a checkout and where it is installed as a package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1] if (PACKAGE.parents[1] / "pyproject.toml").is_file() else None
"""The checkout that runs, or None: an installed package has none around it."""

COMMAND = "./samsyn" if CHECKOUT else "samsyn"
"""How whoever runs it starts the command."""

VENDOR = CHECKOUT / "vendor" if CHECKOUT else PACKAGE / "vendor"
"""Front-end files of others; the package has its own copy (``force-include``)."""

VAR = (CHECKOUT or Path.cwd()) / "var"
"""What an installation keeps, unless ``SAMSYN_VAR`` says otherwise."""

DEMO_VAR = VAR / "demo"
"""What the demo keeps, unless ``SAMSYN_VAR`` says otherwise."""
