"""Migrate, then invite the demo people; what is printed is who can sign in.

One process for both, because starting Django takes it a second.
"""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from tools.demo import world

    world.make()
