"""The page with searches that nothing answers: make a synonym in one click, or dismiss them."""

from collections.abc import Iterable, Iterator

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from initiatives import rules
from initiatives.actions.unanswered import answer_with_synonym, dismiss
from initiatives.models import Approach, Category, Municipality, Synonym, TargetGroup, UnansweredQuestion
from initiatives.names import NameIndex
from initiatives.requests import signed_in
from initiatives.rules import Verb

QUESTIONS_PER_PAGE = 50
SUGGESTED = (TargetGroup, Category, Approach, Municipality)  # whose names are suggested as the other word


@require_http_methods(["GET", "HEAD", "POST"])
def open_questions(request: HttpRequest) -> HttpResponse:
    """List what is still open; POST answers one, or dismisses it."""
    if not rules.may(request.user, Verb.VIEW, UnansweredQuestion):
        raise PermissionDenied
    if request.method == "POST":
        return _answer(request)
    page = Paginator(UnansweredQuestion.objects.open(), QUESTIONS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": "Vragen zonder antwoord",
        "page": page,
        "rows": list(_with_suggestions(page)),
        "may_answer": rules.may(request.user, Verb.ADD, Synonym),
    }
    return render(request, "admin/open_questions.html", context)


def _answer(request: HttpRequest) -> HttpResponse:
    if not rules.may(request.user, Verb.ADD, Synonym):
        raise PermissionDenied
    words, also = (" ".join(request.POST.get(name, "").replace("\0", "").split()) for name in ("words", "also"))
    if not UnansweredQuestion.objects.filter(words=words).exists():
        raise BadRequest("There is no such question.")
    if "dismiss" in request.POST:
        dismiss(words=words)
        messages.success(request, f"“{words}” staat niet meer in deze lijst.")
    else:
        try:
            answer_with_synonym(words=words, also=also, by=signed_in(request))
            messages.success(request, f"Wie “{words}” zoekt, vindt nu ook “{also}”.")
        except ValidationError as error:
            messages.error(request, f"“{words}”: {' '.join(error.messages)}")
    return HttpResponseRedirect(request.get_full_path())


def _with_suggestions(questions: Iterable[dict]) -> Iterator[tuple[dict, str]]:
    """Each question, with the name that its words are probably meant for; empty where none is near."""
    indexes = [NameIndex(model.objects.all()) for model in SUGGESTED]
    for question in questions:
        matches = [match for index in indexes if (match := index.best(question["words"]))]
        yield question, str(min(matches, key=lambda match: match.how).row) if matches else ""
