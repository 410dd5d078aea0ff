"""Every setting, its default and its bounds; the only reader of `config/newsift.toml`.

Three layers, later wins: `config/newsift.toml`, `NEWSIFT_<SECTION>__<KEY>` environment variables, and
overrides given by the caller (command-line flags, flow parameters). Unknown keys are errors.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from newsift.errors import ConfigError
from newsift.field_names import RECORD_FIELDS
from newsift.mistakes import known_keys, shown, wording

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ENV_PREFIX = "NEWSIFT_"
_SIZE = re.compile(r"\d+(\.\d+)?\s?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)")


def _size(text: str) -> str:
    if not _SIZE.fullmatch(text):
        raise ValueError('must be a size such as "500MB" or "2GB" (KB, MB, GB, TB, KiB, MiB, GiB, TiB)')
    return text


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class InputSettings(_Section):
    """What is read from the inbox, and the limits that keep one input from stopping a run."""

    label: str = Field("", description="name of the inbox, where several fill one warehouse")
    suffixes: tuple[str, ...] = (".txt", ".html", ".htm", ".json", ".jsonl", ".warc", ".parquet")
    settle_seconds: float = Field(1.0, ge=0, le=60)
    max_file_bytes: int = Field(8 << 30, gt=0)
    max_record_bytes: int = Field(20 << 20, gt=0)
    max_expansion_ratio: int = Field(200, gt=1, description="decompressed : compressed, above 1 MB")
    max_blocks: int = Field(50_000, gt=0)
    max_html_depth: int = Field(2_000, gt=0)
    seconds_per_record: float = Field(60.0, gt=0)
    headline_items: bool = Field(True, description="a record with title, URL and empty text is its title")
    longest_text: bool = Field(True, description="without a named text a record's longest string is its text")
    after_ingest: Literal["leave", "archive", "delete"] = "leave"
    archive_dir: str = Field(
        "", description="folder or URL that archived files move to", validate_default=True
    )
    fields: dict[str, tuple[str, ...]] = RECORD_FIELDS

    @field_validator("label")
    @classmethod
    def _label_is_a_name(cls, value: str) -> str:
        if re.search(r"[/#\\\s]", value):
            raise ValueError("must be a name without spaces, slashes and #")
        return value

    @field_validator("archive_dir")
    @classmethod
    def _archive_has_a_place(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("after_ingest") == "archive" and not value:
            raise ValueError('must name a folder or URL, since inputs.after_ingest is "archive"')
        return value

    @field_validator("fields")
    @classmethod
    def _only_our_names(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Names left out keep their defaults."""
        unknown = sorted(value.keys() - RECORD_FIELDS.keys())
        if unknown:
            raise ValueError(f"unknown key '{unknown[0]}'; allowed: {', '.join(RECORD_FIELDS)}")
        return RECORD_FIELDS | value


class CleaningSettings(_Section):
    """Thresholds of the cleaning stage; marker lists live in `config/languages`."""

    min_body_words: int = Field(8, ge=1, description="fewer kept words: no article")


