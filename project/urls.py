"""Every address of the site. Parts that are not installed have no addresses."""

from importlib.util import find_spec

from django.urls import URLResolver, include, path, register_converter

from project import errors, health
from project.languages import LanguageConverter
from surveys.pages import feed, keys, site
from surveys.pages.accounts import urls as accounts
from surveys.pages.accounts.prefix import PartiesPrefix
from surveys.pages.accounts.views import too_many

register_converter(LanguageConverter, "language")

PARTIES = ("surveys.pages.organise.urls", "reports.pages.urls")

urlpatterns = [
    path("", site.front, name="front"),
    path("velkommen/<language:language>/", site.welcome, name="welcome"),
    path("svar/", site.choose_language, name="choose-language"),
    path("svar/<language:language>/", include("surveys.pages.respond.urls")),
    path("svarbevis/<language:language>/", include("surveys.pages.collect.urls")),
    path("nokler/<uuid:wave_id>.json", keys.document, name="keys-document"),
    path("nokler/<language:language>/<uuid:wave_id>/", keys.page, name="keys"),
    path("svarbevis/<language:language>/", include("surveys.pages.collect.opt_out_urls")),
    *[path("parter/<language:language>/", include(module)) for module in PARTIES if find_spec(module)],
    path("delt/<language:language>/", include("reports.pages.shared_urls")),
    URLResolver(PartiesPrefix(), accounts),
    accounts.callback,
    path("parter/api/v1/", include("reports.api.urls")),
    path("kalender/<slug:token>.ics", feed.feed, name="feed"),
    path("personvern/<language:language>/", site.privacy, name="privacy"),
    path("tilgjengelighet/<language:language>/", site.accessibility, name="accessibility"),
    path("helse/", health.alive, name="alive"),
    path("helse/klar/", health.ready, name="ready"),
]

handler400 = errors.bad_request
handler403 = errors.not_found
handler404 = errors.not_found
handler429 = too_many
handler500 = errors.server_error
