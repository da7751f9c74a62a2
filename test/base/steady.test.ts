import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SteadyClock } from '../../src/base/steady.ts'
import { DAY, HOUR, type Clock } from '../../src/base/time.ts'

const START = Date.UTC(2027, 5, 1)
const YEAR = 365 * DAY

class Machine implements Clock {
  nowMs = START
  now = (): number => this.nowMs
  after (): { cancel: () => void } { throw new TypeError('nothing waits here') }
}

describe('steady time', () => {
  test('is the machine\'s while that goes on, also when it is a day off, or was away for months', () => {
    const machine = new Machine()
    const steady = new SteadyClock(machine, { lastMs: START })
    for (const ms of [HOUR, -DAY, 200 * DAY, DAY, -2 * DAY + HOUR]) {
      machine.nowMs += ms
      expect(steady.now()).toBe(machine.nowMs)
      expect(steady.doubt).toBeUndefined()
      expect(steady.candidates()).toEqual([machine.nowMs])
    }
  })

  test.each([10 * YEAR, YEAR, -10 * DAY, -10 * YEAR])('goes on by itself when the machine\'s leaps by %i ms, until it is back', leap => {
    const machine = new Machine()
    const steady = new SteadyClock(machine, { lastMs: START })
    machine.nowMs += leap
    expect(steady.now()).toBe(START)
    machine.nowMs += DAY
    expect(steady.now()).toBe(START + DAY)
    expect(steady.doubt).toEqual({ nowMs: START + DAY + leap, expectedMs: START + DAY })
    expect(steady.lenient.now()).toBe(Math.min(START, START + leap) + DAY)
    machine.nowMs += HOUR - leap
    expect(steady.now()).toBe(START + DAY + HOUR)
    expect(steady.doubt).toBeUndefined()
  })

  test('in doubt from one start to the next it does not come to believe', () => {
    const machine = new Machine()
    let lastMs = START
    machine.nowMs += 10 * YEAR
    for (let i = 0; i < 20; i++) {
      const steady = new SteadyClock(machine, { lastMs })
      machine.nowMs += DAY
      expect(steady.doubt).toBeDefined()
      lastMs = steady.now()
    }
    expect(lastMs).toBeLessThanOrEqual(START + 20 * DAY)
  })

  test('a contact whose clock agrees with the machine\'s ends the doubt; one who is late, or as it was expected, does not', () => {
    const machine = new Machine()
    const steady = new SteadyClock(machine, { lastMs: START })
    machine.nowMs += 2 * YEAR // away for that long
    steady.witness(START)
    steady.witness(machine.nowMs - 30 * DAY)
    expect(steady.doubt).toBeDefined()
    steady.witness(machine.nowMs - HOUR)
    expect(steady.doubt).toBeUndefined()
    expect(steady.now()).toBe(machine.nowMs)
    expect(steady.aheadMs).toBe(0)
  })

  test('of a message from the future is told by how much, and nothing is believed of it', () => {
    const machine = new Machine()
    const steady = new SteadyClock(machine, { lastMs: START })
    steady.witness(START + DAY)
    expect(steady.aheadMs).toBe(0)
    steady.witness(START + 3 * YEAR)
    expect(steady.aheadMs).toBe(3 * YEAR)
    expect(steady.now()).toBe(START)
  })

  test('a first start, or one after a clock from before there was a nobyte, has nothing to compare with', () => {
    const machine = new Machine()
    for (const lastMs of [undefined, 0, DAY]) expect(new SteadyClock(machine, { lastMs }).now()).toBe(START)
  })

  test('never falls by more than a day or two, nor rises further than the machine\'s moved, however that leaps', () => {
    const leaps = fc.array(fc.oneof(
      fc.integer({ min: 0, max: DAY }), fc.integer({ min: -2 * DAY, max: 0 }), fc.integer({ min: -20 * YEAR, max: 20 * YEAR })
    ), { maxLength: 40 })
    fc.assert(fc.property(leaps, moves => {
      const machine = new Machine()
      const steady = new SteadyClock(machine, { lastMs: START })
      let highest = steady.now()
      for (const ms of moves) {
        machine.nowMs += ms
        const nowMs = steady.now()
        expect(nowMs).toBeGreaterThanOrEqual(highest - 2 * DAY)
        expect(nowMs).toBeLessThanOrEqual(Math.max(highest + 300 * DAY, highest))
        highest = Math.max(highest, nowMs)
      }
    }))
  })
})
