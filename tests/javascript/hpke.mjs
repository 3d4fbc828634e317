// @hpke/core, as an oracle for sealing.

import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { fromHex, ours } from "./modules.mjs";

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

const buffer = (hex) => fromHex(hex).buffer;
const pairOf = async (pair) => ({
  privateKey: await suite.kem.deserializePrivateKey(buffer(pair.private)),
  publicKey: await suite.kem.deserializePublicKey(buffer(pair.public)),
});

async function sealed({ receiver, info, plaintext, aad, ephemeral }) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(receiver));
  const chosen = ephemeral ? { ekm: await pairOf(ephemeral) } : {};
  const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(info), ...chosen });
  const ciphertext = await sender.seal(buffer(plaintext), buffer(aad));
  return ours.bytes.concat(new Uint8Array(sender.enc), new Uint8Array(ciphertext));
}

async function opened({ sealed, pair, info, aad }) {
  const recipientKey = await pairOf(pair);
  const enc = fromHex(sealed).slice(0, 65).buffer;
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info: buffer(info) });
  return recipient.open(fromHex(sealed).slice(65).buffer, buffer(aad));
}

export const operations = { "hpke.seal": sealed, "hpke.open": opened };
