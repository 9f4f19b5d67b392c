"""Public pages are read from a copy of the database; everything else from the database itself."""

import pytest
from django.http import HttpResponse

from loneliness.ui import replica

ROUTER = replica.Router()


@pytest.mark.parametrize(
    ("method", "address", "cookies", "database"),
    [
        ("get", "/public/boards/unified/", {}, "replica"),
        ("head", "/public/boards/unified/", {}, "replica"),
        ("post", "/public/boards/unified/", {}, None),
        ("get", "/public/boards/unified/", {"sessionid": "x"}, None),
        ("get", "/boards/unified/", {}, None),
        ("get", "/accounts/login/", {}, None),
    ],
)
def test_only_a_public_page_that_is_only_read(rf, method, address, cookies, database):
    asked = []

    def view(request):
        asked.append(ROUTER.db_for_read(None))
        return HttpResponse()

    rf.cookies.load(cookies)
    replica.PublicFromReplica(view)(getattr(rf, method)(address))
    assert asked == [database]
    assert ROUTER.db_for_read(None) is None


def test_a_copy_is_never_migrated():
    assert ROUTER.allow_migrate("replica", "evidence") is False
    assert ROUTER.allow_migrate("default", "evidence") is None
