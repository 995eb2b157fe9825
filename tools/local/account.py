"""Who runs PostgreSQL, which refuses to be root."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """The start of a command line that changes the user, and the owner its files then need."""

    wrapper: tuple[str, ...]
    owner: int

    def own(self, folder: Path) -> None:
        """Root may have started in the other way last time: the files follow."""
        if folder.stat().st_uid == self.owner or os.getuid():
            return
        for parent, _, files in os.walk(folder):
            for path in (parent, *(os.path.join(parent, name) for name in files)):
                os.chown(path, self.owner, -1, follow_symlinks=False)

    def can_use(self, binary: Path, *folders: Path) -> bool:
        """Whether the kernel lets us change, and the user may then reach all of it."""
        test = " && ".join(f'test -w "${number}"' for number in range(1, len(folders) + 1))
        shell = ["sh", "-c", f'"$0" --version && {test}', str(binary), *map(str, folders)]
        try:
            return not subprocess.run([*self.wrapper, *shell], capture_output=True).returncode
        except FileNotFoundError:
            return False


OURSELVES = Account((), os.getuid())
#: Root as seen from outside, nobody as seen from inside.
NAMESPACE = Account(
    ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"), os.getuid()
)
#: Where user namespaces are refused, as in most containers: nobody, who keeps root's right to
#: pass folders, because the checkout may lie in a private home. access(2) asks the real user
#: and would not see that right but for no_setuid_fixup.
OTHER_USER = Account(
    (
        "setpriv",
        "--securebits=+no_setuid_fixup",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=+dac_override",
        "--bounding-set=-all,+dac_override",
    ),
    NOBODY,
)


def server_accounts() -> tuple[Account, ...]:
    return (OURSELVES,) if os.getuid() else (NAMESPACE, OTHER_USER)
