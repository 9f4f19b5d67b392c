"""References on a publication's page and for a filtered list."""

import pytest

pytestmark = pytest.mark.django_db
LIST = "/evidence/publications/?format=bibliography"


def test_a_publication_shows_its_reference_in_both_styles(client_of, board_member):
    page = client_of(board_member).get("/evidence/publications/holt-lunstad-2010/")
    assert "Holt-Lunstad, J., Smith, T.B." in page.content.decode()
    assert "Holt-Lunstad J, Smith TB" in page.content.decode()


def test_a_filtered_list_becomes_a_bibliography(client_of, board_member):
    client = client_of(board_member)
    listed = client.get("/evidence/publications/?grade=strong").content.decode()
    assert "?grade=strong&amp;format=bibliography&amp;style=vancouver" in listed
    page = client.get(f"{LIST}&grade=strong&style=vancouver").content.decode()
    assert "7 references" in page
    assert "<ol" in page
    text = client.get(f"{LIST}&grade=strong&style=vancouver&as=text")
    assert text["Content-Type"].startswith("text/plain")
    assert text.content.decode().startswith("1. ")
    assert "\n\n7. " in text.content.decode()


def test_an_unknown_style_and_an_empty_list_get_sentences(client_of, board_member):
    client = client_of(board_member)
    assert "There is no style “x” here" in client.get(f"{LIST}&style=x").content.decode()
    assert "No publication matches" in client.get(f"{LIST}&q=zzzz").content.decode()


def test_owners_from_outside_do_not_see_them(client_of, owner):
    assert client_of(owner).get(LIST).status_code == 404
