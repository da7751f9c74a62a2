import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Holding } from '../../src/api/schema.ts'
import { TABLES } from '../../src/store/tables.ts'
import { Terminal } from './terminal.ts'

test('every table and every file on the disk is told of: what it is, how much, and whether a passphrase locks it', async () => {
  await using ada = await Terminal.open()
  await ada.settle('Ada')
  await ada.start()
  await ada.json('open', '--print')
  await ada.json('invite')
  const home = join(ada.folder, 'home')
  await writeFile(join(home, 'data', 'default', 'stray'), '12345')
  const [{ result }] = await ada.json('rpc', 'holdings.show') as [{ result: { counts: Record<string, number>, holdings: Holding[] } }]
  const { counts, holdings } = result
  expect(holdings.filter(({ kind }) => kind === 'table').map(({ name }) => name).sort()).toEqual(Object.keys(TABLES).sort())
  expect(holdings.find(({ name }) => name === 'invites')).toMatchObject({ kind: 'table', count: 1, locked: true })
  expect(counts).toMatchObject({ invites: 1, contacts: 0 })
  for (const { name, what, life } of holdings) expect(what.length > 3 && life.length > 3, name).toBe(true)
  // Nothing lies there that it does not speak of.
  const files = holdings.filter(({ kind }) => kind === 'file')
  for (const folder of ['data', 'state', 'run'].map(part => join(home, part, 'default'))) {
    for (const name of await readdir(folder)) expect(files.map(file => file.name), name).toContain(name)
  }
  expect(files.find(({ name }) => name === 'stray')).toMatchObject({ count: 1, bytes: 5, locked: false })
  expect(files.filter(({ what }) => what.startsWith('nothing')).map(({ name }) => name)).toEqual(['stray'])
  const vault = files.find(({ name }) => name === 'vault.json')
  expect(vault).toMatchObject({ locked: true, bytes: (await stat(join(home, 'data', 'default', 'vault.json'))).size })
  expect(files.find(({ name }) => name === 'phrase')).toMatchObject({ locked: false })
})

test('what goes by itself is deleted when that is confirmed: links are worth nothing then, and nothing else can go this way', async () => {
  await using ada = await Terminal.open()
  await ada.init('Ada')
  await ada.start()
  const [{ inviteId }] = await ada.json('invite') as [{ inviteId: string }]
  await writeFile(join(ada.folder, 'home', 'state', 'default', 'node.log.1'), 'old')
  const deletable = (await ada.json('holdings') as Holding[]).filter(one => one.deletable)
  expect(deletable.map(({ name, count }) => `${name} ${count}`).sort()).toEqual(['drafts 0', 'invites 1', 'node.log.1 1', 'requests 0'])
  const { stdout } = await ada.run(['holdings'])
  expect(stdout).toMatch(/1 {2}invites {2}links made here and their secrets\n.*locked · until used, revoked or expired · deletable/)
  expect(await ada.run(['--json', 'holdings', 'delete', 'invites'])).toMatchObject({ code: 9, error: { code: 'CONFIRMATION_NEEDED' } })
  expect(await ada.json('rpc', 'invites.list')).toMatchObject([{ result: { invites: [{ inviteId }] } }])

  expect(await ada.json('holdings', 'delete', 'invites', '--yes')).toEqual([{ type: 'holding-deleted', name: 'invites', count: 1 }])
  expect(await ada.json('rpc', 'invites.list')).toMatchObject([{ result: { invites: [] } }])
  await ada.json('holdings', 'delete', 'node.log.1', '--yes')
  const left = await ada.json('holdings') as Holding[]
  expect(left.some(({ name }) => name === 'node.log.1')).toBe(false)
  expect(await ada.run(['--json', 'holdings', 'delete', 'contacts', '--yes'])).toMatchObject({ code: 6, error: { code: 'NOT_FOUND' } })
  for (const name of ['contacts', 'vault.json', '../vault.json']) {
    expect(await ada.run(['--json', 'rpc', 'holdings.delete', JSON.stringify({ name })])).toMatchObject({ code: 6 })
  }
})
