/** Rotates the keys of the profile in the folder of the first argument, over and over. */
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { systemClock } from '../../../src/base/time.ts'
import { openProfile } from '../../../src/store/profile.ts'
import { PASSPHRASE } from './passphrase.ts'

const profile = await openProfile(process.argv[2]!, { clock: systemClock, random: systemRandom, log: silentLog })
const store = await profile.unlock(PASSPHRASE)
for (;;) await store.rotateKeys()
