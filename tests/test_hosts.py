"""The names in an address that the app answers to."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from webapp import create_app
from webapp.current import DATABASE


def test_another_host_than_those_trusted_gets_a_page(settings: dict[str, Any]) -> None:
    app = create_app(settings | {"trusted_hosts": ["class.example"]})
    assert app.test_client().get("/", base_url="https://class.example").status_code == 200
    for address in ("http://elsewhere.example", "http://192.168.0.10:5000", "http://localhost"):
        response = app.test_client().get("/", base_url=address)
        assert response.status_code == 400
        assert "Use the address that you were given" in response.text
    app.extensions[DATABASE].engine.dispose()


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:5000", "192.168.0.10", "[fe80::1]:5000", "{own}", "{own}.local:80"]
)
def test_without_a_setting_numbers_and_this_computers_name_are_answered(app: Flask, host: str) -> None:
    there = host.format(own=socket.gethostname().partition(".")[0])
    assert app.test_client().get("/", base_url=f"http://{there}").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.example",
        "localhost.elsewhere.example",
        "127.0.0.1.elsewhere.example:5000",
        "[1:::::2]",
        "[1::2.3]:80",
    ],
)
def test_without_a_setting_another_name_gets_a_page_that_says_what_to_do(app: Flask, host: str) -> None:
    # A client would read the address for its cookies, and stumble over the last two itself.
    body, status, _ = run_wsgi_app(app, create_environ(headers={"Host": host}))
    text = b"".join(body).decode()
    assert status == "400 BAD REQUEST"
    assert "<h1>Not under this name</h1>" in text
    assert "BEFORE_FORCE_TRUSTED_HOSTS" in text
