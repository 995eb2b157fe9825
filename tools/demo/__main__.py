"""`python -m tools.demo`: fill the database that the environment names with demo people."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    django.setup()
    from tools.demo import world

    world.make()
