"""The addresses below /beheer/ for signing in: those of allauth that are used here, and those of Django's admin.

There is none to make an account, to change an e-mail address, or to connect an account of a provider.
"""

from allauth.account import views
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from initiatives.signin.pages import with_mail
from initiatives.signin.views import login

account = [
    path("login/", login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", with_mail(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", with_mail(views.password_reset_done), name="account_reset_password_done"),
    # Without mail too: a beheerder or a command makes such links (initiatives.actions.accounts).
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(  # the key has a hyphen too, which <str:uidb36> would take
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns = [
    path("account/", include(account)),
    path("password_change/", RedirectView.as_view(pattern_name="account_change_password")),
]
