"""Compressed files: unpacked as streams, within limits, with whatever stands before damage."""

from __future__ import annotations

import gzip
import json
import os
import random
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from ingest_world import ARABIC, ENGLISH

from newsift.ingest.read import read_file
from newsift.models import FoundFile, RawFile
from newsift.settings import InputSettings

INPUTS = InputSettings()
COMPRESS = {".gz": gzip.compress, ".zst": zstandard.compress}


def outcomes(
    tmp_path, name: str, data: bytes, settings: InputSettings = INPUTS
) -> list[tuple[str, bytes | str]]:
    location = tmp_path / name
    location.write_bytes(data)
    items = read_file(FoundFile(name, len(data), 0, str(location)), settings)
    return [(item.path, item.data if isinstance(item, RawFile) else item.reason) for item in items]


def lines(count: int) -> bytes:
    """Records that do not compress well."""
    rng = random.Random(3)
    return b"".join(json.dumps({"text": rng.randbytes(200).hex()}).encode() + b"\n" for _ in range(count))


@pytest.fixture(params=[".gz", ".zst"])
def ending(request):
    return request.param


def test_a_compressed_file_is_its_content(tmp_path, ending):
    assert outcomes(tmp_path, "a.txt" + ending, COMPRESS[ending](ARABIC.encode())) == [
        ("a.txt" + ending, ARABIC.encode())
    ]


def test_the_ending_may_be_in_capitals(tmp_path, ending):
    name = ("a.TXT" + ending).upper()
    assert outcomes(tmp_path, name, COMPRESS[ending](b"text")) == [(name, b"text")]


def test_several_members_are_one_file(tmp_path, ending):
    data = COMPRESS[ending](b"one ") + COMPRESS[ending](b"") + COMPRESS[ending](b"two")
    assert outcomes(tmp_path, "a.txt" + ending, data) == [("a.txt" + ending, b"one two")]


def test_a_truncated_file_gives_its_records_then_a_refusal_that_says_where(tmp_path, ending):
    data = COMPRESS[ending](lines(2000))
    found = outcomes(tmp_path, "a.jsonl" + ending, data[: len(data) // 2])
    assert 700 < len(found) < 1300
    assert all(isinstance(content, bytes) for _, content in found[:-1])
    assert found[-1] == (f"a.jsonl{ending}#{len(found) - 1}", "DAMAGED_COMPRESSION")


def test_a_damaged_file_gives_its_records_then_a_refusal(tmp_path, ending):
    data = bytearray(COMPRESS[ending](lines(3000)))
    middle = len(data) // 2
    data[middle : middle + 50] = bytes(50)
    found = outcomes(tmp_path, "a.jsonl" + ending, bytes(data))
    assert found[-1][1] == "DAMAGED_COMPRESSION"
    assert len(found) > 500


@pytest.mark.parametrize("data", [b"this is not compressed at all", b"\x1f", b"\x28\xb5"])
def test_what_is_not_compressed_is_damaged(tmp_path, ending, data):
    assert outcomes(tmp_path, "a.txt" + ending, data) == [("a.txt" + ending, "DAMAGED_COMPRESSION")]


def test_nothing_compressed_is_an_empty_input(tmp_path, ending):
    assert outcomes(tmp_path, "a.txt" + ending, COMPRESS[ending](b"")) == [("a.txt" + ending, b"")]
    assert outcomes(tmp_path, "a.txt" + ending, b"") == [("a.txt" + ending, b"")]


def test_a_bomb_is_refused_while_memory_stays_small(tmp_path, ending):
    bomb = COMPRESS[ending](bytes(200_000_000))
    tracemalloc.start()
    assert outcomes(tmp_path, "a.jsonl" + ending, bomb) == [("a.jsonl" + ending, "COMPRESSION_BOMB")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000  # two records of the greatest size


def test_a_bomb_in_a_bomb_is_binary(tmp_path, ending):
    inner = COMPRESS[ending](bytes(1_000_000))
    ((_, content),) = outcomes(tmp_path, "a.txt" + ending, COMPRESS[ending](inner))
    assert content == inner  # one layer only; `decode` refuses what it finds


def test_an_output_over_the_size_limit_is_refused_whatever_its_ratio(tmp_path, ending):
    limited = INPUTS.model_copy(update={"max_file_bytes": 300_000})
    found = outcomes(tmp_path, "a.jsonl" + ending, COMPRESS[ending](lines(2000)), limited)
    assert found[-1][1] == "COMPRESSION_BOMB"
    assert len(found) > 100


def test_a_zstd_frame_that_asks_for_gigabytes_of_window_is_refused(tmp_path):
    parameters = zstandard.ZstdCompressionParameters(window_log=30, compression_level=1, write_content_size=0)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = compressor.compress(ENGLISH.encode()) + compressor.flush()
    assert outcomes(tmp_path, "a.txt.zst", data) == [("a.txt.zst", "DAMAGED_COMPRESSION")]


def test_a_plain_text_over_the_record_limit_is_refused(tmp_path):
    limited = INPUTS.model_copy(update={"max_record_bytes": 100})
    assert outcomes(tmp_path, "a.txt", b"x" * 100, limited) == [("a.txt", b"x" * 100)]
    assert outcomes(tmp_path, "a.txt", b"x" * 101, limited) == [("a.txt", "RECORD_TOO_LARGE")]


def test_a_file_that_went_away_is_refused_for_this_run(tmp_path):
    (gone,) = read_file(FoundFile("a.txt", 3, 0, str(tmp_path / "a.txt")), INPUTS)
    assert gone.reason == "WENT_AWAY"


def test_a_file_swapped_for_a_folder_or_a_pipe_is_refused_without_hanging(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    for name in ("pipe.txt", "folder.txt"):
        (refused,) = read_file(FoundFile(name, 3, 0, str(tmp_path / name)), INPUTS)
        assert refused.reason == "NOT_A_FILE"


@given(
    data=st.binary(max_size=60),
    cut=st.integers(0, 400),
    name=st.sampled_from(["a.txt.gz", "a.jsonl.gz", "a.txt.zst", "a.jsonl.zst"]),
)
def test_any_damage_is_an_input_or_a_refusal(tmp_path_factory, data, cut, name):
    whole = COMPRESS["." + name.rpartition(".")[2]](lines(3))
    found = outcomes(tmp_path_factory.getbasetemp(), name, whole[:cut] + data + whole[cut + len(data) :])
    assert found
