#!/usr/bin/env python3
"""Set OneMap up, show its demo town, or check everything: one command each.

    python3 run.py setup            what the other two need, and nothing else
    python3 run.py demo [ARGS...]   set up, then `onemap demo ARGS...`
    python3 run.py test [ARGS...]   set up, then lint, types, import rules and `pytest ARGS...`

Standard library only. Owns the `.venv` folder beside it; knows nothing of the program itself.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "onemap.stamp"
LOCK = ROOT / "requirements.lock"
OLDEST_PYTHON = (3, 11)
SPREAD = ("-n", "auto", "--dist", "loadfile")
"""A process for each core, and a file's tests in one; `-n 0` after it takes it back."""

# What Qt's own wheels expect to find on a Linux desktop, and a font with Chinese in it.
SCREEN_PACKAGES = """
    libegl1 libgl1 libglib2.0-0 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-shape0 libxcb-xinerama0 fonts-noto-cjk
"""
TEST_PACKAGES = "mosquitto mosquitto-clients xvfb curl"


class SetupError(Exception):
    """Set-up cannot go on; the text says what happened and what to do."""


def say(text: str) -> None:
    print(f"[onemap] {text}", flush=True)


def call(*command: str | Path, failure: str) -> None:
    """Run one set-up command from the root; `failure` is the sentence shown when it fails."""
    if subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode != 0:
        raise SetupError(failure)


# --- system packages -------------------------------------------------------------------------


def installed_packages() -> set[str]:
    """The names dpkg holds as installed, with the older names they stand in for (Provides)."""
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(word.split()[0] for word in provides.split(",") if word.strip())
    return names


def missing_packages(wanted: list[str]) -> list[str]:
    installed = installed_packages()
    return [name for name in wanted if name not in installed]


def apt_install(packages: list[str]) -> bool:
    """Install as root; the package lists are fetched only when the first attempt fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]

    def succeeds(command: list[str], *, shown: bool) -> bool:
        stream = None if shown else subprocess.DEVNULL
        result = subprocess.run(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=stream, check=False
        )
        return result.returncode == 0

    if succeeds(install, shown=False):
        return True
    return succeeds(["apt-get", "update", "-q"], shown=True) and succeeds(install, shown=True)


def ensure_system_packages(*, for_tests: bool) -> None:
    """Debian and Ubuntu only: install what is missing as root, else print the line to run."""
    if not sys.platform.startswith("linux"):
        return
    wanted = (SCREEN_PACKAGES + (TEST_PACKAGES if for_tests else "")).split()
    if importlib.util.find_spec("ensurepip") is None:
        wanted = [f"python3.{sys.version_info.minor}-venv", *wanted]
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        if not STAMP.exists():
            say(
                "No apt here: please see that the equivalents of these are installed: "
                + " ".join(wanted)
            )
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    if os.geteuid() == 0:
        say("Installing system packages: " + " ".join(missing))
        if apt_install(missing):
            return
    say("Some system packages are missing; please run this line (set-up goes on without them):")
    print("    sudo apt-get update && sudo apt-get install -y " + " ".join(missing), flush=True)


# --- the virtual environment -----------------------------------------------------------------


def stamp_text() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())  # an editable package points at one folder
    return digest.hexdigest()


def venv_works() -> bool:
    """True when `.venv` runs this very Python version and has pip."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; print('%d.%d.%d' % sys.version_info[:3])"
    result = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False)
    return result.stdout.strip() == "{}.{}.{}".format(*sys.version_info[:3])


def ensure_venv() -> None:
    """Make `.venv` hold exactly the lock and the editable package; a matching stamp skips it."""
    stamp = stamp_text()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp:
        return
    STAMP.unlink(missing_ok=True)
    started = time.monotonic()
    if not venv_works():
        say(f"Making {VENV.name} with Python {sys.version.split()[0]}")
        call(
            sys.executable,
            "-m",
            "venv",
            "--clear",
            VENV,
            failure="The virtual environment could not be made; "
            "on Debian or Ubuntu install python3-venv.",
        )
    say("Installing the locked packages (about 300 MB the first time)")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    if not sys.stdout.isatty():
        pip.append("--quiet")
    call(
        *pip,
        "--require-hashes",
        "-r",
        LOCK,
        failure="The locked packages could not be installed; pip's message above says why. "
        "Check the network and run this again.",
    )
    # The lock brings setuptools, so the build needs nothing unpinned from the network.
    call(
        *pip,
        "--no-deps",
        "--no-build-isolation",
        "-e",
        ROOT,
        failure="OneMap itself could not be installed; pip's message above says why.",
    )
    STAMP.write_text(stamp)
    say(f"Packages ready in {time.monotonic() - started:.0f} s")


