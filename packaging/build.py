"""Build the desktop bundle into dist/onemap: `python packaging/build.py`.

Run by path with any Python 3.11 or newer; sets the project up first, then runs PyInstaller from
its `.venv`. Owns dist/ and build/.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "onemap"
VENV_PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def bundle_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def largest(folder: Path, count: int) -> list[tuple[int, Path]]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    ranked = sorted(((path.stat().st_size, path) for path in files), reverse=True)
    return ranked[:count]


def main() -> int:
    started = time.monotonic()
    pyinstaller: list[str | Path] = [
        VENV_PYTHON,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level=WARN",
    ]
    folders = [f"--distpath={ROOT / 'dist'}", f"--workpath={ROOT / 'build' / 'pyinstaller'}"]
    commands: tuple[list[str | Path], ...] = (
        [sys.executable, ROOT / "run.py", "setup"],
        [*pyinstaller, *folders, ROOT / "packaging" / "onemap.spec"],
    )
    for command in commands:
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code != 0:
            return code
    for size, path in largest(BUNDLE, 8):
        print(f"{size / 1e6:8.1f} MB  {path.relative_to(BUNDLE)}")
    seconds = time.monotonic() - started
    print(
        f"{BUNDLE.relative_to(ROOT)}: {bundle_bytes(BUNDLE) / 1e6:.0f} MB, built in {seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
