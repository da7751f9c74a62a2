import type { Connection } from '@libp2p/interface'
import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/time.ts'
import { ASKED } from '../../src/network/gate/muxer.ts'
import { watchHeartbeat } from '../../src/network/heartbeat.ts'
import { HandClock } from '../store/workbench.ts'

/** A connection as far as a heartbeat sees it. */
class Wire extends EventTarget {
  readonly clock = new HandClock()
  readonly muxer = Object.assign(new EventTarget(), {
    ping: async (): Promise<number> => {
      this.pings++
      return await new Promise(() => {})
    }
  })
  pings = 0
  isAborted = false

  constructor () {
    super()
    watchHeartbeat(this as unknown as Connection, { intervalMs: 20 * SECOND, clock: this.clock })
  }

  abort (): void {
    this.isAborted = true
    this.dispatchEvent(new Event('close'))
  }

  /** Anything: it need not be the answer. */
  bringsSomething (): void {
    this.muxer.dispatchEvent(new Event(ASKED))
  }
}

describe('a connection', () => {
  test('from which nothing comes for 16 seconds after it was asked is ended', () => {
    const wire = new Wire()
    wire.bringsSomething()
    for (let s = 0; s < 35; s++) wire.clock.pass(SECOND)
    expect([wire.pings, wire.isAborted]).toEqual([1, false])
    wire.clock.pass(SECOND)
    expect(wire.isAborted).toBe(true)
    wire.clock.pass(3600 * SECOND)
    expect(wire.pings).toBe(1)
  })

  test('in use stays, however long the answer is in coming', () => {
    const wire = new Wire()
    for (let s = 0; s < 600; s++) {
      wire.clock.pass(SECOND)
      if (s % 9 === 0) wire.bringsSomething()
    }
    expect(wire.isAborted).toBe(false)
    expect(wire.pings).toBeGreaterThan(10)
  })

  test('of a program that stood still for an hour is given time to bring what came meanwhile', () => {
    const wire = new Wire()
    wire.clock.pass(20 * SECOND)
    wire.clock.pass(3600 * SECOND) // timers first, then what was read
    wire.bringsSomething()
    wire.clock.pass(SECOND)
    expect(wire.isAborted).toBe(false)
  })
})
