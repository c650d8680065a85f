"""Files to upload: the smallest of their kinds."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def office(*parts: str, types: str = "", mimetype: str = "", **texts: str) -> bytes:
    """An archive with these parts, such as Office writes; `types` stands in its list of contents."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        else:
            archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        for part in parts:
            archive.writestr(part, texts.get(part.rpartition("/")[2].split(".")[0], "<a/>"))
    return written.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs, each in two pieces."""
    halves = [(each[: len(each) // 2], each[len(each) // 2 :]) for each in paragraphs]
    body = "".join(f"<w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:t>{b}</w:t></w:r></w:p>" for a, b in halves)
    return office("word/document.xml", document=f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def pdf(*pages: str) -> bytes:
    """A PDF with a line of plain letters on each page."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for place, words in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * place} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return (written + end).encode("latin-1")
