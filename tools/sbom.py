"""``python -m tools.sbom``: what the product is made of, as CycloneDX 1.6 in docs/sbom.json.

From the lock that an installation uses, which has the hashes, and the vendored files; licences
are what the installed packages say of themselves. No network.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from samsyn import __version__

ROOT = Path(__file__).resolve().parents[1]
LOCK, VENDORED = ROOT / "requirements-prod.lock", ROOT / "vendor/VENDORED.toml"
SBOM = ROOT / "docs/sbom.json"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)


def main() -> int:
    """Write the file."""
    SBOM.write_text(text(), encoding="utf-8")
    return 0


def text() -> str:
    """The whole as JSON; the same from the same locks."""
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "samsyn", "version": __version__}
        },
        "components": [*_python(LOCK.read_text(encoding="utf-8")), *_vendored()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _python(lock: str) -> Iterator[dict[str, object]]:
    for name, version in _PIN.findall(lock):
        yield {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": _licences(name),
        }


def _licences(name: str) -> list[dict[str, object]]:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return []
    said = about.get("License-Expression") or about.get("License") or ""
    first = said.strip().splitlines()[:1]
    return [{"license": {"name": first[0][:80]}}] if first else []


def _vendored() -> Iterator[dict[str, object]]:
    told = tomllib.loads(VENDORED.read_text(encoding="utf-8"))
    packages = {(one["name"], one["version"]): one["licence"] for one in told["file"]}
    for (name, version), licence in sorted(packages.items()):
        yield {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
            "licenses": [{"license": {"name": licence}}],
            "properties": [
                {"name": f"sha256:{one['file']}", "value": one["sha256"]}
                for one in told["file"]
                if (one["name"], one["version"]) == (name, version)
            ],
        }


if __name__ == "__main__":
    sys.exit(main())
