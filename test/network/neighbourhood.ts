/** Computers on one local network: namespaces joined by a bridge in a namespace of its own. Needs root and iproute2. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'

const ip = (...args: string[]): void => { execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] }) }

/**
 * @param network the first three numbers of everyone's address, or the first half of an IPv6 one: then there is no IPv4
 * @returns for each computer the command to run something on it with
 */
export function neighbourhood (computers: number, network = '192.168.77'): string[][] {
  const name = `nb${randomBytes(3).toString('hex')}`
  const made: string[] = []
  onTestFinished(() => { for (const namespace of made) ip('netns', 'delete', namespace) })
  function add (namespace: string): string {
    ip('netns', 'add', namespace)
    made.push(namespace)
    return namespace
  }

  const hub = add(`${name}-hub`)
  ip('-n', hub, 'link', 'add', 'bridge', 'type', 'bridge')
  ip('-n', hub, 'link', 'set', 'bridge', 'up')
  return Array.from({ length: computers }, (_, i) => {
    const computer = add(`${name}-${i}`)
    ip('-n', hub, 'link', 'add', `port${i}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', computer)
    ip('-n', hub, 'link', 'set', `port${i}`, 'master', 'bridge', 'up')
    ip('-n', computer, 'link', 'set', 'lo', 'up')
    const address = network.includes(':') ? `${network}::${i + 1}/64` : `${network}.${i + 1}/24`
    // Otherwise an IPv6 address is of no use for a second, while the computer asks whether somebody else has it.
    execFileSync('ip', ['netns', 'exec', computer, 'sh', '-c', 'echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad'])
    ip('-n', computer, 'address', 'add', address, 'dev', 'eth0')
    ip('-n', computer, 'link', 'set', 'eth0', 'up')
    return ['ip', 'netns', 'exec', computer]
  })
}
