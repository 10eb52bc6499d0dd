"""The owner's page of accounts."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.clinic.actions import accounts as act
from ashi.clinic.forms.accounts import AccountForm, RoleForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.queries.accounts import accounts as all_accounts
from ashi.clinic.roles import by
from ashi.records.models import Role, User

SECTION = {"section": "owner", "page_of": "accounts"}


@staff(Role.OWNER)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/accounts.html", {"accounts": all_accounts(), **SECTION})


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, initial={"role": Role.DESK})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        who, now = by(worker(request)), timezone.now()
        try:
            user = act.create_account(
                username=said["username"],
                given_name=said["given_name"],
                family_name=said["family_name"],
                email=said["email"],
                role=Role(said["role"]),
                practitioner=said["person"],
                by=who,
                now=now,
            )
        except act.Refused as refusal:
            form.add_error("username" if refusal.why == "name" else "practitioner", _why(refusal.why))
        else:
            return _link_page(request, user, now)
    return render(request, "clinic/account_new.html", {"form": form, **SECTION}, status=422 if form.errors else 200)


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST or None, user=user, initial={"role": user.role, "practitioner": user.practitioner_id})
    if request.method == "POST" and form.is_valid():
        role, person = Role(form.cleaned_data["role"]), form.cleaned_data["person"]
        return _do(
            request,
            user,
            lambda now: act.change_role(user=user, role=role, practitioner=person, by=by(worker(request)), now=now),
        )
    return _page(request, user, form, status=422 if form.errors else 200)


@staff(Role.OWNER)
@require_POST
def account_link(request: HttpRequest, pk: int) -> HttpResponse:
    return _link_page(request, get_object_or_404(User, pk=pk), timezone.now())


@staff(Role.OWNER)
@require_POST
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return _do(request, user, lambda now: act.close_account(user=user, by=by(worker(request)), now=now))


@staff(Role.OWNER)
@require_POST
def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return _do(request, user, lambda now: act.open_account(user=user, by=by(worker(request)), now=now))


@staff(Role.OWNER)
@require_POST
def account_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """After it they need a link as well, so that is what is shown."""
    user, now = get_object_or_404(User, pk=pk), timezone.now()
    try:
        act.reset_second_factor(user=user, by=by(worker(request)), now=now)
    except act.Refused as refusal:
        return _page(request, user, status=409, refused=_why(refusal.why))
    return _link_page(request, user, now)


def _do(request: HttpRequest, user: User, action: Callable[[datetime], None]) -> HttpResponse:
    try:
        action(timezone.now())
    except act.Refused as refusal:
        return _page(request, user, status=409, refused=_why(refusal.why))
    return redirect("clinic:accounts")


def _page(
    request: HttpRequest, user: User, form: RoleForm | None = None, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    user.refresh_from_db()
    if form is None:
        form = RoleForm(user=user, initial={"role": user.role, "practitioner": user.practitioner_id})
    shown = next(one for one in all_accounts() if one.user.pk == user.pk)
    context = {"account": shown, "form": form, "refused": refused, "own": user.pk == worker(request).pk, **SECTION}
    return render(request, "clinic/account.html", context, status=status)


def _link_page(request: HttpRequest, user: User, now: datetime) -> HttpResponse:
    """Shown once, in the answer to a post: it stands in no address of ours and cannot be looked at again."""
    try:
        path = act.make_link(user=user, by=by(worker(request)), now=now)
    except act.Refused as refusal:
        return _page(request, user, status=409, refused=_why(refusal.why))
    context = {"of": user, "link": request.build_absolute_uri(path), **SECTION}
    return render(request, "clinic/account_link.html", context)


def _why(why: str) -> str:
    words = {
        "name": gettext("Somebody has this user name already. Choose another."),
        "practitioner": gettext("This acupuncturist has an account already, or none was chosen."),
        "last owner": gettext(
            "This is the last owner: nobody would be left to let anybody in. Make another one first."
        ),
        "self": gettext(
            "This is your own account. Another owner changes it; your password and second factor you change yourself."
        ),
        "closed": gettext("This account is closed. Open it first."),
    }
    return words[why]
