/** The way into the web page from the command line; the door itself: test/api/page. */
import { once } from 'node:events'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { Terminal } from './terminal.ts'

interface Row { type: string, address: string, code: string, phrase: string[], opened: boolean }

interface Answer {
  status: number
  body: any // oxlint-disable-line typescript/no-explicit-any
}

async function post (address: string, path: string, value: unknown, more: Record<string, string> = {}): Promise<Answer> {
  const { host, port } = new URL(address)
  const text = JSON.stringify(value)
  const socket = connect(Number(port), '127.0.0.1')
  const length = String(Buffer.byteLength(text))
  const headers = { Host: host, 'Content-Type': 'application/json', 'Content-Length': length, Connection: 'close', ...more }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`)
  const parts: Buffer[] = []
  socket.on('data', part => { parts.push(part) })
  await once(socket, 'close')
  const [head = '', body = ''] = Buffer.concat(parts).toString().split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: body === '' ? undefined : JSON.parse(body) }
}

/** What a tab does with a code. */
async function signIn (address: string, code: string): Promise<(method: string, params?: unknown) => Promise<Answer['body']>> {
  const { body } = await post(address, '/session', { code })
  return async (method, params = {}) =>
    (await post(address, '/rpc', { jsonrpc: '2.0', id: 1, method, params }, { Authorization: `Bearer ${body.token}` })).body
}

test('S15 open starts a node, sends the browser to a file, and no process is told the code', async () => {
  await using ada = await Terminal.open()
  const log = join(ada.folder, 'opened')
  const processes = `cat /proc/*/cmdline > ${log}.processes 2>/dev/null || :`
  const script = ['#!/bin/sh', `echo "$@" > ${log}.arguments`, `cat "$1" > ${log}`, processes, '']
  await ada.path('xdg-open', script.join('\n'))
  await chmod(join(ada.folder, 'xdg-open'), 0o755)
  const env = { PATH: `${ada.folder}:${process.env.PATH}`, DISPLAY: ':0' }
  const { code, rows } = await ada.run(['open', '--json'], { env })
  const [page] = rows as [Row]
  expect({ code, page }).toMatchObject({ code: 0, page: { type: 'page', opened: true, phrase: [expect.any(String), expect.any(String)] } })
  const [, way = '', secret = ''] = /url=(http:[^#"]+)#code=([\w-]{22})"/.exec(await readFile(log, 'utf8')) ?? []
  expect(way).toBe(page.address)
  for (const seen of ['.arguments', '.processes']) expect(await readFile(`${log}${seen}`, 'utf8')).not.toContain(secret)
  expect(await readFile(`${log}.arguments`, 'utf8')).toContain('open.html')
  const call = await signIn(page.address, secret)
  expect(await call('status')).toMatchObject({ result: { state: 'empty', phrase: page.phrase } })
  expect(await call('people.list')).toMatchObject({ error: { data: { code: 'NO_PROFILE' } } })
})

test('without a display it says where the page is and what to type, and a browser that failed is none', async () => {
  await using ada = await Terminal.open()
  const { stdout } = await ada.run(['open'])
  expect(stdout).toMatch(/http:\/\/[0-9a-f]{32}\.localhost:\d+\/[^]*code {3}[0-9A-Z]{4}-[0-9A-Z]{4}[^]*words {2}[a-z]+ · [a-z]+/)
  await writeFile(join(ada.folder, 'xdg-open'), '#!/bin/sh\nexit 3\n', { mode: 0o755 })
  const env = { PATH: `${ada.folder}:${process.env.PATH}`, WAYLAND_DISPLAY: 'wayland-0' }
  expect((await ada.run(['open', '--json'], { env })).rows).toMatchObject([{ opened: false }])
  const address: unknown = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  expect((await ada.run(['open', '--json', '--plain'])).rows).toMatchObject([{ address }])
})

test('a profile is made, locked and opened again in the page; locking keeps the page and gets it a fresh process', async () => {
  await using ada = await Terminal.open()
  const [page] = await ada.json('open', '--print') as [Row]
  const call = await signIn(page.address, page.code)
  expect(await call('profile.create', { name: 'Ada', passphrase: 'correct-horse' })).toMatchObject({ result: { name: 'Ada' } })
  expect(await call('people.list')).toMatchObject({ error: { data: { code: 'LOCKED' } } })
  const { result: { pid } } = await call('unlock', { passphrase: 'correct-horse' })
  expect(await call('people.list')).toMatchObject({ result: { contacts: [] } })
  expect(await call('lock')).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
  await expect.poll(async () => (await call('status').catch(() => undefined))?.result, { timeout: 60_000 })
    .toMatchObject({ state: 'locked', phrase: page.phrase })
  expect((await call('status')).result.pid).not.toBe(pid)
  expect(await call('unlock', { passphrase: 'wrong' })).toMatchObject({ error: { data: { code: 'WRONG_PASSPHRASE' } } })
  expect(await call('unlock', { passphrase: 'correct-horse' })).toMatchObject({ result: { pid: expect.any(Number) } })
  // The same for the command line, whose lock means what it always meant.
  const [locked] = await ada.json('lock')
  expect((await call('status')).result).toMatchObject({ state: 'locked', pid: locked.pid })
  expect(await call('stop')).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
  await expect.poll(async () => (await ada.run(['status'])).code, { timeout: 60_000 }).toBe(3)
})

test('a page finds its node again after kill −9', async () => {
  await using ada = await Terminal.open()
  const [page] = await ada.json('open', '--print') as [Row]
  const call = await signIn(page.address, page.code)
  const { result: { pid } } = await call('status')
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => await call('status').catch(() => 'gone'), { timeout: 60_000 }).toBe('gone')
  await ada.json('open', '--print')
  expect(await call('status')).toMatchObject({ result: { state: 'empty' } })
})

test('--no-page, or the setting, and no way in is opened', async () => {
  await using ada = await Terminal.open()
  await ada.settle('Ada')
  expect((await ada.run(['start', '--no-page', '--json', '--passphrase-file', ada.passphraseFile])).code).toBe(0)
  expect(await ada.run(['open', '--json'])).toMatchObject({ code: 5, error: { code: 'REFUSED' } })
  await ada.json('stop')
  await ada.json('config', 'set', 'page', 'false')
  await ada.start()
  expect(await ada.run(['open', '--json'])).toMatchObject({ code: 5, error: { code: 'REFUSED' } })
})

test('start --welcome prints the way to the page', async () => {
  await using ada = await Terminal.open()
  const node = ada.begin(['start', '--foreground', '--welcome'])
  const lines: string[] = []
  for await (const line of createInterface({ input: node.stderr! })) {
    lines.push(line)
    if (line.includes('nobyte help')) break
  }
  expect(lines.join('\n')).toMatch(/http:\/\/[0-9a-f]{32}\.localhost:\d+\/[^]*code {3}[0-9A-Z]{4}-[0-9A-Z]{4}/)
  node.kill('SIGINT')
  expect(await once(node, 'exit')).toEqual([0, null])
})
