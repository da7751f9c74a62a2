import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Terminal } from './terminal.ts'

const there = async (path: string): Promise<boolean> => await stat(path).then(() => true, () => false)

test('the echo is a second node on this computer that answers what it is told, and goes without a trace', async () => {
  await using ada = await Terminal.open()
  await ada.settle('Ada')
  await ada.start()
  const folder = join(ada.folder, 'home', 'state', 'default', 'echo')
  const [echo] = await ada.json('echo', 'on')
  expect(echo).toMatchObject({ type: 'contact', name: 'Echo', state: 'ready' })
  expect(await ada.json('status')).toMatchObject([{ echo: echo.contactId }])
  expect(await readdir(folder)).toContain('vault.json')
  expect(await ada.run(['echo', 'on', '--json'])).toMatchObject({ code: 5, error: { code: 'EXISTS' } })
  await ada.json('send', 'Echo', 'hello', '--wait', 'delivered')
  await expect.poll(async () => (await ada.json('read', 'Echo')).map(({ text }) => text), { timeout: 60_000 })
    .toEqual(['hello', 'You said: hello'])
  await ada.json('echo', 'off')
  expect(await ada.json('people')).toEqual([])
  expect(await there(folder)).toBe(false)
  // The same at the node's own end, and after its end without a word.
  await ada.json('echo', 'on')
  await ada.json('stop')
  expect(await there(folder)).toBe(false)
  const { pid } = await ada.start()
  expect(await ada.json('people')).toEqual([])
  await ada.json('echo', 'on')
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => await there(folder), { timeout: 60_000 }).toBe(false)
  await ada.start()
  expect(await ada.json('people')).toEqual([])
})
