import { readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { silentLog as log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { publishMetrics } from '../../src/api/metrics.ts'
import { startInfrastructure, type Infrastructure } from '../../src/infra.ts'
import { newNetwork, readNetworkFile, writeNetworkFile } from '../../src/network/networks/descriptors.ts'
import { createMailbox } from '../../src/protocols/mailbox/mailbox.ts'
import { joinedNode, LOOPBACK, tempFolder } from '../network/testbed.ts'
import { WorldClock } from '../support/clock.ts'
import { freePort } from '../support/ports.ts'

async function served (): Promise<{ node: Infrastructure, networkFile: string }> {
  const folder = await tempFolder()
  const networkFile = join(folder, 'network.json')
  await writeNetworkFile(networkFile, newNetwork({ name: 'counted' }))
  const node = await startInfrastructure({ home: join(folder, 'infra'), networkFile, listen: [LOOPBACK], operator: 'Orla', log })
  onTestFinished(async () => { await node.stop() })
  return { node, networkFile }
}

const get = async (port: number, path: string, host: string): Promise<{ status: number | undefined, text: string }> =>
  await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, response => {
      const parts: Buffer[] = []
      response.on('data', part => { parts.push(part as Buffer) })
      response.on('end', () => { resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }) })
    }).on('error', reject).end()
  })

test('an operator\'s node counts what it does where Prometheus finds it, and names nobody', async () => {
  const { node, networkFile } = await served()
  const guest = await joinedNode(await readNetworkFile(networkFile))
  const mailbox = createMailbox({ node: guest, clock: systemClock, random, log })
  onTestFinished(() => { mailbox.stop() })
  const options = { signal: AbortSignal.timeout(60_000) }
  const host = await mailbox.describe({ addresses: node.addresses }, options)
  const [receiver, sender] = [queueKeys(random(32)), queueKeys(random(32))]
  const { rid, sids: [sid] } = await mailbox.create(host, { receiver, senders: [sender.publicKey], ttlMs: 1000 }, options)
  await mailbox.put(host, { sid: random(24), sender, tag: random(16), body: random(3840) }, options)

  const port = await freePort()
  const metrics = await publishMetrics({ node, at: String(port), log })
  onTestFinished(async () => { await metrics.stop() })
  const { status, text } = await get(port, '/metrics', `localhost:${port}`)
  expect(status).toBe(200)
  expect(text).toMatch(/^nobyte_mailbox\{kind="queues"\} 1$/m)
  expect(text).toMatch(/^nobyte_mailbox_answers_total\{status="OK"\} 1$/m)
  expect(text).toMatch(/^nobyte_mailbox_answers_total\{status="GONE"\} 1$/m)
  expect(text).toMatch(/^nobyte_peers 1$/m)
  for (const line of text.trim().split('\n')) expect(line).toMatch(/^# |^nobyte_[a-z_]+(\{(kind|status)="[A-Za-z_-]+"\})? \d+$/)
  for (const name of [node.peerId, guest.peerId, 'Orla', '127.0.0.1', ...[rid, sid!, receiver.publicKey, host.key].map(toHex)]) {
    expect(text).not.toContain(name)
  }
  for (const [path, asked] of [['/metrics', 'evil.example'], ['/', 'localhost']] as const) {
    expect(await get(port, path, asked)).toEqual({ status: 404, text: '' })
  }
  await expect(publishMetrics({ node, at: String(port), log })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(publishMetrics({ node, at: 'metrics', log })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('a metrics file is written at once and again and again, whole each time', async () => {
  const { node } = await served()
  const clock = new WorldClock()
  const at = join(await tempFolder(), 'nobyte.prom')
  const metrics = await publishMetrics({ node, at, log, clock })
  for (const time of ['at once', 'again', 'again']) {
    await vi.waitFor(async () => {
      if (time === 'again') clock.pass(15_000)
      expect(await readFile(at, 'utf8')).toMatch(/\nnobyte_peers 0\n[^]*\n$/)
    }, { timeout: 60_000 })
    await rm(at)
  }
  await metrics.stop()
  expect(clock.pending).toBe(0)
})
