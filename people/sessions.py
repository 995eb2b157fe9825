"""Which sign-in a browser's request comes from."""

from django.http import HttpRequest

from people.models import SignIn


def current(request: HttpRequest) -> SignIn | None:
    """That of this browser, also where Django has emptied the session of somebody else."""
    known: SignIn | None = getattr(request, "sign_in", None)
    if known is not None and known.kind == SignIn.SESSION:
        return known
    public_id = request.session.get("sign_in")
    return SignIn.objects.filter(public_id=public_id).first() if public_id else None
