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
