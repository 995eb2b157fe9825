"""The one way in which a password is checked: by the accounts that an address belongs to."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import check_password, make_password

from people import addresses
from people.models import User

#: Passwords that are compared for each try, whoever has an account with the address: one that has
#: confirmed it, and one that has not.
CHECKS = 2


class AddressBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth looks through every account and every address, confirmed or not; we have two."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """It takes as long for an address that nobody has."""
        accounts = addresses.accounts_for_sign_in(email)[:CHECKS]
        self._did_check_password = True
        for _ in range(CHECKS - len(accounts)):
            check_password(password, _nobodys())
        right = [user for user in accounts if user.check_password(password)]
        return next(map(self._let_in, right), None)

    def _let_in(self, user: User) -> User | None:
        """allauth says of a closed account what has become of it, to whom knows its password."""
        if self.user_can_authenticate(user):
            return user
        self._stash_user(user)
        return None

    def _authenticate_by_username(self, username: str, password: str) -> None:
        """Nobody signs in with a handle, not even at a form that asks for a user name."""
        return None


@cache
def _nobodys() -> str:
    return make_password("the password of nobody")
