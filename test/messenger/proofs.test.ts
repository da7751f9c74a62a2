import type * as Crypto from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { concat, toBase64url, toHex, type Bytes } from '../../src/base/bytes.ts'
import { accountIdFromBytes, deviceIdFromBytes } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import { dialProof, DIAL_PROOF_BYTES, proofHint, type HandshakeEnds } from '../../src/crypto/handshake.ts'
import type { Contacts } from '../../src/messenger/core/contacts.ts'
import { Proofs } from '../../src/messenger/reach/proofs.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

const work = vi.hoisted(() => ({ macs: 0 }))
vi.mock('node:crypto', async original => {
  const real = await original<typeof Crypto>()
  const createHmac: typeof real.createHmac = (...args) => {
    work.macs++
    return real.createHmac(...args)
  }
  return { ...real, createHmac, default: { ...real, createHmac } }
})

const CONTACTS = 200
const ownDevice = deviceIdFromBytes(systemRandom(32))
const [here, there] = [systemRandom(38), systemRandom(38)]

/** Somebody with many contacts, four secrets with each. */
const people = Array.from({ length: CONTACTS }, () => ({
  contactId: accountIdFromBytes(systemRandom(32)),
  devices: [{ deviceId: deviceIdFromBytes(systemRandom(32)), seq: 0 }],
  secrets: Array.from({ length: 4 }, () => systemRandom(32)).map(bytes => ({ bytes, secret: toBase64url(bytes), sinceMs: 0 }))
}))
const contacts = { get: (id: string) => people.find(one => one.contactId === id) } as unknown as Contacts
const proofs = new Proofs({ ownDevice, peerId: here, contacts, random: systemRandom })
for (const { contactId } of people) proofs.refresh(contactId)

const [friend] = people
const secret = friend!.secrets[2]!.bytes
const ends: HandshakeEnds = {
  protocol: PROTOCOLS.delivery,
  diallerPeerId: there,
  listenerPeerId: here,
  diallerDevice: friend!.devices[0]!.deviceId,
  listenerDevice: ownDevice
}

async function macsFor (proof: Bytes): Promise<{ macs: number, isKnown: boolean }> {
  work.macs = 0
  const answer = await proofs.listen(proof, { local: here, remote: there })
  return { macs: work.macs, isKnown: answer !== undefined }
}

beforeEach(() => { work.macs = 0 })

test('what a stranger can order is one look-up, however many people are known here', async () => {
  for (let i = 0; i < 100; i++) expect(await macsFor(systemRandom(DIAL_PROOF_BYTES))).toEqual({ macs: 0, isKnown: false })
})

test('and with a hint that they overheard two MACs, one fewer than a friend', async () => {
  const hint = proofHint(secret, ends.diallerDevice, here)
  const forged = concat(hint, systemRandom(DIAL_PROOF_BYTES - hint.byteLength))
  expect(await macsFor(forged)).toEqual({ macs: 2, isKnown: false })
  const proof = dialProof({ secret, ends, random: systemRandom })
  expect(toHex(proof)).toContain(toHex(hint))
  expect(await macsFor(proof)).toEqual({ macs: 3, isKnown: true })
})
