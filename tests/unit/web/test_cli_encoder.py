"""What `tanqiao encoder evaluate` and `hold-out` print and write."""

import json

import pytest
from click.testing import CliRunner

from embeddings.hashing_encoder import HashingEncoder
from web.cli import encoder as commands


class StandIn(HashingEncoder):
    def __init__(self, _model):
        super().__init__(32)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(commands, "SentenceEncoder", StandIn)

    def call(*arguments):
        result = CliRunner().invoke(commands.encoder, [str(one) for one in arguments])
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_the_development_set_the_hold_out_and_any_folder_are_measured(run, tmp_path):
    (tmp_path / "technologies.jsonl").write_text(
        json.dumps({"external_id": "A", "name": "余热回收供暖技术"}) + "\n"
    )
    (tmp_path / "demands.jsonl").write_text(
        json.dumps({"text": "余热想用来供暖", "relevant": ["A"]}) + "\n"
    )
    printed = run("evaluate", tmp_path)
    assert "encoder hashing@1-32" in printed
    assert "development set: 68 technologies, 141 needs" in printed
    assert "internal hold-out, fold 0, SEEN IN TRAINING" in printed
    assert f"{tmp_path}: 1 technologies, 1 needs" in printed
    assert printed.count("fused") == 5


def test_the_hold_out_is_written_as_judged_folders(run, tmp_path):
    printed = run("hold-out", tmp_path, "--fold", "1")
    assert printed.splitlines()[0].endswith("catalogue-01")
    assert len(list(tmp_path.glob("catalogue-*/demands.jsonl"))) == 12
