"""Electronic seals: whole and known, whole and unknown, changed afterwards."""

from __future__ import annotations

import io
import resource
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.factories import drafts, sealing
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.files.test_store import make_pdf
from zhiping.applications import actions
from zhiping.applications.models import Application
from zhiping.applications.queries import scorecards
from zhiping.core.errors import RuleViolation
from zhiping.documents.ports import Signature, Trust
from zhiping.files import ports as files
from zhiping.integrations import eseal
from zhiping.integrations.eseal import PyHanko, certificates
from zhiping.organisations.models import OrganisationName
from zhiping.screening import actions as screening
from zhiping.screening.models import Finding

AT = datetime(2022, 4, 25, 2, tzinfo=UTC)
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


class Authority:
    """An invented authority that gives units their seals."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, "城市电子印章中心")])
        self.certificate = self._certify(self.name, self.key.public_key(), is_authority=True)

    def _certify(self, subject: made.Name, key: ec.EllipticCurvePublicKey, *, is_authority: bool) -> made.Certificate:
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        signs = {"digital_signature": not is_authority, "content_commitment": not is_authority}
        return (
            made.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(made.random_serial_number())
            .not_valid_before(AT - timedelta(days=300))
            .not_valid_after(AT + timedelta(days=300))
            .add_extension(made.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(
                made.KeyUsage(**usage, **signs, key_cert_sign=is_authority, crl_sign=is_authority), critical=True
            )
            .sign(self.key, hashes.SHA256())
        )

    def seal(self, pdf: bytes, unit: str = "上海浦江精密仪表有限公司") -> bytes:
        """Return a PDF that a unit has signed."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, unit)])
        certificate = self._certify(name, key.public_key(), is_authority=False)
        private = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        signer = signers.SimpleSigner(
            signing_cert=x509.Certificate.load(certificate.public_bytes(DER)),
            signing_key=keys.PrivateKeyInfo.load(private),
            cert_registry=SimpleCertificateStore(),
        )
        out = io.BytesIO()
        with ThreadPoolExecutor(1) as apart:  # a browser test of the same process has a loop of its own
            apart.submit(
                signers.sign_pdf,
                IncrementalPdfFileWriter(io.BytesIO(pdf)),
                PdfSignatureMetadata(field_name="Seal"),
                signer=signer,
                output=out,
            ).result()
        return out.getvalue()


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def roots(authority: Authority, tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(authority.certificate.public_bytes(PEM))
    (tmp_path / "README.txt").write_text("no certificate")
    return tmp_path


def test_a_seal_under_a_root_of_ours_is_valid_and_names_its_signer(authority: Authority, roots: Path) -> None:
    sealed = authority.seal(make_pdf(1))

    assert PyHanko(roots).signature_on(sealed, AT) == Signature(Trust.VALID, "上海浦江精密仪表有限公司")


def test_a_seal_without_root_or_outside_its_years_is_unknown(authority: Authority, roots: Path, settings: Any) -> None:
    sealed = authority.seal(make_pdf(1))
    settings.ESEAL_ROOTS = None

    by_whom = [Authority().seal(make_pdf(1)), sealed]
    judged = [
        PyHanko(roots).signature_on(by_whom[0], AT),
        PyHanko().signature_on(sealed, AT),
        PyHanko(roots).signature_on(sealed, AT + timedelta(days=900)),
    ]

    assert [one.trust for one in judged if one] == [Trust.UNKNOWN] * 3


def test_a_pdf_changed_after_it_was_sealed_is_broken(authority: Authority, roots: Path) -> None:
    sealed = authority.seal(make_pdf(2))
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Pages"]["/Kids"][0].get_object()["/Rotate"] = writer.root["/Pages"]["/Count"]
    writer.update_container(writer.root["/Pages"]["/Kids"][0].get_object())
    changed = io.BytesIO()
    writer.write(changed)
    place = sealed.index(b"/MediaBox")
    overwritten = sealed[: place + 12] + b"9" + sealed[place + 13 :]

    judged = [PyHanko(roots).signature_on(pdf, AT) for pdf in (changed.getvalue(), overwritten)]

    assert [one and one.trust for one in judged] == [Trust.BROKEN, Trust.BROKEN]


def test_a_plain_pdf_bears_no_seal_and_neither_does_what_is_no_pdf(roots: Path) -> None:
    assert PyHanko(roots).signature_on(make_pdf(1), AT) is None
    assert PyHanko(roots).signature_on(b"%PDF-1.7 nothing", AT) is None


def _endless(megabytes: int) -> bytes:
    """Return a PDF of some kilobytes whose table lists millions of objects that are not there."""
    things = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Note(/ByteRange)>>",
    ]
    pdf, places = b"%PDF-1.5\n", []
    for number, thing in enumerate(things, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    rows = [struct.pack(">BQQ", 0, 0, 65535), *(struct.pack(">BQQ", 1, place, 0) for place in [*places, len(pdf)])]
    several, pack = megabytes * 2**20 // 17, zlib.compressobj(9)
    table = pack.compress(b"".join(rows)) + pack.compress(bytes(17 * several)) + pack.flush()
    told = b"<</Type/XRef/Size %d/W[1 8 8]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % (5 + several, len(table))
    return pdf + b"4 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (told, table, len(pdf))


def test_a_pdf_that_nobody_can_judge_with_modest_means_counts_as_broken_and_costs_us_nothing(
    roots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eseal, "SECONDS", 2)
    pdf = _endless(40)
    before, computed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    assert files.inspect(pdf).pages == 1
    assert PyHanko(roots).signature_on(pdf, AT) == Signature(Trust.BROKEN, "")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert time.process_time() - computed < 0.5


def test_roots_are_read_as_pem_and_der(authority: Authority, roots: Path) -> None:
    (roots / "other.cer").write_bytes(Authority().certificate.public_bytes(DER))

    assert len(certificates(roots)) == 2
    assert certificates(roots / "nowhere") == []


@pytest.mark.django_db
def test_a_sheet_signed_electronically_passes_the_same_gate(authority: Authority, roots: Path, settings: Any) -> None:
    settings.ESEAL_ROOTS = roots
    draft = drafts.fill(drafts.begin())
    who = {"application_id": draft.case.pk, "name": "意见表.pdf", "by": draft.unit, "at": draft.at}
    printed = sealing.printed(draft)
    sealed = authority.seal(printed)

    sheet = actions.hand_in_sheet(content=sealed, **who)  # type: ignore[arg-type]
    place = sealed.index(b"/MediaBox") + 14
    tampered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    with pytest.raises(RuleViolation, match="sheet.signature_broken"):
        actions.hand_in_sheet(content=tampered, **who)  # type: ignore[arg-type]

    assert (sheet.code_read, sheet.seal_seen, sheet.signer) == (True, False, "上海浦江精密仪表有限公司")
    assert sheet.is_plain


@pytest.mark.django_db
def test_a_seal_of_another_name_is_taken_and_the_office_is_told_and_one_of_a_former_name_is_not_told(
    authority: Authority, roots: Path, settings: Any
) -> None:
    settings.ESEAL_ROOTS = roots
    edition, office = make_edition(), make_officer()
    unit = make_organisation("上海申江阀门有限公司")
    OrganisationName.objects.create(organisation=unit, name="浦江阀门厂", kind="former")
    cases = []
    for signer, title in (("上海浦江精密仪表有限公司", "缩短换模时间"), ("浦江阀门厂", "降低废品率")):
        draft = drafts.fill(drafts.begin(edition, organisation=unit), title)
        _endorse_with(draft, authority.seal(sealing.printed(draft), signer))
        cases.append(_at_the_check(drafts.submit(drafts.reload(draft)).case))

    for case in cases:
        screening.run_machine_check(application_id=case.pk, by=office, at=AT)

    told = Finding.objects.filter(text__contains="签章人")
    assert [(one.application_id, one.text, one.blocking) for one in told] == [
        (
            cases[0].pk,
            "本单位盖章页的电子签章人为“上海浦江精密仪表有限公司”，与登记的单位名称（含曾用名、别名）不符，请核对是不是本单位的签章。",
            False,
        )
    ]


def _endorse_with(draft: drafts.Draft, sheet: bytes) -> None:
    scores = {line.id: line.points for line in scorecards.lines(draft.case)}
    actions.endorse(
        application_id=draft.case.pk,
        opinion="同意申报",
        scores=scores,
        sealed=("意见表.pdf", sheet),
        by=draft.unit,
        at=draft.at,
    )


def _at_the_check(case: Application) -> Application:
    """Put a case before the office, whose turn it is."""
    case.phase, case.state = "screening", "screening"
    case.save(update_fields=["phase", "state"])
    return case
