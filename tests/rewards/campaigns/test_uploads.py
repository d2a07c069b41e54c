"""An uploaded list names customers by reference or e-mail; what names nobody is told by line."""

import pytest

from rewards.campaigns import uploads
from rewards.campaigns.exceptions import BadUpload, UnknownCustomers
from rewards.campaigns.services import read_list
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return list(read_list(file_name="list.csv", content=content, **options).customer_ids)


@pytest.fixture
def people():
    return make_user(email="ana@example.com", reference="C-1"), make_user(
        email="Bo@example.com", reference="7"
    )


def test_references_and_addresses_count_and_each_customer_once(people):
    ana, bo = people
    assert read("customer\nC-1\nbo@EXAMPLE.com\nana@example.com\n") == [ana.pk, bo.pk]


def test_only_the_first_column_counts_whatever_parts_them(people):
    ana, bo = people
    assert read("email;name\nana@example.com;Ana, the first\n7;Bo\n") == [ana.pk, bo.pk]
    assert read(b"\xef\xbb\xbfC-1,Ana\r\n\r\n7,Bo\r\n") == [ana.pk, bo.pk]


def test_unknown_lines_are_told_with_their_numbers(people, monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE", 2)
    with pytest.raises(UnknownCustomers) as refused:
        read("C-1\n\nc-1\n7\nnobody@example.com\n")
    assert refused.value.lines == ((3, "c-1"), (5, "nobody@example.com"))
    assert str(refused.value) == "There are no such customers: line 3: c-1; line 5: nobody@example.com."


def test_of_many_unknown_lines_the_first_twenty_are_told():
    with pytest.raises(UnknownCustomers) as refused:
        read("\n".join(f"X-{n}" for n in range(25)))
    assert "line 20: X-19; and 5 more lines" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file names no customers."),
        (b"email\n\n", "The file names no customers."),
        (b"\xff\xfe\x00", "The file is not UTF-8 text. Save it as CSV (UTF-8)."),
    ],
)
def test_what_is_no_list_is_refused_in_words(content, words):
    with pytest.raises(BadUpload, match=words.replace("(", r"\(").replace(")", r"\)")):
        read(content)


def test_too_large_a_file_is_refused(people, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_LINES", 1)
    with pytest.raises(BadUpload, match="more than"):
        read("C-1\n7\n")
    monkeypatch.setattr(uploads, "LARGEST_FILE", 2)
    with pytest.raises(BadUpload, match="larger"):
        read("C-1\n")


def test_a_line_more_costs_no_query_more(people, django_assert_num_queries):
    for text in ("C-1\n", "C-1\n7\nC-1\n"):
        with django_assert_num_queries(2):
            read(text + "ana@example.com\n")
