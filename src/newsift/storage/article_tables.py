"""What people query about articles: texts, duplicates, compared pairs, stories' events, search."""

from __future__ import annotations

from newsift.storage.columns import BATCH_NO, run_id
from newsift.storage.table import Column, Filled, Table

WRITER = Filled.WRITER

ARTICLES = Table(
    "articles",
    "Clean articles: one row per article, the input's main one or a second one found inside it.",
    (
        Column("article_id", "VARCHAR", "16 hex digits derived from the input's content; equal bytes give "
               "equal ids everywhere.", nullable=False),
        Column("kind", "VARCHAR", "'main', or 'embedded': a whole second article found inside the input of "
               "parent_id.", nullable=False),
        Column("parent_id", "VARCHAR", "The main article whose input an embedded one was found in; NULL for "
               "main articles and where the input holds no main article."),
        Column("position", "INTEGER", "0 for the main article, n for the n-th embedded one of its input.",
               nullable=False),
        Column("title", "VARCHAR", "Headline as printed; NULL when the input states none."),
        Column("body", "VARCHAR", "Cleaned text, a concatenation of spans of the input; paragraphs are "
               "parted by a newline.", nullable=False, compression="zstd"),
        Column("published_at", "TIMESTAMP", "When it was published, UTC without zone; midnight when only the "
               "day is known (published_precision). NULL rather than a guess."),
        Column("published_precision", "VARCHAR", "How exact published_at is: 'day', 'minute' or 'second'."),
        Column("updated_at", "TIMESTAMP", "When the publisher last changed it, UTC without zone."),
        Column("date_source", "VARCHAR", "Where published_at was read: 'record' (a field), 'json-ld', "
               "'opengraph', 'meta', 'microdata', 'time' or 'time-published' (a page's markup), 'label' "
               "(behind words such as 'Published on'), 'line' (a line of its own) or 'url'."),
        Column("source", "VARCHAR", "The outlet that published it, as the input names it."),
        Column("agency", "VARCHAR", "The news agency that the text credits."),
        Column("authors", "VARCHAR[]", "Authors named in the input, in order; empty when none."),
        Column("section", "VARCHAR", "The outlet's section that it stood in, as printed."),
        Column("keywords", "VARCHAR[]", "Tags of the page, in order; empty when none."),
        Column("keywords_raw", "VARCHAR", "The tag line as printed, kept where it cannot be split surely."),
        Column("language", "VARCHAR", "ISO 639-1 code read from the cleaned body."),
        Column("url", "VARCHAR", "Address of the page, canonical where the page says so."),
        Column("site", "VARCHAR", "What site rules and learned templates go by: the host of url, else the "
               "source of its record, else the top folder of its path."),
        Column("word_count", "INTEGER", "Words of body.", nullable=False),
        Column("cluster_id", "VARCHAR", "The story it belongs to; never changes.", nullable=False),
        Column("is_canonical", "BOOLEAN", "It stands for its story; exactly one article of a cluster does.",
               nullable=False),
        Column("content_hash", "VARCHAR", "BLAKE2b-128 of the input's bytes, 32 hex digits; key to files and "
               "blocks.", nullable=False),
        Column("context_version", "VARCHAR", "Version of the learned templates and known titles it was "
               "cleaned with."),
        Column("ingested_at", "TIMESTAMP", "When its batch was written, UTC without zone.", nullable=False,
               filled=WRITER),
        run_id("wrote it"),
        Column("doc_no", "UINTEGER", "Number in order of arrival: the key of the band table.", nullable=False,
               private=True, filled=WRITER),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

DUPLICATES = Table(
    "duplicates",
    "Duplicates: one row per article that is not the canonical one of its story, with the figures that "
    "decided it.",
    (
        Column("article_id", "VARCHAR", "The duplicate.", nullable=False),
        Column("canonical_id", "VARCHAR", "The article that stands for the story now.", nullable=False),
        Column("matched_id", "VARCHAR", "The article it was found to repeat when it came in."),
        Column("relation", "VARCHAR", "'exact', 'near', 'version' (an earlier or later state) or 'contains'.",
               nullable=False),
        Column("jaccard", "DOUBLE", "Share of the two texts' word shingles that both have, with "
               "matched_id, 0 to 1."),
        Column("containment", "DOUBLE", "Share of the shorter text's shingles that the longer one holds, "
               "0 to 1, formulas left out."),
        Column("shared_shingles", "INTEGER", "Number of word shingles that both have, formulas left out."),
        Column("method", "VARCHAR", "The rule that accepted: 'equal-text', 'equal-url', 'equal-lead' "
               "(short texts: title and first words), 'same-path' (an input that was changed), 'same-text', "
               "'reprint', 'strong' or 'weak' (by falling similarity; thresholds in [dedup])."),
        run_id("attached it"),
    ),
    schema="main",
)  # fmt: skip

PAIRS = Table(
    "pairs",
    "Compared pairs: every accepted one and every near miss, with all figures that the decision used.",
    (
        Column("left_id", "VARCHAR", "The article with the smaller id.", nullable=False),
        Column("right_id", "VARCHAR", "The article with the larger id.", nullable=False),
        run_id("compared them"),
        Column("estimate", "DOUBLE", "Share of equal signature positions, 0 to 1; NULL when an exact rule "
               "found the pair."),
        Column("jaccard", "DOUBLE", "Share of the two texts' word shingles that both have, 0 to 1."),
        Column("rare_jaccard", "DOUBLE", "The same without formulas: shingles that many distinct stories "
               "share."),
        Column("containment", "DOUBLE", "Share of the shorter text's shingles in the longer, formulas left "
               "out."),
        Column("shared_shingles", "INTEGER", "Number of shared shingles, formulas left out."),
        Column("day_gap", "INTEGER", "Days between the two; NULL when one is undated."),
        Column("length_ratio", "DOUBLE", "Words of the shorter over words of the longer."),
        Column("opening_overlap", "DOUBLE", "How much the beginnings of the two agree, 0 to 1."),
        Column("number_overlap", "DOUBLE", "Common numbers over the numbers of the article with fewer; NULL "
               "when one has none."),
        Column("accepted", "BOOLEAN", "They were taken for the same story.", nullable=False),
        Column("relation", "VARCHAR", "As in duplicates; NULL when not accepted."),
        Column("rule", "VARCHAR", "The rule that decided: as duplicates.method, or what kept the two apart.",
               nullable=False),
        Column("sig_version", "VARCHAR", "Version of normalisation, shingles and signatures."),
        Column("formula_version", "VARCHAR", "Version of the formula list that was left out."),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

CLUSTER_EVENTS = Table(
    "cluster_events",
    "What happened to stories: an article joined, the canonical article changed, two stories turned out to "
    "be one.",
    (
        Column("cluster_id", "VARCHAR", "The story.", nullable=False),
        Column("event", "VARCHAR", "'joined', 'superseded' (article_id is canonical instead of other_id) or "
               "'bridged' (article_id joined; other_id's cluster tells the same story).", nullable=False),
        Column("article_id", "VARCHAR", "The article that caused the event.", nullable=False),
        Column("other_id", "VARCHAR", "The other article, where there is one."),
        Column("rule", "VARCHAR", "Rule or comparison behind it."),
        run_id("recorded it"),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip

ARTICLE_SEARCH = Table(
    "article_search",
    "Normalised text for search that is blind to case, accents, vowel marks and letter forms; "
    "ask through search_articles().",
    (
        Column("article_id", "VARCHAR", "Key to articles.", nullable=False),
        Column("text_norm", "VARCHAR", "norm_text() of title and body.", nullable=False, compression="zstd"),
        BATCH_NO,
    ),
    schema="main",
)  # fmt: skip
