"""The two-tier starters say what the editions they were made from say."""

import pytest

from cchc_xl.model import Op, Rule
from cchc_xl.templates import loader

SEEDS = [one for one in loader.load_all() if not one.id.startswith("hai-cap-")]
STARTERS = [one.id for one in loader.load_all() if one.id.startswith("hai-cap-")]
_ENOUGH = 2  # one row alone explains too little: every recruit would be a false alarm


def explained(template_id: str) -> dict[str, Rule]:
    rules = loader.load(template_id).rules
    return {rule.left[0]: rule for rule in rules if rule.op is Op.EXPLAINED_BY}


@pytest.mark.parametrize("starter", STARTERS)
def test_a_stock_is_explained_by_every_row_that_explains_it_elsewhere(starter: str) -> None:
    printed = set(loader.load(starter).by_key)
    wanted: dict[str, set[str]] = {}
    for seed in SEEDS:
        for rule in explained(seed.id).values():
            rows = set(rule.right) & printed
            if rule.left[0] in printed and len(rows) >= _ENOUGH:
                wanted.setdefault(rule.left[0], set()).update(rows)
    assert wanted
    found = {key: set(rule.right) for key, rule in explained(starter).items()}
    assert {key: found.get(key) for key in wanted} == wanted


def test_a_commune_explains_its_list_of_procedures() -> None:
    """Its own list is the row of its level: the form prints no other total."""
    rule = explained("hai-cap-xa-2026")["tthc_cap_xa"]
    assert set(rule.right) == {"tthc_cong_bo_moi", "tthc_bai_bo_thay_the"}
