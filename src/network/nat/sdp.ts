/**
 * The text in which WebRTC describes one side of a connection, and back. Only what nobyte itself has written is ever given
 * to the library that reads such text: what a peer says arrives as checked fields.
 */
import { multiaddr } from '@multiformats/multiaddr'
import { concat, fromHex, toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { MAX_CANDIDATES } from '../../wire/limits.ts'
import type { Candidate, Side } from '../../wire/gen/punch.ts'
import { hostOf, ipBytes, isLoopback, isPrivateHost } from '../addresses.ts'

const [IP4_CODE, IP6_CODE] = [4, 41]
const FINGERPRINT_BYTES = 32
/** of a candidate: the computer's own address first, then what a STUN server saw (RFC 8445 §5.1.2) */
const [HOST_PREFERENCE, MAPPED_PREFERENCE] = [126, 100]

/** Reads what the library wrote. On a public network private addresses are left out: they describe a household. */
export function readSdp (text: string, { isPublic }: { isPublic: boolean }): Side {
  const candidates = [...text.matchAll(/^a=candidate:\S+ 1 UDP \d+ (\S+) (\d+) typ (host|srflx)/gim)]
    .filter(([, host]) => isTold(host, isPublic))
    .map(([, host, port, type]): Candidate => ({ ip: ipBytes(host!), port: Number(port), mapped: type === 'srflx' }))
  return checkSide({
    user: /^a=ice-ufrag:(\S+)/m.exec(text)?.[1] ?? '',
    password: /^a=ice-pwd:(\S+)/m.exec(text)?.[1] ?? '',
    fingerprint: fromHex(/^a=fingerprint:sha-256 ([0-9A-F:]+)/im.exec(text)?.[1]?.replaceAll(':', '') ?? ''),
    // What a STUN server saw is what helps behind a router, and must not be crowded out by a computer's many addresses.
    candidates: candidates.toSorted((a, b) => Number(b.mapped) - Number(a.mapped)).slice(0, MAX_CANDIDATES)
  }, { isPublic })
}

/** @throws AppError PROTOCOL: what cannot be a description, or would make this computer knock at doors of its own household */
export function checkSide (side: Side, { isPublic }: { isPublic: boolean }): Side {
  const sound = /^[A-Za-z0-9+/]{4,32}$/.test(side.user) && /^[A-Za-z0-9+/]{22,64}$/.test(side.password) &&
    side.fingerprint.byteLength === FINGERPRINT_BYTES && side.candidates.length <= MAX_CANDIDATES &&
    side.candidates.every(({ ip, port }) => isTold(ipText(ip), isPublic) && port > 0 && port < 65_536)
  if (!sound) throw new AppError('PROTOCOL', 'not a description of one side of a connection')
  return side
}

/** @returns undefined unless it has 4 or 16 bytes */
function ipText (bytes: Uint8Array): string | undefined {
  if (bytes.byteLength !== 4 && bytes.byteLength !== 16) return undefined
  return hostOf(multiaddr(concat(Uint8Array.of(bytes.byteLength === 4 ? IP4_CODE : IP6_CODE), bytes)))
}

function isTold (host: string | undefined, isPublic: boolean): boolean {
  if (host === undefined || /^fe80:/i.test(host)) return false
  return isPublic ? !isPrivateHost(host) : !isLoopback(host)
}

export const writeSdp = ({ user, password, fingerprint, candidates }: Side, kind: 'offer' | 'answer'): string => [
  'v=0', 'o=- 0 0 IN IP4 0.0.0.0', 's=-', 't=0 0', 'a=group:BUNDLE 0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendrecv', 'a=sctp-port:5000',
  'a=max-message-size:262144',
  `a=setup:${kind === 'offer' ? 'actpass' : 'active'}`,
  `a=fingerprint:sha-256 ${toHex(fingerprint).toUpperCase().replaceAll(/..(?!$)/g, '$&:')}`,
  `a=ice-ufrag:${user}`, `a=ice-pwd:${password}`,
  ...candidates.map(({ ip, port, mapped }, index) => {
    const preference = (mapped ? MAPPED_PREFERENCE : HOST_PREFERENCE) * 2 ** 24 + (65_535 - index) * 2 ** 8 + 255
    return `a=candidate:${index + 1} 1 UDP ${preference} ${ipText(ip)} ${port} typ ${mapped ? 'srflx raddr 0.0.0.0 rport 0' : 'host'}`
  }),
  // No end-of-candidates: the library takes candidates in one by one, and gives up where it knows of none yet and of an end.
  ''
].join('\r\n')
