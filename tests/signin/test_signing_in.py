"""Signing in and out, sessions, and what anybody may reach."""

from tests.signin.conftest import is_signed_in, sign_in


def test_editor_signs_in_by_name_or_address(make_editor, new_browser):
    make_editor("anna", email="Anna@Example.nl")
    for name in ("anna", "ANNA", "anna@example.nl", " anna "):
        browser = new_browser()
        response = sign_in(browser, name)
        assert (response.status_code, response["Location"]) == (302, "/beheer/")
        assert is_signed_in(browser)


def test_wrong_password_is_told_in_dutch(make_editor, client):
    make_editor("anna")
    page = sign_in(client, "anna", "verkeerd").content.decode()
    assert "horen niet bij elkaar" in page
    assert "Fout:" in page
