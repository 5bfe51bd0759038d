"""Answers into cau-noi.toml: what stands there stays, whole or not at all."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.authoring import bridge_file
from cchc_xl.authoring.bridge_answers import same_bridge
from cchc_xl.authoring.bridge_file import BridgesWritten, plan_bridges
from cchc_xl.authoring.draft import Answered
from cchc_xl.authoring.toml_text import bridge_text
from cchc_xl.model.bridge import Bridge
from cchc_xl.templates.bridges import BRIDGES_FILE, bridges_in, forget_bridges, load_bridges
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.loader import PACKAGE_FOLDER

WRITTEN = """\
# Sở ghi: họp ngày 02/3.

[[bridges]]  # hàng một
keys = ["a", "b"]
reason = "gần"
legal_basis = "Công văn 1"

# Về hồ sơ.
[[bridges]]
keys = ["c", "d"]
reason = "gần"
legal_basis = "Công văn 2"
"""


def bridge(a: str, b: str, reason: str = "gần", to: dt.date | None = None) -> Bridge:
    return Bridge(keys=(a, b), reason=reason, legal_basis="Công văn 1", valid_to=to)


def joined(a: str, b: str, reason: str = "gần") -> Answered:
    return Answered((a, b), bridge(a, b, reason))


def apart(a: str, b: str) -> Answered:
    return Answered((a, b), None)


def written(folder: Path, *answers: Answered) -> BridgesWritten:
    plan = plan_bridges(folder, answers)
    assert plan is not None
    return plan.write()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / BRIDGES_FILE).write_text(WRITTEN, "utf-8")
    forget_bridges()
    return tmp_path


def text(folder: Path) -> str:
    return (folder / BRIDGES_FILE).read_text("utf-8")


def test_the_first_bridge_makes_a_file_that_says_what_it_is_for(tmp_path: Path) -> None:
    folder = tmp_path / "mau-rieng"
    done = written(folder, joined("x", "y"))
    assert bridges_in(folder) == (bridge("x", "y"),)
    assert text(folder).startswith("# ")
    assert (done.path, done.kept, len(done.written)) == (folder / BRIDGES_FILE, None, 1)


def test_a_new_bridge_goes_below_what_stands_there_comments_and_all(folder: Path) -> None:
    done = written(folder, joined("x", "y"))
    assert text(folder) == f"{WRITTEN}\n{bridge_text(bridge('x', 'y'))}"
    assert done.kept is not None
    assert done.kept.name == "cau-noi (bản trước).toml"
    assert done.kept.read_text("utf-8") == WRITTEN


def test_the_same_pair_is_replaced_in_its_place(folder: Path) -> None:
    written(folder, joined("a", "b", "gần hơn"))
    assert [one.reason for one in bridges_in(folder)] == ["gần hơn", "gần"]
    assert text(folder) == WRITTEN.replace("  # hàng một", "").replace("gần", "gần hơn", 1)


def test_a_pair_that_is_refused_is_taken_out_and_nothing_else(folder: Path) -> None:
    done = written(folder, apart("b", "a"))
    assert [one.keys for one in bridges_in(folder)] == [("c", "d")]
    assert done.removed == (frozenset("ab"),)
    assert "# Về hồ sơ." in text(folder)
    written(folder, apart("c", "d"))
    assert bridges_in(folder) == ()
    assert "# Sở ghi: họp ngày 02/3." in text(folder)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [joined("a", "b")],
        [joined("b", "a")],
        [joined("a", "b", " gần ")],  # as the sheet gives it back
        [apart("x", "y")],
        [apart("dvc_muc3_phat_sinh", "dvc_mot_phan_phat_sinh")],  # the package's
    ],
)
def test_an_answer_that_changes_nothing_writes_nothing(
    folder: Path, answers: list[Answered]
) -> None:
    assert plan_bridges(folder, answers) is None


def test_a_declaration_of_the_package_is_overridden_in_the_users_file_only(tmp_path: Path) -> None:
    [declared] = [one for one in load_bridges() if "dvc_muc3_phat_sinh" in one.keys]
    before = (PACKAGE_FOLDER / BRIDGES_FILE).read_bytes()
    assert plan_bridges(tmp_path, [Answered(declared.keys, declared)]) is None
    ended = declared.model_copy(update={"valid_to": dt.date(2025, 12, 31)})
    written(tmp_path, Answered(declared.keys, ended))
    assert ended in load_bridges(tmp_path)
    assert declared not in load_bridges(tmp_path)
    assert (PACKAGE_FOLDER / BRIDGES_FILE).read_bytes() == before


def test_into_the_package_go_new_bridges_and_none_is_taken_out() -> None:
    declared = load_bridges()
    answers = [*(Answered(one.keys, one) for one in declared[1:]), apart(*declared[0].keys)]
    assert plan_bridges(PACKAGE_FOLDER, answers) is None
    plan = plan_bridges(PACKAGE_FOLDER, [*answers, joined("x", "y")])
    assert plan is not None
    assert plan.text.startswith((PACKAGE_FOLDER / BRIDGES_FILE).read_text("utf-8").rstrip("\n"))
    assert (plan.written, plan.removed) == ((bridge("x", "y"),), ())


def test_another_layout_of_the_file_keeps_its_bridges_and_the_comment_at_its_head(
    tmp_path: Path,
) -> None:
    (tmp_path / BRIDGES_FILE).write_text(
        '# Đầu tệp.\nbridges = [{keys = ["a", "b"], reason = """x\n[[bridges]]\n""", '
        'legal_basis = "y"}]\n',
        "utf-8",
    )
    written(tmp_path, joined("x", "y"))
    assert [one.keys for one in bridges_in(tmp_path)] == [("a", "b"), ("x", "y")]
    assert text(tmp_path).startswith("# Đầu tệp.\n")


@pytest.mark.parametrize("content", ["[[bridges]\n", '[[bridges]]\nkeys = ["a"]\n', "la = 1\n"])
def test_a_file_that_cannot_be_read_is_refused_and_stays(tmp_path: Path, content: str) -> None:
    path = tmp_path / BRIDGES_FILE
    path.write_text(content, "utf-8")
    with pytest.raises(TemplateError):
        plan_bridges(tmp_path, [joined("x", "y")])
    assert path.read_text("utf-8") == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_would_not_load_is_never_put_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge_file, "bridge_text", lambda _: "[[bridges]]\nkeys = 1\n")
    with pytest.raises(TemplateError):
        plan_bridges(folder, [joined("x", "y")])
    assert text(folder) == WRITTEN


KEYS = st.sampled_from("abcdef")
REASONS = st.sampled_from(["gần", "gần hơn", 'có "nháy", \\ và # dấu', "[[bridges]]\n# x"])
BRIDGES = st.builds(
    lambda a, b, reason: bridge(a, b, reason), KEYS, st.sampled_from("uvw"), REASONS
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(BRIDGES, unique_by=lambda one: one.pair, max_size=5),
    st.lists(BRIDGES, unique_by=lambda one: one.pair, max_size=5),
    st.booleans(),
)
def test_the_file_holds_what_stood_there_and_what_was_answered(
    there: list[Bridge], confirmed: list[Bridge], refuse: bool
) -> None:
    answers = [Answered(one.keys, None if refuse else one) for one in confirmed]
    expected = {one.pair: one for one in there} | {one.pair: one for one in confirmed}
    if refuse:
        expected = {pair: one for pair, one in expected.items() if pair not in _pairs(confirmed)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        if there:
            (folder / BRIDGES_FILE).write_text("\n".join(map(bridge_text, there)), "utf-8")
        plan = plan_bridges(folder, answers)
        if plan is not None:
            plan.write()
        forget_bridges()
        found = {one.pair: one for one in bridges_in(folder)}
    assert found.keys() == expected.keys()
    assert all(same_bridge(found[pair], expected[pair]) for pair in found)


def _pairs(bridges: list[Bridge]) -> set[frozenset[str]]:
    return {one.pair for one in bridges}
