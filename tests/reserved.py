"""候补专家 in a PANEL.toml of the tests."""

from pathlib import Path


def with_reserves(file: Path, *people: tuple[str, str, str]) -> Path:
    """The same PANEL.toml with these reserves: name, unit, and the certificate's file name or ""."""
    told = ""
    for name, unit, certificate in people:
        told += f'[[reserves]]\nname = "{name}"\nunit = "{unit}"\n'
        told += f'certificate = "{certificate}"\n' if certificate else ""
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{told}", encoding="utf-8")
    return file
