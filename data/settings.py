"""Settings of the service: environment variables, read only by the entry points."""

import os
import secrets
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class PasswordProfile(StrEnum):
    """Which password rules hold; the two standards contradict each other (SECURITY.md)."""

    ASVS = "asvs"
    DENGBAO = "dengbao"


class Settings(BaseSettings):
    """Every setting; the name of its environment variable is the field's, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    var: Path = Field(default=Path("var"), validation_alias="TANQIAO_VAR")
    """Folder of everything written at run time: database, index, uploads, mail, keys."""

    database_url: str = ""
    """SQLAlchemy URL; empty is SQLite in the var folder."""

    public_url: str = ""
    """Address users type; https turns on __Host- cookies and HSTS (RULINGS 17).

    Empty is this machine at `port`.
    """

    port: int = Field(default=8000, ge=1, le=65535)
    """Port the web process listens on."""

    web_threads: int = Field(default=8, ge=1, le=256)
    """Request threads of each web process."""

    web_processes: int = Field(default=1, ge=1, le=64)
    """Web processes; each holds its own index."""

    secret_key: str = ""
    """Secret of tokens and sealed fields; empty makes one in var/secret.key, mode 600."""

    encoder: str = ""
    """sentence-transformers model, name or folder; empty is the shipped one."""

    index_threads: int = Field(default=1, ge=1, le=64)
    """Threads of one vector search; one is fastest in a busy web process."""

    demo: bool = True
    """Load the fictional demo data into an empty database at first start."""

    password_profile: PasswordProfile = PasswordProfile.ASVS
    """`asvs` (long, no rotation) or `dengbao` (composition rules, 90-day rotation)."""

    session_idle_minutes: int = Field(default=30, ge=1)
    """A log-in without requests for this long ends."""

    session_hours: int = Field(default=12, ge=1)
    """A log-in ends after this long whatever happens."""

    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many reverse proxies stand in front; only their X-Forwarded-* is believed."""

    rate_limit_per_minute: int = Field(default=120, ge=1)
    """Public requests a minute from one address before 429."""

    max_open_leads_per_technology: int = Field(default=3, ge=1)
    """Open leads one organization may have on one technology (SECURITY 2.3.2)."""

    smtp_host: str = ""
    """SMTP server; empty writes mails to var/mail as .eml files."""

    smtp_port: int = Field(default=25, ge=1, le=65535)
    """Port of the SMTP server."""

    smtp_username: str = ""
    """User of the SMTP server; empty sends without log-in."""

    smtp_password: str = ""
    """Password of the SMTP server."""

    smtp_starttls: bool = False
    """Whether to upgrade the connection with STARTTLS."""

    mail_from: str = "碳桥 Tanqiao <no-reply@tanqiao.example>"
    """Sender of all mail."""

    nominatim_url: str = ""
    """Address of a Nominatim server; empty keeps geocoding offline."""

    baidu_map_key: str = ""
    """Key of Baidu geocoding; empty keeps it off."""

    amap_key: str = ""
    """Key of AMap geocoding; empty keeps it off."""

    tianditu_key: str = ""
    """Key of 天地图 geocoding; empty keeps it off."""

    max_upload_mb: int = Field(default=10, ge=1, le=200)
    """Largest file accepted through the web. [MB]"""

    jobs_poll_seconds: float = Field(default=1.0, gt=0)
    """How often the jobs process looks for due work."""

    lease_seconds: float = Field(default=60.0, gt=0)
    """How long a claimed message or job belongs to one process."""

    clock_offset_seconds: float = Field(
        default=0.0, validation_alias="TANQIAO_CLOCK_OFFSET_SECONDS"
    )
    """Test only: moves the clock of this process (RULINGS 24)."""

    metrics_token: str = ""
    """Bearer token that may read /metrics; empty closes it."""

    log_format: str = Field(default="json", pattern="^(json|console)$")
    """`json` for machines, `console` for people."""

    @model_validator(mode="after")
    def _fill_public_url(self) -> "Settings":
        self.public_url = self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"
        return self

    @property
    def effective_database_url(self) -> str:
        """Return the database to use, with the psycopg driver named."""
        url = self.database_url or f"sqlite:///{self.var.resolve() / 'tanqiao.db'}"
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url

    @property
    def is_https(self) -> bool:
        """Return whether users reach the service by https."""
        return self.public_url.startswith("https://")

    @cached_property
    def effective_secret_key(self) -> str:
        """Return the secret, making and keeping one at first use."""
        return self.secret_key or _kept_secret(self.var)


def _kept_secret(var: Path) -> str:
    path = var / "secret.key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("utf-8").strip()
