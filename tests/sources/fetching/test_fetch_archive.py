"""Files out of downloaded archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.fetch_archive import unpack


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "a.zip"
    path.write_bytes(data)
    return path


def test_without_names_the_archive_itself_is_meant(tmp_path: Path) -> None:
    path = stored(tmp_path, b"anything")
    assert unpack(path, take=()) == (path,)


def test_the_files_that_are_meant_are_found_in_folders(tmp_path: Path) -> None:
    data = packed(
        **{"COW/Dyadic.csv": b"a\n", "COW/National.csv": b"b\n", "COW/Codebook.pdf": b"c"}
    )
    (found,) = unpack(stored(tmp_path, data), take=("Dyadic*.csv",))
    assert found.read_bytes() == b"a\n"
    assert found == tmp_path / "a.zip.files" / "Dyadic.csv"
    assert [p.name for p in found.parent.iterdir()] == ["Dyadic.csv"]


def test_an_archive_in_the_archive_is_looked_into(tmp_path: Path) -> None:
    inner = packed(**{"NMC-70-abridged.csv": b"ccode\n"})
    data = packed(**{"NMC/abridged.zip": inner, "NMC/notes.pdf": b"x"})
    (found,) = unpack(stored(tmp_path, data), take=("NMC-*-abridged.csv",))
    assert found.read_bytes() == b"ccode\n"


def test_several_names_come_in_their_order(tmp_path: Path) -> None:
    path = stored(tmp_path, packed(a=b"1", b=b"2", c=b"3"))
    assert [p.read_bytes() for p in unpack(path, take=("c", "a"))] == [b"3", b"1"]


@pytest.mark.parametrize("pattern", ["z*", "[ab]"])
def test_a_name_that_fits_no_file_or_several_is_an_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(UnreadableInput, match="it holds a, b"):
        unpack(stored(tmp_path, packed(a=b"1", b=b"2")), take=(pattern,))


def test_a_member_cannot_be_written_outside_its_folder(tmp_path: Path) -> None:
    path = stored(tmp_path, packed(**{"../../evil.csv": b"x", "..\\evil2.csv": b"y"}))
    found = unpack(path, take=("evil.csv", "evil2.csv"))
    assert {p.parent for p in found} == {tmp_path / "a.zip.files"}


def test_what_is_no_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        unpack(stored(tmp_path, b"PK\x03\x04 but no more"), take=("a",))


def test_mac_shadows_are_left_out(tmp_path: Path) -> None:
    path = stored(tmp_path, packed(**{"__MACOSX/a.csv": b"shadow", "a.csv": b"data"}))
    assert unpack(path, take=("a.csv",))[0].read_bytes() == b"data"


def test_unpacking_again_gives_the_same(tmp_path: Path) -> None:
    path = stored(tmp_path, packed(a=b"1"))
    assert unpack(path, take=("a",)) == unpack(path, take=("a",))
