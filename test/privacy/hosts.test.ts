import { describe, expect, test } from 'vitest'
import { BUILT, leaking, type Leak } from './builds.ts'
import { byLinkAlone, neverTogether, type Evidence } from './story.ts'

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

interface Planted {
  leaks: Leak[]
  /** What is found then, and is not otherwise. */
  shows: (evidence: Evidence) => void
}

const PLANTED: Record<string, Planted> = {
  'logs the key of what lies at a host': {
    leaks: [{
      file: 'store/hosted/cells.js',
      find: 'const database = await Database.open({ path, create: true, log });',
      replace: '$&; log.info("opened", { key: toHex(secret) });'
    }],
    shows: ({ opened }) => { expect(opened).toBeDefined() }
  },
  'logs a person\'s keys': {
    leaks: [{
      file: 'messenger/core/identity.js',
      find: 'export async function loadIdentity(store) {',
      replace: '$& console.error(JSON.stringify(await store.table(TABLES.secrets, jsonCodec()).get(SELF)));'
    }],
    shows: ({ atHome }) => { expect(atHome).toContain('Ada Quillfeather\'s account\'s private key') }
  },
  'tells nodes a person\'s name': {
    leaks: [
      {
        file: 'usernode.js',
        find: 'const node = await createNode({',
        replace: 'globalThis.whoIAm = (await store.table(TABLES.profile, jsonCodec()).get({ id: \'self\' })).name; $&'
      },
      { file: 'network/stack.js', find: 'userAgent: USER_AGENT', replace: 'userAgent: `nobyte ${globalThis.whoIAm ?? ""}`' }
    ],
    shows: ({ host, proxy }) => { expect([...host.memory, ...proxy.memory]).toContain('Ada Quillfeather\'s name') }
  },
  'pads no cells': {
    leaks: [
      { file: 'crypto/mailbox.js', find: 'pad(plaintext, MAILBOX_PLAINTEXT_BYTES)', replace: 'pad(plaintext, plaintext.byteLength + 2)' },
      { file: 'crypto/mailbox.js', find: 'copy(sized(frame, CELL_BYTES, \'a mailbox frame\').subarray', replace: 'copy(frame.subarray' }
    ],
    shows: ({ lines }) => { expect([lines.adaToProxy, lines.radiaToProxy, lines.radiaToHost].flatMap(oddSizes)).not.toEqual([]) }
  },
  'passes proxies by': {
    leaks: [{ file: 'messenger/reach/guards.js', find: '    stand(host) {', replace: '$& return false;' }],
    shows ({ received, places, host }) {
      expect(received.direct).toBeGreaterThan(0)
      expect(places.ada.filter(place => host.memory.includes(place))).not.toEqual([])
    }
  }
}
/** `npm run faults -- leaks`: each in a build of its own */
const EACH = process.env.NOBYTE_LEAKS !== undefined

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

  test.skipIf(EACH)(`a build is found out that ${Object.keys(PLANTED).join(', ')}`, async () => {
    const evidence = await neverTogether(await leaking(Object.values(PLANTED).flatMap(({ leaks }) => leaks)), { seesAda: true })
    for (const { shows } of Object.values(PLANTED)) shows(evidence)
  })

  for (const [what, { leaks, shows }] of EACH ? Object.entries(PLANTED) : []) {
    test(`a build is found out that ${what}, and does nothing else`, async () => {
      const evidence = await neverTogether(await leaking(leaks), { seesAda: true })
      shows(evidence)
      for (const other of Object.values(PLANTED)) if (other.shows !== shows) expect(() => { other.shows(evidence) }).toThrow()
    })
  }
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
