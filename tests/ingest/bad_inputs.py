"""The table of bad inputs: what is put into the inbox, and what must become of it."""

from __future__ import annotations

import os

from bad_kinds import CLEAN, Kind, bind_socket, html, linked_data, name_in_bytes, quarantined, story, too_deep
from bad_records import COMPRESSED, CONTAINERS, JSON
from bad_texts import BINARY, ENCODINGS, LONG, NOTHING

PAGES = [
    Kind(
        "a hundred thousand nested tags",
        "a.html",
        html("<div>" * 100_000 + "x"),
        {"": quarantined("HTML_TOO_DEEP")},
    ),
    Kind(
        "three hundred thousand attributes",
        "a.html",
        html("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x</p>"),
        {"": quarantined("HTML_TOO_MANY_ATTRIBUTES")},
    ),
    Kind(
        "an attribute of ten megabytes",
        "a.html",
        html(f"<a href='{'x' * 10_000_000}'>رابط</a>", 60),
        {"": CLEAN},
    ),
    Kind(
        "nothing closed", "a.html", html("", 61).replace(b"</p>", b"").replace(b"</html>", b"<p"), {"": CLEAN}
    ),
    Kind("a comment never closed", "a.html", html("<!-- " + "x" * 100_000, 62), {"": CLEAN}),
    Kind("stray closing tags", "a.html", html("</div></p></td>" * 100_000, 63), {"": CLEAN}),
    Kind("zeros in markup", "a.html", html("<p\0 class='\0'>\0</p>", 64), {"": CLEAN}),
    Kind(
        "odd character references",
        "a.html",
        html("<p>&#0;&#xd800;&#x110000;&nosuch;&#99999999999;</p>" * 50, 65),
        {"": CLEAN},
    ),
    Kind(
        "a script of five megabytes",
        "a.html",
        html("<script>" + "a=1;" * 1_250_000 + "</script>", 66),
        {"": CLEAN},
    ),
    Kind(
        "lone surrogates in linked data",
        "a.html",
        html(linked_data('{"@type": "NewsArticle", "headline": "\\ud83d a\\u0000b"}'), 68),
        {"": CLEAN},
    ),
    Kind(
        "linked data nested too deep",
        "a.html",
        html('<script type="application/ld+json">' + "[" * 90_000 + "</script>", 69),
        {"": CLEAN},
    ),
    Kind(
        "an unknown charset in the page",
        "a.html",
        html("", 67).replace(b"<title>", b"<meta charset=klingon><title>"),
        {"": CLEAN},
    ),
]

PLACES_IN_THE_FOLDER = [
    Kind(
        "a link out of the inbox",
        "a.txt",
        lambda path: path.symlink_to("/etc/hostname"),
        {"": quarantined("LINK_OUT_OF_INBOX")},
    ),
    Kind(
        "a link to a device",
        "a.txt",
        lambda path: path.symlink_to("/dev/zero"),
        {"": quarantined("LINK_OUT_OF_INBOX")},
    ),
    Kind("a link to itself", "a.txt", lambda path: path.symlink_to("a.txt"), {"": quarantined("UNREADABLE")}),
    Kind(
        "a link to nothing",
        "a.txt",
        lambda path: path.symlink_to("gone.txt"),
        {"": quarantined("UNREADABLE")},
    ),
    Kind("a name that is not utf8", r"\xce\xc8.txt", name_in_bytes, {"": CLEAN}),
    Kind("a name with line ends and quotes", "a\n'\";\t#0.txt", story(90).encode(), {"": CLEAN}),
    Kind("a path too long for the system", "a.txt", too_deep, {}),
    Kind("a named pipe", "a.jsonl", os.mkfifo, {"": quarantined("NOT_A_FILE")}),
    Kind("a socket", "a.html", bind_socket, {"": quarantined("NOT_A_FILE")}),
]

KINDS = (*ENCODINGS, *NOTHING, *BINARY, *COMPRESSED, *JSON, *PAGES, *LONG, *CONTAINERS, *PLACES_IN_THE_FOLDER)
