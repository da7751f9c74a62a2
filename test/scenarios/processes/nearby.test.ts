import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { neighbourhood } from '../../network/neighbourhood.ts'
import { needsRoot } from '../../support/needs.ts'

const PATIENCE_MS = 100_000

/** What has come onto a terminal so far. */
class Screen {
  #text = ''
  #wake = (): void => {}

  constructor ({ stdout }: ChildProcess) {
    stdout!.on('data', (part: Buffer) => {
      this.#text += part.toString()
      this.#wake()
    })
  }

  async shows (pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const found = stripVTControlCharacters(this.#text).match(pattern)
      if (found !== null) return found
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => { reject(new Error(`not on the screen: ${pattern}\n${this.#text}`)) }, PATIENCE_MS)
        this.#wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    }
  }
}

describe('two people at one table', () => {
  // Ada's network is private, and nobody told Radia of it: the link that the meeting makes carries its key.
  needsRoot(test)('who never exchanged a link opt in, see the same two words and write to each other; then nobody sees them', async () => {
    const [here, there] = neighbourhood(2)
    await using ada = await Terminal.on(here!)
    await using radia = await Terminal.on(there!)
    const network = join(ada.folder, 'net.json')
    await ada.run(['network', 'create', '--name', 'ours', '--out', network])
    await ada.run(['serve', '--network', network, '--listen', '/ip4/0.0.0.0/tcp/4501', '--background'], {
      env: { NOBYTE_HOME: join(ada.folder, 'infra') }
    })
    await ada.settle('Ada', network)
    await radia.settle('Radia')
    await Promise.all([ada.start(), radia.start()])

    expect(await radia.json('nearby')).toMatchObject([{ type: 'nearby', untilMs: expect.any(Number) }])
    // Ada sits at a terminal; Radia's is a script.
    const sitting = ada.sit(['nearby'])
    const screen = new Screen(sitting)
    await screen.shows(/Names here are not checked/)
    const [, number] = await screen.shows(/(\d+) {2}Radia/)
    sitting.stdin!.write('none\n')
    await screen.shows(/The number of somebody in the list, please/)
    sitting.stdin!.write(`${number}\n`)
    await screen.shows(/Radia {2}asked; now they have to ask you/)
    const [theirs] = await radia.json('nearby', '--pick', 'ada')
    expect(theirs).toMatchObject({ type: 'nearby-person', name: 'Ada', state: 'compare', words: expect.stringMatching(/^[a-z]+ [a-z]+$/) })
    const [, words] = await screen.shows(/Radia {2}([a-z]+ [a-z]+)\s+Do they see the same two words/)
    expect(words).toBe(theirs.words)

    sitting.stdin!.write('y\n')
    expect(await radia.json('nearby', '--match', 'Ada', '--timeout', '1m')).toMatchObject([{ state: 'met' }])
    await screen.shows(/in contact with Radia, verified/)
    const ended = once(sitting, 'exit')
    sitting.stdin!.write('\u0004')
    expect(await ended).toEqual([0, null])
    expect(await ada.json('rpc', 'nearby.list', '{}')).toMatchObject([{ result: { untilMs: null } }]) // she went, and is seen no more
    await radia.json('send', 'Ada', 'hello across the table', '--wait', 'delivered')
    expect(await ada.json('people')).toMatchObject([{ name: 'Radia', state: 'ready', verified: true }])
    expect(await radia.json('people')).toMatchObject([{ name: 'Ada', state: 'ready', verified: true }])

    expect(await radia.json('nearby', '--stop')).toEqual([{ type: 'nearby-stopped' }])
    expect((await radia.json('rpc', 'nearby.list', '{}'))[0]).toMatchObject({ result: { untilMs: null, people: [] } })
  })
})
