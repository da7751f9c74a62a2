/** Every reader of bytes that come from others, with an honest example of what it reads. */
import { AppError } from '../../src/base/errors.ts'
import { concat, toText, utf8, type Bytes } from '../../src/base/bytes.ts'
import type { ChannelId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { answerFrame } from '../../src/api/dispatch.ts'
import { accountFromSeed } from '../../src/crypto/account.ts'
import { openPost, sealPost, topicAt } from '../../src/crypto/channel-keys.ts'
import { signPost, verifyPost } from '../../src/crypto/channel-posts.ts'
import { newDevice, signDeviceList, verifyDeviceList } from '../../src/crypto/devices.ts'
import { linkKeys, newLinkSecrets, openReply, openRequest, readRequest, sealReply, sealRequest } from '../../src/crypto/invites.ts'
import { hostKey, openCommand, sealCommand } from '../../src/crypto/mailbox.ts'
import { agreementOf, newHalf, openSaid, sealSaid } from '../../src/crypto/nearby.ts'
import { readRecord, sealRecord } from '../../src/crypto/records.ts'
import { neighbourIn } from '../../src/network/lan/discovery.ts'
import { decodeMdns, encodeAnswer, encodeQuery } from '../../src/network/lan/mdns.ts'
import { checkSide } from '../../src/network/nat/sdp.ts'
import { readBindingRequest } from '../../src/network/nat/stun.ts'
import { faultOf, readDescription, readExternalAddress, readSearchAnswer } from '../../src/network/upnp/messages.ts'
import { parseChannelLink, encodeChannelLink } from '../../src/wire/channel-link.ts'
import { ChannelBatch, ChannelKnown, SignedChannelPost } from '../../src/wire/gen/channel.ts'
import { Contents } from '../../src/wire/gen/content.ts'
import { Frame, NackReason } from '../../src/wire/gen/delivery.ts'
import { Bundle, Introduction, InviteStatus } from '../../src/wire/gen/invite.ts'
import { MailboxReply, ReplyStatus, type Command } from '../../src/wire/gen/mailbox.ts'
import { Side } from '../../src/wire/gen/punch.ts'
import { Rendezvous } from '../../src/wire/gen/records.ts'
import { encodeLink, parseLink } from '../../src/wire/link.ts'
import { readMessage } from '../../src/wire/messages.ts'
import { mutate, type Dice } from './mutations.ts'

export interface Target {
  name: string
  valid: Uint8Array
  read: (bytes: Bytes) => unknown
  /** of the errors that it may throw; none: it throws nothing */
  codes: string[]
}

const MAX_BYTES = 1024 * 1024
const link = newLinkSecrets(random)
const publicKey = random(32)
const request = sealRequest({ secret: link.secret, message: random(1800), random })
const devices = signDeviceList({ account: accountFromSeed(random(32)), devices: [newDevice(random)], version: 1, addedMs: 1 })
const preKeys = {
  registrationId: 7, device: random(32), oneTimeId: 8, oneTimeKey: random(33), signedId: 8, signedKey: random(33),
  signedSignature: random(64), kyberId: 8, kyberKey: random(1569), kyberSignature: random(64)
}
const routes = { peerId: random(38), addresses: [random(8), random(20)], atMs: 1767225600000 }

const channel = '0a'.repeat(32) as ChannelId
const end = { author: random(32), chain: random(16), seq: 3, hash: random(32) }
const post = signPost(random(32), { channel, chain: '0b'.repeat(16), seq: 1, prev: '', atMs: 1767225600000 }, {
  dismiss: { author: random(32), ends: [end] }
})
const topic = topicAt(random(16), 1)

const host = hostKey(random(32))
const [half, halves] = [newHalf(random), { protocol: '/nobyte/nearby', asker: random(38), asked: random(38) }]
const nearbyKey = random(32)
const router = new URL('http://192.168.1.1:5000/r.xml')

interface Type<T> { encode: (value: T) => Bytes, decode: (bytes: Uint8Array) => T }
function message<T> (name: string, type: Type<T>, value: T): Target {
  return { name, valid: type.encode(value), read: bytes => readMessage(type, bytes, MAX_BYTES), codes: ['PROTOCOL'] }
}

const caller = {
  begin: () => ({ signal: new AbortController().signal, end () {} }), cancel () {}, stream () {}, endStream () {}
}

export const TARGETS: Target[] = [
  message('delivery frame', Frame as Type<object>, {
    envelope: { preKey: true, ciphertext: random(300) }, nack: { hash: random(16), reason: NackReason.BUSY }, ack: { hashes: [random(16)] }
  }),
  message('contents', Contents as Type<object>, {
    counter: 3, contents: [{ id: random(16), lamport: 1, seq: 2, sentAtMs: 3, text: { text: utf8('hello'), replyTo: random(16) } }]
  }),
  message('marks', Contents as Type<object>, {
    counter: 3,
    contents: [
      { edit: { target: random(16), text: utf8('better') } }, { deletion: { targets: [random(16)] } },
      { reaction: { target: random(16), emoji: '👍' } }, { pin: { target: random(16), off: true } }
    ].map(body => ({ id: random(16), lamport: 1, seq: 2, sentAtMs: 3, quiet: true, ...body }))
  }),
  message('what is known of a channel', ChannelKnown as Type<object>, { heads: [end] }),
  message('posts', ChannelBatch as Type<object>, { posts: [post.signed], last: true }),
  {
    name: 'post',
    valid: SignedChannelPost.encode(post.signed),
    read: bytes => verifyPost(readMessage(SignedChannelPost, bytes, MAX_BYTES)),
    codes: ['PROTOCOL']
  },
  { name: 'message on a topic', valid: sealPost(topic, post.signed, random), read: bytes => openPost(topic, bytes), codes: [] },
  {
    name: 'channel link',
    valid: utf8(encodeChannelLink({
      channel, readKey: random(16), networkId: '0123456789abcdef', name: 'sky', hints: ['/ip4/192.0.2.1/tcp/1']
    })),
    read: bytes => parseChannelLink(toText(bytes)),
    codes: ['BAD_LINK']
  },
  message('bundle', Bundle as Type<object>, { preKeys, routes, devices, name: 'Ada', withdrawn: false }),
  message('introduction', Introduction as Type<object>, { devices, preKeys, routes, name: 'Radia', pairSecret: random(32), text: 'hi' }),
  message('rendezvous', Rendezvous as Type<object>, { seq: 1, epoch: 2, peerId: random(38), addresses: [random(8)] }),
  {
    name: 'record',
    valid: sealRecord({ seed: random(32), encryptionKey: random(32), seq: 1, eolMs: 2, plaintext: random(20), paddedBytes: 1024, random }),
    read: readRecord,
    codes: ['PROTOCOL', 'TOO_LARGE']
  },
  { name: 'device list', valid: devices.list, read: list => verifyDeviceList({ ...devices, list }), codes: ['PROTOCOL'] },
  {
    name: 'invite request', valid: request, read: bytes => openRequest(readRequest(bytes), linkKeys(link.secret)), codes: ['PROTOCOL']
  },
  {
    name: 'invite reply',
    valid: sealReply({ link, request, status: InviteStatus.WAITING, random }),
    read: reply => openReply({ link: { publicKey, secret: link.secret }, request, reply }),
    codes: []
  },
  {
    name: 'link text',
    valid: utf8(encodeLink({
      version: 1, reusable: false, publicKey: random(32), secret: random(16), expiresAtMs: 1767225600000, networkId: '0123456789abcdef',
      networkKey: random(32), hints: ['/ip4/192.0.2.7/tcp/4001']
    })),
    read: bytes => parseLink(Buffer.from(bytes).toString('utf8')),
    codes: ['BAD_LINK']
  },
  {
    name: 'opening of somebody nearby',
    valid: newHalf(random).opening,
    read: theirs => agreementOf({ own: half, role: 'asked', theirs, ends: halves }),
    codes: []
  },
  {
    name: 'what somebody nearby says',
    valid: sealSaid({ key: nearbyKey, index: 0, said: utf8('a link'), random }),
    read: sealed => openSaid({ key: nearbyKey, index: 0, sealed }),
    codes: []
  },
  { name: 'mDNS query', valid: encodeQuery('_nobyte-lan._udp.local'), read: decodeMdns, codes: [] },
  {
    name: 'mDNS answer',
    valid: encodeAnswer({ service: '_nobyte-lan._udp.local', instance: 'a1', texts: ['dnsaddr=/ip4/192.168.1.5/tcp/4501'] }),
    read: decodeMdns,
    codes: []
  },
  {
    name: 'neighbour',
    valid: utf8('dnsaddr=/ip4/192.168.1.5/tcp/4501/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'),
    read: bytes => neighbourIn([toText(bytes), toText(bytes.slice(8))], '192.168.1.5'),
    codes: []
  },
  {
    name: 'router\'s answer',
    valid: utf8(`HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: ${router.href}\r\n\r\n`),
    read: bytes => readSearchAnswer(bytes, '192.168.1.1'),
    codes: []
  },
  {
    name: 'router\'s description',
    valid: utf8('<root><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>' +
      '<controlURL>/c</controlURL></service></root>'),
    read: bytes => [readDescription(bytes, router), faultOf(bytes)],
    codes: []
  },
  {
    name: 'router\'s address',
    valid: utf8('<s:Envelope><s:Body><NewExternalIPAddress>9.1.2.3</NewExternalIPAddress></s:Body></s:Envelope>'),
    read: readExternalAddress,
    codes: ['PROTOCOL', 'REFUSED']
  },
  {
    name: 'side of a way through routers',
    valid: Side.encode({
      user: 'abcd',
      password: 'x'.repeat(24),
      fingerprint: random(32),
      candidates: [{ ip: random(4), port: 4000, mapped: true }, { ip: random(16), port: 1, mapped: false }]
    }),
    read: bytes => checkSide(readMessage(Side as Type<Side>, bytes, MAX_BYTES), { isPublic: false }),
    codes: ['PROTOCOL']
  },
  {
    name: 'STUN request',
    valid: concat(Uint8Array.of(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42), random(12)),
    read: readBindingRequest,
    codes: []
  },
  {
    name: 'mailbox reply',
    valid: MailboxReply.encode({
      status: ReplyStatus.OK, generation: 3n, more: true, untilMs: 5, cell: { at: 9n, sid: random(24), tag: random(16), body: random(40) }
    }),
    read: bytes => readMessage(MailboxReply as Type<object>, bytes, MAX_BYTES),
    codes: ['PROTOCOL']
  },
  {
    name: 'mailbox frame',
    valid: sealCommand({ host: host.publicKey, command: { ack: { rid: random(24), upTo: 1n } } as Command, random }).frame,
    read: bytes => openCommand(host, bytes),
    codes: ['PROTOCOL']
  },
  {
    name: 'local API frame',
    valid: utf8('{"jsonrpc":"2.0","id":1,"method":"messages.send","params":{"to":"Radia","text":"hello"}}'),
    read: async bytes => await answerFrame(bytes, { table: {}, caller, log: silentLog }),
    codes: []
  }
]

/** @throws Error with what is needed to see it again, when the reader does anything but read or refuse */
export async function tryOne ({ valid, read, codes, name }: Target, dice: Dice): Promise<void> {
  const bytes = new Uint8Array(mutate(valid, dice))
  try {
    await read(bytes)
  } catch (err) {
    if (err instanceof AppError && codes.includes(err.code)) return
    throw new Error(`${name} ended with ${String(err)} on ${Buffer.from(bytes).toString('hex')}`, { cause: err })
  }
}
