"""Whom a workspace trusts: added by code, removed with a reason, the entry of either kept."""

import pytest

from app.crypto.certificates import CertificateRefusedError
from app.domain.act_refusals import ReasonMissingError
from app.domain.canonical import CharacterRefusedError, check_code
from app.domain.signer import certificate_digest
from app.services.identities import OrganiserNotTrustedError
from tests.workspaces import World


def test_an_organiser_is_trusted_and_then_no_more(signed: World) -> None:
    der = signed.certificate("desk")
    code = check_code(certificate_digest(der))
    with signed.laptop("bureau") as bureau:
        bureau.identities.trust(der, code)
        assert bureau.verification.verify([signed.root / "record.pdf"])[0].verdict == "valid"
        assert bureau.identities.distrust(f"  {code}", "合同到期") == der
        assert bureau.identities.trusted() == ()
        assert bureau.verification.verify([signed.root / "record.pdf"])[0].verdict == "unknown_signer"
    # The list is replayed, not kept in memory; trusted again, it counts again.
    with signed.laptop("bureau") as bureau:
        assert bureau.identities.trusted() == ()
        bureau.identities.trust(der, code)
        assert bureau.identities.trusted() == (der,)
        bureau.identities.distrust(der, "换了证书")
        assert bureau.identities.trusted() == ()


def test_only_what_is_trusted_can_be_removed_and_only_with_a_reason(signed: World) -> None:
    der = signed.certificate("desk")
    with signed.laptop("bureau") as bureau:
        for wrong in (der, check_code(certificate_digest(der)), "12"):
            with pytest.raises(OrganiserNotTrustedError):
                bureau.identities.distrust(wrong, "合同到期")
        bureau.identities.trust(der, check_code(certificate_digest(der)))
        with pytest.raises(ReasonMissingError):
            bureau.identities.distrust(der, " ")
        with pytest.raises(CharacterRefusedError):
            bureau.identities.distrust(der, "合同\u202e到期")
        with pytest.raises(CertificateRefusedError):
            bureau.identities.distrust(b"no certificate", "合同到期")
        assert bureau.identities.trusted() == (der,)