class DedupSettings(_Section):
    """Signatures, candidate search, verification and clusters; figures and reasons in `newsift.toml`."""

    num_perm: int = Field(128, ge=16, le=512)
    seed: int = Field(1, ge=0)
    shingle_words: int = Field(3, ge=1, le=9)
    bands: int = Field(64, ge=1)
    rows: int = Field(2, ge=1)
    window_days: int = Field(1_100, ge=0, description="further apart only exact keys are compared")
    bucket_cap: int = Field(200, ge=2, description="a band shared by more articles tells nothing")
    weak_jaccard: float = Field(0.18, gt=0, le=1, description="rare Jaccard of articles a few days apart")
    weak_days: int = Field(3, ge=0)
    jaccard_per_day: float = Field(0.04, ge=0, le=1, description="added to weak_jaccard for every day apart")
    strong_jaccard: float = Field(0.5, gt=0, le=1, description="rare Jaccard of articles strong_days apart")
    strong_days: int = Field(30, ge=0)
    reprint_jaccard: float = Field(0.7, gt=0, le=1, description="plain Jaccard within the whole window")
    min_opening: float = Field(0.15, ge=0, le=1, description="agreement of the two beginnings")
    other_opening_jaccard: float = Field(0.36, gt=0, le=1, description="... unless this much is shared")
    cut_containment: float = Field(0.85, gt=0, le=1, description="a shorter text, cut from a longer one")
    alike_opening: float = Field(0.75, gt=0, le=1, description="agreement of beginnings that open alike")
    late_jaccard: float = Field(0.3, gt=0, le=1, description="rare Jaccard of two late, alike texts")
    far_alike_jaccard: float = Field(0.45, gt=0, le=1, description="the same anywhere in the window")
    min_shared_shingles: int = Field(6, ge=1)
    member_support: float = Field(0.5, gt=0, le=1)
    formula_base: float = Field(3.0, ge=1)
    formula_share: float = Field(0.0004, ge=0, lt=1)
    formula_stories: int = Field(30_000, ge=600)
    formula_warmup: int = Field(2_000, ge=1, description="stories after which formulas are known")
    cold_jaccard: float = Field(0.42, gt=0, le=1, description="weak_jaccard before any formula is known")
    cold_same_opening_jaccard: float = Field(0.28, gt=0, le=1)
    cold_formula_base: float = Field(6.0, ge=1)
    cold_other_opening_jaccard: float = Field(0.65, gt=0, le=1)
    number_overlap: float = Field(0.2, ge=0, le=1)
    contains_share: float = Field(0.75, gt=0, le=1)
    short_words: int = Field(40, ge=0)
    short_days: int = Field(2, ge=0)
    url_texts: int = Field(5, ge=1, description="a URL with more distinct texts is no article's address")
    near_miss_jaccard: float = Field(0.1, ge=0, le=1)
    alarm_outlet_share: float = Field(0.4, gt=0, le=1)
    alarm_outlet_articles: int = Field(50, ge=1)
    alarm_cluster_size: int = Field(30, ge=2)


class StorageSettings(_Section):
    """The private store and the published snapshot."""

    memory_limit: Annotated[str, AfterValidator(_size)] = "2GB"
    threads: int = Field(2, ge=1, le=256)
    lock_wait_seconds: float = Field(30.0, ge=0)
    keep_raw: bool = True
    max_spill: Annotated[str, AfterValidator(_size)] = "20GB"
    search: bool = Field(True, description="publish article_search, about 1.2 KB an article")
    keep_snapshots: int = Field(3, ge=1, le=1000)
    full_publish_days: float = Field(7.0, ge=0, description="age at which the next snapshot is built in full")
    full_publish_bloat: float = Field(0.3, gt=0, le=1, description="share of free blocks that does the same")
    idle_publish_mb: int = Field(512, ge=0, description="largest snapshot republished for a run without news")


