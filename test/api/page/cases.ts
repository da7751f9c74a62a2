/** What the page's server refuses, by the numbers of the checks. Each case runs against any copy of its room. */
import { limits } from './limits.ts'
import { requests } from './requests.ts'
import { secrets } from './secrets.ts'
import { sockets } from './sockets.ts'
import { Visited, type Room } from './visitors.ts'

interface Case {
  name: string
  run: (room: Room) => Promise<void>
}

export type Check = (name: string, run: (visited: Visited) => Promise<void>) => void

const cases: Case[] = []
const check: Check = (name, run) => {
  cases.push({
    name,
    async run (room) {
      await using visited = await Visited.by(room)
      await run(visited)
    }
  })
}
for (const of of [requests, sockets, secrets, limits]) of(check)

export const CASES: readonly Case[] = cases
