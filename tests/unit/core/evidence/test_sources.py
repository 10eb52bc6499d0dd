from typing import Any

import pytest

from tests.unit.core.evidence.builders import source


def test_a_reader_is_sent_to_the_doi_where_there_is_one() -> None:
    assert source(url="https://pmc.example/1").address == "https://doi.org/10.1016/j.jpain.2017.11.005"
    assert source(doi="", url="https://pmc.example/1").address == "https://pmc.example/1"


@pytest.mark.parametrize(
    "changes",
    [{"id": "Vickers 2018"}, {"citation": " "}, {"doi": "jpain.2017"}, {"doi": ""}, {"doi": "", "url": "ftp://a"}],
)
def test_a_source_that_leads_nowhere_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="source"):
        source(**changes)
