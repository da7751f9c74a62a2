import { describe, expect, test } from 'vitest'
import { Throttle } from '../../src/network/gate/throttle.ts'
import { checkFrames } from '../../src/network/gate/muxer.ts'
import { StoryClock } from '../protocols/clock.ts'

const LIMITS = { rate: 1000, burst: 5000 }
const PLENTY = { rate: 1e9, burst: 1e9 }

class Wire extends EventTarget {
  paused = false
  error: Error | undefined
  arrived = 0
  onData = ({ byteLength }: { byteLength: number }): void => { this.arrived += byteLength }
  sendPause (): void { this.paused = true }
  sendResume (): void { this.paused = false }
  abort (err: Error): void { this.error = err }

  receive (byteLength: number): void { this.onData({ byteLength }) }
  close (): void { this.dispatchEvent(new Event('close')) }
}

function group (...wires: Wire[]): { throttle: Throttle, clock: StoryClock } {
  const clock = new StoryClock()
  const throttle = new Throttle({ clock }, PLENTY)
  for (const wire of wires) throttle.watch(wire, 'group', LIMITS)
  return { throttle, clock }
}

describe('strangers of one address group', () => {
  test('share what they may send: whoever spends it stops all of them for as long as it takes to earn it', () => {
    const [first, second] = [new Wire(), new Wire()]
    const { throttle, clock } = group(first, second)
    first.receive(3000)
    second.receive(2000)
    expect([first.paused, second.paused]).toEqual([false, false])
    throttle.charge(second, 500)
    expect([first.paused, second.paused]).toEqual([true, true])
    clock.pass(400)
    expect(first.paused).toBe(true)
    clock.pass(200)
    expect([first.paused, second.paused]).toEqual([false, false])
    expect([first.arrived, second.arrived]).toEqual([3000, 2000])
  })

  test('gain nothing by connecting again', () => {
    const first = new Wire()
    const { throttle, clock } = group(first)
    first.receive(5500)
    first.close()
    const again = new Wire()
    throttle.watch(again, 'group', LIMITS)
    expect(again.paused).toBe(true)
    clock.pass(600)
    expect(again.paused).toBe(false)
    again.close()
    clock.pass(10_000)
    const later = new Wire()
    throttle.watch(later, 'group', LIMITS)
    later.receive(5000)
    expect(later.paused).toBe(false)
  })

  test('are cut off when their connection cannot be paused', () => {
    const wire = new Wire()
    const { throttle, clock } = group(wire)
    wire.receive(10_500)
    expect(wire.error?.message).toBe('more than a stranger may send')
    throttle.stop()
    clock.pass(1)
  })

  test('become friends by proof, and are read at full speed from then on', () => {
    const [friend, stranger] = [new Wire(), new Wire()]
    const { throttle, clock } = group(friend, stranger)
    stranger.receive(6000)
    throttle.lift(friend)
    expect([friend.paused, stranger.paused]).toEqual([false, true])
    friend.receive(1_000_000)
    expect([friend.paused, friend.arrived]).toEqual([false, 1_000_000])
    throttle.charge(friend, 5500) // pings and streams are nothing that a friend needs thousands of
    expect(friend.paused).toBe(true)
    clock.pass(600)
    expect([friend.paused, stranger.paused]).toEqual([false, true])
    clock.pass(500)
    expect(stranger.paused).toBe(false)
  })
})

describe('a connection of which something waits', () => {
  test('is not read until the last of it had its turn, and no sooner than its group', () => {
    const [first, neighbour] = [new Wire(), new Wire()]
    const { throttle, clock } = group(first, neighbour)
    const [one, other] = [throttle.wait(first), throttle.wait(first)]
    expect([first.paused, neighbour.paused]).toEqual([true, false])
    one()
    expect(first.paused).toBe(true)
    neighbour.receive(5500)
    other()
    expect([first.paused, neighbour.paused]).toEqual([true, true])
    const again = throttle.wait(first)
    clock.pass(600)
    expect([first.paused, neighbour.paused]).toEqual([true, false])
    again()
    expect(first.paused).toBe(false)
    const late = throttle.wait(first)
    first.close()
    late()
    expect(first.paused).toBe(true) // nobody reads what is closed
  })

  test('is paused at its socket where libp2p cannot pause it, as a WebSocket', () => {
    const said: string[] = []
    const websocket = { pause: () => { said.push('pause') }, resume: () => { said.push('resume') } }
    const { throttle } = group(Object.assign(new Wire(), { websocket }))
    const wire = Object.assign(new Wire(), { websocket })
    throttle.watch(wire, 'other', LIMITS)
    throttle.wait(wire)()
    expect(said).toEqual(['pause', 'resume'])
  })
})

