"""allauth's forms for signing in and choosing a password, in our words. The settings name them in ACCOUNT_FORMS."""

from typing import Any, Final

from allauth.account import forms as theirs

from epep.web.forms import word_errors

MESSAGES: Final = {
    "email_password_mismatch": "That email address and password do not go together. Check both and try again",
    "incorrect_password": "That is not your password. Try again",
    "enter_current_password": "That is not your password now. Try again",
    "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again",
    "account_inactive": "This account is closed. Ask your virtual school to open it again",
}
"""What allauth's adapter says, by allauth's own keys."""

LABELS: Final = {
    "login": "Email address",
    "email": "Email address",
    "password": "Password",
    "oldpassword": "Your password now",
    "password1": "New password",
    "password2": "New password, again",
}
WANTED: Final = {
    "login": "your email address",
    "email": "your email address",
    "password": "your password",
    "oldpassword": "your password now",
    "password1": "a new password",
    "password2": "the new password again",
}
"""How an error names each: “Enter your email address”."""


class Worded:
    """Gives a form of allauth's our labels and error messages, and takes its hints away: the page says them."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what allauth's form takes."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            word_errors(field, {"what": WANTED.get(name, "")})


class SignIn(Worded, theirs.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Email address and password."""


class Forgotten(Worded, theirs.ResetPasswordForm):  # type: ignore[misc]
    """The address to send a link to."""


class NewPassword(Worded, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, after following that link."""


class ChangePassword(Worded, theirs.ChangePasswordForm):  # type: ignore[misc]
    """The password as it is, and the new one."""


class Again(Worded, theirs.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""
