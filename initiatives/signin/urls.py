"""The addresses below /beheer/ for signing in: those of allauth that are used here, and those of Django's admin.

There is none to make an account, to change an e-mail address, or to connect an account of a provider.
"""

from allauth.account import views as allauth
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from initiatives.signin import views
from initiatives.signin.pages import with_mail

account = [
    path("login/", views.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", with_mail(allauth.password_reset), name="account_reset_password"),
    path("password/reset/done/", with_mail(allauth.password_reset_done), name="account_reset_password_done"),
    # Without mail too: a beheerder or a command makes such links (initiatives.actions.accounts).
    path("password/reset/key/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(  # the key has a hyphen too, which <str:uidb36> would take
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("oidc/<slug:provider_id>/login/", views.provider_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.provider_callback, name="openid_connect_callback"),
    path("oidc/cancelled/", views.provider_cancelled, name="socialaccount_login_cancelled"),
]

urlpatterns = [
    path("account/", include(account)),
    path("password_change/", RedirectView.as_view(pattern_name="account_change_password")),
]
