"""Package URLs: canonical spellings, names of each ecosystem, and what is none."""

import pytest

from sammeter.collect.purl import of_name, parse


@pytest.mark.parametrize(
    ("text", "canonical", "layer"),
    [
        ("pkg:npm/%40acme/web@1.0.0", "pkg:npm/%40acme/web@1.0.0", "app"), ("pkg:npm/@acme/web@1.0.0", "pkg:npm/%40acme/web@1.0.0", "app"),
        ("pkg:npm/@acme/web", "pkg:npm/%40acme/web", "app"), ("pkg://PyPI/Web_Kit@1.0", "pkg:pypi/web-kit@1.0", "app"),
        ("pkg:golang/github.com/Acme/Web@v1.0#sub/path", "pkg:golang/github.com/Acme/Web@v1.0", "app"),
        ("pkg:deb/Debian/curl@7.50.3-1?arch=i386&distro=jessie", "pkg:deb/debian/curl@7.50.3-1?distro=jessie", "os"),
        ("pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&upstream=curl-7.src.rpm&distro=fedora-25",
         "pkg:rpm/fedora/curl@7.50.3-1.fc25?distro=fedora-25&upstream=curl-7.src.rpm", "os"),
        ("pkg:oci/shop@sha256%3Aaa?repository_url=x", "pkg:oci/shop@sha256:aa", "image"), ("pkg:maven/org.acme/web@1.0?type=jar", "pkg:maven/org.acme/web@1.0", "app"),
        ("pkg:generic/a%20b@1%2B2", "pkg:generic/a%20b@1%2B2", "app"),
    ],
)  # fmt: skip
def test_a_package_url_has_one_spelling_and_a_layer(text: str, canonical: str, layer: str) -> None:
    found = parse(text)
    assert found is not None
    assert (str(found), found.layer) == (canonical, layer)
    assert parse(str(found)) == found


@pytest.mark.parametrize(
    "text",
    ["", "npm/web", "pkg:npm", "pkg:npm/", "pkg:/web", "pkg:9x/web", "pkg:npm/" + "a" * 2000, "http://x/pkg:npm/a"],
)
def test_what_is_no_package_url_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("kind", "name", "full"),
    [("npm", "@acme/web", "@acme/web"), ("maven", "org.acme:web", "org.acme:web"), ("golang", "example.org/a/web", "example.org/a/web"), ("pypi", "Web.Kit", "web-kit")],
)  # fmt: skip
def test_a_name_of_an_ecosystem_comes_back(kind: str, name: str, full: str) -> None:
    assert of_name(kind, name, "1").full_name == full
