"""Addresses that are asked, and where they may lead."""

from __future__ import annotations

import contextlib
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.fetching.getting import TABLE, files, get

from multipole.core.errors import DownloadFailed
from multipole.sources import fetch_web
from multipole.sources.fetch_cache import kept


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a.csv", "data:text/csv,a"]
)
def test_a_redirect_that_leaves_the_web_is_refused(web: Any, into: Path, target: str) -> None:
    with pytest.raises(DownloadFailed, match="not a web address"):
        get(web.put("/nmc.csv", location=target), into)
    assert files(into) == []


def test_redirects_are_followed_and_the_end_is_recorded(web: Any, into: Path) -> None:
    end = web.put("/end.csv", TABLE)
    url = web.put("/nmc.csv", location="/end.csv")
    got = get(url, into)
    assert (got.url, got.address) == (url, end)
    assert kept(into, "nmc.csv", url)


def test_keys_that_a_redirect_adds_are_not_recorded(web: Any, into: Path) -> None:
    end = web.put("/end.csv?Signature=abc", TABLE)
    got = get(web.put("/nmc.csv", location="/end.csv?Signature=abc"), into)
    assert got.address == end.partition("?")[0]


def test_redirects_in_a_circle_are_an_error(web: Any, into: Path) -> None:
    with pytest.raises(DownloadFailed, match="302"):
        get(web.put("/nmc.csv", location="/nmc.csv"), into)


def test_https_never_leads_to_http() -> None:
    with pytest.raises(DownloadFailed, match="not encrypted"):
        fetch_web.check_url("http://example.org/a", via="https://example.org/a")
    fetch_web.check_url("https://example.org/a", via="http://example.org/a")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.org/b",
        "a.csv",
        "",
        "http:///a",
        "http://a.org/ä",
        "http://a.org/a b",
        "http://[::1/",
        "http://a:x/",
        "http://a.org/\r\nHost: b",
    ],
)
def test_only_web_addresses_are_downloaded(into: Path, url: str) -> None:
    with pytest.raises(DownloadFailed, match="not a web address"):
        get(url, into)


@given(url=st.text() | st.text().map("http://{}".format))
def test_any_text_is_an_address_or_an_error(url: str) -> None:
    with contextlib.suppress(DownloadFailed):
        fetch_web.check_url(url)
        urllib.request.Request(url)


def test_an_address_with_a_password_is_refused_without_repeating_it(into: Path) -> None:
    with pytest.raises(DownloadFailed) as caught:
        get("https://ann:secret@example.org/a.csv", into)
    assert "secret" not in str(caught.value)
