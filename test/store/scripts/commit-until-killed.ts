/** Commits to three tables at once, several commits in flight, and says `done N` for each that is durable. */
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { systemClock } from '../../../src/base/time.ts'
import { jsonCodec } from '../../../src/store/codecs.ts'
import { openProfile } from '../../../src/store/profile.ts'
import { TABLES } from '../../../src/store/tables.ts'
import { PASSPHRASE } from './passphrase.ts'

const IN_FLIGHT = 8

const profile = await openProfile(process.argv[2]!, { clock: systemClock, random: systemRandom, log: silentLog })
const store = await profile.unlock(PASSPHRASE)
const number = jsonCodec<number>()
const [history, envelopes, sessions] = [TABLES.history, TABLES.envelopes, TABLES.sessions].map(table => store.table(table, number))

let next = 0
for await (const { at } of history!.entries({ id: 'ada', reverse: true, limit: 1 })) next = Number(at) + 1

async function commitForEver (): Promise<never> {
  for (;;) {
    const at = next++
    const batch = store.batch()
    history!.put(batch, { id: 'ada', at }, at)
    envelopes!.put(batch, { id: 'ada', at }, at)
    sessions!.put(batch, { id: 'ada' }, at)
    await store.commit(batch)
    process.stdout.write(`done ${at}\n`)
  }
}
await Promise.all(Array.from({ length: IN_FLIGHT }, commitForEver))
