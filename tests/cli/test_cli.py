"""The command line as people use it: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from newsift.cli import main

STORY = """بدء موسم الحصاد في سهل الكرمة

بدأ مزارعو سهل الكرمة، اليوم الخميس، موسم حصاد القمح وسط توقعات بمحصول أوفر من العام الماضي.

وقالت رئيسة التعاونية ليلى حداد إن الأمطار المتأخرة أنقذت الموسم، وإن المخازن جاهزة لاستقبال الحبوب.

شارك

المصدر: جريدة السهل
"""


@pytest.fixture(autouse=True)
def no_settling(monkeypatch):
    monkeypatch.setenv("NEWSIFT_INPUTS__SETTLE_SECONDS", "0")


def test_run_prints_its_counts_on_standard_output_and_progress_on_standard_error(
    put, inbox, tmp_path, capsys
):
    put("a.txt", STORY)
    put("bad.txt", b"%PDF-")
    assert main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")]) == 0
    out, err = capsys.readouterr()
    lines = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert lines["clean"] == "1"
    assert lines["quarantined"] == "1 (1 BINARY)"
    assert lines["file"] == str(tmp_path / "wh" / "newsift.duckdb")
    assert "clean: 1 of 1" in err


def test_second_run_says_that_nothing_is_new(put, inbox, tmp_path, capsys):
    put("a.txt", STORY)
    arguments = ["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")]
    main(arguments)
    capsys.readouterr()
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("nothing new")


def test_run_exits_with_3_when_everything_was_refused(put, inbox, tmp_path):
    put("bad.txt", b"%PDF-")
    assert main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")]) == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [("[run]\nworkerz = 1\n", "workerz"), ("[storage]\nmemory_limit = 'much'\n", "storage.memory_limit")],
)
def test_wrong_setting_exits_with_2_and_names_file_and_key(put, inbox, tmp_path, capsys, content, expected):
    put("a.txt", STORY)
    file = tmp_path / "mine.toml"
    file.write_text(content)
    code = main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh"), "--config", str(file)])
    assert code == 2
    message = capsys.readouterr().err
    assert str(file) in message
    assert expected in message


def test_explain_marks_removed_spans_with_reason_and_rule_and_shows_kept_text(put, inbox, tmp_path, capsys):
    put("a.txt", STORY)
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    capsys.readouterr()
    assert main(["explain", "a.txt", "--warehouse", str(tmp_path / "wh")]) == 0
    out = capsys.readouterr().out
    assert "  وقالت رئيسة التعاونية" in out
    assert "-   شارك" in out
    assert "-   المصدر: جريدة السهل" in out
    assert "- [share " in out
    assert "source جريدة السهل" in out


def test_explain_lists_the_records_of_a_file_and_the_other_paths_of_the_same_bytes(
    put, inbox, tmp_path, capsys
):
    put("feed.jsonl", json.dumps({"text": STORY}) + "\n{broken\n")
    put("a.txt", STORY)
    put("copy.txt", STORY)
    warehouse = ["--warehouse", str(tmp_path / "wh")]
    main(["run", "--inbox", str(inbox), *warehouse])
    capsys.readouterr()
    assert main(["explain", "feed.jsonl", *warehouse]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "feed.jsonl holds 2 records; explain one of them:",
        "  feed.jsonl#0  clean",
        "  feed.jsonl#1  quarantined: INVALID_JSON",
    ]
    assert main(["explain", "a.txt", *warehouse]) == 0
    assert "also at    copy.txt  (the same bytes)" in capsys.readouterr().out
    assert main(["explain", "--pair", "a.txt", "copy.txt", *warehouse]) == 0
    assert "compared   no: both are this one article" in capsys.readouterr().out


def test_wrong_signature_settings_are_told_before_anything_is_read(put, inbox, tmp_path, capsys, monkeypatch):
    put("a.txt", STORY)
    arguments = ["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")]
    main(arguments)
    put("b.txt", STORY + " Another sentence.")
    monkeypatch.setenv("NEWSIFT_DEDUP__BANDS", "50")
    capsys.readouterr()
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert "newsift resign" in err
    assert "batch 0" not in err


def test_files_that_are_not_read_are_told_and_an_inbox_of_nothing_else_says_so(
    put, inbox, tmp_path, capsys, caplog
):
    put("a.htlm", STORY)
    put("notes", STORY)
    assert main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")]) == 0
    assert capsys.readouterr().out.startswith("nothing new: the inbox holds no file that is read")
    assert "2 files are passed over for their endings (inputs.suffixes): 1 .htlm, 1 without" in caplog.text


def test_explain_of_an_unknown_path_exits_with_2(put, inbox, tmp_path, capsys):
    put("a.txt", STORY)
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    assert main(["explain", "nowhere.txt", "--warehouse", str(tmp_path / "wh")]) == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_explain_pair_shows_the_words_that_differ(put, inbox, tmp_path, capsys):
    put("a.txt", STORY)
    put("b.txt", STORY.replace("الأمطار المتأخرة", "الثلوج المبكرة"))
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    capsys.readouterr()
    assert main(["explain", "--pair", "a.txt", "b.txt", "--warehouse", str(tmp_path / "wh")]) == 0
    out = capsys.readouterr().out
    assert "المتأخرة" in out
    assert "المبكرة" in out
    assert "together   yes" in out


FACTS = """<html><head><meta property="article:published_time" content="2026-03-12T14:05:00Z">
<meta property="article:tag" content="harvest"><meta name="author" content="Ines Calloway">
<title>Harvest begins on the Vine Plain</title></head><body><article><h1>Harvest begins on the Vine Plain</h1>
<p>Farmers of the Vine Plain began the wheat harvest on Thursday, and expect more grain than last year.</p>
<p>The head of the cooperative said that late rain saved the season and that the stores were ready.</p>
</article></body></html>
"""


def test_explain_takes_the_beginning_of_an_id_and_a_path_as_the_shell_completes_it(filled, inbox, capsys):
    main(["explain", "a.txt", *filled])
    shown = capsys.readouterr().out
    article_id = shown.partition("article    ")[2].split()[0]
    for what in (article_id, article_id[:6], f"{inbox}/a.txt"):
        assert main(["explain", what, *filled]) == 0
        assert capsys.readouterr().out == shown
    assert main(["explain", "--pair", article_id[:6], "a.txt", *filled]) == 0
    assert "both are this one article" in capsys.readouterr().out
    assert main(["explain", article_id[:3], *filled]) == 2


def test_beginning_of_two_ids_names_both(put, inbox, tmp_path, capsys):
    from newsift.storage.snapshot import query

    # Of 700 ids some share their first four digits (chance of none: 0.02); the texts fix which.
    put("many.jsonl", "".join(json.dumps({"text": f"{STORY} {number}"}) + "\n" for number in range(700)))
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    capsys.readouterr()
    twins = query(
        tmp_path / "wh" / "newsift.duckdb",
        "SELECT list(article_id ORDER BY article_id) AS ids FROM articles GROUP BY left(article_id, 4)"
        " HAVING count(*) > 1 LIMIT 1",
    ).to_pylist()[0]["ids"]
    assert main(["explain", twins[0][:4], "--warehouse", str(tmp_path / "wh")]) == 2
    message = capsys.readouterr().err
    assert all(article_id in message for article_id in twins)


def test_explain_finds_a_path_without_the_label_of_its_inbox_unless_two_inboxes_have_it(
    put, inbox, tmp_path, capsys
):
    put("a.txt", STORY)
    arguments = ["--warehouse", str(tmp_path / "wh")]
    main(["run", "--inbox", str(inbox), "--label", "north", *arguments])
    capsys.readouterr()
    assert main(["explain", "a.txt", *arguments]) == 0
    assert "input      north//a.txt" in capsys.readouterr().out
    main(["run", "--inbox", str(inbox), "--label", "south", *arguments])
    capsys.readouterr()
    assert main(["explain", "a.txt", *arguments]) == 2
    assert "north//a.txt, south//a.txt" in capsys.readouterr().err
    assert main(["explain", "south//a.txt", *arguments]) == 0


def test_help_of_a_command_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        main(["forget", "--help"])
    assert "Remove an article everywhere, for good." in capsys.readouterr().out


def test_explain_shows_people_keywords_and_times_in_utc(put, inbox, tmp_path, capsys):
    put("a.html", FACTS)
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    capsys.readouterr()
    main(["explain", "a.html", "--warehouse", str(tmp_path / "wh")])
    out = capsys.readouterr().out
    assert "published 2026-03-12 14:05 UTC" in out
    assert "authors Ines Calloway" in out
    assert "keywords harvest" in out


def test_explain_of_a_changed_input_names_the_version_before(filled, put, inbox, capsys):
    main(["explain", "a.txt", *filled])
    before = capsys.readouterr().out.partition("article    ")[2].split()[0]
    put("a.txt", STORY.replace("القمح", "العنب"))
    main(["run", "--inbox", str(inbox), *filled])
    capsys.readouterr()
    main(["explain", "a.txt", *filled])
    assert f"version    2 at this path; the one before: {before}" in capsys.readouterr().out
    main(["explain", before, *filled])
    assert "القمح" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        ["run", "--inbox", "."],
        ["explain", "a.txt"],
        ["forget", "--path", "a.txt"],
        ["doctor"],
        ["migrate"],
        ["reprocess"],
        ["resign"],
    ],
)
def test_a_file_given_for_the_warehouse_is_told_from_a_failing_disk(tmp_path, capsys, command):
    file = tmp_path / "newsift.duckdb"
    file.write_text("")
    for place in (file, file / "below"):
        assert main([*command, "--warehouse", str(place)]) == 2
        assert f"{file} is a file, not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["forget", "--path", "a.txt"], ["forget", "--list"], ["resign"], ["reprocess", "--apply"]]
)
def test_commands_that_look_after_a_warehouse_do_not_make_one(tmp_path, capsys, command):
    assert main([*command, "--warehouse", str(tmp_path / "nowhere")]) == 2
    assert "there is no warehouse in" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_help_names_every_command():
    shown = subprocess.run(
        [sys.executable, "-m", "newsift.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for verb in ("run", "explain", "tune", "reprocess", "forget", "doctor", "migrate", "rules"):
        assert verb in shown.stdout


@pytest.fixture
def filled(put, inbox, tmp_path, capsys):
    put("a.txt", STORY)
    put("b.txt", STORY.replace("القمح", "الشعير"))
    main(["run", "--inbox", str(inbox), "--warehouse", str(tmp_path / "wh")])
    capsys.readouterr()
    return ["--warehouse", str(tmp_path / "wh")]


def test_forget_shows_first_and_removes_with_yes(filled, capsys):
    assert main(["forget", "--path", "a.txt", *filled]) == 0
    assert "add --yes" in capsys.readouterr().out
    assert main(["explain", "a.txt", *filled]) == 0
    assert main(["forget", "--path", "a.txt", "--yes", *filled]) == 0
    capsys.readouterr()
    assert main(["explain", "a.txt", *filled]) == 2
    assert "newsift forget --list" in capsys.readouterr().err


def test_forget_lists_what_was_forgotten_by_the_id_that_it_had(filled, capsys):
    main(["explain", "a.txt", *filled])
    article_id = capsys.readouterr().out.partition("article    ")[2].split()[0]
    main(["forget", "--path", "a.txt", "--note", "asked for by the author", "--yes", *filled])
    assert "yours to remove" in capsys.readouterr().out
    assert main(["forget", "--list", *filled]) == 0
    (line, end) = capsys.readouterr().out.splitlines()
    assert f"UTC  article {article_id}  by path  asked for by the author" in line
    assert end.startswith("1 inputs were forgotten")


def test_forget_of_nothing_exits_with_2(filled, capsys):
    assert main(["forget", "--path", "nowhere.txt", *filled]) == 2
    assert main(["forget", *filled]) == 2
    assert "--path" in capsys.readouterr().err


def test_doctor_finds_a_new_warehouse_well_and_a_damaged_file_wrong(filled, tmp_path, capsys):
    assert main(["doctor", *filled]) == 0
    assert "0 errors" in capsys.readouterr().out
    published = tmp_path / "wh" / "newsift.duckdb"
    published.unlink()
    published.write_bytes(b"not a database")
    assert main(["doctor", *filled]) == 1


def test_migrate_check_of_a_current_store_has_nothing_pending(filled, capsys):
    assert main(["migrate", "--check", *filled]) == 0
    assert "0 pending" in capsys.readouterr().out


def test_reprocess_shows_what_would_change_and_does_it_with_apply(filled, capsys):
    assert main(["reprocess", *filled]) == 0
    assert "0 of 2 inputs would change" in capsys.readouterr().out
    assert main(["reprocess", "--apply", *filled]) == 0
    assert "clean         2" in capsys.readouterr().out


def test_tune_prints_precision_and_recall_by_threshold(filled, tmp_path, capsys):
    labels = tmp_path / "labels.jsonl"
    labels.write_text('{"a": "a.txt", "b": "b.txt", "same": true}\n')
    assert main(["tune", "--labels", str(labels), *filled]) == 0
    out = capsys.readouterr().out
    assert "1 labelled pairs: 1 of one story, 0 of two" in out
    assert "these are few" in out
    assert "wrong" not in out
    (row,) = [line for line in out.splitlines() if "best" in line]
    assert row.split() == ["0.04", "to", "0.70", "1.000", "1.000", "1.000", "best,", "set", "now"]


def test_tune_names_the_pairs_that_the_clusters_have_wrong(filled, tmp_path, capsys):
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        '{"a": "a.txt", "b": "b.txt", "same": false}\n{"a": "a.txt", "b": "c.txt", "same": true}\n'
    )
    assert main(["tune", "--labels", str(labels), *filled]) == 0
    out = capsys.readouterr().out
    assert "1 more name an article that is not in the warehouse" in out
    assert "wrong     two stories, but together: newsift explain --pair a.txt b.txt" in out


def test_notify_without_a_server_says_that_nobody_was_told(tmp_path, monkeypatch, capfd):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("NEWSIFT_PREFECT_HOME", str(tmp_path / "no-server"))
    assert main(["notify"]) == 5
    assert "no Prefect server is running: nobody was told" in capfd.readouterr().err
