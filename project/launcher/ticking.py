"""Does each minute what is due, where no Redis and no worker do it: `python -m project.launcher.ticking`."""

import subprocess
import sys
import time

from project.launcher.console import ROOT, complain

MINUTE = 60.0


def tick() -> int:
    """Run `manage.py tick` once; a failure is told and tried again at the next minute."""
    status = subprocess.run([sys.executable, str(ROOT / "manage.py"), "tick"], check=False).returncode
    if status != 0:
        complain(f"manage.py tick ended with status {status}; it is tried again in a minute")
    return status


def main() -> None:
    """Tick for ever, a minute from start to start where a tick takes less."""
    while True:
        begun = time.monotonic()
        tick()
        time.sleep(max(1.0, MINUTE - (time.monotonic() - begun)))


if __name__ == "__main__":
    main()
