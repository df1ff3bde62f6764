"""What an installation keeps is readable by its owner alone, also what is there from before."""

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> None:
    """Take from others what they may do with a folder, its folders and its files.

    Links are left alone, and what belongs to another user cannot be changed and is passed over.
    """
    _shut(folder)
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            _shut(Path(where) / name)


def _shut(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
        if mode & OTHERS and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except (FileNotFoundError, PermissionError):
        return  # gone meanwhile, or another's
