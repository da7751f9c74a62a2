/**
 * What two nearby say once both people have said that the words are the same: on which network each of them is, and then
 * an ordinary link for one use. It went sealed to whom the words were compared with, so whoever follows it is they.
 */
import { fromUtf8, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { AccountId } from '../../base/ids.ts'
import { MINUTE, SECOND } from '../../base/time.ts'
import type { Meeting } from '../../protocols/meeting.ts'

const PLACE_MS = 10 * SECOND
/** A mailbox may cost a puzzle first, which a slow computer solves in many seconds. */
const LINK_MS = 40 * SECOND
export const FOLLOW_MS = MINUTE
const USED_MS = 5 * SECOND
const MAX_NETWORK_ID_CHARS = 32

/** On which network a profile is, and whether it may move to another one: it knows nobody where it is. */
export interface Place {
  networkId: string
  isFree: boolean
}

export interface NewLink {
  link: string
  /** the contact who followed it; @throws the signal's reason */
  used: (signal: AbortSignal) => Promise<AccountId>
  /** nobody is to follow it any more */
  revoke: () => Promise<void>
}

export interface Introducing {
  place: () => Promise<Place>
  makeLink: () => Promise<NewLink>
  /** Until both sides are each other's contact, at most FOLLOW_MS. @throws AppError as Messenger.accept; QUEUED */
  followLink: (link: string) => Promise<AccountId>
}

/** @throws AppError NETWORK_MISMATCH: neither can come to the other's network; QUEUED; PROTOCOL, TIMED_OUT, PEER_UNREACHABLE */
export async function becomeContacts (meeting: Meeting, introducing: Introducing): Promise<AccountId> {
  const own = await introducing.place()
  await meeting.say(Uint8Array.of(own.isFree ? 1 : 0, ...utf8(own.networkId)))
  const theirs = placeIn(await meeting.hear(PLACE_MS))
  const [asker, asked] = meeting.role === 'asker' ? [own, theirs] : [theirs, own]
  const maker = makerOf(asker, asked)
  if (maker === undefined) {
    throw new AppError('NETWORK_MISMATCH', 'you are on different networks, and both of you know people there', {
      hint: 'One of you makes a profile for the other\'s network (nobyte --profile NAME init), and you meet again'
    })
  }
  return maker === meeting.role ? await offer(meeting, introducing) : await follow(meeting, introducing)
}

/** Who is free to move goes where the other is; on one network the one who asked makes the link. */
function makerOf (asker: Place, asked: Place): 'asker' | 'asked' | undefined {
  if (asker.networkId === asked.networkId || asked.isFree) return 'asker'
  return asker.isFree ? 'asked' : undefined
}

async function offer (meeting: Meeting, { makeLink }: Introducing): Promise<AccountId> {
  const { link, used, revoke } = await makeLink()
  try {
    await meeting.say(utf8(link))
    const [done] = await meeting.hear(FOLLOW_MS + PLACE_MS)
    if (done !== 1) throw new AppError('REFUSED', 'the link did not lead them here', { hint: 'Ask again, or send them one: nobyte invite' })
    return await used(AbortSignal.timeout(USED_MS))
  } catch (err) {
    await revoke()
    throw err
  }
}

async function follow (meeting: Meeting, { followLink }: Introducing): Promise<AccountId> {
  const link = textIn(await meeting.hear(LINK_MS))
  let contactId: AccountId | undefined
  try {
    contactId = await followLink(link)
    return contactId
  } finally {
    await meeting.say(Uint8Array.of(contactId === undefined ? 0 : 1))
  }
}

function placeIn (said: Bytes): Place {
  const networkId = textIn(said.subarray(1))
  if (said[0] === undefined || said[0] > 1 || networkId === '' || networkId.length > MAX_NETWORK_ID_CHARS) {
    throw new AppError('PROTOCOL', 'they are on no network')
  }
  return { networkId, isFree: said[0] === 1 }
}

function textIn (said: Bytes): string {
  try {
    return fromUtf8(said)
  } catch (cause) {
    throw new AppError('PROTOCOL', 'what they said is no text', { cause })
  }
}
