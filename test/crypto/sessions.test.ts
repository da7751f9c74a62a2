import { beforeEach, describe, expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/base/bytes.ts'
import { DAY } from '../../src/base/time.ts'
import { hasCode } from '../../src/base/errors.ts'
import type { SessionMessage } from '../../src/crypto/sessions.ts'
import { PreKeys } from '../../src/wire/gen/identity.ts'
import { RatchetDevice, StoryClock } from './ratchet-device.ts'

let clock: StoryClock
let alice: RatchetDevice
let bob: RatchetDevice

beforeEach(() => {
  clock = new StoryClock()
  alice = new RatchetDevice(clock)
  bob = new RatchetDevice(clock)
})

const say = async (from: RatchetDevice, to: RatchetDevice, text: string): Promise<SessionMessage> =>
  await from.step(async overlay => await overlay.encrypt(to.id, utf8(text)))

async function hear (to: RatchetDevice, from: RatchetDevice, message: SessionMessage): Promise<string> {
  const result = await to.step(async overlay => await overlay.decrypt(from.id, message))
  if (result.kind === 'plaintext') return fromUtf8(result.plaintext)
  return result.kind === 'broken' ? `broken: ${result.reason}` : result.kind
}

const wired = (keys: PreKeys): PreKeys => PreKeys.decode(PreKeys.encode(keys))

async function meet (options: { reusable?: boolean } = {}): Promise<PreKeys> {
  const keys = wired(await bob.step(async overlay => await overlay.makePreKeys(options)))
  await alice.step(async overlay => { await overlay.begin(keys) })
  return keys
}

/** Alice and Bob have both heard from each other, so neither sends PreKey messages any more. */
async function talk (): Promise<void> {
  await meet()
  await hear(bob, alice, await say(alice, bob, 'hello'))
  await hear(alice, bob, await say(bob, alice, 'hello yourself'))
}

describe('first contact', () => {
  test('bob learns from a first message alone who wrote it', async () => {
    await meet()
    const { preKey, ciphertext } = await say(alice, bob, 'hello')
    expect(preKey).toBe(true)
    const first = await bob.step(async overlay => await overlay.decryptFirst(ciphertext))
    expect(first).toMatchObject({ kind: 'plaintext', device: alice.id, plaintext: utf8('hello') })
    expect(await hear(alice, bob, await say(bob, alice, 'hello yourself'))).toBe('hello yourself')
    expect(await hear(bob, alice, await say(alice, bob, 'how are you?'))).toBe('how are you?')
  })

  test('keys made for one use are gone after it', async () => {
    await meet()
    expect(bob.kept('pre-keys')).toHaveLength(1)
    await hear(bob, alice, await say(alice, bob, 'hello'))
    expect(bob.kept('pre-keys')).toHaveLength(0)
    expect(bob.kept('used-base-keys')).toHaveLength(0)
  })

  test('a second joiner finds keys of one use used up', async () => {
    const keys = await meet()
    const carol = new RatchetDevice(clock)
    await carol.step(async overlay => { await overlay.begin(keys) })
    await hear(bob, alice, await say(alice, bob, 'hello'))
    const { ciphertext } = await say(carol, bob, 'me too')
    expect(await bob.step(async overlay => await overlay.decryptFirst(ciphertext))).toEqual({ kind: 'broken', reason: 'keys-missing' })
  })

  test('reusable keys serve several joiners until they are removed', async () => {
    const keys = await meet({ reusable: true })
    expect(keys.oneTimeKey).toHaveLength(0)
    const joiners = [alice, new RatchetDevice(clock), new RatchetDevice(clock)]
    for (const joiner of joiners) {
      await joiner.step(async overlay => { await overlay.begin(keys) })
      const { ciphertext } = await say(joiner, bob, 'hello')
      const first = await bob.step(async overlay => await overlay.decryptFirst(ciphertext))
      expect(first).toMatchObject({ kind: 'plaintext', device: joiner.id })
      expect(await hear(joiner, bob, await say(bob, joiner, 'welcome'))).toBe('welcome')
    }
    expect(bob.kept('used-base-keys')).toHaveLength(1)
    await bob.step(async overlay => { overlay.removePreKeys(keys) })
    expect(bob.kept('used-base-keys')).toHaveLength(0) // what they remember of each joiner goes with them
    const late = new RatchetDevice(clock)
    await late.step(async overlay => { await overlay.begin(keys) })
    expect(await hear(bob, late, await say(late, bob, 'hello'))).toBe('broken: keys-missing')
  })

  test.each([{ reusable: false }, { reusable: true }])('a replayed first message makes no second session: %o', async options => {
    await meet(options)
    const { ciphertext } = await say(alice, bob, 'hello')
    const first = await bob.step(async overlay => await overlay.decryptFirst(ciphertext))
    if (first.kind !== 'plaintext') throw new Error(first.kind)
    const replayed = { kind: 'replayed', device: alice.id, baseKey: first.baseKey }
    expect(await bob.step(async overlay => await overlay.decryptFirst(ciphertext))).toEqual(replayed)
    bob.restart()
    await bob.step(async overlay => { overlay.remove(alice.id) })
    const gone = { kind: 'broken', reason: 'keys-missing' } // keys of one use went with their use
    expect(await bob.step(async overlay => await overlay.decryptFirst(ciphertext))).toEqual(options.reusable ? replayed : gone)
    expect(await hear(bob, alice, { preKey: true, ciphertext })).toBe(options.reusable ? 'broken: replayed' : 'broken: keys-missing')
    expect(bob.kept('session')).toHaveLength(0)
  })

  test('the same joiner may write again under the same base key', async () => {
    await meet()
    const [one, two] = [await say(alice, bob, 'one'), await say(alice, bob, 'two')]
    const first = await bob.step(async overlay => await overlay.decryptFirst(one.ciphertext))
    const second = await bob.step(async overlay => await overlay.decryptFirst(two.ciphertext))
    expect(second).toEqual({ ...first, plaintext: utf8('two') })
  })

  test('a first message passed off as another\'s is refused', async () => {
    await meet()
    const carol = new RatchetDevice(clock)
    const message = await say(alice, bob, 'hello')
    expect(bob.sessions.claimedSender(message.ciphertext)).toBe(alice.id)
    expect(await hear(bob, carol, message)).toBe('broken: wrong-sender')
    expect(bob.stored.size).toBe(1) // the keys, unused
    expect(await hear(bob, alice, message)).toBe('hello')
  })

  test('pre-keys with any changed byte of key or signature are refused', async () => {
    const keys = await bob.step(async overlay => await overlay.makePreKeys())
    for (const field of ['signedKey', 'signedSignature', 'kyberKey', 'kyberSignature', 'device'] as const) {
      const changed = { ...keys, [field]: keys[field].map((byte, i) => i === 20 ? byte ^ 1 : byte) }
      await expect(alice.step(async overlay => { await overlay.begin(changed) })).rejects.toMatchObject({ code: 'PROTOCOL' })
    }
    expect(alice.stored.size).toBe(0)
    await expect(bob.step(async overlay => { await overlay.begin(keys) })).rejects.toMatchObject({ code: 'PROTOCOL' })
  })

  test('both begin at once and end in one conversation', async () => {
    const [forBob, forAlice] = [
      await alice.step(async overlay => await overlay.makePreKeys()), await bob.step(async overlay => await overlay.makePreKeys())
    ]
    await alice.step(async overlay => { await overlay.begin(forAlice) })
    await bob.step(async overlay => { await overlay.begin(forBob) })
    const [fromAlice, fromBob] = [await say(alice, bob, 'from alice'), await say(bob, alice, 'from bob')]
    expect(await hear(bob, alice, fromAlice)).toBe('from alice')
    expect(await hear(alice, bob, fromBob)).toBe('from bob')
    let settled = false
    for (let i = 0; i < 4; i++) {
      const [there, back] = [await say(alice, bob, `there ${i}`), await say(bob, alice, `back ${i}`)]
      expect(await hear(bob, alice, there)).toBe(`there ${i}`)
      expect(await hear(alice, bob, back)).toBe(`back ${i}`)
      settled = !there.preKey && !back.preKey
    }
    expect(settled).toBe(true)
  })
})

describe('a session', () => {
  test('reads messages in any order, each once', async () => {
    await talk()
    const messages: SessionMessage[] = []
    for (let i = 0; i < 50; i++) messages.push(await say(alice, bob, String(i)))
    for (const i of [...messages.keys()].reverse()) expect(await hear(bob, alice, messages[i]!)).toBe(String(i))
    for (const message of messages) expect(await hear(bob, alice, message)).toBe('duplicate')
  })

  test('survives a restart', async () => {
    await talk()
    const before = await say(alice, bob, 'before')
    alice.restart()
    bob.restart()
    expect(await hear(bob, alice, before)).toBe('before')
    expect(await hear(bob, alice, await say(alice, bob, 'after'))).toBe('after')
  })

  test('a jump past 25,000 skipped messages breaks it visibly', async () => {
    await talk()
    const last = await alice.step(async overlay => {
      for (let i = 0; i < 25_001; i++) await overlay.encrypt(bob.id, utf8('lost'))
      return await overlay.encrypt(bob.id, utf8('too far'))
    })
    expect(await hear(bob, alice, last)).toBe('broken: undecryptable')
    const keys = await bob.step(async overlay => await overlay.makePreKeys())
    await alice.step(async overlay => { await overlay.begin(keys) })
    expect(await hear(bob, alice, await say(alice, bob, 'again'))).toBe('again')
  })

  test('changed, truncated and foreign bytes are broken, and change nothing', async () => {
    await talk()
    const message = await say(alice, bob, 'hello')
    const stored = new Map(bob.stored)
    for (let i = 0; i < message.ciphertext.length; i++) {
      const ciphertext = message.ciphertext.map((byte, at) => at === i ? byte ^ 1 : byte)
      expect((await bob.step(async overlay => await overlay.decrypt(alice.id, { preKey: false, ciphertext }))).kind).toBe('broken')
      const cut = { preKey: i % 2 === 0, ciphertext: message.ciphertext.slice(0, i) }
      expect((await bob.step(async overlay => await overlay.decrypt(alice.id, cut))).kind).toBe('broken')
    }
    expect(bob.stored).toEqual(stored)
    expect(await hear(bob, alice, message)).toBe('hello')
  })

  test('is missing before it begins, and after it is removed', async () => {
    expect(await alice.sessions.overlay().hasSession(bob.id)).toBe(false)
    await expect(say(alice, bob, 'hello')).rejects.toSatisfy(err => hasCode(err, 'SESSION_BROKEN'))
    await talk()
    const message = await say(alice, bob, 'hello')
    expect(await alice.sessions.overlay().hasSession(bob.id)).toBe(true)
    await bob.step(async overlay => { overlay.remove(alice.id) })
    expect(await hear(bob, alice, message)).toBe('no-session')
  })

  test('archived, sends no more, and still reads what was under way', async () => {
    await talk()
    const message = await say(bob, alice, 'under way')
    await alice.step(async overlay => { await overlay.archive(bob.id) })
    await expect(say(alice, bob, 'hello')).rejects.toSatisfy(err => hasCode(err, 'SESSION_BROKEN'))
    expect(await hear(alice, bob, message)).toBe('under way')
  })

  test('unanswered for more than 30 days, sends no more', async () => {
    await meet()
    await say(alice, bob, 'are you there?')
    clock.nowMs += 31 * DAY
    expect(await alice.sessions.overlay().hasSession(bob.id)).toBe(false)
    await expect(say(alice, bob, 'hello?')).rejects.toSatisfy(err => hasCode(err, 'SESSION_BROKEN'))
  })
})

describe('an overlay', () => {
  test('discarded, leaves no trace: the next message is the one it would have been', async () => {
    await talk()
    const overlay = alice.sessions.overlay()
    for (let i = 0; i < 10; i++) await overlay.encrypt(bob.id, utf8('never sent'))
    await overlay.archive(bob.id)
    overlay.discard()
    await expect(overlay.encrypt(bob.id, utf8('x'))).rejects.toThrow(TypeError)
    expect(await hear(bob, alice, await say(alice, bob, 'sent'))).toBe('sent')
  })

  test('discarded after a decryption, lets the message be read again', async () => {
    await meet()
    const message = await say(alice, bob, 'hello')
    const overlay = bob.sessions.overlay()
    expect((await overlay.decryptFirst(message.ciphertext)).kind).toBe('plaintext')
    overlay.discard()
    expect(bob.kept('pre-keys')).toHaveLength(1)
    expect(await hear(bob, alice, message)).toBe('hello')
  })

  test('chains 1,000 steps and hands over one record', async () => {
    await talk()
    const overlay = alice.sessions.overlay()
    const messages: SessionMessage[] = []
    for (let i = 0; i < 1000; i++) messages.push(await overlay.encrypt(bob.id, utf8(String(i))))
    expect(overlay.changes()).toHaveLength(1)
    alice.commit(overlay)
    const texts = await bob.step(async inbox => {
      const heard: string[] = []
      for (const message of messages) {
        const result = await inbox.decrypt(alice.id, message)
        heard.push(result.kind === 'plaintext' ? fromUtf8(result.plaintext) : result.kind)
      }
      return heard
    })
    expect(texts).toEqual(messages.map((_, i) => String(i)))
    expect(await hear(bob, alice, await say(alice, bob, 'and on'))).toBe('and on')
  })

  test('of one device runs beside one of another', async () => {
    const others = Array.from({ length: 8 }, () => new RatchetDevice(clock))
    for (const other of others) {
      const keys = await other.step(async overlay => await overlay.makePreKeys())
      await alice.step(async overlay => { await overlay.begin(keys) })
    }
    const messages = await Promise.all(others.map(async other => await alice.step(async overlay => {
      await overlay.encrypt(other.id, utf8('one'))
      return await overlay.encrypt(other.id, utf8(`for ${other.id}`))
    })))
    for (const [i, other] of others.entries()) expect(await hear(other, alice, messages[i]!)).toBe(`for ${other.id}`)
    const answers = await Promise.all(others.map(async other => await say(other, alice, other.id)))
    const heard = await Promise.all(others.map(async (other, i) => await hear(alice, other, answers[i]!)))
    expect(heard).toEqual(others.map(other => other.id))
  })

  test('reads the store again after its caller forgot the cache', async () => {
    await talk()
    const overlay = alice.sessions.overlay()
    await overlay.encrypt(bob.id, utf8('the batch failed'))
    overlay.discard()
    alice.sessions.forget()
    expect(await hear(bob, alice, await say(alice, bob, 'sent'))).toBe('sent')
  })

  test('names a damaged record', async () => {
    await talk()
    alice.restart()
    alice.stored.set(`session ${bob.id}`, utf8('not a session'))
    await expect(say(alice, bob, 'hello')).rejects.toSatisfy(err => hasCode(err, 'CORRUPT'))
  })
})
