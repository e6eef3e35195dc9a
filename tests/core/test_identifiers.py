"""Identifiers: what people type is read kindly, and a slip of the finger is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhiping.core import identifiers
from zhiping.core.errors import RuleViolation

# invented numbers: the bodies belong to nobody, the last character follows from the standard's arithmetic
CREDIT_CODE = "91310105MA1FWXXX06"
secrets = st.binary(min_size=7, max_size=40)


@pytest.mark.parametrize(
    ("pattern", "parts", "number"),
    [
        ("QC-{year}-{sequence:4}", {"year": 2022, "sequence": 187}, "QC-2022-0187"),
        (
            "沪质协卓越〔{year}〕{level}{sequence:3}号",
            {"year": 2024, "level": "B", "sequence": 7},
            "沪质协卓越〔2024〕B007号",
        ),
        ("{sequence:4}", {"sequence": 10000}, "10000"),
        ("{sequence}", {"sequence": 5}, "5"),
    ],
)
def test_numbers_follow_their_pattern(pattern: str, parts: dict[str, str | int], number: str) -> None:
    assert identifiers.format_number(pattern, parts) == number


@pytest.mark.parametrize(
    ("pattern", "match"),
    [
        ("QC-{year}", "would be the same"),
        ("QC-{jahr}-{sequence}", "unknown jahr; known are sequence, year"),
        ("QC-{year-{sequence}", "write a part as"),
        ("{sequence:0}", "write a part as"),
        ("{sequence.__class__}", "write a part as"),
    ],
)
def test_pattern_that_cannot_work_is_refused(pattern: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        identifiers.check_pattern(pattern, {"year", "sequence"})


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_two_sequences_never_share_a_number(first: int, second: int) -> None:
    numbers = {identifiers.format_number("A-{sequence:4}", {"sequence": n}) for n in (first, second)}

    assert len(numbers) == (1 if first == second else 2)


def test_verification_code_is_short_and_unambiguous() -> None:
    code = identifiers.verification_code(bytes(range(1, 8)))

    assert code == "0410-6105-0R3T"
    assert not set("ILOU") & set(identifiers.CODE_ALPHABET)


def test_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 7 bytes"):
        identifiers.verification_code(b"secret")


@given(secrets)
def test_code_is_read_however_it_is_typed(secret: bytes) -> None:
    code = identifiers.verification_code(secret)

    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (code, code.lower(), code.replace("-", " "), wide, code.replace("0", "o").replace("1", "l")):
        assert identifiers.read_verification_code(typed) == code


@given(secrets, st.integers(0, 11), st.sampled_from(identifiers.CODE_ALPHABET))
def test_one_wrong_character_is_always_found(secret: bytes, place: int, other: str) -> None:
    code = identifiers.verification_code(secret).replace("-", "")
    assume(code[place] != other)

    assert identifiers.read_verification_code(code[:place] + other + code[place + 1 :]) is None


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-Q0ZT-9XH!", "UUUU-UUUU-UUUU"])
def test_text_that_is_no_code_is_none(typed: str) -> None:
    assert identifiers.read_verification_code(typed) is None


@pytest.mark.parametrize(
    "typed", [CREDIT_CODE, f" {CREDIT_CODE.lower()} ", "91310105-MA1FWXXX0-6", "９１３１０１０５MA1FWXXX06"]
)
def test_credit_code_is_read_however_it_is_typed(typed: str) -> None:
    assert identifiers.read_credit_code(typed) == CREDIT_CODE


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (CREDIT_CODE[:-1], "length"),
        ("", "length"),
        (CREDIT_CODE[:-1] + "4", "check_digit"),
        ("913101O5MA1FWXXX06", "format"),
        ("91310105IA1FWXXX06", "format"),
    ],
)
def test_wrong_credit_code_says_what_is_wrong(typed: str, fault: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        identifiers.read_credit_code(typed)

    assert (refusal.value.code, refusal.value.facts["fault"]) == ("identifier.credit_code", fault)


@pytest.mark.parametrize("kind", ["N2", "A1", "Y1", "93", "12", "51"])
def test_credit_codes_of_every_authority_are_known(kind: str) -> None:
    code = identifiers.credit_code_of(f"{kind}310105MA1FWXXX0")

    assert identifiers.read_credit_code(code) == code


bodies = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9)


@given(bodies, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_credit_code_is_always_found(body: str, place: int, other: str) -> None:
    code = identifiers.credit_code_of(f"91310105{body}")
    assume(code[place] != other)

    with pytest.raises(RuleViolation):
        identifiers.read_credit_code(code[:place] + other + code[place + 1 :])


def test_credit_code_cannot_be_made_of_nonsense() -> None:
    for body, fault in [("9131010?MA1FWXXX0", "format"), ("9131", "length"), ("X1X10105MA1FWXXX0", "format")]:
        with pytest.raises(RuleViolation) as refusal:
            identifiers.credit_code_of(body)
        assert refusal.value.facts["fault"] == fault


def test_id_number_is_read_and_masked_and_tells_the_birth_date() -> None:
    number = identifiers.id_number_of("31010519800229001")

    assert identifiers.read_id_number(f" {number.lower()} ") == number
    assert identifiers.birth_date(number) == date(1980, 2, 29)
    assert identifiers.mask_id_number(number) == f"310105***********{number[-1]}"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("3101051980", "length"),
        ("31010519810229001X", "format"),
        ("A10105198002290010", "format"),
    ],
)
def test_wrong_id_number_says_what_is_wrong_and_is_not_repeated(typed: str, fault: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        identifiers.read_id_number(typed)

    assert (refusal.value.code, refusal.value.facts) == ("identifier.id_number", {"fault": fault})


def test_id_number_with_a_wrong_last_character_is_found() -> None:
    number = identifiers.id_number_of("31010519800229001")

    for last in set("0123456789X") - {number[-1]}:
        with pytest.raises(RuleViolation, match="check_digit"):
            identifiers.read_id_number(number[:-1] + last)


def test_id_number_cannot_be_made_of_nonsense() -> None:
    with pytest.raises(RuleViolation, match="format"):
        identifiers.id_number_of("3101051980022900?")
