"""The modules in a real browser, where WebCrypto is another one than Node's, against the server's own code."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from surveys.ballots import sealing
from surveys.ballots.custody import Holder, RecoveryFile, Share, new_custodian, seal_share, unlock
from surveys.ballots.share_files import SealedShare
from surveys.credentials import blind_signatures as server
from tests.chromium import chromium
from tests.interop.node import STATIC
from tests.reference.rfc9474 import vectors

pytestmark = pytest.mark.browser

CONTEXT = server.context_of(UUID(int=1, version=4), UUID(int=2, version=4))
PASSPHRASE = "grønn kaffe på lørdag"
LOAD = """async (given) => {
  const load = (name) => import(`/tillit/${name}.js`);
  const [bytes, blind, seal, qr, custodian] =
    await Promise.all(["bytes", "blind", "seal", "qr", "custodian-key"].map(load));
  const hex = bytes.toHex, raw = bytes.fromHex;
  %s
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """The static files, without a line for every request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """Yield a page of an address where modules load: the static folder itself, on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC))) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        with chromium() as browser:
            opened = browser.new_context().new_page()
            opened.goto(f"http://127.0.0.1:{files.server_address[1]}/vendor/")
            yield opened
        files.shutdown()


def _run(page: Page, script: str, **given: Any) -> Any:
    return page.evaluate(LOAD % script, given)


def test_the_rfcs_first_vector(page: Page) -> None:
    vector = vectors()[0]
    script = """
      const spki = raw(given.spki), prepared = raw(given.prepared);
      const made = await blind.blindWith(prepared, spki, raw(given.salt), raw(given.r));
      const signature = await blind.finalizeWith(prepared, raw(given.signature), made.inverse, spki, 48);
      return [hex(made.blinded), hex(signature)];"""
    given = {"spki": vector.public_spki, "prepared": vector.prepared, "salt": vector.salt, "r": vector.r}
    given["signature"] = vector.blind_signature
    found = _run(page, script, **{name: value.hex() for name, value in given.items()})
    assert found == [vector.blinded.hex(), vector.signature.hex()]


def test_a_credential_is_collected(page: Page) -> None:
    key = server.new_signing_key()
    start = """
      const prepared = blind.prepare(raw(given.context));
      const { blinded, inverse } = await blind.blind(prepared, raw(given.spki));
      return { prepared: hex(prepared), blinded: hex(blinded), inverse: hex(inverse) };"""
    pending = _run(page, start, context=CONTEXT.hex(), spki=key.public.hex())
    answer = server.blind_sign(bytes.fromhex(pending["blinded"]), private_key=key.private)
    end = """
      const [prepared, signature] = [raw(given.prepared), raw(given.signature)];
      return hex(await blind.finalize(prepared, signature, raw(given.inverse), raw(given.spki)));"""
    final = _run(page, end, **pending, signature=answer.hex(), spki=key.public.hex())
    assert server.verify(bytes.fromhex(pending["prepared"]), bytes.fromhex(final), public_key=key.public)
    wrong = f"try {{ {end.replace('given.signature', 'given.blinded')} }} catch (error) {{ return error.message; }}"
    assert _run(page, wrong, **pending, spki=key.public.hex()) == "the signature is not right"


def test_a_seal_opens_on_the_server(page: Page) -> None:
    box = sealing.new_key_pair()
    script = "return hex(await seal.seal(raw(given.plaintext), raw(given.receiver), raw(given.info)));"
    given = {"plaintext": bytes(range(128)).hex(), "receiver": box.public.hex(), "info": CONTEXT.hex()}
    sealed = bytes.fromhex(_run(page, script, **given))
    assert sealing.unseal(sealed, private_key=box.private, info=CONTEXT) == bytes(range(128))
    off_the_curve = box.public[:-1] + bytes([box.public[-1] ^ 1])
    refused = f"try {{ {script} }} catch {{ return 'refused'; }}"
    assert _run(page, refused, **(given | {"receiver": off_the_curve.hex()})) == "refused"


def test_a_custodian_makes_and_uses_her_key(page: Page) -> None:
    script = """
      const pair = await custodian.newPair();
      return [hex(pair.private), await custodian.writeRecoveryFile(pair, given.passphrase, { cost: 16 })];"""
    private, text = _run(page, script, passphrase=PASSPHRASE)
    assert unlock(RecoveryFile.from_json(text), PASSPHRASE).hex() == private
    recovery = new_custodian(PASSPHRASE, cost=16)
    share, wave = Share(Holder.UNION, 2**200), UUID(int=3, version=4)
    sealed = seal_share(share, wave_id=wave, custodian=recovery.public_key)
    file = SealedShare(wave, "Synthetic AS", "Våren", share.holder, sealed)
    use = """
      const pair = await custodian.unlock(await custodian.readRecoveryFile(given.recovery), given.passphrase);
      return custodian.openShare(custodian.readSealedShare(given.sealed), pair);"""
    opened = _run(page, use, recovery=recovery.to_json(), passphrase=PASSPHRASE, sealed=file.to_json())
    assert opened == file.opened(unlock(recovery, PASSPHRASE)).to_json()


def test_two_halves_that_do_not_fit_are_found_out(page: Page) -> None:
    """The browser checks the private half against the public one; a recovery file must not hand out a wrong pair."""
    pair = {"private": sealing.new_key_pair().private.hex(), "public": sealing.new_key_pair().public.hex()}
    script = """
      const pair = { private: raw(given.private), public: raw(given.public) };
      const text = await custodian.writeRecoveryFile(pair, given.passphrase, { cost: 16 });
      try { await custodian.unlock(await custodian.readRecoveryFile(text), given.passphrase); }
      catch (error) { return error.reason; }"""
    assert _run(page, script, **pair, passphrase=PASSPHRASE) == "file"


def test_a_qr_code_is_drawn(page: Page) -> None:
    script = """
      const svg = qr.drawQr(given.text, "Svarbevis");
      document.body.append(svg);
      const modules = qr.qrModules(given.text).flat().filter(Boolean).length;
      return [svg.getAttribute("viewBox"), svg.lastChild.getAttribute("d").split("M").length - 1 - modules,
        svg.getBoundingClientRect().width > 0, svg.outerHTML.includes("style")];"""
    assert _run(page, script, text="x" * 560) == ["0 0 89 89", 0, True, False]
