"""How a bad input is described and built; the table itself is in `bad_inputs`."""

from __future__ import annotations

import io
import json
import os
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from ingest_world import ENGLISH

CLEAN = ("clean", None)
Outcome = tuple[str, str | None]


@dataclass(frozen=True)
class Kind:
    """One kind of bad input.

    Attributes:
        name: What is wrong, as a sentence; also the folder its files lie in.
        file: Name of its file.
        content: The bytes, or a function that makes the file at a path.
        expected: Status and reason by the part of the path after the file's name ("" or "#n").
    """

    name: str
    file: str
    content: bytes | Callable[[Path], object]
    expected: dict[str, Outcome]


def quarantined(reason: str) -> Outcome:
    return ("quarantined", reason)


def rejected(reason: str) -> Outcome:
    return ("rejected", reason)


PLACES = (
    "الميناء",
    "المتحف",
    "المطار",
    "الملعب",
    "السوق",
    "الجامعة",
    "الحديقة",
    "المستشفى",
    "المسرح",
    "الجسر",
)
THINGS = (
    "السفن",
    "اللوحات",
    "الطائرات",
    "المباريات",
    "البضائع",
    "الدروس",
    "الأشجار",
    "الأدوية",
    "الحفلات",
    "السيارات",
)
PEOPLE = (
    "المدير",
    "الوزيرة",
    "المهندس",
    "الطبيبة",
    "الحارس",
    "الأستاذة",
    "البستاني",
    "التاجرة",
    "المخرج",
    "السائقة",
)


def story(number: int) -> str:
    """A short news story in Arabic, another one for each number below 1,000."""
    rng = random.Random(number)
    where, what, who = PLACES[number % 10], THINGS[number // 10 % 10], PEOPLE[number // 100 % 10]
    return (
        f"{where} يستقبل {what} بعد أعمال الصيانة رقم {number}\n"
        f"استقبل {where} صباح اليوم {rng.randint(20, 90)} من {what} الجديدة، "
        f"بعد توقف دام {rng.randint(2, 9)} أشهر "
        f"بسبب أعمال صيانة واسعة شملت {rng.choice(PLACES)} و{rng.choice(PLACES)} القريبين منه.\n"
        f"وقال {who} المشرف على العمل إن {what} ستبقى مفتوحة كل يوم، وإن الدخول إلى {where} مجاني "
        f"للأطفال وطلاب المدارس حتى نهاية العام الحالي.\n"
        f"وأضاف أن {rng.choice(PLACES)} سيغلق بدوره في الربيع المقبل، "
        f"قبل أن يعود إلى العمل مع {rng.choice(THINGS)}.\n"
    )


def record(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "title": f"عنوان {number}", "text": story(number), **more}


def lines(*records: object) -> bytes:
    return b"".join(
        part if isinstance(part, bytes) else json.dumps(part, ensure_ascii=False).encode() + b"\n"
        for part in records
    )


def parquet(**columns: object) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def html(body: str, number: int = 0) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in story(number).splitlines()) if number else ""
    return (
        f"<!doctype html><html><head><title>x</title></head><body>{paragraphs}{body}</body></html>".encode()
    )


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def bind_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's address is at most 108 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


def name_in_bytes(path: Path) -> None:
    (path.parent / os.fsdecode(b"\xce\xc8.txt")).write_text(story(91))


def too_deep(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
        Path(path.name).write_text(ENGLISH)
    finally:
        os.chdir(here)


RANDOM = random.Random(11)
HARD = b"".join(RANDOM.randbytes(60).hex().encode() + b"\n" for _ in range(3000))
