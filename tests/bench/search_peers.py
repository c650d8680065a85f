"""What others do with the same texts, without rights, highlights or pages: the twenty best that have all words."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any


def fts5(texts: dict[int, str], file: Path) -> Callable[[str], Any]:
    """A bare table of SQLite's."""
    database = sqlite3.connect(file)
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", texts.items())
    database.commit()
    select = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20"
    return lambda words: database.execute(select, [" ".join(f'"{word}"' for word in words.split())]).fetchall()


def tantivy(texts: dict[int, str]) -> Callable[[str], Any]:
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    index = engine.Index(builder.build())
    writer = index.writer()
    for number, text in texts.items():
        writer.add_document(engine.Document(number=number, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda words: searcher.search(
        index.parse_query(" ".join(f"+{word}" for word in words.split()), ["text"]), 20
    )
