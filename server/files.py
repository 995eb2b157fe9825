"""Files that are served as they are: the client's build, and what the admin's pages load."""

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStaticASGI

from server.headers import Application

#: The server's own table does not know these.
TYPES = {".webmanifest": "application/manifest+json"}


def with_files(django: Application) -> Application:
    """Answer for files before Django is asked; those with a hash in their name are kept for ever.

    Static files are read from where their packages are installed, so that nobody has to collect
    them and no copy can be out of date.
    """
    built = settings.CLIENT_BUILD.is_dir()
    served = ServeStaticASGI(
        django,
        root=settings.CLIENT_BUILD if built else None,
        prefix="",
        index_file=False,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: "/_app/immutable/" in url,
        mimetypes=TYPES,
    )
    served.files.pop("/shell.html", None)  # not a page of its own: `server.client` fills it
    for finder in get_finders():
        for path, storage in finder.list(None):
            served.add_file_to_dictionary(f"{settings.STATIC_URL}{path}", storage.path(path))
    application: Application = served
    return application
