"""Attack 24: codes can't be guessed, and can be read out."""

import math
import re

from rewards.codes import ALPHABET, fingerprint, new_code


def test_a_code_has_at_least_80_bits():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert 20 * math.log2(len(ALPHABET)) > 80
    assert re.fullmatch(f"([{ALPHABET}]{{5}}-){{3}}[{ALPHABET}]{{5}}", new_code())


def test_no_letter_looks_like_another():
    assert not set("01ILOU") & set(ALPHABET)


def test_codes_differ():
    assert len({new_code() for _code in range(1000)}) == 1000


def test_blanks_hyphens_and_small_letters_make_no_difference():
    assert fingerprint("7kq2m xv4td9hrfc-w3npb ") == fingerprint("7KQ2M-XV4TD-9HRFC-W3NPB")
    assert fingerprint("7KQ2M-XV4TD-9HRFC-W3NPC") != fingerprint("7KQ2M-XV4TD-9HRFC-W3NPB")
