import { expect, test } from 'vitest'
import { AppError, type Client } from '../../src/api/client.ts'
import type { Context } from '../../src/cli/context.ts'
import { openProfile } from '../../src/cli/starting.ts'

test('whoever unlocks what somebody else has unlocked since they looked has an open node, as if it had been so before', async () => {
  const ready = { peerId: 'theirs', addresses: [], pid: 7 }
  const asked: string[] = []
  const client = {
    async call (method: string) {
      asked.push(method)
      if (method === 'unlock') throw new AppError('EXISTS', 'the profile is open already')
      return method === 'status' ? { state: 'locked', role: 'user', pid: 7 } : ready
    }
  } as unknown as Client
  const context = { interactive: false, deadline: () => new AbortController().signal } as unknown as Context
  expect(await openProfile(context, client, 'correct horse')).toEqual({ kind: 'ready', ready })
  expect(asked).toEqual(['status', 'unlock', 'ready'])
})
