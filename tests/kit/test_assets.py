"""Many small stylesheets become one, and every file is served under a name that changes with its content."""

import json
import re
from pathlib import Path

import pytest

from intranet.kit import assets
from tests.bench import stage

OURS = stage.ROOT / "static"


@pytest.fixture
def sheets(tmp_path, settings) -> Path:
    """A small `static/css`, whose bundle is written beside it."""
    css = tmp_path / "static" / "css"
    for name in ("layers", "tokens", "reset", "base", "layout", "components/button", "components/avatar", "rooms/home"):
        file = css / f"{name}.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {name} */\n.{name.replace('/', '-')} {{\n  color: red;\n}}\n")
    settings.STATICFILES_DIRS = [css.parent]
    settings.DATA = tmp_path / "data"
    return css


def test_the_bundle_is_made_of_all_sources_in_their_order(sheets):
    text = assets.write_made(assets.BUNDLE).read_text()
    assert re.findall(r"\.([\w-]+) \{", text) == [
        *("layers", "tokens", "reset", "base", "layout"),
        *("components-avatar", "components-button", "rooms-home"),
    ]
    assert "/*" not in text


def test_every_stylesheet_of_the_house_is_in_one_bundle():
    found: list[Path] = []
    for sources in assets.BUNDLES.values():
        text, at = assets.bundle_text(OURS / "css", sources), -1
        wanted = [file for source in sources for file in sorted((OURS / "css").glob(source + ".css"))]
        for file in wanted:
            place = text.find(assets.shorten(file.read_text()))
            assert place > at, f"{file.name} is missing or comes too early."
            at = place
        found += wanted
    assert sorted(found) == sorted((OURS / "css").rglob("*.css")), (
        "A stylesheet stands where no bundle looks, or two do."
    )


def test_what_only_those_need_who_write_is_not_loaded_by_everybody():
    house = assets.bundle_text(OURS / "css")
    assert ".ProseMirror" in assets.bundle_text(OURS / "css", assets.BUNDLES[assets.DESK])
    assert ".ProseMirror" not in house
    assert "writing/" not in (OURS / "js" / "house.js").read_text()


def test_the_bundle_changes_when_a_source_changes_and_only_then(sheets):
    bundle = assets.write_made(assets.BUNDLE)
    first = bundle.stat().st_mtime_ns
    assert assets.write_made(assets.BUNDLE).stat().st_mtime_ns == first
    (sheets / "rooms" / "home.css").write_text(".rooms-home { color: blue }")
    assert "blue" in assets.write_made(assets.BUNDLE).read_text()
    (sheets / "rooms" / "new.css").write_text(".rooms-new { color: green }")
    assert "green" in assets.write_made(assets.BUNDLE).read_text()


def test_strings_and_addresses_keep_what_looks_like_a_comment():
    css = 'a { content: "/* no */  two"; }\n/* yes */\nb { background: url(data:image/png,/*x*/) }'
    assert assets.shorten(css) == 'a { content: "/* no */  two"; }\n\nb { background: url(data:image/png,/*x*/) }'
    assert assets.shorten("a/**/b {}") == "a/**/b {}"


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """The folder that a company serves, and the hashed name of each file in it."""
    data = tmp_path_factory.mktemp("collected")
    env = stage.environment(data, "intranet.settings.production")
    stage.manage(env, "collectstatic", "--noinput", "--ignore", assets.SOURCE_PATTERN, "-v", "0")
    return data / "static", json.loads((data / "static" / "staticfiles.json").read_text())["paths"]


def test_what_is_collected_is_named_by_its_content_and_compressed(collected):
    folder, names = collected
    for name in (*assets.MADE, "js/house.js"):
        stem, ending = name.rsplit(".", 1)
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{12}}\.{ending}", names[name])
        for packed in (".gz", ".br"):
            assert (folder / (names[name] + packed)).stat().st_size < (folder / names[name]).stat().st_size
    assert {name for name in names if re.fullmatch(r"css/\w+\.css", name)} == {assets.BUNDLE, assets.DESK}


def test_our_scripts_import_each_other_by_hashed_names(collected):
    folder, names = collected
    scripts = sorted(file.relative_to(OURS).as_posix() for file in (OURS / "js").rglob("*.js"))
    assert len(scripts) > 10
    imports = 0
    for script in scripts:
        served = folder / names[script]
        for wanted in re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']""", served.read_text()):
            assert (served.parent / wanted).resolve().is_file(), f"{script} imports {wanted}, which is not there."
            assert re.search(r"\.[0-9a-f]{12}\.js$", wanted), f"{script} imports {wanted} without its hash."
            imports += 1
    assert imports > len(scripts) - 1
