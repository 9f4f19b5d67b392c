"""What several trials stand on."""

import pytest

from tests.faults.box import Box


@pytest.fixture
def box():
    """A mail server that counts copies, and kills who sends when told to."""
    made = Box()
    yield made
    made.stop()
