/** What a mailbox host's process leaves on its disk when it is killed, tried with every key that lies there. */
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toBase64url, type Bytes } from '../../../src/base/bytes.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom as random } from '../../../src/base/random.ts'
import { DAY, systemClock as clock } from '../../../src/base/time.ts'
import { queueKeys, type QueueKeys } from '../../../src/crypto/cells.ts'
import { newNetwork, readNetworkFile, writeNetworkFile } from '../../../src/network/networks/descriptors.ts'
import { createNode } from '../../../src/network/node.ts'
import { createMailbox, type Mailbox, type MailboxHost } from '../../../src/protocols/mailbox/mailbox.ts'
import { runScript, type Script } from '../../network/processes.ts'
import { tempFolder } from '../../network/testbed.ts'
import { openWithWhatIsThere } from '../../privacy/seizure.ts'
import { filesUnder } from '../../support/files.ts'
import { freePort } from '../../support/ports.ts'

const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(100_000) })

interface Hosted {
  home: string
  host: MailboxHost
  mailbox: Mailbox
  /** kills it without a word */
  kill: () => Promise<void>
  /** at the same address, with what it left */
  startAgain: () => Promise<void>
}

async function hosted (durable: 'durable' | 'in-memory'): Promise<Hosted> {
  const folder = await tempFolder()
  const home = join(folder, 'infra')
  const networkFile = join(folder, 'network.json')
  const network = newNetwork({ name: 'hosted' })
  await writeNetworkFile(networkFile, network)
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  const start = async (): Promise<Script> => await runScript('serve.ts', [home, networkFile, listen, durable])
  let process = await start()
  const node = await createNode({ role: 'user', network, listen: [], log: silentLog })
  onTestFinished(async () => { await node.stop() })
  const mailbox = createMailbox({ node, clock, random, log: silentLog })
  const { bootstrap: [entry] } = await readNetworkFile(networkFile)
  const host = await mailbox.describe(entry!, options())
  expect(toBase64url(host.key)).toBe(entry!.mailbox) // the file says the same as the host
  return {
    home,
    host,
    mailbox,
    async kill () {
      process.kill('SIGKILL')
      await once(process, 'exit')
    },
    async startAgain () { process = await start() }
  }
}

const holds = (bytes: Buffer, part: Bytes): boolean => bytes.includes(Buffer.from(part))

async function leaveOne ({ host, mailbox }: Hosted): Promise<{ rid: Bytes, receiver: QueueKeys, sid: Bytes, body: Bytes }> {
  const [receiver, sender] = [queueKeys(random(32)), queueKeys(random(32))]
  const { rid, sids: [sid] } = await mailbox.create(host, { receiver, senders: [sender.publicKey], ttlMs: DAY }, options())
  const body = random(3840)
  const put = { sid: sid!, sender, tag: random(16), body }
  expect(await mailbox.put(host, put, options())).toMatchObject({ kind: 'stored' })
  return { rid, receiver, sid: sid!, body }
}

describe('a mailbox host that is killed', () => {
  test('leaves nothing that opens with what it leaves, nor which queue held anything; queues it still knows', async () => {
    const there = await hosted('in-memory')
    const { rid, receiver, sid, body } = await leaveOne(there)
    const before = await there.mailbox.generation(there.host, options())
    await there.kill()
    expect(await openWithWhatIsThere(there.home)).toBeUndefined()
    const cells = Buffer.concat(await filesUnder(join(there.home, 'mailbox', 'cells')))
    for (const trace of [rid, sid, body, body.subarray(0, 64), receiver.publicKey]) expect(holds(cells, trace)).toBe(false)
    const queues = Buffer.concat(await filesUnder(join(there.home, 'mailbox', 'queues')))
    expect(holds(queues, rid) && holds(queues, sid)).toBe(true) // so the search finds what is there

    await there.startAgain()
    expect(await there.mailbox.generation(there.host, options())).not.toBe(before)
    const fetched = await there.mailbox.get(there.host, { rid, receiver, cursor: 0n, waitMs: 0, cells: 8 }, options())
    expect(fetched.cells).toEqual([])
    await there.mailbox.ack(there.host, { rid, receiver, upTo: 1n }, options()) // NOT_FOUND, were the queue gone
  })

  test('and is durable leaves the key as well, as it says, and loses nothing', async () => {
    const there = await hosted('durable')
    const { rid, receiver, body } = await leaveOne(there)
    await there.kill()
    const opened = await openWithWhatIsThere(there.home)
    expect(holds(Buffer.from(opened!), body)).toBe(true)
    await there.startAgain()
    const fetched = await there.mailbox.get(there.host, { rid, receiver, cursor: 0n, waitMs: 0, cells: 8 }, options())
    expect(fetched.cells).toHaveLength(1)
  })
})
