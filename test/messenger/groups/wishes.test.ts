import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Events } from '../../../src/base/events.ts'
import type { GroupId } from '../../../src/base/ids.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { ChangeLog, type Change } from '../../../src/messenger/core/changes.ts'
import type { MessengerEvents } from '../../../src/messenger/core/events.ts'
import { Roster } from '../../../src/messenger/groups/roster.ts'
import { Steps, type StepsDeps } from '../../../src/messenger/groups/steps.ts'
import { openProfile } from '../../../src/store/profile.ts'
import { WorldClock } from '../../support/clock.ts'
import { adding, removing, Walker } from './circle.ts'

test('whoever asked to be let in waits no longer once it shows that they were removed, and that is told; before, they wait', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-wishes-'))
  const clock = new WorldClock()
  const profile = await openProfile(folder, { clock, random: systemRandom, log: silentLog })
  const store = await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
  try {
    const events = new Events<MessengerEvents>()
    const changes = new ChangeLog({ store, events })
    const roster = new Roster({ store, changes, clock, random: systemRandom })
    const [ada, ben] = [new Walker('Ada'), new Walker('Ben')]
    const steps = new Steps({ identity: { account: ben.account }, roster, clock } as unknown as StepsDeps)
    const within = async (task: (change: Change) => Promise<void> | void): Promise<void> => {
      const change = changes.begin()
      await task(change)
      await change.commit()
    }
    const told: GroupId[] = []
    events.on('group:changed', ({ groupId }) => { told.push(groupId) })

    const first = ada.begins()
    const group = roster.made(first)
    const hears = (): void => { for (const step of ada.membership.all()) group.membership.add(step) }
    await within(change => { steps.wish(change, group.id) })
    await within(async change => { await steps.giveUp(change, group) })
    expect(await roster.archive.wish(group.id)).toBeDefined()
    ada.does(adding(ben))
    ada.does(removing(ben))
    hears()
    await within(async change => { await steps.giveUp(change, group) })
    expect(await roster.archive.wish(group.id)).toBeUndefined()
    expect(told).toEqual([first.group])
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
})
