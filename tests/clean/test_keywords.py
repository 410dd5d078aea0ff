"""Keyword lines: delimited ones, and runs whose delimiters the dump has lost."""

from newsift.clean.keywords import split_keywords

BODY = (
    "التقى رئيس البلدية مدير الميناء الجديد في مدينة النورس. "
    "وقال رئيس البلدية إن الميناء الجديد يفتتح قريبا. الميناء مهم."
)


def test_delimiters_separate_keywords():
    assert split_keywords("الميناء، رئيس البلدية؛ النورس", "") == ("الميناء", "رئيس البلدية", "النورس")
    assert split_keywords("pier | ferry | harbour", "") == ("pier", "ferry", "harbour")


def test_a_run_is_split_by_longest_match_against_the_text():
    run = "رئيس البلدية الميناء الجديد مدينة النورس"
    assert split_keywords(run, BODY) == ("رئيس البلدية", "الميناء الجديد", "مدينة النورس")


def test_words_that_the_text_does_not_hold_give_no_keyword():
    assert split_keywords("رئيس البلدية كلام غريب مدينة النورس", BODY) == ("رئيس البلدية", "مدينة النورس")


def test_no_keyword_of_a_run_begins_or_ends_with_a_function_word():
    assert split_keywords("رئيس البلدية في مدينة النورس", BODY) == ("رئيس البلدية", "مدينة النورس")


def test_a_single_word_of_a_run_must_stand_twice_in_the_text():
    assert split_keywords("قريبا رئيس البلدية مهم الميناء", BODY) == ("رئيس البلدية", "الميناء")


def test_each_spelling_comes_once_and_sentences_are_no_keywords():
    assert split_keywords("أخبار, اخبار, " + "word " * 30, "") == ("أخبار",)
