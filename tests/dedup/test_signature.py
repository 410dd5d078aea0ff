from __future__ import annotations

import itertools

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsift.dedup.shingles import shingle_hashes
from newsift.dedup.signature import (
    band_keys,
    estimate,
    is_empty,
    sign_hashes,
    sign_texts,
    signature_version,
)
from newsift.dedup.words import normalise_words
from newsift.errors import ConfigError
from newsift.settings import DedupSettings
from tests.dedup.dedup_world import prose, random_sets


def offsets_of(sets) -> np.ndarray:
    return np.cumsum([0, *map(len, sets)])


def reference(members: np.ndarray, num_perm: int, seed: int) -> np.ndarray:
    minhash = MinHash(num_perm=num_perm, seed=seed, scheme="affine32", hashfunc=int)
    minhash.update_batch(members.tolist())
    return minhash.hashvalues


@pytest.mark.parametrize(("num_perm", "seed"), [(128, 1), (64, 7), (16, 3), (256, 12345)])
def test_signatures_equal_datasketch_on_thousands_of_random_sets(num_perm, seed):
    sets = random_sets(600, seed)
    signed = sign_hashes(np.concatenate(sets), offsets_of(sets), num_perm=num_perm, seed=seed)
    for members, signature in zip(sets, signed, strict=True):
        assert np.array_equal(signature, reference(members, num_perm, seed))


@given(st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=12), max_size=10))
@hypothesis_settings(max_examples=200, deadline=None)
def test_signatures_equal_datasketch_on_any_sets(sets):
    arrays = [np.array(members, dtype=np.uint32) for members in sets]
    joined = np.concatenate([np.zeros(0, dtype=np.uint32), *arrays])
    signed = sign_hashes(joined, offsets_of(arrays), num_perm=32, seed=1)
    for members, signature in zip(arrays, signed, strict=True):
        assert np.array_equal(signature, reference(members, 32, 1))


def test_a_set_larger_than_a_chunk_equals_datasketch_too():
    members = np.random.default_rng(5).integers(0, 2**32, size=30_000, dtype=np.uint32)
    signed = sign_hashes(members, np.array([0, 0, 30_000, 30_000]), num_perm=128, seed=1)
    assert np.array_equal(signed[1], reference(members, 128, 1))
    assert is_empty(signed).tolist() == [True, False, True]


def test_signing_texts_signs_the_shingles_of_their_words(rules, hasher):
    texts = [prose(1), "two words", "", "one", prose(2, 5000)]
    version = signature_version(DedupSettings(), rules.version)
    signed = sign_texts(texts, hasher, version)
    for text, signature in zip(texts, signed, strict=True):
        words, offsets = hasher.hash_texts(normalise_words(text, rules) and [text])
        shingles, _ = shingle_hashes(words, offsets, 3)
        members = (shingles & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        assert np.array_equal(signature, reference(members, 128, 1))


@pytest.mark.parametrize("shared", [0, 30, 60, 100, 140, 200])
def test_the_estimate_lies_within_the_theoretical_error_of_the_exact_jaccard(shared):
    """Mean over 200 pairs: the standard error of one estimate is sqrt(J (1 - J) / 128), of the mean 1/14."""
    chance = np.random.default_rng(shared)
    size, pairs = 200, 200
    left, right = [], []
    for _ in range(pairs):
        both = chance.choice(2**32, size=2 * size - shared, replace=False).astype(np.uint32)
        left.append(both[:size])
        right.append(both[size - shared :])
    jaccard = shared / (2 * size - shared)
    signed = sign_hashes(np.concatenate(left + right), offsets_of(left + right), num_perm=128, seed=1)
    estimates = estimate(signed[:pairs], signed[pairs:])
    error = np.sqrt(jaccard * (1 - jaccard) / 128)
    assert abs(estimates.mean() - jaccard) <= 4 * error / np.sqrt(pairs) + 1e-12
    assert np.abs(estimates - jaccard).max() <= 5 * error + 1e-12


def test_shingles_are_the_runs_of_n_words():
    words = np.array([1, 2, 3, 4, 1, 2, 3, 9, 7], dtype=np.uint64)
    hashes, ends = shingle_hashes(words, np.array([0, 4, 7, 7, 9]), 3)
    assert ends.tolist() == [0, 2, 3, 3, 4]  # 4 words: two runs; 3: one; none: none; 2: the text itself
    assert hashes[0] == hashes[2]
    assert len(set(hashes.tolist())) == 3


def test_the_order_of_words_matters_to_shingles():
    words = np.array([1, 2, 3, 3, 2, 1, 1, 2, 1, 2], dtype=np.uint64)
    hashes, _ = shingle_hashes(words, np.array([0, 3, 6, 8, 10]), 3)
    assert len(set(hashes.tolist())) == 3  # "1 2" stands twice


@pytest.mark.parametrize(("bands", "rows"), [(64, 2), (42, 3), (32, 4), (128, 1)])
def test_two_signatures_share_a_band_key_exactly_where_all_its_rows_agree(bands, rows):
    chance = np.random.default_rng(bands)
    signatures = chance.integers(0, 4, size=(40, 128), dtype=np.uint32)
    keys = band_keys(signatures, bands=bands, rows=rows)
    for left, right in itertools.combinations(range(40), 2):
        for band in range(bands):
            cut = slice(band * rows, (band + 1) * rows)
            agree = np.array_equal(signatures[left, cut], signatures[right, cut])
            assert (keys[left, band] == keys[right, band]) == agree


def test_keys_of_different_bands_never_meet():
    keys = band_keys(np.zeros((1, 128), dtype=np.uint32), bands=64, rows=2)
    assert len(set(keys[0].tolist())) == 64


def test_the_version_names_everything_that_decides_a_bit(rules):
    base = DedupSettings()
    changed = [{"seed": 2}, {"num_perm": 256}, {"shingle_words": 2}, {"bands": 32}, {"rows": 1}]
    texts = {signature_version(base.model_copy(update=one), rules.version).text for one in changed}
    texts |= {signature_version(base, rules.version).text, signature_version(base, "other").text}
    assert len(texts) == len(changed) + 2


def test_more_band_rows_than_permutations_are_refused(rules):
    with pytest.raises(ConfigError, match="exceeds num_perm"):
        signature_version(DedupSettings(bands=64, rows=3), rules.version)