# --- generated resources ---------------------------------------------------------------------


def is_older(target: Path, sources: list[Path]) -> bool:
    """True when `target` is missing or any of `sources` was changed after it."""
    if not target.exists():
        return True
    made_ns = target.stat().st_mtime_ns
    return any(source.stat().st_mtime_ns > made_ns for source in sources)


def ensure_demo_town() -> None:
    town = ROOT / "resources" / "demo" / "yunze" / "town.toml"
    if not is_older(town, sorted((ROOT / "services" / "demo").glob("*.py"))):
        return
    say("Building the demo town")
    call(PYTHON, "-m", "services.demo.town", failure="The demo town could not be built.")
    if not town.exists():
        raise SetupError(f"The town generator wrote no {town.relative_to(ROOT)}.")
    os.utime(town)


def ensure_translations() -> None:
    source = ROOT / "resources" / "i18n" / "onemap_en.ts"
    if not source.exists() or not is_older(source.with_suffix(".qm"), [source]):
        return
    lrelease = shutil.which("pyside6-lrelease", path=str(BIN))
    if lrelease is None:
        raise SetupError("pyside6-lrelease is not in .venv; delete .venv and run this again.")
    call(
        lrelease,
        "-silent",
        source,
        "-qm",
        source.with_suffix(".qm"),
        failure="The English translation could not be compiled.",
    )


# --- commands --------------------------------------------------------------------------------


def set_up(*, for_tests: bool = False) -> None:
    ensure_system_packages(for_tests=for_tests)
    ensure_venv()
    ensure_demo_town()
    ensure_translations()


def demo(arguments: list[str]) -> int:
    """Hand over to `onemap demo`; its exit code becomes ours."""
    # The installed command, not `-m desktop`: that would put the caller's folder on the path.
    command = [str(shutil.which("onemap", path=str(BIN))), "demo", *arguments]
    if os.name != "nt":  # Windows' exec would return to the prompt while the window is open
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def test(pytest_arguments: list[str]) -> int:
    """Run every check in order; the first failing exit code is the result."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment["PATH"] = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    steps: list[tuple[str, list[str], bool]] = [
        ("ruff check", ["-m", "ruff", "check", "."], False),
        ("ruff format", ["-m", "ruff", "format", "--check", "."], False),
        ("mypy", ["-m", "mypy"], False),
        ("import rules", [str(shutil.which("lint-imports", path=str(BIN)))], False),
        ("pytest", ["-m", "pytest", *SPREAD, *pytest_arguments], True),
    ]
    for name, arguments, is_shown_live in steps:
        started = time.monotonic()
        command = [str(PYTHON), *arguments] if arguments[0] == "-m" else arguments
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            stdout=None if is_shown_live else subprocess.PIPE,
            stderr=None if is_shown_live else subprocess.STDOUT,
        )
        verdict = "ok" if result.returncode == 0 else f"failed ({result.returncode})"
        if result.returncode != 0 and result.stdout:
            sys.stdout.write(result.stdout.decode(errors="replace"))
        say(f"{name:<13}{verdict:<12}{time.monotonic() - started:6.1f} s")
        if result.returncode != 0:
            return result.returncode
    return 0


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        print(f"OneMap needs Python 3.11 or newer; this is {found}.", file=sys.stderr)
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    if command not in ("setup", "demo", "test") or (command == "setup" and rest):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        set_up(for_tests=command == "test")
    except SetupError as error:
        print(f"[onemap] {error}", file=sys.stderr)
        return 2
    if command == "demo":
        return demo(rest)
    return test(rest) if command == "test" else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
