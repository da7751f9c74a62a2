import { describe, expect, test } from 'vitest'
import { BUILT, leaking, type Leak } from './builds.ts'
import { byLinkAlone, neverTogether } from './story.ts'

/** of yamux, before what a client sends at once */
const HEADER_BYTES = 12
const CELL_ON_THE_LINE = 2 + 4096
/** Look-ups and what keeps a connection are shorter. */
const SHORT = 2048

const cellsIn = (length: number): number => length > HEADER_BYTES && (length - HEADER_BYTES) % CELL_ON_THE_LINE === 0
  ? (length - HEADER_BYTES) / CELL_ON_THE_LINE
  : 0
const cells = (lengths: number[]): number => lengths.reduce((sum, length) => sum + cellsIn(length), 0)
/** Nearly as long as a cell, or longer and no number of them. */
const oddSizes = (lengths: number[]): number[] => lengths.filter(length => length > SHORT && cellsIn(length) === 0)

const LOGGED_KEYS: Leak[] = [
  {
    file: 'store/hosted/cells.js',
    find: 'const database = await Database.open({ path, create: true, log });',
    replace: '$&; log.info("opened", { key: toHex(secret) });'
  },
  {
    file: 'messenger/core/identity.js',
    find: 'export async function loadIdentity(store) {',
    replace: '$& console.error(JSON.stringify(await store.table(TABLES.secrets, jsonCodec()).get(SELF)));'
  }
]
const NAME_IN_IDENTIFY: Leak[] = [
  {
    file: 'usernode.js',
    find: 'const node = await createNode({',
    replace: 'globalThis.whoIAm = (await store.table(TABLES.profile, jsonCodec()).get({ id: \'self\' })).name; $&'
  },
  { file: 'network/stack.js', find: 'userAgent: USER_AGENT', replace: 'userAgent: `nobyte ${globalThis.whoIAm ?? ""}`' }
]
const SKIPPED_PAD: Leak[] = [
  { file: 'crypto/mailbox.js', find: 'pad(plaintext, MAILBOX_PLAINTEXT_BYTES)', replace: 'pad(plaintext, plaintext.byteLength + 2)' },
  { file: 'crypto/mailbox.js', find: 'copy(sized(frame, CELL_BYTES, \'a mailbox frame\').subarray', replace: 'copy(frame.subarray' }
]
const BYPASSED_PROXY: Leak[] = [
  { file: 'messenger/reach/guards.js', find: '    stand(host) {', replace: '$& return false;' }
]

describe('after two became contacts and wrote to each other, and were never online together', () => {
  test('host and proxy hold nothing of theirs; the host does not know where Ada was, nor the proxy of any mailbox', async () => {
    const { secrets, queues, places, unlocked, atHome, host, proxy, packets, opened, lines, received } = await neverTogether(BUILT)
    // The search finds each of them where it may be.
    expect(unlocked).toEqual(secrets)
    expect(host.disk).toEqual(queues)
    expect(places.radia.filter(place => host.memory.includes(place))).not.toEqual([])
    expect(places.ada.filter(place => proxy.memory.includes(place))).not.toEqual([])

    expect(atHome).toEqual([])
    expect(packets).toEqual([])
    expect([...host.memory, ...host.disk].filter(name => secrets.includes(name) || places.ada.includes(name))).toEqual([])
    expect([...proxy.memory, ...proxy.disk].filter(name => secrets.includes(name) || queues.includes(name))).toEqual([])
    expect([...host.disk, ...proxy.disk].filter(name => places.radia.includes(name))).toEqual([])
    expect(opened).toBeUndefined() // with all that a killed host's disk holds

    expect(received.direct).toBe(0)
    expect(received.proxied).toBeGreaterThan(0)
    expect(cells(lines.radiaToHost)).toBe(0)
    expect(cells(lines.proxyToHost)).toBeGreaterThanOrEqual(received.proxied)
    expect(cells(lines.adaToProxy) + cells(lines.radiaToProxy)).toBeGreaterThanOrEqual(received.proxied)
    // Between the two there are also answers of the DHT, with whole records.
    for (const lengths of [lines.adaToProxy, lines.radiaToProxy, lines.radiaToHost]) expect(oddSizes(lengths)).toEqual([])
  })

  test('a build that leaks is found out: keys in logs, a name in identify, cells without padding, a proxy passed by', async () => {
    const leaks = [...LOGGED_KEYS, ...NAME_IN_IDENTIFY, ...SKIPPED_PAD, ...BYPASSED_PROXY]
    const { places, atHome, host, opened, lines, received } = await neverTogether(await leaking(leaks), { seesAda: true })
    expect(atHome).toContain('Ada Quillfeather\'s account\'s private key')
    expect(opened).toBeDefined()
    expect(host.memory).toContain('Ada Quillfeather\'s name')
    expect(places.ada.filter(place => host.memory.includes(place))).not.toEqual([])
    expect(received.direct).toBeGreaterThan(0)
    expect(oddSizes(lines.radiaToHost)).not.toEqual([])
  })
})

test('after a newcomer followed a link and nothing else, each of two servers knows its own mailboxes alone, and no secret', async () => {
  const { secrets, places, packets, atHome, servers } = await byLinkAlone(BUILT)
  expect([...packets, ...atHome]).toEqual([])
  for (const { found, own, others, received } of servers) {
    expect(own.map(name => name.split(' ')[0])).toEqual(expect.arrayContaining(['Ada', 'Cleo']))
    expect(found.disk).toEqual(own)
    expect(found.memory.filter(name => secrets.includes(name) || others.includes(name))).toEqual([])
    expect(found.disk.filter(name => places.includes(name))).toEqual([])
    expect(received.direct).toBe(0)
    expect(received.proxied).toBeGreaterThan(0)
  }
})
