import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorldClock } from '../support/clock.ts'
import { Post } from './desk.ts'

type Side = 0 | 1
type Event =
  | { kind: 'say', who: Side, count: number }
  | { kind: 'deliver' | 'repeat' | 'lose', who: Side, index: number }
  | { kind: 'pause' | 'reconnect' }
  | { kind: 'restart' | 'forget', who: Side }

const who = fc.constantFrom<Side>(0, 1)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('say' as const), who, count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('deliver' as const), who, index: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat' as const, 'lose' as const), who, index: fc.nat(6) }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'pause' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reconnect' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'forget' as const), who }) }
)

const numRuns = Number(process.env.NOBYTE_TEST_RUNS ?? 40)

describe('envelopes', () => {
  test('that are lost, repeated, and overtake each other, between people who restart and lose sessions, are each shown once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 10, maxLength: 60 }), async events => {
      await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
      const { desks, underway } = post
      let said = 0
      for (const one of events) {
        switch (one.kind) {
          case 'say':
            for (let i = 0; i < one.count; i++) await desks[one.who].say(desks[1 - one.who]!, `${one.who} says ${said++}`)
            break
          case 'deliver':
            post.deliver(one.who, Math.min(one.index, Math.max(0, underway[one.who].length - 1)))
            break
          case 'repeat':
            post.deliver(one.who, one.index, { again: true })
            break
          case 'lose':
            post.lose(one.who, one.index)
            break
          case 'pause':
            await post.pause()
            break
          case 'reconnect':
            post.connect()
            break
          case 'restart':
          case 'forget':
            await post.disconnect()
            await post.pause()
            if (one.kind === 'restart') await desks[one.who].restart()
            else await desks[one.who].loseSession(desks[1 - one.who]!)
            post.connect()
            break
          default:
            one satisfies never
        }
      }
      for (let i = 0; i < 10 && (desks[0].owes(desks[1]) > 0 || desks[1].owes(desks[0]) > 0); i++) {
        post.connect()
        await post.deliverAll()
      }
      for (const [from, to] of [[desks[0], desks[1]], [desks[1], desks[0]]] as const) {
        const out = (await from.rows(to)).filter(({ direction }) => direction === 'out')
        const arrived = (await to.rows(from)).filter(({ direction }) => direction === 'in')
        expect(arrived.map(({ messageId }) => messageId).sort()).toEqual(out.map(({ messageId }) => messageId).sort())
        expect(new Set(out.map(({ state }) => state))).toEqual(new Set(out.length === 0 ? [] : ['delivered']))
      }
    }), { numRuns, endOnFailure: true })
  })

  test('that come in order over one link after another keep the order in which they were written, and no session is reset', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(12), { minLength: 3, maxLength: 12 }), async rounds => {
      await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
      const [ada, radia] = post.desks
      const before = [ada.resets(radia), radia.resets(ada)]
      let said = 0
      for (const arriving of rounds) {
        await ada.say(radia, `${said++}`)
        await radia.say(ada, `${said++}`)
        await ada.say(radia, `${said++}`)
        await post.pause()
        for (let i = 0; i < arriving; i++) {
          post.deliver(0, 0)
          post.deliver(1, 0)
        }
        post.connect()
        await post.pause()
      }
      await post.deliverAll()
      for (const [from, to] of [[ada, radia], [radia, ada]] as const) {
        const out = (await from.rows(to)).filter(({ direction }) => direction === 'out')
        const arrived = (await to.rows(from)).filter(({ direction }) => direction === 'in')
        expect(arrived.map(({ text }) => text)).toEqual(out.map(({ text }) => text))
      }
      expect([ada.resets(radia), radia.resets(ada)]).toEqual(before)
    }), { numRuns: Math.ceil(numRuns / 4), endOnFailure: true })
  })
})