class RunSettings(_Section):
    """How a run cuts and spreads its work."""

    workers: int = Field(1, ge=1, le=256)
    files_per_batch: int = Field(500, ge=1, le=100_000)
    bytes_per_batch: int = Field(64 << 20, gt=0)
    records_per_commit: int = Field(10_000, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class FlowSettings(_Section):
    """What only the Prefect flows ask for: where batches run, and when a run counts as failed."""

    runner: Literal["local", "dask"] = "local"
    dask_address: str = Field("", description="tcp://host:port of the Dask scheduler")
    max_quarantined_percent: float = Field(20.0, ge=0, le=100)
    min_quarantined: int = Field(10, ge=1, description="fewer refusals than this never fail a run")
    expected_sources: tuple[str, ...] = ()
    silence_hours: float = Field(24.0, gt=0)
    timeout_hours: float = Field(24.0, gt=0, le=24 * 14, description="a run at work for longer is stopped")
    publish_to: str = Field("", description="folder or fsspec URL that gets a copy of each published file")


class Settings(_Section):
    """The whole of `newsift.toml`."""

    inputs: InputSettings = InputSettings()
    cleaning: CleaningSettings = CleaningSettings()
    dedup: DedupSettings = DedupSettings()
    storage: StorageSettings = StorageSettings()
    run: RunSettings = RunSettings()
    flow: FlowSettings = FlowSettings()

    def digest(self) -> str:
        """Hash of everything that can change a result (`run` and `storage` cannot), 16 hex digits."""
        relevant = self.model_dump(mode="json", include={"inputs", "cleaning", "dedup"})
        text = json.dumps(relevant, sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


Overrides = Mapping[str, Mapping[str, object]]


def default_config_dir() -> Path:
    """The `config` folder: `$NEWSIFT_CONFIG_DIR`, the checkout's, or the one inside the package."""
    named = os.environ.get("NEWSIFT_CONFIG_DIR")
    if named:
        return Path(named)
    here = Path(__file__).resolve().parent
    checkout = here.parent.parent / "config"
    return checkout if (checkout / "newsift.toml").is_file() else here / "config"


def load_settings(
    path: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    overrides: Overrides | None = None,
) -> Settings:
    """Read, merge and validate the settings.

    Args:
        path: The TOML file; the default config folder's `newsift.toml` when None.
        environ: Environment to read `NEWSIFT_SECTION__KEY` from; the process's own when None.
        overrides: Section -> key -> value, the strongest layer; None values are ignored.

    Raises:
        ConfigError: Names the file (or variable), the key and the allowed values.
    """
    file = path if path is not None else default_config_dir() / "newsift.toml"
    merged: dict[str, dict[str, object]] = {}
    origin: dict[tuple[str, str], str] = {}
    for section, values in _read_toml(file).items():
        if not isinstance(values, dict):
            raise ConfigError(
                f"{file}: '{section}' stands outside a section",
                remedy=f"Put it under one of: {', '.join(Settings.model_fields)}",
            )
        merged[section] = dict(values)
        origin |= {(section, key): str(file) for key in values}
    for name, text in sorted((os.environ if environ is None else environ).items()):
        if not name.startswith(ENV_PREFIX) or "__" not in name:
            continue
        section, _, key = name[len(ENV_PREFIX) :].lower().partition("__")
        merged.setdefault(section, {})[key] = _parse_env_value(text)
        origin[section, key] = f"environment variable {name}"
    for section, given in (overrides or {}).items():
        for key, value in given.items():
            if value is not None:
                merged.setdefault(section, {})[key] = value
                origin[section, key] = f"option --{key.replace('_', '-')}"
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(_describe(error, file, origin), remedy="Mend it and run again") from None


def _read_toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"settings file {file} does not exist", remedy="Check --config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"settings file {file} is not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"settings file {file} cannot be read: {error.strerror}") from None


def _parse_env_value(text: str) -> object:
    """A TOML value where it is one (`3`, `true`, `["a"]`), plain text otherwise."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _describe(error: ValidationError, file: Path, origin: Mapping[tuple[str, str], str]) -> str:
    """Every mistake, one a line: where it stands, the key, what is wrong and what is allowed."""
    return "\n".join(_mistake(mistake, file, origin) for mistake in error.errors(include_url=False))


def _mistake(mistake: ErrorDetails, file: Path, origin: Mapping[tuple[str, str], str]) -> str:
    location = [str(part) for part in mistake["loc"]]
    section = location[0] if location else ""
    key = location[1] if len(location) > 1 else ""
    of_section = next((where for (name, _), where in origin.items() if name == section), str(file))
    where = origin.get((section, key), str(file) if key else of_section)
    name = ".".join(part for part in location if not part.isdecimal())  # no place inside a list
    if mistake["type"] == "extra_forbidden":
        known = known_keys(Settings, [section] if key else [])
        return f"{where}: unknown key '{name}'; allowed: {', '.join(known)}"
    return f"{where}: '{name}' = {shown(mistake.get('input'))}: {wording(mistake)}"
