from django.http import HttpRequest, HttpResponse

from ashi.clinic.gate import staff


@staff()
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")
