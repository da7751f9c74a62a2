/**
 * Whose program is at the other end of a connection within this computer. The kernel says so for Unix sockets; for TCP,
 * Linux lists every connection with the user who has it. A token that another user came by is worth nothing to them.
 */
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

const ROOT = 0

/** Whether the other end is ours, or the administrator's, who could read our memory; true where the kernel does not tell. */
export async function isOurs (socket: Socket): Promise<boolean> {
  const [own, theirs] = [process.getuid?.(), await uidOf(socket)]
  return own === undefined || theirs === undefined || theirs === own || theirs === ROOT
}

export const kernelTells = async (): Promise<boolean> => (await readList('tcp')).includes('uid')

const readList = async (list: 'tcp' | 'tcp6'): Promise<string> => await readFile(`/proc/self/net/${list}`, 'latin1').catch(() => '')

async function uidOf ({ remoteAddress = '', remotePort = 0, localPort = 0 }: Socket): Promise<number | undefined> {
  const address = remoteAddress.split('.').map(part => Number(part).toString(16).padStart(2, '0')).reverse().join('').toUpperCase()
  // A program may have made a socket for both versions of IP, and then its end is in the other list.
  const ends = [['tcp', address], ['tcp6', `0000000000000000FFFF0000${address}`]] as const
  for (const [list, end] of ends) {
    const line = (await readList(list)).split('\n').find(line => {
      const [, local = '', remote = ''] = line.trim().split(/\s+/)
      return local === `${end}:${hexPort(remotePort)}` && remote.endsWith(`:${hexPort(localPort)}`)
    })
    if (line !== undefined) return Number(line.trim().split(/\s+/)[7])
  }
}

const hexPort = (port: number): string => port.toString(16).padStart(4, '0').toUpperCase()
