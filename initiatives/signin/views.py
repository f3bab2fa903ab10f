"""Views around those of allauth."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as provider
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from requests import RequestException

from initiatives.signin.adapters import refusal
from initiatives.signin.throttle import Attempt


@sensitive_post_parameters()
def login(request: HttpRequest) -> HttpResponse:
    """The page to sign in at. Past a limit it is not even made: the adapter would refuse, but after thrice the work."""
    name = request.POST.get("login", "").strip().replace("\0", "")
    is_attempt = request.method == "POST" and name and "password" in request.POST
    return (is_attempt and refusal(request, Attempt.of(request, name))) or account.login(request)


def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave for the provider of an organisation."""
    return _or_failure(provider.login, request, provider_id)


def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _or_failure(provider.callback, request, provider_id)


def provider_cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody did not want to sign in there after all."""
    return redirect("account_login")


def _or_failure(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth lets a provider that does not answer end in a 500."""
    try:
        return view(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
