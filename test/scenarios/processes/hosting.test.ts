/** A person's own mailbox host: a process beside their node, which their contacts alone learn of. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'

const PATIENCE = { timeout: 150_000, interval: 250 }
const HOST = ['--profile', 'default-host']

test('Ada keeps a mailbox herself: what Radia writes waits there while Ada\'s node is off, and nobody else hears of it', async () => {
  await using infra = await Terminal.open()
  await using ada = await Terminal.open()
  await using radia = await Terminal.open()
  const file = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--out', file)
  await infra.json('serve', '--network', file, '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mailbox', '--background')
  for (const [terminal, name] of [[ada, 'Ada'], [radia, 'Radia']] as const) {
    await terminal.settle(name, file)
    await terminal.start()
  }
  const before = await readFile(file, 'utf8')
  expect((await ada.run(['--json', ...HOST, 'status'])).error?.code).toBe('NODE_NOT_RUNNING')

  const [mailbox] = await ada.json('mailbox', 'host', 'on', '--listen', '/ip4/127.0.0.1/tcp/0')
  expect(mailbox).toMatchObject({ type: 'mailbox', own: true })
  const [{ pid, dht, peerId, role }] = await ada.json(...HOST, 'status')
  expect({ role, mode: dht.mode }).toEqual({ role: 'infrastructure', mode: 'client' })
  expect((await stat(join(ada.folder, 'home', 'data', 'default-host', 'network.json'))).mode & 0o077).toBe(0)
  expect(await ada.json('mailbox', 'host')).toMatchObject([{ state: 'on', pid, queues: 1 }])
  // Not in the network file, and not where a link leads.
  expect(await readFile(file, 'utf8')).toBe(before)
  const [invite] = await ada.json('invite')
  expect(invite.mailboxes).toEqual([])

  await radia.json('accept', invite.link, '--wait')
  await expect.poll(async () => (await ada.json('mailbox'))[0].people, PATIENCE).toBe(1)
  await ada.json('send', 'Radia', 'hello', '--wait', 'delivered')
  await ada.json('stop')

  await radia.json('send', 'Ada', 'while you are away')
  const said = async (): Promise<{ state: string }> => (await radia.json('read', 'Ada', '--limit', '1', '--timeline'))[0]
  await expect.poll(async () => (await said()).state, PATIENCE).toBe('in mailbox')
  expect(await said()).toMatchObject({ timeline: [{ what: 'queued' }, { what: 'in mailbox' }] })
  await radia.json('stop')
  expect(await ada.json(...HOST, 'status')).toMatchObject([{ pid, mailbox: { queues: 1 } }]) // it went on by itself

  process.kill(pid, 'SIGTERM') // as when the computer is switched off; what waited is with Radia still
  await expect.poll(async () => (await ada.run(['--json', ...HOST, 'status'])).error?.code, PATIENCE).toBe('NODE_NOT_RUNNING')
  await ada.start() // brings it back, at the same place under the same id
  const [again] = await ada.json(...HOST, 'status')
  expect(again).toMatchObject({ peerId })
  expect(again.pid).not.toBe(pid)
  await ada.json('stop')
  await radia.start()
  await expect.poll(async () => (await ada.json(...HOST, 'status'))[0].mailbox.cells, PATIENCE).toBeGreaterThan(0)
  await radia.json('stop')
  await ada.start()
  await expect.poll(async () => (await ada.json('read', 'Radia', '--peek')).map(({ text }) => text), PATIENCE)
    .toEqual(['hello', 'while you are away'])

  await ada.json('mailbox', 'host', 'off')
  expect((await ada.run(['--json', ...HOST, 'status'])).error?.code).toBe('NODE_NOT_RUNNING')
  expect(await ada.json('mailbox')).toEqual([])
  expect(await ada.json('mailbox', 'host')).toMatchObject([{ state: 'off' }])
})
