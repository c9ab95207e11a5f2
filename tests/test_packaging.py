"""The wheel, in an environment of its own: everything the program needs is inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").exists(), reason="needs the sources")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of these sources, built without network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def room(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel alone; libraries come from the one at work."""
    folder = tmp_path_factory.mktemp("room")
    venv.create(folder, with_pip=False, symlinks=True)
    site = Path(
        sysconfig.get_path("purelib", "venv", vars={"base": str(folder), "platbase": str(folder)})
    )
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # A path in a .pth file comes after the environment's own: the wheel's agentdesk counts, and
    # .pth files over there (an editable install) are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def inside(
    room: Path, *argv: str | Path, code: str | None = None
) -> subprocess.CompletedProcess[str]:
    words = ["-c", code] if code else ["-m", "agentdesk", *(str(word) for word in argv)]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AGENTDESK", "PYTHON"))}
    return subprocess.run(
        [room / "bin" / "python", *words],
        capture_output=True, text=True, check=False, timeout=200, cwd=room, env=env,
    )  # fmt: skip


def test_the_wheel_brings_styles_policy_mappings_sample_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = [f"agentdesk/styles/{sheet.name}" for sheet in (ROOT / "styles").glob("*.tcss")]
    package = ROOT / "src" / "agentdesk"
    wanted += [
        path.relative_to(ROOT / "src").as_posix()
        for path in package.rglob("*")
        if path.suffix in (".toml", ".py", ".mako", ".typed") and "__pycache__" not in path.parts
    ]
    assert wanted
    assert sorted(set(wanted) - names) == []
    assert not any("__pycache__" in name or name.startswith("tests") for name in names)


def test_it_runs_from_the_wheel_and_not_from_the_clone(room: Path, tmp_path: Path) -> None:
    where = inside(room, code="import agentdesk; print(agentdesk.__file__)").stdout.strip()
    assert Path(where).is_relative_to(room)
    styles = inside(room, code="from agentdesk.app import styles_dir; print(styles_dir())")
    assert Path(styles.stdout.strip()) == Path(where).parent / "styles"
    doctor = inside(room, "--data-dir", tmp_path / "none", "doctor", "--json")
    assert doctor.returncode == 0, doctor.stderr
    assert json.loads(doctor.stdout)["problems"] == []


def test_a_desk_is_made_and_worked_from_the_wheel(room: Path, tmp_path: Path) -> None:
    where = tmp_path / "desk"
    made = inside(
        room, "--data-dir", where, "init", "--name", "Li Wei", "--desk", "Retail",
        "--tz", "Asia/Shanghai", "--lang", "zh", "--sample", "--json",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["cases"] == 61
    taken = inside(room, "--data-dir", where, "take", "--json")
    assert json.loads(taken.stdout)["reference"].startswith("C-")
    data = ROOT / "tests" / "data" / "twin-2019.csv"
    brought = inside(room, "--data-dir", where, "import", data, "--map", "cfpb", "--json")
    assert json.loads(brought.stdout)["added"] == 60, brought.stderr
    clean = inside(room, "--data-dir", where, "db", "verify", "--json")
    assert json.loads(clean.stdout)["clean"], clean.stderr


def test_versions_agree() -> None:
    import tomllib

    import agentdesk

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == agentdesk.__version__
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").split()
    }
    named = [
        *project["dependencies"],
        *chain.from_iterable(project["optional-dependencies"].values()),
    ]
    for wanted in named:
        name = wanted.partition(">")[0].partition("[")[0].partition(";")[0].strip()
        if name != "agentdesk":
            assert name.lower().replace("_", "-") in pinned, f"{name} is not in constraints.txt"
