"""What a file that we made says, to look for words in it."""

import html
import io
import zipfile
from collections.abc import Iterator

from samsyn.domain.redactions.values.spans import in_json


def texts_of_file(data: bytes) -> Iterator[str]:
    """What a file of ours says: of a packed one, each part; escapes of XML and JSON undone."""
    parts = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
    for part in parts:
        text = part.decode("utf-8", "replace")
        yield html.unescape(text)
        if "\\" in text:
            yield in_json(text)[0]
