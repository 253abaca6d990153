"""The operator's command, run in this process against a database of its own."""

import json

import pytest
from click.testing import CliRunner

from data.forms import read_form, write_form_xlsx
from embeddings.hashing_encoder import HashingEncoder
from matcher.services import serving_encoder
from tests.factories.runtime import SECRET
from tests.unit.data.forms.samples import FILLED, FILLED_RECORD
from web.cli import COMMANDS, cli
from web.cli.failures import told


class ShippedStandIn(HashingEncoder):
    """What the commands take for the shipped encoder."""

    def __init__(self, _model):
        super().__init__()


@pytest.fixture
def run(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("TANQIAO_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setattr(serving_encoder, "SentenceEncoder", ShippedStandIn)

    def command(*words, ok=True):
        result = CliRunner().invoke(cli, [str(word) for word in words])
        if ok:
            assert result.exit_code == 0, (result.output, result.exception)
        return result

    return command


@pytest.fixture
def technologies(tmp_path):
    path = tmp_path / "technologies.jsonl"
    rows = [
        {
            "external_id": f"T{n}",
            "name": name,
            "technology_type": "2.1",
            "catalogue_status": "published",
            "technical_principle": principle,
        }
        for n, (name, principle) in enumerate(
            [
                ("循环冷却水余热供暖", "热泵提取循环冷却水的低温余热，制取供暖热水。"),
                ("分布式光伏直流并网", "屋顶光伏经直流母线接入厂区配电。"),
            ]
        )
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(run, name):
    assert "Usage" in run(name, "--help").output


def test_imported_technologies_are_matched(run, technologies):
    assert "2 created" in run("import", "technologies", technologies).output

    answer = json.loads(run("match", "循环水余热想拿来供暖", "--json").stdout)

    assert answer["matches"][0]["technology"]["external_id"] == "T0"
    assert answer["matches"][0]["reasons"][0]["text"]
    assert "循环冷却水余热供暖" in run("match", "循环水余热想拿来供暖").output


def test_a_dry_run_writes_nothing(run, technologies):
    assert "nothing was written" in run("import", "technologies", technologies, "--dry-run").output

    assert "2 created" in run("import", "technologies", technologies).output


def test_one_bad_row_stops_the_import_and_is_named(run, technologies):
    with technologies.open("a") as file:
        file.write('\n{"external_id": "T9", "name": "", "adoption_share": 7}\n')

    result = run("import", "technologies", technologies, ok=False)

    assert result.exit_code == 1
    assert "T9" in result.output
    assert "nothing was imported" in result.output
    assert "2 created" in run("import", "technologies", technologies, "--skip-bad").output


def test_a_template_can_be_had(run, tmp_path):
    run("import", "technologies", "--template", tmp_path / "t.xlsx")

    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"


def test_a_person_is_erased_once_it_was_confirmed(run):
    run("user", "create", "--email", "c@d.example", "--role", "expert", "--organization", "示例院")
    asked = run("user", "erase", "--email", "c@d.example", ok=False)
    assert asked.exit_code == 1
    assert (
        "erased; 0 applications" in run("user", "erase", "--email", "c@d.example", "--yes").output
    )
    gone = run("user", "erase", "--email", "c@d.example", "--yes", ok=False)
    assert "no user has the e-mail" in gone.output


def test_a_user_and_a_token_are_made(run):
    made = run(
        "user", "create", "--email", "a@b.example", "--role", "system_admin", "--organization", "甲"
    )

    assert "one-time password" in made.output
    assert len(run("token", "create", "--email", "a@b.example").stdout.split()) == 1
    assert run("token", "create", "--email", "x@b.example", ok=False).exit_code == 1


def test_an_ambiguous_site_is_one_clear_line(run, technologies):
    run("import", "technologies", technologies)

    result = run("match", "余热", "--site", "朝阳区", ok=False)

    assert "address_ambiguous" in (told(result.exception) or "")


def test_the_index_verifies_and_rebuilds(run, technologies):
    run("import", "technologies", technologies)

    assert "agree" in run("index", "verify").output
    assert "2 technologies" in run("index", "rebuild").output
    assert "agree" in run("index", "verify").output


def test_the_audit_trail_verifies(run, technologies):
    run("import", "technologies", technologies)

    assert "unbroken" in run("audit", "verify").output


def test_a_backup_is_written(run, technologies, tmp_path):
    run("import", "technologies", technologies)

    assert "written" in run("backup", tmp_path / "b.tar.gz").output
    assert run("restore", tmp_path / "b.tar.gz", ok=False).exception is not None


def test_the_encoder_that_serves_is_told_and_switched(run, technologies):
    run("import", "technologies", technologies)
    assert "in force: none yet" in run("encoder", "status").output

    assert "in force: hashing@1-256" in run("encoder", "switch").output
    told_now = run("encoder", "status").output
    assert "in force: hashing@1-256" in told_now
    assert "next" not in told_now


def test_a_form_becomes_one_entry_and_its_doubts_are_told(run, tmp_path):
    form = tmp_path / "申报表.docx"
    form.write_bytes(FILLED)

    tried = run("import", "technologies", form, "--dry-run", "--language", "en")
    first = run("import", "technologies", form)
    again = run("import", "technologies", form)

    assert "nothing was written" in tried.output
    assert "technology_category" in tried.output
    assert "1 created" in first.output
    assert "0 created, 0 updated, 1 unchanged" in again.output


def test_a_form_as_a_workbook_is_told_from_a_workbook_of_rows(run, tmp_path):
    form, rows = tmp_path / "f.xlsx", tmp_path / "rows.xlsx"
    form.write_bytes(write_form_xlsx(FILLED_RECORD))
    run("import", "technologies", "--template", rows)

    assert "1 rows" in run("import", "technologies", form, "--dry-run").output
    assert "0 rows" in run("import", "technologies", rows, "--dry-run").output


@pytest.mark.parametrize("words", [["blank.docx"], ["blank.xlsx", "--form"]])
def test_a_blank_form_can_be_had_and_states_nothing(run, tmp_path, words):
    name, *options = words
    run("import", "technologies", "--template", tmp_path / name, *options)

    assert read_form((tmp_path / name).read_bytes(), file_name=name).record == {}
    assert run("import", "demands", "--template", tmp_path / "d.docx", ok=False).exit_code != 0


def test_a_file_that_must_not_be_opened_is_one_clear_line(run, tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n")

    result = run("import", "technologies", scan, ok=False)

    assert result.exit_code == 1
    assert "PDF" in result.output
