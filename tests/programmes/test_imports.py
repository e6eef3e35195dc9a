"""A workbook of units and recommenders: checked first, then written wholly or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.editions import make_edition
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_uscc, make_user
from tests.files.test_store import make_pdf
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.documents.actions import Sheet, xlsx_book, xlsx_table
from zhiping.jobs import actions as jobs
from zhiping.journal.models import Entry
from zhiping.organisations import queries
from zhiping.organisations.actions import merge, set_parent
from zhiping.organisations.models import Membership, Organisation, OrganisationName
from zhiping.programmes import actions, tasks
from zhiping.programmes.models import Recommender, RegisterImport
from zhiping.web.secretariat import import_words
from zhiping.web.shared.register_forms import NATURES, OWNERSHIPS, REGIONS, SIZES

pytestmark = pytest.mark.django_db
A, B, C = make_uscc(91_001), make_uscc(91_002), make_uscc(91_003)
HEADING = ["统一社会信用代码", "单位名称", "组织性质", "所在区", "上级单位统一社会信用代码", "曾用名"]
UNITS = [
    [A, "申江集团有限公司", "企业", "浦东新区", "", ""],
    [B, "申江电气有限公司", "", "长宁区", A, "申江电机厂；申江电机"],
]
RECOMMENDERS = [[A, "集团", "申江集团", "是"]]


def _book(units: list[list[str]] | None = None, recommenders: list[list[str]] | None = None) -> bytes:
    sheets = [Sheet("单位", HEADING, units)] if units is not None else []
    if recommenders is not None:
        sheets.append(Sheet("推荐单位", ["统一社会信用代码", "类别", "名录中的名称", "共建"], recommenders))
    return xlsx_book(sheets)


def _upload(content: bytes, by: Actor | None = None, edition_id: int | None = None) -> RegisterImport:
    by = by or make_officer()
    return actions.upload_import(name="名册.xlsx", content=content, edition_id=edition_id, by=by, at=LONG_AGO)


def _write(wanted: RegisterImport) -> RegisterImport:
    return actions.write_import(import_id=wanted.pk, by=make_officer(), at=LONG_AGO)


def _faults(wanted: RegisterImport) -> list[tuple[str, str, str]]:
    return [(fault["sheet"], fault["cell"], fault["code"]) for fault in wanted.report["faults"]]


def test_a_check_writes_nothing_and_the_import_writes_everything() -> None:
    edition = make_edition()

    checked = _upload(_book(UNITS, RECOMMENDERS), edition_id=edition.pk)
    assert (Organisation.objects.count(), checked.state, checked.report["faulty"]) == (0, "checked", 0)
    assert (checked.report["units"], checked.report["recommenders"]) == (
        {"new": 2, "changed": 0, "same": 0},
        {"new": 1, "changed": 0, "same": 0},
    )
    written = _write(checked)

    group, unit = Organisation.objects.get(uscc=A), Organisation.objects.get(uscc=B)
    assert (group.nature, group.district, group.approved_at) == ("market_entity", "浦东新区", LONG_AGO)
    assert (unit.parent_id, queries.other_names(unit.pk)) == (
        group.pk,
        [("申江电机", "曾用名"), ("申江电机厂", "曾用名")],
    )
    listed = Recommender.objects.get(organisation=group)
    assert (listed.kind, listed.label, listed.is_co_creation) == ("group", "申江集团", True)
    assert (written.state, written.done, written.lines) == ("written", 3, 3)
    entry = Entry.objects.get(act="programmes.write_import")
    assert (entry.edition_key, entry.facts["sha256"], entry.facts["units"]["new"]) == (
        edition.key,
        checked.file.sha256,
        2,
    )


def test_the_same_workbook_again_changes_nothing() -> None:
    edition = make_edition()
    content = _book(UNITS, RECOMMENDERS)
    _write(_upload(content, edition_id=edition.pk))
    before = list(Organisation.objects.order_by("pk").values()), list(OrganisationName.objects.order_by("pk").values())

    again = _write(_upload(content, edition_id=edition.pk))

    assert again.report["units"] == {"new": 0, "changed": 0, "same": 2}
    assert again.report["recommenders"] == {"new": 0, "changed": 0, "same": 1}
    after = list(Organisation.objects.order_by("pk").values()), list(OrganisationName.objects.order_by("pk").values())
    assert after == before
    assert Recommender.objects.filter(organisation__isnull=False).count() == 1


def test_a_known_unit_is_renamed_moved_and_filled_in_and_blank_cells_leave_what_is_known() -> None:
    unit = make_organisation("浦江仪表公司", uscc=A, district="长宁区", industry="仪表")
    make_organisation("申江电气有限公司", uscc=None)

    checked = _upload(_book([[A, "浦江精密仪表有限公司", "", "浦东新区", "", ""], UNITS[1]]))
    assert [(c["row"], c["before"], c["after"]) for c in checked.report["changes"]] == [
        (2, {"name": "浦江仪表公司", "district": "长宁区"}, {"name": "浦江精密仪表有限公司", "district": "浦东新区"}),
        (
            3,
            {"parent": ""},
            {"parent": A, "uscc": B, "names": [["申江电机", "former"], ["申江电机厂", "former"]]},
        ),
    ]
    _write(checked)

    unit.refresh_from_db()
    assert (unit.name, unit.district, unit.industry) == ("浦江精密仪表有限公司", "浦东新区", "仪表")
    assert queries.other_names(unit.pk) == [("浦江仪表公司", "曾用名")]
    assert Organisation.objects.get(uscc=B).name == "申江电气有限公司"
    assert Organisation.objects.count() == 2
    assert Entry.objects.filter(act="organisations.import_changed").count() == 2


def test_every_fault_is_told_with_its_cell_and_nothing_is_imported() -> None:
    edition = make_edition()
    gone, kept = make_organisation(uscc=C), make_organisation("浦江精密仪表有限公司")
    merge(duplicate_id=gone.pk, survivor_id=kept.pk, reason="重复", by=make_officer(), at=LONG_AGO)
    wrong = f"{A[:-1]}{'0' if A[-1] != '0' else '1'}"
    rows = [
        [A, "申江集团有限公司", "公司", "", B, ""],
        [wrong, "", "", "", "", ""],
        [B, "申江电气有限公司", "", "", A, ""],
        [B, "申江电气有限公司", "", "", make_uscc(91_009), ""],
        [C, "浦江仪表", "", "", "", ""],
    ]
    others = [[make_uscc(91_008), "集团", "", ""], [A, "主管部门", "", "也许"], [A, "集团", "", ""]]

    checked = _upload(_book(rows, others), edition_id=edition.pk)

    assert _faults(checked) == [
        ("单位", "C2", "sheet.bad_choice"),
        ("单位", "E2", "group.circle"),
        ("单位", "A3", "organisation.bad_uscc"),
        ("单位", "B3", "sheet.empty"),
        ("单位", "E4", "group.circle"),
        ("单位", "A5", "sheet.twice"),
        ("单位", "E5", "import.unknown_parent"),
        ("单位", "A6", "import.merged"),
        ("推荐单位", "A2", "import.unknown_unit"),
        ("推荐单位", "B3", "import.other_kind"),
        ("推荐单位", "D3", "sheet.bad_choice"),
        ("推荐单位", "A4", "sheet.twice"),
    ]
    said = [row["text"] for row in import_words.faults(checked.report)]
    assert said[0] == "不能填“公司”。请改填：市场主体、事业单位、机关、参公单位、社会组织、其他。"
    assert said[9] == "本年度活动没有“主管部门”类推荐单位。请改填：区、行业、集团。"
    with pytest.raises(RuleViolation, match=r"import.has_faults"):
        _write(checked)
    assert not Organisation.objects.filter(uscc__in=[A, B]).exists()


def test_a_register_that_changed_after_the_check_is_checked_again_first() -> None:
    checked = _upload(_book(UNITS))
    make_organisation("申江集团有限公司", uscc=A, nature="other")

    with pytest.raises(RuleViolation, match=r"import.register_changed"):
        _write(checked)
    again = actions.recheck_import(import_id=checked.pk, by=make_officer(), at=LONG_AGO)

    assert again.report["units"] == {"new": 1, "changed": 1, "same": 0}
    assert _write(again).state == "written"


def test_a_value_that_was_another_at_the_check_is_not_replaced_unseen() -> None:
    known = make_organisation("申江集团有限公司", uscc=A, district="静安区")
    checked = _upload(_book(UNITS))
    Organisation.objects.filter(pk=known.pk).update(district="长宁区")

    with pytest.raises(RuleViolation, match=r"import.register_changed"):
        _write(checked)

    known.refresh_from_db()
    assert known.district == "长宁区"


def test_what_is_written_is_not_written_again() -> None:
    written = _write(_upload(_book(UNITS)))

    with pytest.raises(RuleViolation, match=r"import.written_already"):
        _write(written)
    with pytest.raises(NotFound):
        actions.write_import(import_id=0, by=make_officer(), at=LONG_AGO)


def test_a_long_one_is_a_job_that_nobody_starts_twice() -> None:
    rows = [[make_uscc(92_000 + n), f"第{n}批量单位有限公司", "", "", A if n else "", ""] for n in range(301)]
    queued = _write(_upload(_book([UNITS[0], *rows])))
    assert (queued.state, Organisation.objects.count()) == ("writing", 0)
    with pytest.raises(RuleViolation, match=r"import.running"):
        _write(queued)

    officer = make_officer()
    tasks.write_import(import_id=queued.pk, user_id=officer.user_id, role="secretariat", name="周干事")
    tasks.write_import(import_id=queued.pk, user_id=officer.user_id, role="secretariat", name="周干事")

    queued.refresh_from_db()
    assert (queued.state, queued.done, Organisation.objects.count()) == ("written", 302, 302)
    assert Entry.objects.filter(act="programmes.write_import").get().user_id == officer.user_id


def test_a_job_that_finds_another_register_writes_nothing_and_reports_anew() -> None:
    rows = [[make_uscc(92_000 + n), f"第{n}批量单位有限公司", "", "", "", ""] for n in range(301)]
    queued = _write(_upload(_book(rows)))
    make_organisation("先到的单位", uscc=make_uscc(92_000))

    actions.run_import(import_id=queued.pk, by=make_officer(), at=LONG_AGO)

    queued.refresh_from_db()
    assert (queued.state, queued.report["units"]["changed"], Organisation.objects.count()) == ("failed", 1, 1)
    assert jobs.forget("programmes.write_import") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.4 no", "file.broken"), (b"PK\x03\x04 nothing", "file.broken"), (b"", "file.empty")],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        _upload(content)
    assert RegisterImport.objects.count() == 0


def test_another_kind_of_file_and_a_workbook_without_the_sheet_are_told() -> None:
    with pytest.raises(RuleViolation, match=r"import.not_a_workbook"):
        _upload(make_pdf())
    strange = _upload(xlsx_table(HEADING, UNITS, name="Sheet1"))

    assert _faults(strange) == [("单位", "1", "sheet.missing")]


def test_only_the_office_imports() -> None:
    member = make_member(make_organisation(), Role.UNIT)

    with pytest.raises(NotAllowed):
        _upload(_book(UNITS), by=member)
    checked = _upload(_book(UNITS))
    for act in (actions.write_import, actions.recheck_import, actions.run_import):
        with pytest.raises(NotAllowed):
            act(import_id=checked.pk, by=member, at=LONG_AGO)


def test_an_entry_that_waits_for_approval_goes_on_waiting_and_a_refused_one_is_approved() -> None:
    waiting = make_organisation("申江集团有限公司", uscc=A, approved_at=None)
    Membership.objects.create(user=make_user(), organisation=waiting, capacity="unit", asked_at=LONG_AGO)
    refused = make_organisation("申江电气有限公司", uscc=B, approved_at=None)

    _write(_upload(_book(UNITS)))

    waiting.refresh_from_db()
    refused.refresh_from_db()
    assert (waiting.approved_at, refused.approved_at) == (None, LONG_AGO)


def test_a_circle_with_the_register_is_found() -> None:
    group, unit = make_organisation(uscc=A), make_organisation(uscc=B)
    set_parent(organisation_id=unit.pk, parent_id=group.pk, reason="来函", by=make_officer(), at=LONG_AGO)

    checked = _upload(_book([[A, group.name, "", "", B, ""]]))

    assert _faults(checked) == [("单位", "E2", "group.circle")]


def test_the_template_is_read_back_without_a_fault_but_its_emptiness() -> None:
    checked = _upload(xlsx_book(import_words.template()))

    assert _faults(checked) == [("单位", "2", "sheet.no_lines")]


def test_the_words_of_the_sheet_are_those_of_the_register() -> None:
    forms: dict[str, list[Any]] = {"nature": NATURES, "ownership": OWNERSHIPS, "size": SIZES, "region": REGIONS}

    for key, choices in forms.items():
        assert set(import_words.WORDS[key]) == {value for value, _label in choices if value}


def test_an_import_whose_job_is_gone_is_checked_anew_and_can_be_written() -> None:
    rows = [[make_uscc(92_000 + n), f"第{n}批量单位有限公司", "", "", "", ""] for n in range(301)]
    queued = _write(_upload(_book(rows)))
    tasks.rescue_imports()
    queued.refresh_from_db()
    assert queued.state == "writing"  # its job still waits
    jobs.forget("programmes.write_import")

    tasks.rescue_imports()

    queued.refresh_from_db()
    assert (queued.state, queued.done, Organisation.objects.count()) == ("failed", 0, 0)
    assert _write(queued).state == "writing"
