import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { neighbourhood } from '../../network/neighbourhood.ts'
import { needsRoot } from '../../support/needs.ts'

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
    const [[hers], [theirs]] = await Promise.all([ada.json('nearby', '--pick', 'Radia'), radia.json('nearby', '--pick', 'ada')])
    expect(hers).toMatchObject({ type: 'nearby-person', name: 'Radia', state: 'compare', words: expect.stringMatching(/^[a-z]+ [a-z]+$/) })
    expect(theirs).toMatchObject({ name: 'Ada', words: hers.words })

    const met = await Promise.all([
      ada.json('nearby', '--match', 'Radia', '--timeout', '1m'), radia.json('nearby', '--match', 'Ada', '--timeout', '1m')
    ])
    expect(met).toMatchObject([[{ state: 'met' }], [{ state: 'met' }]])
    await radia.json('send', 'Ada', 'hello across the table', '--wait', 'delivered')
    expect(await ada.json('people')).toMatchObject([{ name: 'Radia', state: 'ready', verified: true }])
    expect(await radia.json('people')).toMatchObject([{ name: 'Ada', state: 'ready', verified: true }])

    expect(await ada.json('nearby', '--stop')).toEqual([{ type: 'nearby-stopped' }])
    expect((await ada.json('rpc', 'nearby.list', '{}'))[0]).toMatchObject({ result: { untilMs: null, people: [] } })
  })
})
