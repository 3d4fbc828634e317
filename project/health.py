"""For whoever runs the service: is the process up, and can it do its work?"""

from http import HTTPStatus

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from surveys.waves.selectors import without_key_file


@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database and, where one is used, Redis answer and every box has its key file.

    Else 503 with what does not. A key file that is missing is said at once: at the opening it would be too late.
    """
    checks = {"database": _database_answers(), "wave_keys": _key_files_are_whole()}
    if settings.CELERY_BROKER_URL:
        checks["redis"] = _redis_answers(settings.CELERY_BROKER_URL)
    well = all(checks.values())
    body = {"status": "ok" if well else "unavailable", "checks": checks}
    return JsonResponse(body, status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _key_files_are_whole() -> bool:
    try:
        return not without_key_file()
    except DatabaseError:
        return False


def _redis_answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
