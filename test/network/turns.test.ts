import { expect, test } from 'vitest'
import { Turns } from '../../src/network/gate/turns.ts'

const turnOfTheLoop = async (): Promise<void> => { await new Promise(setImmediate) }

/** Connections of these groups, and what was heard of each, in order. */
function crowd (groups: string[]): { says: Array<(text: string) => void>, heard: string[], over: Set<number> } {
  const turns = new Turns()
  const [heard, over] = [[] as string[], new Set<number>()]
  const says = groups.map((group, i) => {
    const wire = { onData: ({ text }: { byteLength: number, text: string }): void => { heard.push(text) } }
    turns.follow(wire, group, () => over.has(i))
    return (text: string) => { wire.onData({ byteLength: text.length, text }) }
  })
  return { says, heard, over }
}

test('of a hundred who begin at once one is heard in a turn of the loop, and somebody else waits for one of each group', async () => {
  const { says, heard } = crowd([...Array.from({ length: 100 }, (_, i) => `group ${i % 4}`), 'elsewhere'])
  for (const [i, say] of says.slice(0, 100).entries()) say(`${i}`)
  await turnOfTheLoop()
  says[100]!('newcomer')
  const before = heard.length
  expect(before).toBeLessThanOrEqual(1)
  for (let i = 0; i < 5; i++) await turnOfTheLoop()
  expect(heard).toContain('newcomer')
  expect(heard.length).toBeLessThanOrEqual(before + 5)
  for (let i = 0; i < 100; i++) await turnOfTheLoop()
  expect(heard).toHaveLength(101)
})

test('what somebody says is heard in order, and at once when the handshake is over and nothing of it waits', async () => {
  const { says: [say], heard, over } = crowd(['group'])
  say!('hello')
  say!('key')
  over.add(0)
  say!('first frame')
  expect(heard).toEqual([])
  for (let i = 0; i < 4; i++) await turnOfTheLoop()
  expect(heard).toEqual(['hello', 'key', 'first frame'])
  say!('next frame')
  expect(heard).toHaveLength(4)
})
