/** Profiles that take no time to make and to open. */
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareHome, resolveHome } from '../../src/api/home.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { readNetworkFile } from '../../src/network/networks/descriptors.ts'
import { UserNode } from '../../src/usernode.ts'

const ARGON2 = { memoryKiB: 1024, passes: 1, parallelism: 1 }

interface Wanted {
  /** NOBYTE_HOME */
  home: string
  name: string
  passphrase: string
  /** a network file; the local network when absent */
  network?: string
}

export async function makeProfile (
  { home, name, passphrase, network }: Wanted
): Promise<{ accountId: string, recoveryWords: string[] }> {
  const folders = resolveHome({ env: { NOBYTE_HOME: home }, cwd: '/', uid: process.getuid!() })
  await prepareHome(folders)
  const deps = { clock: systemClock, random: systemRandom, log: silentLog }
  const user = await UserNode.at({ folder: folders.data, argon2: ARGON2, ...deps })
  try {
    const descriptor = network === undefined ? {} : { network: await readNetworkFile(network) }
    const { identity, words } = await user.create({ name, passphrase, ...descriptor })
    return { accountId: identity.account.accountId, recoveryWords: words }
  } finally {
    await user.close()
    // A node makes no file that is not its owner's alone; this process is none.
    for (const entry of await readdir(folders.data, { recursive: true, withFileTypes: true })) {
      await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
    }
  }
}
