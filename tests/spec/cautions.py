"""Cautions at the point as rows: this patient, this needle, then that."""

from dataclasses import dataclass

from ashi.core.treatment import Caution, Patient, areas_of, cautions_at, read_typed
from ashi.knowledge.treatment import the_cautions
from ashi.knowledge.treatment.points import at, known


@dataclass(frozen=True)
class Needle:
    """`typed` as an acupuncturist writes it; `says` the cautions that speak, strictest first; `has` the conditions
    answered yes, `where` what was told of their places: `CI11=arm:left`."""

    typed: str
    has: str
    where: str
    says: str
    age: int = 40

    def spoken(self) -> tuple[Caution, ...]:
        (placed,), unread = read_typed(self.typed, find=known)
        assert not unread
        told = dict(each.split("=") for each in self.where.split())
        places = {name: areas_of(keys.split("+")) for name, keys in told.items()}
        patient = Patient(frozenset(self.has.split()), places, self.age)
        return cautions_at(at(placed), rules=the_cautions().rules, patient=patient, answered=frozenset())

    def __str__(self) -> str:
        return f"{self.typed}, {self.has or 'nothing'} {self.where} at {self.age}"


NEEDLES = [
    # Nothing to say
    Needle("bl23 b", "", "", ""),
    Needle("st36 b 2hz", "", "", ""),
    # Pacemaker: no current anywhere, needles by hand
    Needle("st36 b 2hz", "CI03", "", "CI03"),
    Needle("st36 b", "CI03", "", ""),
    # Another implant: no current in its region; anywhere until the region is told
    Needle("bl23 b 2hz", "CI04", "CI04=low-back:both", "CI04"),
    Needle("st36 b 2hz", "CI04", "CI04=low-back:both", ""),
    Needle("st36 b 2hz", "CI04", "", "CI04"),
    Needle("bl23 b", "CI04", "CI04=low-back:both", ""),
    # Current never across chest or head
    Needle("st13 l 2hz 10mm ob", "", "", "CI05"),
    Needle("gv20 2hz", "", "", "CI05"),
    Needle("li11 b 2hz", "", "", "CI05.sides"),
    Needle("li11 l 2hz", "", "", ""),
    # Infected skin
    Needle("bl23 b", "CI08", "CI08=low-back:both", "CI08"),
    Needle("st36 b", "CI08", "CI08=low-back:both", ""),
    Needle("st36 b", "CI08", "", "CI08"),
    # A limb with lymphoedema
    Needle("li11 l", "CI11", "CI11=arm:left", "CI11"),
    Needle("li11 r", "CI11", "CI11=arm:left", ""),
    Needle("li11 b", "CI11", "CI11=arm:left", "CI11"),
    Needle("li15 l", "CI11", "CI11=arm:left", "CI11"),
    Needle("st36 l", "CI11", "CI11=arm:left", ""),
    Needle("st36 l", "CI11", "", "CI11"),
    Needle("bl23 b", "CI11", "", ""),
    # Near the lung
    Needle("bl13 b", "", "", "CI26"),
    Needle("bl13 b 10mm ob", "", "", ""),
    Needle("bl13 b 10mm up", "", "", "CI26.upright"),
    Needle("gb21 b 10mm", "", "", "CI26"),
    # Pregnancy
    Needle("li4 b", "CI06", "", "CI07"),
    Needle("sp6 b", "CI06", "", "CI07"),
    Needle("bl23 b", "CI06", "", "CI07"),
    Needle("bl32 b", "CI06", "", "CI07"),
    Needle("pc6 b", "CI06", "", ""),
    Needle("li4 b", "", "", ""),
    # Deep structures, places that are not needled
    Needle("gv16", "", "", "CI27"),
    Needle("st21 r", "", "", "CI27"),
    Needle("st21 l", "", "", ""),
    Needle("cv8", "", "", "CI25"),
    # Spine, tumour
    Needle("bl23 b", "CI20", "CI20=low-back:both", "CI20"),
    Needle("st36 b", "CI20", "", ""),
    Needle("bl23 b", "CI21", "CI21=low-back:both", "CI21"),
    Needle("st36 b", "CI21", "CI21=low-back:both", ""),
    # Needles that stay, current with epilepsy, a small child's fontanelle
    Needle("bl23 b press", "CI15", "", "CI10.stays CI15"),
    Needle("st36 b 2hz", "CI12", "", "CI12.electrical CI12"),
    Needle("gv22", "", "", "CI25 CI19.fontanelle CI19", age=1),
    # Once for the visit
    *(
        Needle("bl23 b", name, "", name)
        for name in ("CI01", "CI02", "CI10", "CI12", "CI13", "CI14", "CI15", "CI16", "CI18", "CI24", "CI28")
    ),
    Needle("bl23 b", "", "", "CI19", age=17),
    Needle("bl23 b", "", "", "", age=18),
]
