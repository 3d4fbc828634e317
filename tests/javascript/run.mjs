// Runs operations on the browser's modules and on the libraries that they are held against.
// A line of standard input: a JSON list of [operation, arguments]. The line it answers with: a JSON list of {value} or
// {error, reason}. Bytes are hexadecimal. TILLIT_STATIC names the folder of the static files.

import { createInterface } from "node:readline";
import * as blindrsa from "./blindrsa.mjs";
import * as hpke from "./hpke.mjs";
import * as jsonStat from "./json-stat.mjs";
import * as qrCodes from "./qr-codes.mjs";
import { fromHex, hexed, ours } from "./modules.mjs";

const { blind, bytes, credential, custodian, encode, seal, unseal } = ours;

const operations = {
  "blind.contextOf": ({ wave, group }) => blind.contextOf(wave, group),
  "blind.prepare": ({ context }) => blind.prepare(fromHex(context)),
  "blind.blind": ({ prepared, spki }) => blind.blind(fromHex(prepared), fromHex(spki)),
  "blind.blindWith": ({ prepared, spki, salt, r }) => blind.blindWith(fromHex(prepared), fromHex(spki), fromHex(salt), fromHex(r)),
  "blind.finalize": ({ prepared, signature, inverse, spki }) =>
    blind.finalize(fromHex(prepared), fromHex(signature), fromHex(inverse), fromHex(spki)),
  "blind.finalizeWith": ({ prepared, signature, inverse, spki, saltBytes }) =>
    blind.finalizeWith(fromHex(prepared), fromHex(signature), fromHex(inverse), fromHex(spki), saltBytes),
  "seal.seal": ({ plaintext, receiver, info }) => seal.seal(fromHex(plaintext), fromHex(receiver), fromHex(info)),
  "seal.sealWith": async ({ ephemeral, plaintext, receiver, info, aad }) =>
    seal.sealWith(await chosenPair(ephemeral), fromHex(plaintext), fromHex(receiver), fromHex(info), fromHex(aad)),
  "unseal.unseal": ({ sealed, pair, info, aad }) => unseal.unseal(fromHex(sealed), unhexed(pair), fromHex(info), fromHex(aad)),
  "encode.encode": ({ layout, answers }) => encode.encode(layout, answers),
  "bytes.toText": ({ data }) => bytes.toText(fromHex(data)),
  "bytes.fromText": ({ text }) => bytes.fromText(text),
  "bytes.codeOf": ({ document }) => bytes.codeOf(fromHex(document)),
  "bytes.readCode": ({ typed }) => bytes.readCode(typed),
  "bytes.uuid": ({ uuid }) => bytes.uuidText(bytes.uuidBytes(uuid)),
  "credential.pack": ({ list, prepared, signature }) => credential.pack(list, fromHex(prepared), fromHex(signature)),
  "credential.unpack": ({ fragment }) => credential.unpack(fragment),
  "credential.castBody": ({ fragment, sealed }) => credential.castBody(credential.unpack(fragment), fromHex(sealed)),
  "credential.ballotInfo": ({ wave, group }) => credential.ballotInfo({ wave, group }),
  "credential.checkKeyList": ({ document, ...expected }) => credential.checkKeyList(fromHex(document), expected),
  "custodian.newPair": () => custodian.newPair(),
  "custodian.keyMark": ({ key }) => custodian.keyMark(fromHex(key)),
  "custodian.writeRecoveryFile": ({ pair, passphrase, cost }) => custodian.writeRecoveryFile(unhexed(pair), passphrase, { cost }),
  "custodian.unlock": async ({ text, passphrase }) => custodian.unlock(await custodian.readRecoveryFile(text), passphrase),
  "custodian.readSealedShare": ({ text }) => custodian.readSealedShare(text),
  "custodian.openShare": ({ text, pair }) => custodian.openShare(custodian.readSealedShare(text), unhexed(pair)),
  ...blindrsa.operations,
  ...hpke.operations,
  ...jsonStat.operations,
  ...qrCodes.operations,
};

const unhexed = (pair) => ({ private: fromHex(pair.private), public: fromHex(pair.public) });

async function chosenPair(pair) {
  const publicKey = await crypto.subtle.importKey("raw", fromHex(pair.public), seal.CURVE, true, []);
  return { privateKey: await unseal.privateKey(unhexed(pair)), publicKey };
}

async function result([name, given]) {
  if (!(name in operations)) throw new Error(`no operation ${name}`);
  try {
    return { value: hexed(await operations[name](given)) };
  } catch (error) {
    return { error: `${error.name}: ${error.message}`, reason: error.reason ?? error.item ?? null };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const results = [];
  for (const operation of JSON.parse(line)) results.push(await result(operation));
  process.stdout.write(JSON.stringify(results) + "\n");
}
