"""Accounts, as Callboard asks for them, on top of django-allauth."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from core.held import held
from core.refused import Refused
from people import (
    addresses,
    attempts,
    avatars,
    devices,
    leaving,
    names,
    sessions,
    tasks,
    time_zones,
)
from people.actions import accounts
from people.letters import FACTORS
from people.models import FormerHandle, ModelProfile, User
from people.speaking import asked
from protocol import texts
from protocol.addresses import of_request


class Truth(forms.Field):
    """`true` or `false`, as JSON has them. A text like "no" is neither, and not a yes."""

    def to_python(self, value: object) -> bool:
        if value is not None and not isinstance(value, bool):
            raise ValidationError("Say true or false.", code="invalid")
        return value is True

    def validate(self, value: object) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


#: So many people of one name may sign up at one moment.
NAMESAKES = 20


class SignUpForm(forms.Form):
    """What a newcomer tells besides e-mail and password."""

    display_name = forms.CharField(max_length=60)
    is_host = Truth(required=False)
    is_model = Truth(required=False)
    time_zone = forms.CharField(max_length=60, required=False)
    adult = Truth(error_messages={"required": "Callboard is for people who are 18 or older."})

    def clean_display_name(self) -> str:
        """The same rules as for a name that is changed later."""
        try:
            name = texts.line(self.cleaned_data["display_name"])
            names.guard_name(name)
        except Refused as refused:
            raise ValidationError(refused.message) from refused
        if not name or len(name) > 60:
            raise ValidationError("Write a name that can be read, of 60 characters at most.")
        return name

    def clean_time_zone(self) -> str:
        """A newcomer is not kept out by the name that their browser has for its zone."""
        return time_zones.zone(self.cleaned_data["time_zone"]).key

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth for a new person, after the row has been saved."""
        if user.is_model:
            ModelProfile.objects.get_or_create(user_profile=user)


#: What allauth tells people about -> our kind of change. None: it is told by what it follows from.
CHANGES = {
    "account/email/email_changed": None,
    "account/email/email_deleted": None,
    "account/email/password_changed": None,
    "account/email/password_reset": None,
    "account/email/password_set": None,
    "mfa/email/recovery_codes_generated": "recovery_codes.made",
    "mfa/email/totp_activated": "second_factor.added",
    "mfa/email/totp_deactivated": "second_factor.removed",
    "mfa/email/webauthn_added": "second_factor.added",
    "mfa/email/webauthn_removed": "second_factor.removed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        given = form.cleaned_data
        user.display_name = given["display_name"]
        user.is_host, user.is_model = given["is_host"], given["is_model"]
        user.time_zone, user.language = given["time_zone"], asked(request)
        user.born_before_18_years = given["adult"]
        for attempt in range(1, NAMESAKES + 1):
            user.handle = free_handle(user.display_name)
            user.avatar = avatars.url(user.handle)
            try:
                with transaction.atomic():
                    saved: User = super().save_user(request, user, form, commit)
                    return saved
            except IntegrityError:  # somebody of that name was quicker
                if attempt == NAMESAKES:
                    raise
        raise AssertionError("unreachable")

    def set_password(self, user: User, password: str) -> None:
        """Changed or forgotten: whoever does it stays signed in here, and nowhere else."""
        user.keeps_sign_in = sessions.current(self.request)
        super().set_password(user, password)
        devices.remember(self.request, user)

    # --- limits: see people/attempts.py --------------------------------------------------------

    def get_client_ip(self, request: HttpRequest) -> str:
        return of_request(request) or "a socket file"

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever is leaving is asked whether to stay, before anything else of a sign-in."""
        if user.erase_at is not None and not user.closed_by_staff:
            raise ImmediateHttpResponse(leaving.ask(request, user))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._login_failed_rl_usage = attempts.take(request, credentials.get("email", "").lower())
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **given: Any) -> None:
        attempts.forget(request, given["email"].lower())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Only for who is signed in to the account that the address shall belong to.

        Who merely reads the mail may be a stranger: at an address that somebody has mistyped, or
        that an account was opened with which is not theirs.
        """
        user = email_address.user
        if not request.user.is_authenticated or request.user.pk != user.pk:
            raise ImmediateHttpResponse(_sign_in_first())
        before = user.email if user.email_confirmed_at else ""
        address = email_address.email
        with held(f"mailbox {addresses.mailbox(address)}") as mine:
            if not mine or addresses.belongs_to_another(address, user):
                raise ImmediateHttpResponse(_taken())
            confirmed: bool = super().confirm_email(request, email_address)
        if confirmed and before and before.lower() != email_address.email:
            accounts.record_change(
                user, "address.changed", address=before, detail=email_address.email
            )
        return confirmed

    # --- mails: written by the worker, in words of ours ---------------------------------------

    def send_confirmation_mail(self, request: Any, emailconfirmation: Any, signup: bool) -> None:
        tasks.send_confirmation.defer(address=emailconfirmation.email_address.pk)

    def send_account_already_exists_mail(self, email: str) -> None:
        tasks.send_known.defer(address=email, language=asked(self.request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Whatever else allauth would send. Its own words are not ours, so none goes out."""
        raise AssertionError(template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """A new second factor ends other browsers, which have not shown one."""
        kind = CHANGES[template_prefix]
        if kind is not None:
            accounts.record_change(user, kind, detail=_factor(template_prefix))
        if kind == "second_factor.added":
            accounts.end_browsers(user, but=sessions.current(self.request))


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]
    def serialize_user(self, user: User) -> dict[str, Any]:
        """Numbers of rows would tell how many people there are."""
        shown: dict[str, Any] = super().serialize_user(user)
        return shown | {"id": str(user.public_id)}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the installation's own host, whatever the request says."""
        return {"id": urlsplit(settings.ORIGINS[0]).hostname or "", "name": "Callboard"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {"id": user.public_id.bytes, "display_name": user.display_name, "name": user.email}


def nowhere(request: HttpRequest) -> HttpResponse:
    """allauth has pages for telephone numbers, which nobody has here; they would fail."""
    raise Http404


def _sign_in_first() -> JsonResponse:
    message = "Sign in to the account that this address belongs to, then open the link again."
    error = {"code": "sign_in_first", "param": "key", "message": message}
    return JsonResponse({"status": 403, "errors": [error]}, status=403)


def _taken() -> JsonResponse:
    message = "There is an account with this mailbox already. Sign in to that one."
    error = {"code": "email_taken", "param": "key", "message": message}
    return JsonResponse({"status": 400, "errors": [error]}, status=400)


def _factor(template_prefix: str) -> str:
    name = template_prefix.rpartition("/")[2]
    return next((words for start, words in FACTORS.items() if name.startswith(start)), "")


def free_handle(name: str) -> str:
    """`Ana Lima` -> `ana-lima`, or `ana-lima-2` if that one is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24] or "person"
    taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    former = FormerHandle.objects.filter(handle__startswith=base)
    taken |= set(former.values_list("handle", flat=True))
    if base not in taken and not names.is_reserved(base):
        return base
    return next(h for n in range(2, len(taken) + 3) if (h := f"{base}-{n}") not in taken)
