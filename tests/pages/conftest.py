"""What the tests of pages share."""

import pytest

from tests import makers


@pytest.fixture
def superuser(db):
    """An account that may do everything Django lets it."""
    user = makers.make_user(name="Ursula Unbound")
    user.is_staff = user.is_superuser = True
    user.save()
    return user
