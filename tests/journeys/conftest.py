"""A real server with the demo's data, and a browser that watches for what must not happen.

The demo is made once, by the command that anyone uses; each journey gets a copy of its
folder and a server of its own, so that journeys do not meet.
"""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PASSWORD = "demo-fagersta-1982"
TODAY = "2026-11-23"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (ROOT / "vendor/tests/axe.min.js").read_text(encoding="utf-8")
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}


def pytest_collection_modifyitems(items):
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed; ./samsyn test installs it"
        if os.environ.get("CI"):
            pytest.exit(reason, returncode=1)
        for item in items:
            if "journeys" in str(item.path):
                item.add_marker(pytest.mark.skip(reason=reason))


def environment(folder):
    return {
        **os.environ,
        "SAMSYN_VAR": str(folder),
        "SAMSYN_TODAY": TODAY,
        "SAMSYN_MODE": "demo",
        "SAMSYN_WEB_WORKERS": "1",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }


def samsyn(folder, *arguments, check=True):
    """Run a command as a person would."""
    command = [sys.executable, "-m", "samsyn", *map(str, arguments)]
    done = subprocess.run(
        command, env=environment(folder), cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory, worker_id):
    """The demo as ``./samsyn demo`` makes it, once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            being_made = own / "demo-being-made"
            samsyn(being_made, "demo", "--prepare")
            being_made.rename(folder)
    return folder


@dataclass
class Site:
    """A running server, where its data lie, and the cookies of those who have logged in."""

    folder: Path
    address: str
    cookies: dict = field(default_factory=dict)

    def run(self, *arguments, check=True):
        return samsyn(self.folder, *arguments, check=check)


@pytest.fixture(scope="module")
def site(demo_folder, tmp_path_factory):
    """A server on a copy of the demo, for one module's journeys."""
    folder = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(demo_folder, folder)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "samsyn", "demo", "--port", str(port)],
        env=environment(folder),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server)
        yield Site(folder, address)
    finally:
        server.terminate()
        assert server.wait(15) == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server fell"
        try:
            urllib.request.urlopen(f"{address}/konto/logga-in/", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at the browser; what went wrong unseen is kept and asked for at the end."""

    page: object
    site: Site
    faults: list = field(default_factory=list)

    @property
    def address(self):
        return self.site.address

    def go(self, path):
        answer = self.page.goto(self.address + path)
        assert answer.status < 400, f"{path}: {answer.status}"
        return self

    def log_in(self, login):
        """Who has done so at this server before comes back with that session."""
        if login in self.site.cookies:
            self.page.context.add_cookies(self.site.cookies[login])
            self.go("/1982/")
            if self.page.url == f"{self.address}/1982/":
                return self
        return self.log_in_anew(login)

    def log_in_anew(self, login):
        """By the form, which gives the browser another session and another token."""
        self.go("/konto/logga-in/")
        self.page.fill("input[name=login]", f"{login}@fagersta.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(f"{self.address}/1982/")
        self.site.cookies[login] = self.page.context.cookies()
        return self

    def log_out(self):
        self.page.context.clear_cookies()
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def choose(self, *texts):
        """Tap radio buttons that are in sight, by how their labels begin."""
        for text in texts:
            begins = re.compile(rf"^\s*{re.escape(text)}\b")
            self.page.locator(".s-option label:visible", has_text=begins).first.click()
        return self

    def choose_kind(self, area, kind):
        """Open an area, and tap one of its kinds."""
        inside = self.page.locator("details.r-area", has_text=area)
        if inside.get_attribute("open") is None:
            inside.locator("summary").click()
        inside.get_by_text(kind, exact=True).click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=90_000)
        return self

    def check_accessible(self):
        """axe finds nothing (WCAG 2.0–2.2 A and AA, and best practice)."""
        heard = list(self.faults)
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        self.page.evaluate("new Promise(requestAnimationFrame)")
        self.faults[:] = heard  # axe measures with inline styles of its own, which are refused
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        assert not told, f"{self.page.url}: {told}"
        return self

    def check_fits(self):
        """Nothing is wider than the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        return self


@pytest.fixture(params=["phone", "desk"])
def visitor(request, chromium, site):
    """A visitor at 360 or 1280 px."""
    width, height = WIDTHS[request.param]
    yield from visit(chromium, site, width, height)


@pytest.fixture
def at_desk(chromium, site):
    """A visitor at 1280 px."""
    yield from visit(chromium, site, *WIDTHS["desk"])


@pytest.fixture
def phone(chromium, site):
    """A visitor at 360 px."""
    yield from visit(chromium, site, *WIDTHS["phone"])


@pytest.fixture
def without_script(chromium, site):
    """A visitor whose browser runs no scripts."""
    yield from visit(chromium, site, *WIDTHS["phone"], java_script_enabled=False)


def visit(chromium, site, width, height, **options):
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        locale="sv-SE",
        accept_downloads=True,
        **options,
    )
    visitor = Visitor(context.new_page(), site)
    watch(visitor)
    yield visitor
    context.close()
    assert not visitor.faults


def watch(visitor):
    """No console error, no CSP report, no request to another host, no server fault."""
    page, faults = visitor.page, visitor.faults

    def on_console(message):
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(message.text)

    def on_request(request):
        if not request.url.startswith((visitor.address, "data:", "blob:")):
            faults.append(f"request to {request.url}")

    def on_response(response):
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("pageerror", lambda error: faults.append(str(error)))
