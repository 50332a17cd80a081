"""Every address of the product."""

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from epep.config import health

open_to_all = login_not_required  # sign-in pages, and what watches the process

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", open_to_all(health.live), name="health_live"),
    path("health/ready", open_to_all(health.ready), name="health_ready"),
    path("account/sign-in/", open_to_all(account.login), name="account_login"),
    # Nobody signs up. allauth wants the name to exist when it writes to an address without an account.
    path("account/sign-up/", open_to_all(RedirectView.as_view(pattern_name="account_login")), name="account_signup"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    # Whoever has no password yet sets the first one by the link in a mail.
    path(
        "account/password/first/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/forgotten/", open_to_all(account.password_reset), name="account_reset_password"),
    path("account/forgotten/sent/", open_to_all(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/forgotten/done/",
        open_to_all(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("epep.web.pages.demo")))
urlpatterns.append(path("", include("epep.web.urls")))
