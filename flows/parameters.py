"""The parameters of each flow. Prefect makes the forms of its UI from them: every field explains itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from newsift.settings import Settings, load_settings

if TYPE_CHECKING:
    from newsift.settings import Overrides


class _Parameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    config: str = Field(
        default="",
        title="Settings file",
        description="Another newsift.toml. Empty: the one in the project's config folder.",
    )

    def settings(self) -> Settings:
        """The settings of this run: file, then environment, then these parameters.

        Raises:
            ConfigError: Names file or option, key and allowed values.
        """
        return load_settings(Path(self.config) if self.config else None, overrides=self.overrides())

    def overrides(self) -> Overrides:
        """What these parameters say about settings; None values say nothing."""
        return {}

    @property
    def config_dir(self) -> Path | None:
        """The folder of the rules that belong to `config`; None for the project's own."""
        return Path(self.config).resolve().parent if self.config else None


class IngestParameters(_Parameters):
    """What one ingest run reads, and how it spreads its work."""

    inbox: str = Field(
        default="inbox",
        title="Inbox",
        min_length=1,
        description="Folder that is searched for article files, or an fsspec URL such as s3://bucket/inbox.",
    )
    label: str = Field(
        default="",
        title="Name of the inbox",
        description="Where several inboxes fill one warehouse, each needs one: its paths become name//path. "
        "Empty: as configured (inputs.label).",
    )
    warehouse: str = Field(
        default="warehouse",
        title="Warehouse",
        min_length=1,
        description="Folder that holds newsift.duckdb and the pipeline's private state. On a local disk.",
    )
    runner: Literal["as configured", "local", "dask"] = Field(
        default="as configured",
        title="Where batches run",
        description="local: processes on this machine. dask: the cluster named by flow.dask_address.",
    )
    workers: int = Field(
        default=0,
        title="Local workers",
        ge=0,
        le=256,
        description="Processes that read and clean batches on this machine. 0: as configured (run.workers).",
    )
    files_per_batch: int = Field(
        default=0,
        title="Files per batch",
        ge=0,
        le=100_000,
        description="One Prefect task per batch; below about 100 the bookkeeping costs more than the work. "
        "0: as configured (run.files_per_batch).",
    )
    max_quarantined_percent: float = Field(
        default=-1,
        title="Quarantine alarm (%)",
        ge=-1,
        le=100,
        description="The run fails, after it has saved all good articles, when more inputs are refused. "
        "-1: as configured (flow.max_quarantined_percent).",
    )

    def overrides(self) -> Overrides:
        """The layer that these parameters put over file and environment."""
        percent = self.max_quarantined_percent
        return {
            "inputs": {"label": self.label or None},
            "run": {"workers": self.workers or None, "files_per_batch": self.files_per_batch or None},
            "flow": {
                "runner": None if self.runner == "as configured" else self.runner,
                "max_quarantined_percent": None if percent < 0 else percent,
            },
        }


class ReportParameters(_Parameters):
    """What the quality report looks at."""

    warehouse: str = Field(
        default="warehouse",
        title="Warehouse",
        min_length=1,
        description="Folder that holds newsift.duckdb.",
    )
    days: int = Field(
        default=30,
        title="Days",
        ge=1,
        le=366,
        description="The last so many days are set against the same number of days before them.",
    )
    even_if_recent: bool = Field(
        default=False,
        title="Even if there is a recent one",
        description="Otherwise a run within 20 hours of the last report does nothing.",
    )


class MaintainParameters(_Parameters):
    """What the weekly maintenance does."""

    warehouse: str = Field(
        default="warehouse",
        title="Warehouse",
        min_length=1,
        description="Folder that holds newsift.duckdb and the pipeline's private state.",
    )
    rebuild_snapshot: bool = Field(
        default=True,
        title="Rebuild the published file",
        description="Write newsift.duckdb anew in full instead of adding to it: smallest file, slowest way.",
    )


class ReprocessParameters(_Parameters):
    """Which history is cleaned and deduplicated again, under today's rules and settings."""

    warehouse: str = Field(
        default="warehouse",
        title="Warehouse",
        min_length=1,
        description="Folder that holds newsift.duckdb and the pipeline's private state.",
    )
    dry_run: bool = Field(
        default=True,
        title="Dry run",
        description="Only say what would change. Switch off to be asked for approval, and to go on.",
    )
    approval_hours: float = Field(
        default=24,
        title="Hours to wait for approval",
        gt=0,
        le=24 * 14,
        description="Without an answer in this time the run fails and nothing is changed.",
    )
