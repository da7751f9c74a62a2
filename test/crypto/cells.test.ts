import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equal, fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { joinCells, openCell, queueKeys, sealCells, type OpenedCell } from '../../src/crypto/cells.ts'
import {
  CELL_TAG_BYTES, MAX_CELL_BODY_BYTES, MAX_CELLS_PER_ENVELOPE, MAX_DELIVERY_FRAME_BYTES, QUEUE_ID_BYTES
} from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { damaged } from './hostile-bytes.ts'

const secret = random(32)
const sid = random(QUEUE_ID_BYTES)
const opened = (envelope: Bytes): OpenedCell[] => sealCells({ secret, sid, envelope, random })
  .map(({ body }) => openCell({ secret, sid, body })!)

describe('an envelope as cells', () => {
  test('comes together again in any order and with repetitions, and not before the last one is there', () => {
    const histories = fc.integer({ min: 0, max: MAX_DELIVERY_FRAME_BYTES }).chain(length => {
      const envelope = random(length)
      const cells = opened(envelope)
      const indices = fc.nat(cells.length - 1)
      return fc.record({ order: fc.array(indices, { minLength: 1, maxLength: 60 }) })
        .map(({ order }) => ({ envelope, cells, order }))
    })
    fc.assert(fc.property(histories, ({ envelope, cells, order }) => {
      const had = order.map(index => cells[index]!)
      const missing = cells.map(({ index }) => index).filter(index => !order.includes(index))
      if (missing.length > 0) expect(joinCells(had)).toEqual({ kind: 'partial', missing })
      for (const joined of [joinCells([...had, ...cells]), ...(missing.length === 0 ? [joinCells(had)] : [])]) {
        expect(joined.kind === 'whole' && equal(joined.envelope, envelope)).toBe(true)
      }
    }), { numRuns: 60 })
  })

  test('has cells of one size, as many as needed and at most twenty', () => {
    for (const [length, count] of [[0, 1], [1, 1], [3792, 1], [3793, 2], [MAX_DELIVERY_FRAME_BYTES, 19]] as const) {
      const cells = sealCells({ secret, sid, envelope: random(length), random })
      expect(cells).toHaveLength(count)
      for (const { body, tag } of cells) expect([body.byteLength, tag.byteLength]).toEqual([MAX_CELL_BODY_BYTES, CELL_TAG_BYTES])
    }
    expect(() => sealCells({ secret, sid, envelope: random(MAX_CELLS_PER_ENVELOPE * 3792 + 1), random }))
      .toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
  })

  test('sealed again for the same queue has the same tags and other bodies; for another queue nothing is the same', () => {
    const envelope = random(8000)
    const [first, again, elsewhere] = [sid, sid, random(QUEUE_ID_BYTES)].map(to => sealCells({ secret, sid: to, envelope, random }))
    expect(again!.map(({ tag }) => tag)).toEqual(first!.map(({ tag }) => tag))
    const seen = [...first!, ...again!, ...elsewhere!].map(({ body }) => toHex(body))
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set([...first!, ...elsewhere!].map(({ tag }) => toHex(tag))).size).toBe(6)
  })
})

describe('a cell', () => {
  test('that was damaged, or sealed for another queue or under another secret, does not open', () => {
    const { body } = sealCells({ secret, sid, envelope: random(100), random })[0]!
    expect(openCell({ secret: random(32), sid, body })).toBeUndefined()
    expect(openCell({ secret, sid: random(QUEUE_ID_BYTES), body })).toBeUndefined()
    fc.assert(fc.property(damaged(body), bytes => { expect(openCell({ secret, sid, body: bytes })).toBeUndefined() }), { numRuns: 1000 })
  })

  test('of another envelope is told from one of this', () => {
    const [one, other] = [opened(random(8000)), opened(random(8000))]
    expect(joinCells([...one.slice(0, 2), other[2]!])).toEqual({ kind: 'corrupt' })
    const forged = one.map((cell, i) => i === 1 ? { ...cell, part: random(cell.part.byteLength) } : cell)
    expect(joinCells(forged)).toEqual({ kind: 'corrupt' })
    expect(joinCells([...one, forged[1]!])).toEqual({ kind: 'corrupt' })
  })
})

test('a queue key prints as [secret], and follows from its 32 bytes', () => {
  const privateKey = random(32)
  const keys = queueKeys(privateKey)
  expect(JSON.parse(JSON.stringify(keys))).toMatchObject({ privateKey: '[secret]' })
  expect(queueKeys(privateKey).publicKey).toEqual(keys.publicKey)
})

test('cells keep to their frozen vectors', () => {
  interface Vector { secret: string, sid: string, envelope: string, cells: Array<{ nonce: string, tag: string, body: string }> }
  for (const vector of readVectors<Vector>('cell')) {
    const [secret, sid, envelope] = [vector.secret, vector.sid, vector.envelope].map(fromHex) as [Bytes, Bytes, Bytes]
    const cells = sealCells({ secret, sid, envelope, random: fixedRandom(...vector.cells.map(({ nonce }) => nonce)) })
    expect(cells.map(({ tag, body }) => ({ tag: toHex(tag), body: toHex(body) })))
      .toEqual(vector.cells.map(({ tag, body }) => ({ tag, body })))
    const parts = vector.cells.map(({ body }) => openCell({ secret, sid, body: fromHex(body) })!)
    expect(joinCells(parts)).toEqual({ kind: 'whole', envelope })
  }
})
