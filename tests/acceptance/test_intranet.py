"""The page on the intranet keeps its word: its unit and its proxy are understood, and work."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.helpers.company import base, document, path
from tests.helpers.repository import RepositoryBuilder, environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/intranet.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "isodocs.service"
    unit.write_text(block("ini").replace("/opt/isodocs/bin/isodocs", sys.executable))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, check=False
    )
    said = [line for line in verified.stderr.decode().splitlines() if "isodocs" in line]
    assert said == []


@pytest.fixture
def served(repo: RepositoryBuilder, tmp_path: Path) -> Iterator[Path]:
    """The portal of the page, at its socket."""
    repo.commit("Start", {**base(), path(): document()})
    at = tmp_path / "portal"
    options = ["--behind-proxy", "http://localhost:8443", "--listen", f"unix:{at}"]
    portal = subprocess.Popen(
        [sys.executable, "-m", "isodocs", "-C", str(repo.path), "serve", *options],
        env=environment(tmp_path) | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert portal.stdout is not None
    assert portal.stdout.readline() == b"Open http://localhost:8443\n"
    yield at
    portal.terminate()
    portal.wait(20)


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_nginx_leads_to_the_portal_whom_it_knows(served: Path, tmp_path: Path) -> None:
    """nginx as on the page, with a stand-in for oauth2-proxy; what a browser names is replaced."""
    server = block("nginx")
    for was, now in (
        ("unix:/run/isodocs/portal", f"unix:{served}"),
        ("listen 443 ssl", "listen 127.0.0.1:8443"),
        ("server_name docs.example.com", "server_name localhost"),
        ("127.0.0.1:4180", f"unix:{tmp_path / 'signs-in'}:"),
        ("Host $host", "Host $http_host"),
    ):
        assert was in server
        server = server.replace(was, now)
    server = re.sub(r" *ssl_certificate.*\n", "", server)
    places = "".join(
        f"{name}_temp_path {tmp_path / name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    signs_in = (
        f"server {{ listen unix:{tmp_path / 'signs-in'}; location = /oauth2/auth {{"
        "if ($http_cookie = 'quinn') { add_header X-Auth-Request-Email quinn@example.com; "
        "return 204; } if ($http_cookie = 'nobody') { return 204; } return 401; }"
        " location / { return 200 'sign in'; } }"
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"pid {tmp_path / 'pid'}; daemon off; master_process off; error_log stderr; events {{}}"
        f"http {{ access_log off; {places} {signs_in} {server} }}"
    )
    run = ["nginx", "-e", "stderr", "-p", str(tmp_path), "-c", str(config)]
    assert subprocess.run([*run, "-t"], capture_output=True, check=False).returncode == 0
    proxy = subprocess.Popen(run, stderr=subprocess.DEVNULL)
    try:

        def asks(**headers: str) -> tuple[int, str]:
            request = Request("http://localhost:8443/my-day", headers=headers)
            for _ in range(200):
                try:
                    with urlopen(request, timeout=20) as answer:
                        return answer.status, answer.read().decode()
                except HTTPError as error:
                    if error.code not in (502, 503):
                        return error.code, error.read().decode()
                except OSError:
                    pass
                time.sleep(0.05)
            raise AssertionError("nothing answers")

        assert "My day: Quinn Quality" in asks(Cookie="quinn")[1]
        spoofed = asks(Cookie="quinn", **{"X-Forwarded-Email": "dora@example.com"})
        assert "My day: Quinn Quality" in spoofed[1]
        status, text = asks(**{"X-Forwarded-Email": "quinn@example.com"})
        assert (status, "sign in" in text) == (403, True)
        status, text = asks(Cookie="nobody", **{"X-Forwarded-Email": "quinn@example.com"})
        assert (status, "Quinn" in text) == (401, False)
    finally:
        proxy.terminate()
        proxy.wait(20)
