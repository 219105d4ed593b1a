"""Dockerfiles and Compose: what is run, on what, and how secrets get there; shapes as seen in public repositories, shortened."""

from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values

DIGEST = "sha256:" + "0" * 64


def stack(path: Path, text: str) -> list[object]:
    got = handed_in(path, {}, tree={"Dockerfile": text}, only="iac_docker")
    return values(got, "iac.stack", "@", "component", "kind", "version", "pinned")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"FROM debian:12@{DIGEST}\n", [("Dockerfile:1", "debian", "os", "12", True)]),
        ("FROM golang:1.22 AS build\nRUN go build\nFROM alpine:3.20\nCOPY --from=build /a /a\n", [("Dockerfile:3", "alpine", "os", "3.20", False)]),
        ("ARG V=3.12\nFROM python:${V}-slim\n", [("Dockerfile:2", "python", "runtime", "3.12-slim", False)]),
        ("FROM node:20 AS base\nFROM base\n", [("Dockerfile:1", "node", "runtime", "20", False)]),
        ("FROM --platform=$BUILDPLATFORM nginx\n", [("Dockerfile:1", "nginx", "load-balancer", "latest", False)]),
        ("RUN <<EOF\nFROM not-an-image\nEOF\nFROM scratch\n", []),
        ("# escape=`\nFROM `\n  ubuntu:24.04\n", [("Dockerfile:2", "ubuntu", "os", "24.04", False)]),
    ],
)  # fmt: skip
def test_an_image_stands_on_what_its_last_stage_does(tmp_path: Path, text: str, expected: list[object]) -> None:
    assert stack(tmp_path, text) == expected


def test_a_base_image_that_nobody_names_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"Dockerfile": "ARG BASE\nFROM $BASE\n"}, only="iac_docker")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["not resolved"])


def injected(path: Path, name: str, text: str) -> list[object]:
    return values(
        handed_in(path, {}, tree={name: text}, only="iac_docker"), "secrets.injection", "@", "method", "baked"
    )


@pytest.mark.parametrize(
    ("line", "method", "baked"),
    [
        ("ENV DB_PASSWORD=hunter2hunter2", "image-env", True), ("ARG NPM_TOKEN", "build-arg", True),
        ("RUN --mount=type=secret,id=t cat /run/secrets/t", "build-secret", False), ("COPY id_rsa /root/.ssh/id_rsa", "copied-file", True),
    ],
)  # fmt: skip
def test_how_a_secret_gets_into_an_image(tmp_path: Path, line: str, method: str, baked: bool) -> None:  # noqa: FBT001 - a case
    assert injected(tmp_path, "Dockerfile", f"FROM debian:12\n{line}\n") == [("Dockerfile:2", method, baked)]


@pytest.mark.parametrize(
    "line", ["ENV PATH=/usr/bin", "ENV PASSWORD_FILE=/run/secrets/p", "ARG VERSION=1", "COPY app /app"]
)
def test_what_is_no_secret_is_left_alone(tmp_path: Path, line: str) -> None:
    assert injected(tmp_path, "Dockerfile", f"FROM debian:12\n{line}\n") == []


COMPOSE = """services:
  app:
    image: acme/shop:1.4
    environment:
      DB_PASSWORD: hunter2hunter2
      API_TOKEN: ${API_TOKEN}
      LEVEL: debug
    secrets: [db]
    logging: {driver: gelf}
  db:
    image: postgres:16
    logging: {driver: json-file}
"""


def test_a_compose_file_names_images_secrets_and_log_routes(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"compose.yaml": COMPOSE}, only="iac_docker")
    assert values(got, "iac.stack", "component", "kind", "version") == [
        ("acme/shop", "image", "1.4"),
        ("postgres", "database", "16"),
    ]
    assert values(got, "secrets.injection", "method", "baked") == [
        ("env-literal", True),
        ("env-from-host", False),
        ("mounted-secret", False),
    ]
    assert values(got, "iac.logging", "central") == [True, False]
    assert "hunter2hunter2" not in repr(got)


@pytest.mark.parametrize("name", ["tests/Dockerfile", "examples/compose.yaml", "vendor/x/Dockerfile", "Dockerfile.md"])
def test_what_only_tests_or_shows_says_nothing_of_what_runs(tmp_path: Path, name: str) -> None:
    got = handed_in(
        tmp_path, {}, tree={name: COMPOSE if name.endswith("yaml") else "FROM debian:12\n"}, only="iac_docker"
    )
    assert (got.facts, got.gaps) == ((), ())


@pytest.mark.parametrize(
    "text", ["services: [a]\n", "services:\n  a: 3\n", "services:\n  a: {image: {b: c}}\n", "services: &a\n  x: *b\n"]
)
def test_a_broken_compose_file_is_a_gap(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, {}, tree={"compose.yaml": text}, only="iac_docker")
    assert (got.facts, len(got.gaps)) == ((), 1)
