/**
 * The two multicast DNS messages (RFC 6762) that neighbours exchange: "who is on this network?" and "I am, at these
 * addresses". Everything else that a local network shouts is read past.
 */
import { concat, fromUtf8, utf8, type Bytes } from '../../base/bytes.ts'

export type MdnsMessage =
  | { kind: 'query', services: string[] }
  | { kind: 'answer', services: string[], texts: string[] }

const HEADER_BYTES = 12
const ANSWER_FLAG = 0x8000
const AUTHORITATIVE_ANSWER = 0x8400
const [PTR, TXT, INTERNET] = [12, 16, 1]
const TTL_SECONDS = 120
const MAX_LABEL_BYTES = 63
const MAX_TEXT_BYTES = 255
/** a name of 255 bytes has at most 127 labels; compression pointers that form a circle have no end */
const MAX_LABELS = 128

const u16 = (...values: number[]): Bytes => concat(...values.map(value => Uint8Array.of(value >> 8, value & 0xff)))

const name = (text: string): Bytes => concat(...text.split('.').map(label => {
  const bytes = utf8(label)
  if (bytes.byteLength === 0 || bytes.byteLength > MAX_LABEL_BYTES) throw new TypeError('not a DNS label')
  return concat(Uint8Array.of(bytes.byteLength), bytes)
}), Uint8Array.of(0))

export const encodeQuery = (service: string): Bytes =>
  concat(u16(0, 0, 1, 0, 0, 0), name(service), u16(PTR, INTERNET))

/** @param instance tells neighbours apart; @param texts at most 255 bytes each */
export function encodeAnswer ({ service, instance, texts }: { service: string, instance: string, texts: string[] }): Bytes {
  const pointer = name(`${instance}.${service}`)
  const strings = concat(...texts.map(text => {
    const bytes = utf8(text)
    if (bytes.byteLength > MAX_TEXT_BYTES) throw new TypeError('too long for a DNS text')
    return concat(Uint8Array.of(bytes.byteLength), bytes)
  }))
  return concat(
    u16(0, AUTHORITATIVE_ANSWER, 0, 2, 0, 0),
    name(service), u16(PTR, INTERNET, 0, TTL_SECONDS, pointer.byteLength), pointer,
    pointer, u16(TXT, INTERNET, 0, TTL_SECONDS, strings.byteLength), strings
  )
}

/** @returns undefined for what is neither, damaged packets included */
export function decodeMdns (packet: Uint8Array): MdnsMessage | undefined {
  try {
    return decode(packet)
  } catch (err) {
    if (err instanceof RangeError || err instanceof TypeError) return undefined
    throw err
  }
}

function decode (packet: Uint8Array): MdnsMessage {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  const [flags, questions, answers, authorities, additionals] = [2, 4, 6, 8, 10].map(at => view.getUint16(at))
  let at = HEADER_BYTES
  const services: string[] = []
  for (let i = 0; i < questions!; i++) {
    const question = readName(packet, at)
    if (view.getUint16(question.end) === PTR) services.push(question.text)
    at = question.end + 4
  }
  if ((flags! & ANSWER_FLAG) === 0) return { kind: 'query', services }

  services.length = 0
  const texts: string[] = []
  for (let i = 0; i < answers! + authorities! + additionals!; i++) {
    const { text, end } = readName(packet, at)
    const type = view.getUint16(end)
    const start = end + 10
    at = start + view.getUint16(end + 8)
    if (at > packet.byteLength) throw new RangeError('cut off')
    if (type === PTR) services.push(text)
    if (type === TXT) texts.push(...readTexts(packet.subarray(start, at)))
  }
  return { kind: 'answer', services, texts }
}

function readName (packet: Uint8Array, start: number): { text: string, end: number } {
  const labels: string[] = []
  let at = start
  let end: number | undefined
  for (let hops = 0; hops < MAX_LABELS; hops++) {
    const length = packet[at]
    if (length === undefined) throw new RangeError('cut off')
    if (length === 0) return { text: labels.join('.'), end: end ?? at + 1 }
    if (length > MAX_LABEL_BYTES) {
      end ??= at + 2
      at = (length & 0x3f) << 8 | (packet[at + 1] ?? 0)
    } else {
      labels.push(fromUtf8(packet.subarray(at + 1, at + 1 + length)))
      at += 1 + length
    }
  }
  throw new RangeError('an endless name')
}

function readTexts (data: Uint8Array): string[] {
  const texts: string[] = []
  for (let at = 0; at < data.byteLength; at += 1 + data[at]!) texts.push(fromUtf8(data.subarray(at + 1, at + 1 + data[at]!)))
  return texts
}
