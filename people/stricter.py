"""Where allauth is more lenient than we are, and has no setting for it. Installed at the start."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.cache import cache
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity


def server() -> Fido2Server:
    """Passkeys are shown to our own pages; pages of our subdomains are not ours."""
    entity = PublicKeyCredentialRpEntity(**get_adapter().get_public_key_credential_rp_entity())
    return Fido2Server(entity, verify_origin=lambda origin: origin in settings.ORIGINS)


def mark_code_used(factor: TOTP, code: str) -> bool:
    """Whether it was not: remembered as long as it is accepted, before its time and after it."""
    accepted = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    return bool(cache.add(factor._get_used_cache_key(code), "y", timeout=accepted))


def install() -> None:
    webauthn.get_server = server
    TOTP._mark_code_used = mark_code_used
