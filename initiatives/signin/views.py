"""The page to sign in at."""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from initiatives.signin.adapters import refusal
from initiatives.signin.throttle import Attempt


@sensitive_post_parameters()
def login(request: HttpRequest) -> HttpResponse:
    """The page of allauth. Past a limit it is not even made: the adapter would refuse, but after thrice the work."""
    name = request.POST.get("login", "").strip().replace("\0", "")
    is_attempt = request.method == "POST" and name and "password" in request.POST
    return (is_attempt and refusal(request, Attempt(request, name))) or views.login(request)
