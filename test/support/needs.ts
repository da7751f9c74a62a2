/** Tests that need more than every machine has: skipped by name with the command that enables them; under CI a failure. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { TestAPI } from 'vitest'

interface Need {
  isMet: () => boolean
  enable: string
}

const hasCommand = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).error === undefined

const AS_ROOT = 'sudo npm test'
const ROOT: Need = { isMet: () => process.getuid?.() === 0, enable: AS_ROOT }
const IP: Need = { isMet: () => hasCommand('ip', '-V'), enable: 'sudo apt-get install iproute2' }
const CHROMIUM: Need = { isMet: () => existsSync('/usr/bin/chromium'), enable: 'sudo apt-get install chromium' }
const NFT: Need = { isMet: () => hasCommand('nft', '--version'), enable: 'sudo apt-get install nftables' }

// Tried in a mount namespace of its own, which leaves nothing: a container's root may have no right to mount.
const MOUNT: Need = {
  isMet: () => spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { stdio: 'ignore' }).status === 0,
  enable: AS_ROOT
}

/** `needsTmpfs(test)('name', …)`: root that may mount, for small disks that can be filled. */
export const needsTmpfs = (test: TestAPI): TestAPI['skip'] => needing(test, [MOUNT])

/** `needsRoot(test)('name', …)`: root and the ip command, for network namespaces. */
export const needsRoot = (test: TestAPI): TestAPI['skip'] => needing(test, [ROOT, IP])

/** `needsInternet(test)('name', …)`: the same and nft, for routers that translate addresses. */
export const needsInternet = (test: TestAPI): TestAPI['skip'] => needing(test, [ROOT, IP, NFT])

/** `needsBrowser(test)('name', …)`: Debian's Chromium. */
export const needsBrowser = (test: TestAPI): TestAPI['skip'] => needing(test, [CHROMIUM])

function needing (test: TestAPI, needs: Need[]): TestAPI['skip'] {
  const unmet = needs.filter(({ isMet }) => !isMet())
  if (unmet.length === 0) return test
  // One line to paste, and what is installed comes before what is run.
  const how = [...new Set([...unmet.map(({ enable }) => enable).filter(enable => enable !== AS_ROOT), AS_ROOT])].join(' && ')
  const declare = (name: string): void => {
    if (process.env.CI === 'true') {
      test(name, () => { throw new Error(`not run; enable it with: ${how}`) })
    } else {
      test.skip(`${name} (to run it: ${how})`, () => {})
    }
  }
  return declare as unknown as TestAPI['skip']
}
