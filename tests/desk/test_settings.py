"""A person's settings file, and the country a zone lies in."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.country import country_of, require_zone
from agentdesk.desk.settings import FILE, read_settings, write_setting


def test_no_file_means_no_settings(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == {}


def test_a_setting_is_kept_beside_what_the_person_wrote(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('# mine\nlang = "en"\n\n[keys]\nnext = "N"\n', "utf-8")
    write_setting(tmp_path, "lang", "zh")
    write_setting(tmp_path, "theme", 'dark "quiet"')
    assert read_settings(tmp_path) == {
        "lang": "zh",
        "theme": 'dark "quiet"',
        "keys": {"next": "N"},
    }
    assert (tmp_path / FILE).read_text("utf-8").startswith("# mine\n")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Shanghai", "CN"),
        ("PRC", "CN"),
        ("Europe/London", "GB"),
        ("America/New_York", "US"),
        ("US/Eastern", "US"),
        ("Asia/Singapore", "SG"),
        ("UTC", None),
        ("Mars/Base", None),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    "zone",
    ["Mars/Base", "", "../../etc/passwd", "Asia/", "localtime", "right/Asia/Shanghai", "Factory"],
)
def test_a_zone_that_does_not_exist_is_said(zone: str) -> None:
    with pytest.raises(DeskTrouble) as trouble:
        require_zone(zone)
    assert trouble.value.code == "unknown_zone"
    assert trouble.value.params == {"zone": zone}
