"""What a person sees in the real UI, in a real (headless) browser: the form, the artifacts, a failed run."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver
from service_world import Service, until
from stories import fill

from flows.ingest import ingest
from flows.parameters import IngestParameters

CHROMIUM, CHROMEDRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
SHOTS = "NEWSIFT_TEST_SHOTS"  # a folder for screenshots, to look at

pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("server"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(not CHROMEDRIVER.exists(), reason="needs chromium and chromedriver"),
]

_RELOAD_SECONDS = 10
FIELD = """
    let around = [...document.querySelectorAll("label")].find(one => one.textContent.includes(arguments[0]));
    while (around && !around.querySelector("textarea, input")) around = around.parentElement;
    return around ? around.querySelector("textarea, input").value : "";
"""


class Page:
    """A page of the UI, waited for by the text that it must show."""

    def __init__(self, browser: webdriver.Chrome, base: str, shots: Path | None) -> None:
        self._browser, self._base, self._shots = browser, base, shots

    def text(self) -> str:
        # By script, all at once: an element that was found may be drawn anew before it is read.
        return str(self._browser.execute_script("return document.body.innerText"))

    def open(self, path: str, *wanted: str) -> None:
        """Go to a page and wait until it shows all of `wanted`: it is drawn piece by piece.

        Reloaded as a person would when it is late.
        """
        self._browser.get(self._base + path)
        loaded = time.monotonic()

        def shown() -> bool:
            nonlocal loaded
            if time.monotonic() - loaded > _RELOAD_SECONDS:
                self._browser.refresh()
                loaded = time.monotonic()
            return all(word in self.text() for word in wanted)

        until(shown, f"{wanted} on {path}")

    def field(self, label: str) -> str:
        """The value of the form's field that has this label; empty while there is none."""
        return str(self._browser.execute_script(FIELD, label))

    def images(self) -> list[tuple[str, int]]:
        """Address and natural width of each picture; width 0: it could not be drawn."""
        found = self._browser.execute_script(
            "return Array.from(document.images, one => [one.src, one.naturalWidth])"
        )
        return [(str(source), int(width)) for source, width in found]

    def shoot(self, name: str) -> None:
        if self._shots:
            self._browser.save_screenshot(str(self._shots / f"{name}.png"))


@pytest.fixture(scope="module")
def page(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--window-size=1400,1800",
        f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=Driver(str(CHROMEDRIVER)))
    shots = service.env.get(SHOTS)
    yield Page(browser, service.server.url, Path(shots) if shots else None)
    browser.quit()


def test_the_form_explains_every_parameter_and_holds_the_deployment_s_values(service: Service, page: Page):
    deployment = service.deployment("ingest/scheduled").id
    page.open(
        f"/v2/deployments/deployment/{deployment}/run",
        "Quarantine alarm (%)",
        "Folder that is searched for article files",
        "local: processes on this machine. dask: the cluster",
        "as configured",
    )
    until(lambda: str(service.inbox) in page.field("Inbox"), "the deployment's inbox in its field")
    page.shoot("form")


@pytest.mark.usefixtures("here")
def test_the_run_page_leads_to_summary_table_and_picture(service: Service, page: Page, tmp_path: Path):
    fill(tmp_path / "inbox", 20)
    (tmp_path / "inbox" / "broken.txt").write_bytes(b"")
    state = ingest(
        IngestParameters(inbox=str(tmp_path / "inbox"), warehouse=str(tmp_path / "warehouse")),
        return_state=True,
    )
    assert state.is_completed(), state.message
    run = state.state_details.flow_run_id
    page.open(f"/v2/runs/flow-run/{run}?tab=Artifacts", "newsift-summary", "newsift-quarantine")
    page.shoot("run")
    page.open("/v2/artifacts/key/newsift-summary", "newsift-summary")
    page.shoot("artifact-history")
    made = {
        artifact.key: artifact.id
        for artifact in service.client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run]))
        )
    }
    page.open(
        f"/v2/artifacts/artifact/{made['newsift-summary']}",
        "Look at the result",
        "Seconds by stage",
        "duckdb -readonly",
    )
    page.shoot("summary")
    page.open(f"/v2/artifacts/artifact/{made['newsift-quarantine']}", "broken.txt", "EMPTY")
    page.shoot("quarantine")
    page.open(f"/v2/artifacts/artifact/{made['newsift-trend']}", "newsift-trend")
    until(
        lambda: any(src.startswith("data:image/svg") and width > 0 for src, width in page.images()),
        "the drawn chart",
    )
    page.shoot("trend")


@pytest.mark.usefixtures("here")
def test_the_reason_and_the_remedy_stand_on_the_page_of_a_failed_run(
    service: Service, page: Page, tmp_path: Path
):
    missing = str(tmp_path / "newsift.toml")
    state = ingest(IngestParameters(inbox=str(tmp_path), config=missing), return_state=True)
    assert state.is_failed()
    run = state.state_details.flow_run_id
    page.open(f"/v2/runs/flow-run/{run}", "Failed", "does not exist", "Check --config")
    page.shoot("failed")
