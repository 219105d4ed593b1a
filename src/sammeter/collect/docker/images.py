"""Names of container images: repository, tag, digest, and what kind of part a well-known one is."""

import re

from sammeter.facts.iac import Part

_IMAGE = re.compile(
    r"(?P<name>[\w.\-/]+(?::\d+/[\w.\-/]+)?)(?::(?P<tag>[\w.\-]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?\Z"
)
_KINDS = (
    (re.compile(r"postgres|mysql|mariadb|mongo|cassandra|cockroach|mssql|oracle|couchdb|clickhouse|influxdb|neo4j|timescale"), "database"),
    (re.compile(r"redis|valkey|memcached|dragonfly"), "cache"), (re.compile(r"rabbitmq|kafka|nats|activemq|mosquitto|pulsar"), "queue"),
    (re.compile(r"nginx|traefik|haproxy|envoy|caddy|httpd"), "load-balancer"), (re.compile(r"elasticsearch|opensearch|solr|meilisearch"), "search"),
    (re.compile(r"minio|seaweedfs"), "object-store"), (re.compile(r"vault|openbao"), "secret-store"),
    (re.compile(r"debian|ubuntu|alpine|rockylinux|almalinux|fedora|ubi\d|busybox|distroless|wolfi|chainguard|amazonlinux"), "os"),
    (re.compile(r"python|node|openjdk|temurin|golang|ruby|php|rust|dotnet|aspnet|perl|tomcat|jetty|corretto"), "runtime"),
)  # fmt: skip


def part(image: str, where: str, *, kind: str = "") -> Part | None:
    """Return an image as a part of the stack; None for a name that holds variables or is none."""
    found = _IMAGE.match(image)
    if not found or found["name"] == "scratch":
        return None
    last = found["name"].rpartition("/")[2]
    known = next((name for shape, name in _KINDS if shape.search(last)), kind or "image")
    version = found["tag"] or found["digest"] or "latest"
    return Part(
        where=where,
        component=found["name"],
        kind_of=known,
        version=version,
        declared=True,
        pinned=found["digest"] is not None,
    )
