"""What tests ask a Docker daemon directly, past the code they test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docker

from scratchpress.engines.contexts import resolve_endpoint
from scratchpress.engines.docker.container import RUN_LABEL, is_left_behind

if TYPE_CHECKING:
    from scratchpress.image.model import Image


def client(url: str | None = None) -> Any:
    """A client of the SDK for the daemon in use, or for another one."""
    return docker.APIClient(url or resolve_endpoint().url, timeout=10)


def left_behind(url: str | None = None) -> set[str]:
    """Containers of runs whose process has ended or has done with them."""
    with client(url) as api:
        found = api.containers(all=True, filters={"label": RUN_LABEL})
    return {f"container {each['Id'][:12]}" for each in found if is_left_behind(each["Labels"])}


def containers_of_run(run_id: str, url: str | None = None) -> list[dict[str, Any]]:
    """All containers that carry a run's label, running or not."""
    with client(url) as api:
        found: list[dict[str, Any]] = api.containers(
            all=True, filters={"label": f"{RUN_LABEL}={run_id}"}
        )
    return found


def remove_images(*images: Image, url: str | None = None) -> None:
    """Remove images by what they are and by what they are called."""
    with client(url) as api:
        for name in {name for image in images for name in (image.reference, *image.ids)}:
            try:
                api.remove_image(name, force=True)
            except docker.errors.NotFound:
                continue
