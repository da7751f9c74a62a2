/** Opens the profile in the folder of the first argument and keeps it. */
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { systemClock } from '../../../src/base/time.ts'
import { openProfile } from '../../../src/store/profile.ts'

await openProfile(process.argv[2]!, { clock: systemClock, random: systemRandom, log: silentLog })
process.stdout.write('open\n')
setInterval(() => {}, 60_000)
