"""Are the translations complete, and compiled as they are written? Without GNU gettext, which few machines have."""

import ast
import gettext
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import templatize

SOURCE = Path(__file__).resolve().parents[1]
CATALOG = SOURCE / "locale" / "es" / "LC_MESSAGES" / "django.po"
CALL = re.compile(r"(?<![\w.])(n?p?gettext(?:_lazy|_noop)?|_)\(")
STRING = re.compile(r"""\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?""", re.DOTALL)
MOST_SAID = 20
CONTEXT_SEPARATOR = "\x04"  # between a context and its text, in a .mo file and here
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


@dataclass
class Entry:
    """One text of a .po file: its fields as they are named there (msgid, msgstr[0], ...), unquoted."""

    fields: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        return key(self.fields.get("msgid", ""), self.fields.get("msgctxt", ""))

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.fields.items() if name.startswith("msgstr")]


def key(text: str, context: str = "") -> str:
    return f"{context}{CONTEXT_SEPARATOR}{text}" if context else text


def problems() -> list[str]:
    if not CATALOG.exists():
        return [f"{CATALOG.name} is missing"]
    entries = read_po(CATALOG.read_text(encoding="utf-8"))
    return [*_untranslated(entries), *_unmatched(entries), *_stale(entries, CATALOG.with_suffix(".mo"))]


def read_po(text: str) -> list[Entry]:
    """The entries of a .po file, without its header and without what is obsolete (#~)."""
    entries, current = [Entry()], ""
    for line in text.splitlines():
        if entries[-1].translations and not line.startswith(('"', "msgstr")):
            entries.append(Entry())
        if line.startswith("#,"):
            entries[-1].fuzzy = "fuzzy" in line
        elif line.startswith('"'):
            entries[-1].fields[current] += ast.literal_eval(line)
        elif line.startswith("msg"):
            current, _, quoted = line.partition(" ")
            entries[-1].fields[current] = ast.literal_eval(quoted.strip())
    return [entry for entry in entries if entry.fields.get("msgid")]


def _untranslated(entries: list[Entry]) -> Iterator[str]:
    known = {entry.key for entry in entries if all(entry.translations) and not entry.fuzzy}
    for text, file in sorted(marked_texts().items()):
        if text not in known:
            yield f"not translated: {text!r} ({file})"


def _unmatched(entries: list[Entry]) -> Iterator[str]:
    """A placeholder that is missing or misspelt would break the page in one language only."""
    for entry in entries:
        # "Another minute" names no number where "another 3 minutes" does: one form's placeholders or the other's.
        english = (entry.fields["msgid"], entry.fields.get("msgid_plural", entry.fields["msgid"]))
        wanted = [set(PLACEHOLDER.findall(text)) - {"%(count)s"} for text in english]
        for text in entry.translations:
            if text and set(PLACEHOLDER.findall(text)) - {"%(count)s"} not in wanted:
                yield f"other placeholders than the English: {text!r}"


def _stale(entries: list[Entry], compiled: Path) -> Iterator[str]:
    if not compiled.exists():
        yield f"{compiled.name} is missing: compile the translations"
        return
    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    ready = [entry for entry in entries if any(entry.translations) and not entry.fuzzy]
    (count,) = struct.unpack_from("<I", compiled.read_bytes(), 8)  # the format's own count, with the header entry
    differing = [entry.key for entry in ready if _compiled(catalog, entry) != entry.translations]
    if differing or count != len(ready) + 1:
        yield f"{compiled.name} is not what {CATALOG.name} says: compile the translations ({differing[:1]})"


def _compiled(catalog: gettext.GNUTranslations, entry: Entry) -> list[str]:
    plural = entry.fields.get("msgid_plural")
    if plural is None:
        return [catalog.gettext(entry.key)]
    return [catalog.ngettext(entry.key, plural, n) for n in (1, 2)]  # the two forms that Spanish has


def marked_texts() -> dict[str, str]:
    """Every text that is marked for translation, and a file it is in."""
    found = {}
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.*")]):
        if "migrations" not in file.parts and file != Path(__file__):
            text = file.read_text(encoding="utf-8")
            keys = _in_python(text) if file.suffix == ".py" else _in_template(text, file)
            found.update({each: str(file.relative_to(SOURCE)) for each in keys})
    return found


def _in_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            strings = [
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if CALL.fullmatch(f"{name}(") and strings:
                yield _key_of_call(name, strings)


def _in_template(text: str, file: Path) -> Iterator[str]:
    code = templatize(text, origin=str(file))
    for call in CALL.finditer(code):
        strings, at = [], call.end()
        while match := STRING.match(code, at):
            strings.append(ast.literal_eval(match[1]))
            at = match.end()
        if strings:
            yield _key_of_call(call[1], strings)


def _key_of_call(name: str, strings: list[str]) -> str:
    if "pgettext" in name and len(strings) > 1:
        return key(strings[1], strings[0])
    return key(strings[0])


if __name__ == "__main__":
    settings.configure()  # Django's template lexer asks for them; none matters here
    said = problems()
    print("\n".join([*said[:MOST_SAID], *([f"and {len(said) - MOST_SAID} more"] if said[MOST_SAID:] else [])]))
    sys.exit(1 if said else 0)