describe('strangers of many address groups', () => {
  const KIB = 1024
  const WIDE = { rate: 64_000 * KIB, burst: 64_000 * KIB }
  const ALL = { rate: 1000 * KIB, burst: 1000 * KIB }
  const crowd = (count: number): { throttle: Throttle, clock: StoryClock, wires: Wire[] } => {
    const clock = new StoryClock()
    const throttle = new Throttle({ clock }, ALL)
    const wires = Array.from({ length: count }, () => new Wire())
    for (const [i, wire] of wires.entries()) throttle.watch(wire, `group ${i}`, WIDE)
    return { throttle, clock, wires }
  }
  /** Each says what it can, as a connection does: a piece each time that it is read. */
  const flood = (clock: StoryClock, wires: Wire[], ms: number): void => {
    for (let i = 0; i < ms; i++) {
      for (const wire of wires) if (!wire.paused) wire.receive(64 * KIB)
      clock.pass(1)
    }
  }

  test('together send no more than is set for all, and each as much as the others', () => {
    const { clock, wires } = crowd(20)
    flood(clock, wires, 1000)
    const before = wires.map(({ arrived }) => arrived)
    flood(clock, wires, 10_000)
    const grown = wires.map(({ arrived }, i) => arrived - before[i]!)
    expect(grown.reduce((sum, one) => sum + one)).toBeLessThan(11_000 * KIB)
    expect(grown.reduce((sum, one) => sum + one)).toBeGreaterThan(9000 * KIB)
    expect(Math.max(...grown)).toBeLessThanOrEqual(Math.min(...grown) + 128 * KIB)
  })

  test('do not slow down somebody who sends less than an equal part, nor a friend', () => {
    const { throttle, clock, wires } = crowd(20)
    const [modest, friend, ...others] = wires as [Wire, Wire, ...Wire[]]
    throttle.lift(friend)
    for (let i = 0; i < 100; i++) {
      flood(clock, others, 100)
      modest.receive(4 * KIB)
      friend.receive(100 * KIB)
      expect([modest.paused, friend.paused]).toEqual([false, false])
    }
    const paused = others.filter(wire => wire.paused).length
    expect(paused).toBeGreaterThan(15)
    expect(throttle.held).toBe(paused)
  })

  test('are in nobody\'s way who keeps something here; those share as much among themselves', () => {
    const { throttle, clock, wires } = crowd(40)
    const [known, ...others] = [wires.slice(0, 20), ...wires.slice(20)] as [Wire[], ...Wire[]]
    flood(clock, others, 1000)
    const [owner] = known as [Wire]
    owner.receive(2000 * KIB)
    expect(owner.paused).toBe(true) // as one of the crowd
    throttle.recognise(owner)
    expect(owner.paused).toBe(false)
    for (let i = 0; i < 100; i++) {
      flood(clock, others, 100)
      owner.receive(64 * KIB)
      expect(owner.paused).toBe(false)
    }
    for (const wire of known) throttle.recognise(wire)
    flood(clock, [...known, ...others], 1000)
    const before = known.map(({ arrived }) => arrived)
    flood(clock, [...known, ...others], 10_000)
    const grown = known.map(({ arrived }, i) => arrived - before[i]!)
    expect(grown.reduce((sum, one) => sum + one)).toBeLessThan(11_000 * KIB)
    expect(Math.min(...grown)).toBeGreaterThan(250 * KIB)
  })

  test('are read at once again when the others have gone', () => {
    const { clock, wires } = crowd(20)
    flood(clock, wires, 1000)
    for (const wire of wires.slice(1)) wire.close()
    clock.pass(2000)
    expect(wires[0]!.paused).toBe(false)
    wires[0]!.receive(500 * KIB)
    expect(wires[0]!.paused).toBe(false)
  })
})

class Incoming extends EventTarget {
  writableNeedsDrain = false
  error: Error | undefined
  abort (err: Error): void { this.error = err }
  receive (data: Uint8Array): void { this.dispatchEvent(Object.assign(new Event('message'), { data })) }
}

const header = (type: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(12)
  bytes[1] = type
  new DataView(bytes.buffer).setUint32(8, length)
  return bytes
}

describe('a frame of the multiplexer', () => {
  test('that claims more than a window is refused at its header, however that arrives', () => {
    for (const pieces of [[12], [1, 11], [9, 3], Array<number>(12).fill(1)]) {
      const wire = new Incoming()
      checkFrames(wire as never, () => {})
      wire.receive(header(0, 5))
      wire.receive(new Uint8Array(5))
      wire.receive(header(1, 0xffffffff)) // a window may be widened by any number
      let at = 0
      for (const length of pieces) wire.receive(header(0, 0xffffffff).subarray(at, at += length))
      expect(wire.error).toMatchObject({ code: 'PROTOCOL' })
    }
  })

  test('is one too many when thousands have come from somebody who reads no answers', () => {
    const wire = new Incoming()
    checkFrames(wire as never, () => {})
    const pings = new Uint8Array(12 * 4096)
    for (let i = 0; i < 4096; i++) pings.set(header(2, i), i * 12)
    wire.receive(pings)
    wire.writableNeedsDrain = true
    wire.receive(pings)
    expect(wire.error).toBeUndefined()
    wire.receive(header(2, 1))
    expect(wire.error).toMatchObject({ code: 'TOO_MANY' })
  })

  test('of a window\'s length passes', () => {
    const wire = new Incoming()
    checkFrames(wire as never, () => {})
    wire.receive(header(0, 1024 * 1024))
    for (let i = 0; i < 16; i++) wire.receive(new Uint8Array(65536).fill(255))
    wire.receive(header(0, 0))
    expect(wire.error).toBeUndefined()
  })
})
