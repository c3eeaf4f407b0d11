import random
import re

from barograph.model.names import ADJECTIVES, MAX_NAME, NOUNS, generate_name


def test_names_read_adjective_noun_number() -> None:
    for _ in range(200):
        name = generate_name()
        assert re.fullmatch(r"[a-z]+-[a-z]+-\d{1,3}", name)
        assert len(name) <= MAX_NAME


def test_the_longest_words_still_fit() -> None:
    assert max(map(len, ADJECTIVES)) + max(map(len, NOUNS)) + len("--999") <= MAX_NAME
    assert len(set(ADJECTIVES)) == len(ADJECTIVES)
    assert len(set(NOUNS)) == len(NOUNS)


def test_a_seeded_script_gets_other_names_and_its_own_random_numbers() -> None:
    random.seed(7)
    first, number = generate_name(), random.random()
    random.seed(7)
    assert [generate_name() for _ in range(3)] != [first] * 3
    assert random.random() == number
