"""The site's addresses, and one more whose view does nothing: what a request costs at the least."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from project.urls import urlpatterns as site


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """Read what was sent and say nothing."""
    len(request.body)
    return HttpResponse(status=204)


urlpatterns = [path("bare/", bare), *site]
