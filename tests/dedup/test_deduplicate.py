"""Whole batches against a real DuckDB store."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

import numpy as np
import pytest

from newsift.dedup.compare import overlap, plain_jaccard, shingle_texts
from newsift.dedup.words import WordHasher
from newsift.errors import ConfigError
from newsift.storage.index import DedupIndex
from tests.dedup.dedup_world import DAY, article, edited, prose, renamed

NEXT_DAY = DAY + timedelta(days=1)


def test_an_edited_copy_in_another_outlet_joins_its_story_and_names_what_it_repeats(world):
    first = article(prose(1), hour=8)
    copy = article(edited(prose(1), 1, 10), source="courier", hour=9)
    other = article(prose(2), source="courier")
    outcome = world.load([copy, other, first])
    assert world.together(first, copy)
    assert not world.together(first, other)
    assert outcome.canonical == {first.article_id, other.article_id}
    (row,) = outcome.duplicates.to_pylist()
    assert (row["article_id"], row["canonical_id"], row["matched_id"]) == (
        copy.article_id,
        first.article_id,
        first.article_id,
    )
    assert row["relation"] == "near"
    assert 0.5 < row["jaccard"] < 1


def test_a_copy_is_found_in_the_same_batch_and_in_a_later_one_alike(make_world):
    articles = [
        article(edited(prose(story), seed, 6), source=f"outlet{seed}", hour=seed)
        for story in range(8)
        for seed in range(3)
    ]
    whole, piecewise = make_world(), make_world()
    whole.load(articles)
    for part in (articles[0::3], articles[1::3], articles[2::3]):
        piecewise.load(part)
    assert whole.clusters() == piecewise.clusters()


def test_the_order_of_articles_in_a_batch_changes_nothing(make_world):
    articles = [
        article(edited(prose(story), seed, changes), source=f"outlet{seed % 3}", hour=seed)
        for story in range(10)
        for seed, changes in enumerate((0, 4, 12, 30, 50))
    ]
    articles.append(renamed(articles[0], source="again"))  # the same text twice
    exports = []
    for seed in range(4):
        world = make_world()
        shuffled = random.Random(seed).sample(articles, len(articles))
        world.load(shuffled[:0] + shuffled)
        exports.append(
            [
                world.rows(f"SELECT {columns} FROM main.{table} ORDER BY ALL")
                for table, columns in (
                    ("articles", "article_id, cluster_id, is_canonical"),
                    ("duplicates", "article_id, canonical_id, matched_id, relation, jaccard"),
                    ("pairs", "* EXCLUDE (run_id, batch_no)"),
                    ("cluster_events", "cluster_id, event, article_id, other_id"),
                )
            ]
        )
    assert all(export == exports[0] for export in exports)


def test_cluster_ids_never_change_over_later_runs(world):
    seen: dict[str, str] = {}
    for day in range(6):
        world.load(
            [
                article(
                    edited(prose(story), 10 * day + story, 3), source=f"o{day}", day=DAY + timedelta(days=day)
                )
                for story in range(5)
            ]
        )
        now = world.clusters()
        assert {name: now[name] for name in seen} == seen
        seen = now
    assert len(set(seen.values())) == 5


def test_brute_force_over_all_pairs_finds_no_story_that_the_index_missed(world, rules):
    """Oracle: every pair of a random corpus compared outright. Pairs above the weak threshold share a band
    with probability 1 - (1 - J^2)^64, which is 0.93 at J = 0.2 and 0.999 at 0.32."""
    texts = [
        article(edited(prose(story, 100), seed, changes), source=f"o{seed}", hour=seed)
        for story in range(40)
        for seed, changes in enumerate((0, 5, 12, 20, 28))
    ]
    world.load(texts)
    sets = shingle_texts([text.body for text in texts], WordHasher(rules), 3)
    left, right = map(np.array, zip(*itertools.combinations(range(len(texts)), 2), strict=True))
    jaccard = plain_jaccard(sets, overlap(sets, left, right))
    stored = {tuple(row) for row in world.rows("SELECT left_id, right_id FROM main.pairs")}
    missed = found = 0
    for a, b in zip(left[jaccard >= 0.32], right[jaccard >= 0.32], strict=True):
        pair = tuple(sorted((texts[a].article_id, texts[b].article_id)))
        found, missed = found + (pair in stored), missed + (pair not in stored)
    assert found > 150
    assert missed == 0
    weak = (jaccard >= 0.2) & (jaccard < 0.32)
    hits = sum(
        tuple(sorted((texts[a].article_id, texts[b].article_id))) in stored
        for a, b in zip(left[weak], right[weak], strict=True)
    )
    assert hits >= 0.85 * weak.sum()


def test_every_stored_estimate_lies_near_its_exact_jaccard(world):
    world.load(
        [
            article(edited(prose(story), seed, 5 * seed), source=f"o{seed}")
            for story in range(20)
            for seed in range(4)
        ]
    )
    rows = world.rows("SELECT estimate, jaccard FROM main.pairs")
    assert len(rows) > 60
    for estimate, jaccard in rows:
        assert abs(estimate - jaccard) <= 5 * (jaccard * (1 - jaccard) / 128) ** 0.5 + 1e-9


def test_equal_texts_are_one_story_however_far_apart(world):
    first = article(prose(1))
    world.load([first])
    again = renamed(first, day=DAY + timedelta(days=4000), source="courier")
    outcome = world.load([again])
    assert world.together(first, again)
    assert outcome.duplicates["relation"].to_pylist() == ["exact"]


def test_a_reprint_years_later_joins_and_a_weak_match_weeks_later_does_not(world):
    first = article(prose(1))
    world.load([first])
    reprint = article(edited(prose(1), 1, 5), source="courier", day=DAY + timedelta(days=700))
    weak = article(edited(prose(1), 2, 40), source="herald", day=DAY + timedelta(days=20))
    world.load([reprint, weak])
    assert world.together(first, reprint)
    assert not world.together(first, weak)


def test_one_address_is_one_article_however_rewritten(world):
    first = article(prose(1), url="https://gazette.example/a/1")
    second = article(prose(2), url="http://www.gazette.example/a/1?utm_source=feed", hour=18)
    outcome = world.load([first, second])
    assert world.together(first, second)
    assert outcome.duplicates["method"].to_pylist() == ["equal-url"]
    assert outcome.duplicates["relation"].to_pylist() == ["version"]


def test_an_address_with_many_texts_identifies_nothing(world):
    pages = [article(prose(number), url="https://gazette.example/live", hour=number) for number in range(8)]
    world.load(pages)
    assert len(set(world.clusters().values())) == 8


def test_an_embedded_article_joins_its_story_without_pulling_its_page_in(world):
    story = article(prose(1), hour=8)
    page = article(prose(2), source="courier", hour=9)
    inside = article(edited(prose(1), 1, 3), name="inside", source="courier", hour=9, parent=page.article_id)
    twin = article(prose(1), name="twin", source="courier", hour=7, parent=page.article_id)
    outcome = world.load([page, inside, twin, story])
    assert world.together(story, inside, twin)
    assert not world.together(page, story)
    assert story.article_id in outcome.canonical
    assert twin.article_id not in outcome.canonical


def test_an_article_and_a_copy_inside_its_own_page_stay_apart(world):
    page = article(prose(1))
    inside = article(edited(prose(1), 1, 5), name="inside", parent=page.article_id)
    world.load([page, inside])
    assert not world.together(page, inside)
    assert world.rule(page, inside) == "same-input"


def test_a_daily_template_becomes_formula_and_stops_joining_days(world):
    """The same long frame with other details, every day: after some days its frame tells nothing."""
    world.change(formula_warmup=1)
    frame = prose(7, 60)

    def report(day: int):
        return article(
            f"{prose(100 + day, 12)} {frame} {prose(200 + day, 25)}",
            source=f"o{day % 4}",
            day=DAY + timedelta(days=day),
        )

    reports = [report(day) for day in range(16)]
    for one in reports:
        world.load([one, *(article(prose(1000 + int(one.article_id[:6], 16) + n)) for n in range(3))])
    clusters = world.clusters()
    assert len({clusters[one.article_id] for one in reports[8:]}) == 8


def test_a_notice_of_two_outlets_on_two_days_makes_two_stories_of_two(world):
    def notice(day: int) -> str:
        words = prose(5).split()
        words[::12] = [f"{word}{day}" for word in words[::12]]
        return " ".join([*words, str(40 + day)])

    printed = [
        article(edited(notice(day), seed, 2), source=source, day=DAY + timedelta(days=day))
        for day in range(2)
        for seed, source in enumerate(("gazette", "courier"))
    ]
    outcome = world.load(printed)
    clusters = [outcome.cluster_of[text.article_id] for text in printed]
    assert clusters[0] == clusters[1] != clusters[2] == clusters[3]


def test_a_big_story_of_one_day_never_becomes_formula(world):
    world.change(formula_warmup=1)
    copies = [article(edited(prose(1), seed, 6), source=f"o{seed}", hour=seed % 24) for seed in range(25)]
    world.load(copies[:12])
    world.load(copies[12:])
    assert world.together(*copies)


def test_formula_counts_stay_bounded(world):
    world.change(formula_stories=600)
    for batch in range(9):
        world.load([article(prose(batch * 100 + number, 30)) for number in range(100)])
    ((generations, stories),) = world.rows("SELECT count(*), sum(stories) FROM pipeline.formula_generations")
    assert generations <= 6
    assert stories <= 700
    assert world.rows("SELECT count(DISTINCT generation) FROM pipeline.formula_counts") == [(generations,)]


def test_a_late_canonical_is_recorded_and_older_rows_follow_it(world):
    teaser = article(prose(1, 45), hour=8)
    copy = article(edited(prose(1, 45), 1, 2), source="herald", hour=9)
    world.load([teaser, copy])
    full = article(prose(1, 100), source="courier", hour=12)
    outcome = world.load([full])
    assert world.together(teaser, copy, full)
    assert outcome.canonical == {full.article_id}
    rows = {row[0]: row[1] for row in world.rows("SELECT article_id, canonical_id FROM main.duplicates")}
    assert rows == {teaser.article_id: full.article_id, copy.article_id: full.article_id}
    assert world.rows("SELECT article_id FROM main.articles WHERE is_canonical") == [(full.article_id,)]
    events = world.rows("SELECT article_id, other_id FROM main.cluster_events WHERE event = 'superseded'")
    assert events == [(full.article_id, teaser.article_id)]


def test_every_cluster_has_one_canonical_and_every_other_member_one_row(world):
    chance = random.Random(3)
    for _ in range(5):
        world.load(
            [
                article(
                    edited(prose(chance.randrange(12)), chance.randrange(10**6), chance.randrange(40)),
                    source=f"o{chance.randrange(5)}",
                    hour=chance.randrange(24),
                    day=DAY + timedelta(days=chance.randrange(3)),
                )
                for _ in range(30)
            ]
        )
    assert not world.rows(
        "SELECT cluster_id FROM main.articles GROUP BY ALL HAVING count(*) FILTER (is_canonical) <> 1"
    )
    assert not world.rows(
        "SELECT article_id FROM main.articles"
        " WHERE is_canonical = (article_id IN (SELECT article_id FROM main.duplicates))"
    )
    assert not world.rows(
        "SELECT 1 FROM main.duplicates AS d JOIN main.articles AS a USING (article_id)"
        " JOIN main.articles AS c ON c.article_id = d.canonical_id"
        " WHERE NOT c.is_canonical OR c.cluster_id <> a.cluster_id"
    )
    assert world.rows("SELECT count(*) = count(DISTINCT article_id) FROM main.duplicates") == [(True,)]


def test_short_texts_join_by_title_and_lead_within_two_days(world):
    title = "Harbour bridge closed for repairs"
    first = article("The bridge is closed. Details follow.", title=title)
    second = article("The bridge is closed. Details follow. More soon.", title=title, source="courier")
    late = article("The bridge is closed. Details follow. Again.", title=title, day=DAY + timedelta(days=9))
    world.change(short_words=40)
    world.load([first, second, late])
    assert not world.together(first, late)


def test_texts_without_words_stay_alone(world):
    world.load([article("", name=str(number)) for number in range(3)] + [article("...", name="dots")])
    assert len(set(world.clusters().values())) == 4


def test_other_signature_settings_are_refused_and_say_what_to_do(world):
    world.load([article(prose(1))])
    world.change(seed=2)
    with pytest.raises(ConfigError, match="resign"):
        world.load([article(prose(2))])


def test_a_rolled_back_batch_leaves_the_index_as_it_was(world):
    world.load([article(prose(1))])
    before = world.rows("SELECT count(*) FROM pipeline.dedup_bands")
    world.change(seed=2)
    with pytest.raises(ConfigError):
        world.load([article(prose(2))])
    world.con.execute("ROLLBACK")
    assert world.rows("SELECT count(*) FROM pipeline.dedup_bands") == before


def test_an_overfull_band_is_left_out_and_reported(world):
    world.change(bucket_cap=10)
    frame = prose(5, 60)
    outcome = world.load([article(f"{frame} {prose(10 + n, 30)}", source=f"o{n}") for n in range(30)])
    assert any("bands shared by more than 10 articles" in warning for warning in outcome.warnings)


def test_an_outlet_that_vanishes_into_duplicates_raises_an_alarm(world):
    world.change(alarm_outlet_articles=10, alarm_outlet_share=0.5)
    originals = [article(prose(number), source="agency", hour=1) for number in range(12)]
    copies = [article(edited(prose(number), number, 3), source="mirror", hour=5) for number in range(12)]
    outcome = world.load(originals + copies)
    assert any("'mirror' lost 12 of 12" in warning for warning in outcome.warnings)
    assert not any("'agency'" in warning for warning in outcome.warnings)


def test_a_cluster_that_swells_raises_an_alarm(world):
    world.change(alarm_cluster_size=5)
    outcome = world.load([article(edited(prose(1), seed, 2), source=f"o{seed}") for seed in range(7)])
    assert any("grew from 0 to 7" in warning for warning in outcome.warnings)


def test_accepted_pairs_and_near_misses_are_rows_that_explain_themselves(world):
    first = article(prose(1))
    near_miss = article(edited(prose(1), 1, 40), day=NEXT_DAY)
    copy = article(edited(prose(1), 2, 4), source="herald")
    world.load([first, near_miss, copy])
    rows = world.rows(
        "SELECT accepted, relation IS NOT NULL, rule, estimate, jaccard, rare_jaccard, containment,"
        " shared_shingles, length_ratio, opening_overlap, sig_version, formula_version FROM main.pairs"
    )
    assert {row[0] for row in rows} == {True, False}
    for row in rows:
        assert row[0] == row[1]
        assert None not in row


def test_an_empty_batch_is_no_work(world):
    outcome = world.load([])
    assert (outcome.cluster_of, outcome.canonical, outcome.warnings) == ({}, frozenset(), ())
    assert outcome.duplicates.num_rows == 0


def test_forgotten_articles_leave_no_trace_in_the_index(world):
    first, second = article(prose(1)), article(prose(2))
    world.load([first, second])
    DedupIndex(world.con).forget([first.article_id])
    assert world.rows("SELECT count(*) FROM pipeline.dedup_documents") == [(1,)]
    assert world.rows("SELECT count(DISTINCT doc_no) FROM pipeline.dedup_bands") == [(1,)]
