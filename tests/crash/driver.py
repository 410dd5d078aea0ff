"""A small run against the store alone, as a process of its own: what the crash tests kill.

    python driver.py WAREHOUSE COUNT BATCH

It ingests a fixed world of COUNT inputs in batches of BATCH, skipping what is known, then publishes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # it is started as a program, too

from newsift.errors import NewsiftError
from newsift.settings import StorageSettings
from newsift.storage import Store
from newsift.storage.batch import BatchWriter
from newsift.storage.durable import utc_now
from tests.storage.store_world import Input, Loader, batch_tables, refused

SETTINGS = StorageSettings(memory_limit="512MB", threads=1, lock_wait_seconds=20)


def world(count: int) -> list[Input]:
    """Inputs with copies (every tenth), stories of three, rejected ones and new bytes at old paths."""
    items = []
    for n in range(count):
        text = f"نص المقال رقم {n}\n" + f"فقرة فيها {n * 7} كلمة وأخرى. " * 12
        if n % 10 == 9:
            text = items[-4].body
            items.append(Input(f"copy/{n:04d}.txt", text, title=items[-4].title))
        elif n % 10 == 8:
            items.append(Input(items[-2].path, text, title=f"عنوان {n}"))
        else:
            rejected = n % 10 == 7
            items.append(
                Input(f"{n:04d}.txt", text, title=f"عنوان {n}", story=f"s{n // 3}", rejected=rejected)
            )
    return items


def ingest(warehouse: Path, count: int, size: int) -> None:
    """One whole run; what an earlier run committed is skipped."""
    items = world(count)
    with Store.open(warehouse, SETTINGS) as store:
        loader = Loader(store)
        seen = skipped = 0
        for start in range(0, count, size):
            chunk = items[start : start + size]
            known = store.known_at((i.path, i.content_hash.hex()) for i in chunk)
            pending = [i for i in chunk if (i.path, i.content_hash.hex()) not in known]
            bad = refused(f"bad/{start}.bin", f"\0{start}".encode())
            bad_known = store.known([bad.content_hash])
            loader.load(pending, () if bad_known else (bad,))
            seen += len(chunk) + 1
            skipped += len(known) + len(bad_known)
        loader.finish(seen=seen, clean=seen - skipped, skipped=skipped)
        store.publish()


COMMITTED = "committed"


def commit_then_wait(warehouse: Path, count: int) -> None:
    """Commit one batch, leave it in the log, say so and wait to be killed."""
    with Store.open(warehouse, SETTINGS) as store:
        store.connection.execute("SET checkpoint_threshold = '1GB'")
        loader = Loader(store)
        tables = batch_tables(world(count)[:20])
        con = store.connection
        con.begin()
        writer = BatchWriter(con, run_id=loader.run_id, now=utc_now(), search=True)
        loader.fill(writer, world(count)[:20], tables)
        writer.finish()
        con.commit()
        (warehouse / COMMITTED).touch()
        time.sleep(60)


if __name__ == "__main__":
    try:
        ingest(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    except NewsiftError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(5)
