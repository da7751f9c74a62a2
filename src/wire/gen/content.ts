/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Contents {
  counter: number
  contents: Content[]
  repeated: boolean
}

export namespace Contents {
  let _codec: Codec<Contents>

  export const codec = (): Codec<Contents> => {
    if (_codec == null) {
      _codec = message<Contents>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.counter != null && obj.counter !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.counter)
        }

        if (obj.contents != null && obj.contents.length > 0) {
          for (const value of obj.contents) {
            w.uint32(18)
            Content.codec().encode(value, w)
          }
        }

        if ((obj.repeated != null && obj.repeated !== false)) {
          w.uint32(24)
          w.bool(obj.repeated)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          counter: 0,
          contents: [],
          repeated: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.counter = reader.uint64Number()
              break
            }
            case 2: {
              if (opts.limits?.contents != null && obj.contents.length === opts.limits.contents) {
                throw new MaxLengthError('Decode error - repeated field "contents" had too many elements')
              }

              if (obj.contents.length === 4096) {
                throw new MaxLengthError('Decode error - repeated field "contents" had too many elements')
              }

              obj.contents.push(Content.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.contents$
              }))
              break
            }
            case 3: {
              obj.repeated = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          contents: 4096
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.counter`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              if (opts.limits?.contents != null && obj.contents === opts.limits.contents) {
                throw new MaxLengthError('Streaming decode error - repeated field "contents" had too many elements')
              }

              if (obj.contents === 4096) {
                throw new MaxLengthError('Streaming decode error - repeated field "contents" had too many elements')
              }

              for (const evt of Content.codec().stream(reader, reader.uint32(), `${prefix}.contents[]`, {
                limits: opts.limits?.contents$
              })) {
                yield {
                  ...evt,
                  index: obj.contents
                }
              }

              obj.contents++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.repeated`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ContentsCounterFieldEvent {
    field: '$.counter'
    value: number
  }

  export interface ContentsContentsIdFieldEvent {
    field: '$.contents[].id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsLamportFieldEvent {
    field: '$.contents[].lamport'
    value: number
    index: number
  }

  export interface ContentsContentsSeqFieldEvent {
    field: '$.contents[].seq'
    value: number
    index: number
  }

  export interface ContentsContentsSentAtMsFieldEvent {
    field: '$.contents[].sentAtMs'
    value: number
    index: number
  }

  export interface ContentsContentsQuietFieldEvent {
    field: '$.contents[].quiet'
    value: boolean
    index: number
  }

  export interface ContentsContentsOriginAuthorFieldEvent {
    field: '$.contents[].origin.author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsOriginChainFieldEvent {
    field: '$.contents[].origin.chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsOriginSeqFieldEvent {
    field: '$.contents[].origin.seq'
    value: number
    index: number
  }

  export interface ContentsContentsOriginAddresseesFieldEvent {
    field: '$.contents[].origin.addressees'
    value: number
    index: number
  }

  export interface ContentsContentsOriginUnverifiedFieldEvent {
    field: '$.contents[].origin.unverified'
    value: boolean
    index: number
  }

  export interface ContentsContentsOriginOfferedByFieldEvent {
    field: '$.contents[].origin.offeredBy'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsTextTextFieldEvent {
    field: '$.contents[].text.text'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsTextReplyToFieldEvent {
    field: '$.contents[].text.replyTo'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsTextExpiresAfterMsFieldEvent {
    field: '$.contents[].text.expiresAfterMs'
    value: number
    index: number
  }

  export interface ContentsContentsReadIdsFieldEvent {
    field: '$.contents[].read.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentsContentsReadReadAtMsFieldEvent {
    field: '$.contents[].read.readAtMs'
    value: number
    index: number
  }

  export interface ContentsContentsKeysDevicesListFieldEvent {
    field: '$.contents[].keys.devices.list'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysDevicesSignatureFieldEvent {
    field: '$.contents[].keys.devices.signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareRegistrationIdFieldEvent {
    field: '$.contents[].keys.spare.registrationId'
    value: number
    index: number
  }

  export interface ContentsContentsKeysSpareDeviceFieldEvent {
    field: '$.contents[].keys.spare.device'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareOneTimeIdFieldEvent {
    field: '$.contents[].keys.spare.oneTimeId'
    value: number
    index: number
  }

  export interface ContentsContentsKeysSpareOneTimeKeyFieldEvent {
    field: '$.contents[].keys.spare.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareSignedIdFieldEvent {
    field: '$.contents[].keys.spare.signedId'
    value: number
    index: number
  }

  export interface ContentsContentsKeysSpareSignedKeyFieldEvent {
    field: '$.contents[].keys.spare.signedKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareSignedSignatureFieldEvent {
    field: '$.contents[].keys.spare.signedSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareKyberIdFieldEvent {
    field: '$.contents[].keys.spare.kyberId'
    value: number
    index: number
  }

  export interface ContentsContentsKeysSpareKyberKeyFieldEvent {
    field: '$.contents[].keys.spare.kyberKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsKeysSpareKyberSignatureFieldEvent {
    field: '$.contents[].keys.spare.kyberSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsPairSecretSecretFieldEvent {
    field: '$.contents[].pairSecret.secret'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsProfileNameFieldEvent {
    field: '$.contents[].profile.name'
    value: string
    index: number
  }

  export interface ContentsContentsMailboxesRoutesHostPeerIdFieldEvent {
    field: '$.contents[].mailboxes.routes[].host.peerId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsMailboxesRoutesHostKeyFieldEvent {
    field: '$.contents[].mailboxes.routes[].host.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsMailboxesRoutesHostAddressesFieldEvent {
    field: '$.contents[].mailboxes.routes[].host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentsContentsMailboxesRoutesHostOperatorFieldEvent {
    field: '$.contents[].mailboxes.routes[].host.operator'
    value: string
    index: number
  }

  export interface ContentsContentsMailboxesRoutesSidFieldEvent {
    field: '$.contents[].mailboxes.routes[].sid'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsMailboxesRoutesSenderKeyFieldEvent {
    field: '$.contents[].mailboxes.routes[].senderKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsMailboxesRoutesUntilMsFieldEvent {
    field: '$.contents[].mailboxes.routes[].untilMs'
    value: number
    index: number
  }

  export interface ContentsContentsMailboxesRoutesGuardFieldEvent {
    field: '$.contents[].mailboxes.routes[].guard'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsEditTargetFieldEvent {
    field: '$.contents[].edit.target'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsEditTextFieldEvent {
    field: '$.contents[].edit.text'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsDeletionTargetsFieldEvent {
    field: '$.contents[].deletion.targets[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentsContentsReactionTargetFieldEvent {
    field: '$.contents[].reaction.target'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsReactionEmojiFieldEvent {
    field: '$.contents[].reaction.emoji'
    value: string
    index: number
  }

  export interface ContentsContentsErasedReplyToFieldEvent {
    field: '$.contents[].erased.replyTo'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsErasedExpiresAfterMsFieldEvent {
    field: '$.contents[].erased.expiresAfterMs'
    value: number
    index: number
  }

  export interface ContentsContentsPinTargetFieldEvent {
    field: '$.contents[].pin.target'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsPinOffFieldEvent {
    field: '$.contents[].pin.off'
    value: boolean
    index: number
  }

  export interface ContentsContentsTimerAfterMsFieldEvent {
    field: '$.contents[].timer.afterMs'
    value: number
    index: number
  }

  export interface ContentsContentsGroupGroupFieldEvent {
    field: '$.contents[].group.group'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupOperationsOperationFieldEvent {
    field: '$.contents[].group.operations[].operation'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupOperationsSignatureFieldEvent {
    field: '$.contents[].group.operations[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupKeyFieldEvent {
    field: '$.contents[].group.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupSealedFieldEvent {
    field: '$.contents[].group.sealed'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupMessageFieldEvent {
    field: '$.contents[].group.message'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupItemsItemFieldEvent {
    field: '$.contents[].group.items[].item'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupItemsSignatureFieldEvent {
    field: '$.contents[].group.items[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupKnownHeadsFieldEvent {
    field: '$.contents[].group.known.heads[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentsContentsGroupKnownChainsAuthorFieldEvent {
    field: '$.contents[].group.known.chains[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupKnownChainsChainFieldEvent {
    field: '$.contents[].group.known.chains[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupKnownChainsRangesFirstFieldEvent {
    field: '$.contents[].group.known.chains[].ranges[].first'
    value: number
    index: number
  }

  export interface ContentsContentsGroupKnownChainsRangesLastFieldEvent {
    field: '$.contents[].group.known.chains[].ranges[].last'
    value: number
    index: number
  }

  export interface ContentsContentsGroupKnownAnswerFieldEvent {
    field: '$.contents[].group.known.answer'
    value: boolean
    index: number
  }

  export interface ContentsContentsGroupKnownKeylessFieldEvent {
    field: '$.contents[].group.known.keyless'
    value: boolean
    index: number
  }

  export interface ContentsContentsGroupUnreachedFieldEvent {
    field: '$.contents[].group.unreached[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentsContentsGroupReadIdFieldEvent {
    field: '$.contents[].group.read.id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupReadReadAtMsFieldEvent {
    field: '$.contents[].group.read.readAtMs'
    value: number
    index: number
  }

  export interface ContentsContentsGroupLettersToFieldEvent {
    field: '$.contents[].group.letters[].to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsGroupLettersHopsFieldEvent {
    field: '$.contents[].group.letters[].hops'
    value: number
    index: number
  }

  export interface ContentsContentsGroupLettersMessageFieldEvent {
    field: '$.contents[].group.letters[].message'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsContentsNewerRawFieldEvent {
    field: '$.contents[].newer.raw'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentsRepeatedFieldEvent {
    field: '$.repeated'
    value: boolean
  }

  export function encode (obj: Partial<Contents>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Contents.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Contents>): Contents {
    return decodeMessage(buf, Contents.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Contents>): Generator<ContentsCounterFieldEvent | ContentsContentsIdFieldEvent | ContentsContentsLamportFieldEvent | ContentsContentsSeqFieldEvent | ContentsContentsSentAtMsFieldEvent | ContentsContentsQuietFieldEvent | ContentsContentsOriginAuthorFieldEvent | ContentsContentsOriginChainFieldEvent | ContentsContentsOriginSeqFieldEvent | ContentsContentsOriginAddresseesFieldEvent | ContentsContentsOriginUnverifiedFieldEvent | ContentsContentsOriginOfferedByFieldEvent | ContentsContentsTextTextFieldEvent | ContentsContentsTextReplyToFieldEvent | ContentsContentsTextExpiresAfterMsFieldEvent | ContentsContentsReadIdsFieldEvent | ContentsContentsReadReadAtMsFieldEvent | ContentsContentsKeysDevicesListFieldEvent | ContentsContentsKeysDevicesSignatureFieldEvent | ContentsContentsKeysSpareRegistrationIdFieldEvent | ContentsContentsKeysSpareDeviceFieldEvent | ContentsContentsKeysSpareOneTimeIdFieldEvent | ContentsContentsKeysSpareOneTimeKeyFieldEvent | ContentsContentsKeysSpareSignedIdFieldEvent | ContentsContentsKeysSpareSignedKeyFieldEvent | ContentsContentsKeysSpareSignedSignatureFieldEvent | ContentsContentsKeysSpareKyberIdFieldEvent | ContentsContentsKeysSpareKyberKeyFieldEvent | ContentsContentsKeysSpareKyberSignatureFieldEvent | ContentsContentsPairSecretSecretFieldEvent | ContentsContentsProfileNameFieldEvent | ContentsContentsMailboxesRoutesHostPeerIdFieldEvent | ContentsContentsMailboxesRoutesHostKeyFieldEvent | ContentsContentsMailboxesRoutesHostAddressesFieldEvent | ContentsContentsMailboxesRoutesHostOperatorFieldEvent | ContentsContentsMailboxesRoutesSidFieldEvent | ContentsContentsMailboxesRoutesSenderKeyFieldEvent | ContentsContentsMailboxesRoutesUntilMsFieldEvent | ContentsContentsMailboxesRoutesGuardFieldEvent | ContentsContentsEditTargetFieldEvent | ContentsContentsEditTextFieldEvent | ContentsContentsDeletionTargetsFieldEvent | ContentsContentsReactionTargetFieldEvent | ContentsContentsReactionEmojiFieldEvent | ContentsContentsErasedReplyToFieldEvent | ContentsContentsErasedExpiresAfterMsFieldEvent | ContentsContentsPinTargetFieldEvent | ContentsContentsPinOffFieldEvent | ContentsContentsTimerAfterMsFieldEvent | ContentsContentsGroupGroupFieldEvent | ContentsContentsGroupOperationsOperationFieldEvent | ContentsContentsGroupOperationsSignatureFieldEvent | ContentsContentsGroupKeyFieldEvent | ContentsContentsGroupSealedFieldEvent | ContentsContentsGroupMessageFieldEvent | ContentsContentsGroupItemsItemFieldEvent | ContentsContentsGroupItemsSignatureFieldEvent | ContentsContentsGroupKnownHeadsFieldEvent | ContentsContentsGroupKnownChainsAuthorFieldEvent | ContentsContentsGroupKnownChainsChainFieldEvent | ContentsContentsGroupKnownChainsRangesFirstFieldEvent | ContentsContentsGroupKnownChainsRangesLastFieldEvent | ContentsContentsGroupKnownAnswerFieldEvent | ContentsContentsGroupKnownKeylessFieldEvent | ContentsContentsGroupUnreachedFieldEvent | ContentsContentsGroupReadIdFieldEvent | ContentsContentsGroupReadReadAtMsFieldEvent | ContentsContentsGroupLettersToFieldEvent | ContentsContentsGroupLettersHopsFieldEvent | ContentsContentsGroupLettersMessageFieldEvent | ContentsContentsNewerRawFieldEvent | ContentsRepeatedFieldEvent> {
    return streamMessage(buf, Contents.codec(), opts)
  }
}

export interface Content {
  id: Uint8Array<ArrayBuffer>
  lamport: number
  seq: number
  sentAtMs: number
  quiet: boolean
  origin?: GroupOrigin
  text?: Text
  read?: ReadReceipt
  keys?: Keys
  pairSecret?: PairSecret
  profile?: Profile
  mailboxes?: Mailboxes
  edit?: Edit
  deletion?: Deletion
  reaction?: Reaction
  erased?: Erased
  pin?: Pin
  timer?: Timer
  group?: GroupParcel
  newer?: Newer
}

export namespace Content {
  let _codec: Codec<Content>

  export const codec = (): Codec<Content> => {
    if (_codec == null) {
      _codec = message<Content>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.newer != null) {
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.group != null) {
          obj.newer = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.timer != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.pin != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.erased != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.reaction != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.deletion != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.edit != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.mailboxes != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.profile != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.pairSecret != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.keys != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.read != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.text = undefined
        }

        if (obj.text != null) {
          obj.newer = undefined
          obj.group = undefined
          obj.timer = undefined
          obj.pin = undefined
          obj.erased = undefined
          obj.reaction = undefined
          obj.deletion = undefined
          obj.edit = undefined
          obj.mailboxes = undefined
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.lamport)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.seq)
        }

        if ((obj.sentAtMs != null && obj.sentAtMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.sentAtMs)
        }

        if ((obj.quiet != null && obj.quiet !== false)) {
          w.uint32(40)
          w.bool(obj.quiet)
        }

        if (obj.origin != null) {
          w.uint32(50)
          GroupOrigin.codec().encode(obj.origin, w)
        }

        if (obj.text != null) {
          w.uint32(82)
          Text.codec().encode(obj.text, w)
        }

        if (obj.read != null) {
          w.uint32(90)
          ReadReceipt.codec().encode(obj.read, w)
        }

        if (obj.keys != null) {
          w.uint32(98)
          Keys.codec().encode(obj.keys, w)
        }

        if (obj.pairSecret != null) {
          w.uint32(106)
          PairSecret.codec().encode(obj.pairSecret, w)
        }

        if (obj.profile != null) {
          w.uint32(114)
          Profile.codec().encode(obj.profile, w)
        }

        if (obj.mailboxes != null) {
          w.uint32(122)
          Mailboxes.codec().encode(obj.mailboxes, w)
        }

        if (obj.edit != null) {
          w.uint32(130)
          Edit.codec().encode(obj.edit, w)
        }

        if (obj.deletion != null) {
          w.uint32(138)
          Deletion.codec().encode(obj.deletion, w)
        }

        if (obj.reaction != null) {
          w.uint32(146)
          Reaction.codec().encode(obj.reaction, w)
        }

        if (obj.erased != null) {
          w.uint32(154)
          Erased.codec().encode(obj.erased, w)
        }

        if (obj.pin != null) {
          w.uint32(162)
          Pin.codec().encode(obj.pin, w)
        }

        if (obj.timer != null) {
          w.uint32(170)
          Timer.codec().encode(obj.timer, w)
        }

        if (obj.group != null) {
          w.uint32(178)
          GroupParcel.codec().encode(obj.group, w)
        }

        if (obj.newer != null) {
          w.uint32(802)
          Newer.codec().encode(obj.newer, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          lamport: 0,
          seq: 0,
          sentAtMs: 0,
          quiet: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 3: {
              obj.seq = reader.uint64Number()
              break
            }
            case 4: {
              obj.sentAtMs = reader.uint64Number()
              break
            }
            case 5: {
              obj.quiet = reader.bool()
              break
            }
            case 6: {
              obj.origin = GroupOrigin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.origin
              })
              break
            }
            case 10: {
              obj.text = Text.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.text
              })
              break
            }
            case 11: {
              obj.read = ReadReceipt.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.read
              })
              break
            }
            case 12: {
              obj.keys = Keys.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.keys
              })
              break
            }
            case 13: {
              obj.pairSecret = PairSecret.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pairSecret
              })
              break
            }
            case 14: {
              obj.profile = Profile.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.profile
              })
              break
            }
            case 15: {
              obj.mailboxes = Mailboxes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mailboxes
              })
              break
            }
            case 16: {
              obj.edit = Edit.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.edit
              })
              break
            }
            case 17: {
              obj.deletion = Deletion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.deletion
              })
              break
            }
            case 18: {
              obj.reaction = Reaction.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.reaction
              })
              break
            }
            case 19: {
              obj.erased = Erased.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.erased
              })
              break
            }
            case 20: {
              obj.pin = Pin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pin
              })
              break
            }
            case 21: {
              obj.timer = Timer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.timer
              })
              break
            }
            case 22: {
              obj.group = GroupParcel.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
              })
              break
            }
            case 100: {
              obj.newer = Newer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.newer
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.newer != null) {
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.group != null) {
          delete obj.newer
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.timer != null) {
          delete obj.newer
          delete obj.group
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.pin != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.erased != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.reaction != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.deletion != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.edit != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.mailboxes != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.profile != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.pairSecret != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.keys != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.read
          delete obj.text
        }

        if (obj.read != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.text
        }

        if (obj.text != null) {
          delete obj.newer
          delete obj.group
          delete obj.timer
          delete obj.pin
          delete obj.erased
          delete obj.reaction
          delete obj.deletion
          delete obj.edit
          delete obj.mailboxes
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.sentAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.quiet`,
                value: reader.bool()
              }
              break
            }
            case 6: {
              yield * GroupOrigin.codec().stream(reader, reader.uint32(), `${prefix}.origin`, {
                limits: opts.limits?.origin
              })

              break
            }
            case 10: {
              yield * Text.codec().stream(reader, reader.uint32(), `${prefix}.text`, {
                limits: opts.limits?.text
              })

              break
            }
            case 11: {
              yield * ReadReceipt.codec().stream(reader, reader.uint32(), `${prefix}.read`, {
                limits: opts.limits?.read
              })

              break
            }
            case 12: {
              yield * Keys.codec().stream(reader, reader.uint32(), `${prefix}.keys`, {
                limits: opts.limits?.keys
              })

              break
            }
            case 13: {
              yield * PairSecret.codec().stream(reader, reader.uint32(), `${prefix}.pairSecret`, {
                limits: opts.limits?.pairSecret
              })

              break
            }
            case 14: {
              yield * Profile.codec().stream(reader, reader.uint32(), `${prefix}.profile`, {
                limits: opts.limits?.profile
              })

              break
            }
            case 15: {
              yield * Mailboxes.codec().stream(reader, reader.uint32(), `${prefix}.mailboxes`, {
                limits: opts.limits?.mailboxes
              })

              break
            }
            case 16: {
              yield * Edit.codec().stream(reader, reader.uint32(), `${prefix}.edit`, {
                limits: opts.limits?.edit
              })

              break
            }
            case 17: {
              yield * Deletion.codec().stream(reader, reader.uint32(), `${prefix}.deletion`, {
                limits: opts.limits?.deletion
              })

              break
            }
            case 18: {
              yield * Reaction.codec().stream(reader, reader.uint32(), `${prefix}.reaction`, {
                limits: opts.limits?.reaction
              })

              break
            }
            case 19: {
              yield * Erased.codec().stream(reader, reader.uint32(), `${prefix}.erased`, {
                limits: opts.limits?.erased
              })

              break
            }
            case 20: {
              yield * Pin.codec().stream(reader, reader.uint32(), `${prefix}.pin`, {
                limits: opts.limits?.pin
              })

              break
            }
            case 21: {
              yield * Timer.codec().stream(reader, reader.uint32(), `${prefix}.timer`, {
                limits: opts.limits?.timer
              })

              break
            }
            case 22: {
              yield * GroupParcel.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
              })

              break
            }
            case 100: {
              yield * Newer.codec().stream(reader, reader.uint32(), `${prefix}.newer`, {
                limits: opts.limits?.newer
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ContentIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface ContentSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface ContentSentAtMsFieldEvent {
    field: '$.sentAtMs'
    value: number
  }

  export interface ContentQuietFieldEvent {
    field: '$.quiet'
    value: boolean
  }

  export interface ContentOriginAuthorFieldEvent {
    field: '$.origin.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentOriginChainFieldEvent {
    field: '$.origin.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentOriginSeqFieldEvent {
    field: '$.origin.seq'
    value: number
  }

  export interface ContentOriginAddresseesFieldEvent {
    field: '$.origin.addressees'
    value: number
  }

  export interface ContentOriginUnverifiedFieldEvent {
    field: '$.origin.unverified'
    value: boolean
  }

  export interface ContentOriginOfferedByFieldEvent {
    field: '$.origin.offeredBy'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentTextTextFieldEvent {
    field: '$.text.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentTextReplyToFieldEvent {
    field: '$.text.replyTo'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentTextExpiresAfterMsFieldEvent {
    field: '$.text.expiresAfterMs'
    value: number
  }

  export interface ContentReadIdsFieldEvent {
    field: '$.read.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentReadReadAtMsFieldEvent {
    field: '$.read.readAtMs'
    value: number
  }

  export interface ContentKeysDevicesListFieldEvent {
    field: '$.keys.devices.list'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysDevicesSignatureFieldEvent {
    field: '$.keys.devices.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareRegistrationIdFieldEvent {
    field: '$.keys.spare.registrationId'
    value: number
  }

  export interface ContentKeysSpareDeviceFieldEvent {
    field: '$.keys.spare.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareOneTimeIdFieldEvent {
    field: '$.keys.spare.oneTimeId'
    value: number
  }

  export interface ContentKeysSpareOneTimeKeyFieldEvent {
    field: '$.keys.spare.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareSignedIdFieldEvent {
    field: '$.keys.spare.signedId'
    value: number
  }

  export interface ContentKeysSpareSignedKeyFieldEvent {
    field: '$.keys.spare.signedKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareSignedSignatureFieldEvent {
    field: '$.keys.spare.signedSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareKyberIdFieldEvent {
    field: '$.keys.spare.kyberId'
    value: number
  }

  export interface ContentKeysSpareKyberKeyFieldEvent {
    field: '$.keys.spare.kyberKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKeysSpareKyberSignatureFieldEvent {
    field: '$.keys.spare.kyberSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentPairSecretSecretFieldEvent {
    field: '$.pairSecret.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentProfileNameFieldEvent {
    field: '$.profile.name'
    value: string
  }

  export interface ContentMailboxesRoutesHostPeerIdFieldEvent {
    field: '$.mailboxes.routes[].host.peerId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentMailboxesRoutesHostKeyFieldEvent {
    field: '$.mailboxes.routes[].host.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentMailboxesRoutesHostAddressesFieldEvent {
    field: '$.mailboxes.routes[].host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentMailboxesRoutesHostOperatorFieldEvent {
    field: '$.mailboxes.routes[].host.operator'
    value: string
    index: number
  }

  export interface ContentMailboxesRoutesSidFieldEvent {
    field: '$.mailboxes.routes[].sid'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentMailboxesRoutesSenderKeyFieldEvent {
    field: '$.mailboxes.routes[].senderKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentMailboxesRoutesUntilMsFieldEvent {
    field: '$.mailboxes.routes[].untilMs'
    value: number
    index: number
  }

  export interface ContentMailboxesRoutesGuardFieldEvent {
    field: '$.mailboxes.routes[].guard'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentEditTargetFieldEvent {
    field: '$.edit.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentEditTextFieldEvent {
    field: '$.edit.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentDeletionTargetsFieldEvent {
    field: '$.deletion.targets[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentReactionTargetFieldEvent {
    field: '$.reaction.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentReactionEmojiFieldEvent {
    field: '$.reaction.emoji'
    value: string
  }

  export interface ContentErasedReplyToFieldEvent {
    field: '$.erased.replyTo'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentErasedExpiresAfterMsFieldEvent {
    field: '$.erased.expiresAfterMs'
    value: number
  }

  export interface ContentPinTargetFieldEvent {
    field: '$.pin.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentPinOffFieldEvent {
    field: '$.pin.off'
    value: boolean
  }

  export interface ContentTimerAfterMsFieldEvent {
    field: '$.timer.afterMs'
    value: number
  }

  export interface ContentGroupGroupFieldEvent {
    field: '$.group.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupOperationsOperationFieldEvent {
    field: '$.group.operations[].operation'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupOperationsSignatureFieldEvent {
    field: '$.group.operations[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupKeyFieldEvent {
    field: '$.group.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupSealedFieldEvent {
    field: '$.group.sealed'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupMessageFieldEvent {
    field: '$.group.message'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupItemsItemFieldEvent {
    field: '$.group.items[].item'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupItemsSignatureFieldEvent {
    field: '$.group.items[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupKnownHeadsFieldEvent {
    field: '$.group.known.heads[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupKnownChainsAuthorFieldEvent {
    field: '$.group.known.chains[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupKnownChainsChainFieldEvent {
    field: '$.group.known.chains[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupKnownChainsRangesFirstFieldEvent {
    field: '$.group.known.chains[].ranges[].first'
    value: number
    index: number
  }

  export interface ContentGroupKnownChainsRangesLastFieldEvent {
    field: '$.group.known.chains[].ranges[].last'
    value: number
    index: number
  }

  export interface ContentGroupKnownAnswerFieldEvent {
    field: '$.group.known.answer'
    value: boolean
  }

  export interface ContentGroupKnownKeylessFieldEvent {
    field: '$.group.known.keyless'
    value: boolean
  }

  export interface ContentGroupUnreachedFieldEvent {
    field: '$.group.unreached[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupReadIdFieldEvent {
    field: '$.group.read.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentGroupReadReadAtMsFieldEvent {
    field: '$.group.read.readAtMs'
    value: number
  }

  export interface ContentGroupLettersToFieldEvent {
    field: '$.group.letters[].to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentGroupLettersHopsFieldEvent {
    field: '$.group.letters[].hops'
    value: number
    index: number
  }

  export interface ContentGroupLettersMessageFieldEvent {
    field: '$.group.letters[].message'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentNewerRawFieldEvent {
    field: '$.newer.raw'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Content>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Content.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Content {
    return decodeMessage(buf, Content.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Generator<ContentIdFieldEvent | ContentLamportFieldEvent | ContentSeqFieldEvent | ContentSentAtMsFieldEvent | ContentQuietFieldEvent | ContentOriginAuthorFieldEvent | ContentOriginChainFieldEvent | ContentOriginSeqFieldEvent | ContentOriginAddresseesFieldEvent | ContentOriginUnverifiedFieldEvent | ContentOriginOfferedByFieldEvent | ContentTextTextFieldEvent | ContentTextReplyToFieldEvent | ContentTextExpiresAfterMsFieldEvent | ContentReadIdsFieldEvent | ContentReadReadAtMsFieldEvent | ContentKeysDevicesListFieldEvent | ContentKeysDevicesSignatureFieldEvent | ContentKeysSpareRegistrationIdFieldEvent | ContentKeysSpareDeviceFieldEvent | ContentKeysSpareOneTimeIdFieldEvent | ContentKeysSpareOneTimeKeyFieldEvent | ContentKeysSpareSignedIdFieldEvent | ContentKeysSpareSignedKeyFieldEvent | ContentKeysSpareSignedSignatureFieldEvent | ContentKeysSpareKyberIdFieldEvent | ContentKeysSpareKyberKeyFieldEvent | ContentKeysSpareKyberSignatureFieldEvent | ContentPairSecretSecretFieldEvent | ContentProfileNameFieldEvent | ContentMailboxesRoutesHostPeerIdFieldEvent | ContentMailboxesRoutesHostKeyFieldEvent | ContentMailboxesRoutesHostAddressesFieldEvent | ContentMailboxesRoutesHostOperatorFieldEvent | ContentMailboxesRoutesSidFieldEvent | ContentMailboxesRoutesSenderKeyFieldEvent | ContentMailboxesRoutesUntilMsFieldEvent | ContentMailboxesRoutesGuardFieldEvent | ContentEditTargetFieldEvent | ContentEditTextFieldEvent | ContentDeletionTargetsFieldEvent | ContentReactionTargetFieldEvent | ContentReactionEmojiFieldEvent | ContentErasedReplyToFieldEvent | ContentErasedExpiresAfterMsFieldEvent | ContentPinTargetFieldEvent | ContentPinOffFieldEvent | ContentTimerAfterMsFieldEvent | ContentGroupGroupFieldEvent | ContentGroupOperationsOperationFieldEvent | ContentGroupOperationsSignatureFieldEvent | ContentGroupKeyFieldEvent | ContentGroupSealedFieldEvent | ContentGroupMessageFieldEvent | ContentGroupItemsItemFieldEvent | ContentGroupItemsSignatureFieldEvent | ContentGroupKnownHeadsFieldEvent | ContentGroupKnownChainsAuthorFieldEvent | ContentGroupKnownChainsChainFieldEvent | ContentGroupKnownChainsRangesFirstFieldEvent | ContentGroupKnownChainsRangesLastFieldEvent | ContentGroupKnownAnswerFieldEvent | ContentGroupKnownKeylessFieldEvent | ContentGroupUnreachedFieldEvent | ContentGroupReadIdFieldEvent | ContentGroupReadReadAtMsFieldEvent | ContentGroupLettersToFieldEvent | ContentGroupLettersHopsFieldEvent | ContentGroupLettersMessageFieldEvent | ContentNewerRawFieldEvent> {
    return streamMessage(buf, Content.codec(), opts)
  }
}

export interface RawContents {
  contents: Uint8Array<ArrayBuffer>[]
}

export namespace RawContents {
  let _codec: Codec<RawContents>

  export const codec = (): Codec<RawContents> => {
    if (_codec == null) {
      _codec = message<RawContents>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.contents != null && obj.contents.length > 0) {
          for (const value of obj.contents) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          contents: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 2: {
              if (opts.limits?.contents != null && obj.contents.length === opts.limits.contents) {
                throw new MaxLengthError('Decode error - repeated field "contents" had too many elements')
              }

              if (obj.contents.length === 4096) {
                throw new MaxLengthError('Decode error - repeated field "contents" had too many elements')
              }

              obj.contents.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          contents: 4096
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 2: {
              if (opts.limits?.contents != null && obj.contents === opts.limits.contents) {
                throw new MaxLengthError('Streaming decode error - repeated field "contents" had too many elements')
              }

              if (obj.contents === 4096) {
                throw new MaxLengthError('Streaming decode error - repeated field "contents" had too many elements')
              }

              yield {
                field: `${prefix}.contents[]`,
                index: obj.contents,
                value: reader.bytes()
              }

              obj.contents++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RawContentsContentsFieldEvent {
    field: '$.contents[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RawContents>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RawContents.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RawContents>): RawContents {
    return decodeMessage(buf, RawContents.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RawContents>): Generator<RawContentsContentsFieldEvent> {
    return streamMessage(buf, RawContents.codec(), opts)
  }
}

export interface Text {
  text: Uint8Array<ArrayBuffer>
  replyTo: Uint8Array<ArrayBuffer>
  expiresAfterMs: number
}

export namespace Text {
  let _codec: Codec<Text>

  export const codec = (): Codec<Text> => {
    if (_codec == null) {
      _codec = message<Text>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.text != null && obj.text.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.text)
        }

        if ((obj.replyTo != null && obj.replyTo.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.replyTo)
        }

        if ((obj.expiresAfterMs != null && obj.expiresAfterMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.expiresAfterMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          text: uint8ArrayAlloc(0),
          replyTo: uint8ArrayAlloc(0),
          expiresAfterMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.text = reader.bytes()
              break
            }
            case 2: {
              obj.replyTo = reader.bytes()
              break
            }
            case 3: {
              obj.expiresAfterMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.text`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.replyTo`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.expiresAfterMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TextTextFieldEvent {
    field: '$.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TextReplyToFieldEvent {
    field: '$.replyTo'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TextExpiresAfterMsFieldEvent {
    field: '$.expiresAfterMs'
    value: number
  }

  export function encode (obj: Partial<Text>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Text.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Text>): Text {
    return decodeMessage(buf, Text.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Text>): Generator<TextTextFieldEvent | TextReplyToFieldEvent | TextExpiresAfterMsFieldEvent> {
    return streamMessage(buf, Text.codec(), opts)
  }
}

export interface ReadReceipt {
  ids: Uint8Array<ArrayBuffer>[]
  readAtMs: number
}

export namespace ReadReceipt {
  let _codec: Codec<ReadReceipt>

  export const codec = (): Codec<ReadReceipt> => {
    if (_codec == null) {
      _codec = message<ReadReceipt>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ids != null && obj.ids.length > 0) {
          for (const value of obj.ids) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if ((obj.readAtMs != null && obj.readAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.readAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ids: [],
          readAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ids != null && obj.ids.length === opts.limits.ids) {
                throw new MaxLengthError('Decode error - repeated field "ids" had too many elements')
              }

              if (obj.ids.length === 4096) {
                throw new MaxLengthError('Decode error - repeated field "ids" had too many elements')
              }

              obj.ids.push(reader.bytes())
              break
            }
            case 2: {
              obj.readAtMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          ids: 4096
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ids != null && obj.ids === opts.limits.ids) {
                throw new MaxLengthError('Streaming decode error - repeated field "ids" had too many elements')
              }

              if (obj.ids === 4096) {
                throw new MaxLengthError('Streaming decode error - repeated field "ids" had too many elements')
              }

              yield {
                field: `${prefix}.ids[]`,
                index: obj.ids,
                value: reader.bytes()
              }

              obj.ids++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.readAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ReadReceiptIdsFieldEvent {
    field: '$.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ReadReceiptReadAtMsFieldEvent {
    field: '$.readAtMs'
    value: number
  }

  export function encode (obj: Partial<ReadReceipt>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ReadReceipt.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadReceipt>): ReadReceipt {
    return decodeMessage(buf, ReadReceipt.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadReceipt>): Generator<ReadReceiptIdsFieldEvent | ReadReceiptReadAtMsFieldEvent> {
    return streamMessage(buf, ReadReceipt.codec(), opts)
  }
}

export interface Keys {
  devices?: SignedDeviceList
  spare?: PreKeys
}

export namespace Keys {
  let _codec: Codec<Keys>

  export const codec = (): Codec<Keys> => {
    if (_codec == null) {
      _codec = message<Keys>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.devices != null) {
          w.uint32(10)
          SignedDeviceList.codec().encode(obj.devices, w)
        }

        if (obj.spare != null) {
          w.uint32(18)
          PreKeys.codec().encode(obj.spare, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.devices = SignedDeviceList.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices
              })
              break
            }
            case 2: {
              obj.spare = PreKeys.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.spare
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SignedDeviceList.codec().stream(reader, reader.uint32(), `${prefix}.devices`, {
                limits: opts.limits?.devices
              })

              break
            }
            case 2: {
              yield * PreKeys.codec().stream(reader, reader.uint32(), `${prefix}.spare`, {
                limits: opts.limits?.spare
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface KeysDevicesListFieldEvent {
    field: '$.devices.list'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysDevicesSignatureFieldEvent {
    field: '$.devices.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareRegistrationIdFieldEvent {
    field: '$.spare.registrationId'
    value: number
  }

  export interface KeysSpareDeviceFieldEvent {
    field: '$.spare.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareOneTimeIdFieldEvent {
    field: '$.spare.oneTimeId'
    value: number
  }

  export interface KeysSpareOneTimeKeyFieldEvent {
    field: '$.spare.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareSignedIdFieldEvent {
    field: '$.spare.signedId'
    value: number
  }

  export interface KeysSpareSignedKeyFieldEvent {
    field: '$.spare.signedKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareSignedSignatureFieldEvent {
    field: '$.spare.signedSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareKyberIdFieldEvent {
    field: '$.spare.kyberId'
    value: number
  }

  export interface KeysSpareKyberKeyFieldEvent {
    field: '$.spare.kyberKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KeysSpareKyberSignatureFieldEvent {
    field: '$.spare.kyberSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Keys>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Keys.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Keys>): Keys {
    return decodeMessage(buf, Keys.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Keys>): Generator<KeysDevicesListFieldEvent | KeysDevicesSignatureFieldEvent | KeysSpareRegistrationIdFieldEvent | KeysSpareDeviceFieldEvent | KeysSpareOneTimeIdFieldEvent | KeysSpareOneTimeKeyFieldEvent | KeysSpareSignedIdFieldEvent | KeysSpareSignedKeyFieldEvent | KeysSpareSignedSignatureFieldEvent | KeysSpareKyberIdFieldEvent | KeysSpareKyberKeyFieldEvent | KeysSpareKyberSignatureFieldEvent> {
    return streamMessage(buf, Keys.codec(), opts)
  }
}

export interface PairSecret {
  secret: Uint8Array<ArrayBuffer>
}

export namespace PairSecret {
  let _codec: Codec<PairSecret>

  export const codec = (): Codec<PairSecret> => {
    if (_codec == null) {
      _codec = message<PairSecret>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.secret != null && obj.secret.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.secret)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          secret: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.secret = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.secret`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PairSecretSecretFieldEvent {
    field: '$.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PairSecret>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PairSecret.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PairSecret>): PairSecret {
    return decodeMessage(buf, PairSecret.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PairSecret>): Generator<PairSecretSecretFieldEvent> {
    return streamMessage(buf, PairSecret.codec(), opts)
  }
}

export interface Profile {
  name: string
}

export namespace Profile {
  let _codec: Codec<Profile>

  export const codec = (): Codec<Profile> => {
    if (_codec == null) {
      _codec = message<Profile>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ProfileNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<Profile>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Profile.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Profile>): Profile {
    return decodeMessage(buf, Profile.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Profile>): Generator<ProfileNameFieldEvent> {
    return streamMessage(buf, Profile.codec(), opts)
  }
}

export interface Mailboxes {
  routes: MailboxRoute[]
}

export namespace Mailboxes {
  let _codec: Codec<Mailboxes>

  export const codec = (): Codec<Mailboxes> => {
    if (_codec == null) {
      _codec = message<Mailboxes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.routes != null && obj.routes.length > 0) {
          for (const value of obj.routes) {
            w.uint32(10)
            MailboxRoute.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          routes: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.routes != null && obj.routes.length === opts.limits.routes) {
                throw new MaxLengthError('Decode error - repeated field "routes" had too many elements')
              }

              if (obj.routes.length === 4) {
                throw new MaxLengthError('Decode error - repeated field "routes" had too many elements')
              }

              obj.routes.push(MailboxRoute.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.routes$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          routes: 4
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.routes != null && obj.routes === opts.limits.routes) {
                throw new MaxLengthError('Streaming decode error - repeated field "routes" had too many elements')
              }

              if (obj.routes === 4) {
                throw new MaxLengthError('Streaming decode error - repeated field "routes" had too many elements')
              }

              for (const evt of MailboxRoute.codec().stream(reader, reader.uint32(), `${prefix}.routes[]`, {
                limits: opts.limits?.routes$
              })) {
                yield {
                  ...evt,
                  index: obj.routes
                }
              }

              obj.routes++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface MailboxesRoutesHostPeerIdFieldEvent {
    field: '$.routes[].host.peerId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MailboxesRoutesHostKeyFieldEvent {
    field: '$.routes[].host.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MailboxesRoutesHostAddressesFieldEvent {
    field: '$.routes[].host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxesRoutesHostOperatorFieldEvent {
    field: '$.routes[].host.operator'
    value: string
    index: number
  }

  export interface MailboxesRoutesSidFieldEvent {
    field: '$.routes[].sid'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MailboxesRoutesSenderKeyFieldEvent {
    field: '$.routes[].senderKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MailboxesRoutesUntilMsFieldEvent {
    field: '$.routes[].untilMs'
    value: number
    index: number
  }

  export interface MailboxesRoutesGuardFieldEvent {
    field: '$.routes[].guard'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Mailboxes>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Mailboxes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Mailboxes>): Mailboxes {
    return decodeMessage(buf, Mailboxes.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Mailboxes>): Generator<MailboxesRoutesHostPeerIdFieldEvent | MailboxesRoutesHostKeyFieldEvent | MailboxesRoutesHostAddressesFieldEvent | MailboxesRoutesHostOperatorFieldEvent | MailboxesRoutesSidFieldEvent | MailboxesRoutesSenderKeyFieldEvent | MailboxesRoutesUntilMsFieldEvent | MailboxesRoutesGuardFieldEvent> {
    return streamMessage(buf, Mailboxes.codec(), opts)
  }
}

export interface Edit {
  target: Uint8Array<ArrayBuffer>
  text: Uint8Array<ArrayBuffer>
}

export namespace Edit {
  let _codec: Codec<Edit>

  export const codec = (): Codec<Edit> => {
    if (_codec == null) {
      _codec = message<Edit>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.text != null && obj.text.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.text)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          text: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.text = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.target`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.text`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface EditTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EditTextFieldEvent {
    field: '$.text'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Edit>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Edit.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Edit>): Edit {
    return decodeMessage(buf, Edit.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Edit>): Generator<EditTargetFieldEvent | EditTextFieldEvent> {
    return streamMessage(buf, Edit.codec(), opts)
  }
}

export interface Deletion {
  targets: Uint8Array<ArrayBuffer>[]
}

export namespace Deletion {
  let _codec: Codec<Deletion>

  export const codec = (): Codec<Deletion> => {
    if (_codec == null) {
      _codec = message<Deletion>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.targets != null && obj.targets.length > 0) {
          for (const value of obj.targets) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          targets: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.targets != null && obj.targets.length === opts.limits.targets) {
                throw new MaxLengthError('Decode error - repeated field "targets" had too many elements')
              }

              if (obj.targets.length === 256) {
                throw new MaxLengthError('Decode error - repeated field "targets" had too many elements')
              }

              obj.targets.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          targets: 256
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.targets != null && obj.targets === opts.limits.targets) {
                throw new MaxLengthError('Streaming decode error - repeated field "targets" had too many elements')
              }

              if (obj.targets === 256) {
                throw new MaxLengthError('Streaming decode error - repeated field "targets" had too many elements')
              }

              yield {
                field: `${prefix}.targets[]`,
                index: obj.targets,
                value: reader.bytes()
              }

              obj.targets++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DeletionTargetsFieldEvent {
    field: '$.targets[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Deletion>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Deletion.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Deletion>): Deletion {
    return decodeMessage(buf, Deletion.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Deletion>): Generator<DeletionTargetsFieldEvent> {
    return streamMessage(buf, Deletion.codec(), opts)
  }
}

export interface Reaction {
  target: Uint8Array<ArrayBuffer>
  emoji: string
}

export namespace Reaction {
  let _codec: Codec<Reaction>

  export const codec = (): Codec<Reaction> => {
    if (_codec == null) {
      _codec = message<Reaction>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.emoji != null && obj.emoji !== '')) {
          w.uint32(18)
          w.string(obj.emoji)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          emoji: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.emoji = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.target`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.emoji`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ReactionTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ReactionEmojiFieldEvent {
    field: '$.emoji'
    value: string
  }

  export function encode (obj: Partial<Reaction>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Reaction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reaction>): Reaction {
    return decodeMessage(buf, Reaction.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reaction>): Generator<ReactionTargetFieldEvent | ReactionEmojiFieldEvent> {
    return streamMessage(buf, Reaction.codec(), opts)
  }
}

export interface Pin {
  target: Uint8Array<ArrayBuffer>
  off: boolean
}

export namespace Pin {
  let _codec: Codec<Pin>

  export const codec = (): Codec<Pin> => {
    if (_codec == null) {
      _codec = message<Pin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.off != null && obj.off !== false)) {
          w.uint32(16)
          w.bool(obj.off)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          off: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.off = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.target`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.off`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PinTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PinOffFieldEvent {
    field: '$.off'
    value: boolean
  }

  export function encode (obj: Partial<Pin>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Pin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Pin>): Pin {
    return decodeMessage(buf, Pin.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Pin>): Generator<PinTargetFieldEvent | PinOffFieldEvent> {
    return streamMessage(buf, Pin.codec(), opts)
  }
}

export interface Timer {
  afterMs: number
}

export namespace Timer {
  let _codec: Codec<Timer>

  export const codec = (): Codec<Timer> => {
    if (_codec == null) {
      _codec = message<Timer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.afterMs != null && obj.afterMs !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.afterMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          afterMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.afterMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.afterMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TimerAfterMsFieldEvent {
    field: '$.afterMs'
    value: number
  }

  export function encode (obj: Partial<Timer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Timer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Timer>): Timer {
    return decodeMessage(buf, Timer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Timer>): Generator<TimerAfterMsFieldEvent> {
    return streamMessage(buf, Timer.codec(), opts)
  }
}

export interface Erased {
  replyTo: Uint8Array<ArrayBuffer>
  expiresAfterMs: number
}

export namespace Erased {
  let _codec: Codec<Erased>

  export const codec = (): Codec<Erased> => {
    if (_codec == null) {
      _codec = message<Erased>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.replyTo != null && obj.replyTo.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.replyTo)
        }

        if ((obj.expiresAfterMs != null && obj.expiresAfterMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.expiresAfterMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          replyTo: uint8ArrayAlloc(0),
          expiresAfterMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.replyTo = reader.bytes()
              break
            }
            case 2: {
              obj.expiresAfterMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.replyTo`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.expiresAfterMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ErasedReplyToFieldEvent {
    field: '$.replyTo'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ErasedExpiresAfterMsFieldEvent {
    field: '$.expiresAfterMs'
    value: number
  }

  export function encode (obj: Partial<Erased>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Erased.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Erased>): Erased {
    return decodeMessage(buf, Erased.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Erased>): Generator<ErasedReplyToFieldEvent | ErasedExpiresAfterMsFieldEvent> {
    return streamMessage(buf, Erased.codec(), opts)
  }
}

export interface Newer {
  raw: Uint8Array<ArrayBuffer>
}

export namespace Newer {
  let _codec: Codec<Newer>

  export const codec = (): Codec<Newer> => {
    if (_codec == null) {
      _codec = message<Newer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.raw != null && obj.raw.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.raw)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          raw: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.raw = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.raw`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface NewerRawFieldEvent {
    field: '$.raw'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Newer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Newer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Newer>): Newer {
    return decodeMessage(buf, Newer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Newer>): Generator<NewerRawFieldEvent> {
    return streamMessage(buf, Newer.codec(), opts)
  }
}

export enum GroupRole {
  GROUP_ROLE_UNSPECIFIED = 'GROUP_ROLE_UNSPECIFIED',
  READER = 'READER',
  MEMBER = 'MEMBER',
  ADMIN = 'ADMIN',
  OWNER = 'OWNER'
}

enum __GroupRoleValues {
  GROUP_ROLE_UNSPECIFIED = 0,
  READER = 1,
  MEMBER = 2,
  ADMIN = 3,
  OWNER = 4
}

export namespace GroupRole {
  export const codec = (): Codec<GroupRole> => {
    return enumeration<GroupRole>(__GroupRoleValues)
  }
}

export enum GroupRight {
  GROUP_RIGHT_UNSPECIFIED = 'GROUP_RIGHT_UNSPECIFIED',
  ADMINS = 'ADMINS',
  MEMBERS = 'MEMBERS'
}

enum __GroupRightValues {
  GROUP_RIGHT_UNSPECIFIED = 0,
  ADMINS = 1,
  MEMBERS = 2
}

export namespace GroupRight {
  export const codec = (): Codec<GroupRight> => {
    return enumeration<GroupRight>(__GroupRightValues)
  }
}

export interface GroupOperation {
  group: Uint8Array<ArrayBuffer>
  author: Uint8Array<ArrayBuffer>
  parents: Uint8Array<ArrayBuffer>[]
  atMs: number
  create?: GroupCreation
  add?: GroupAddition
  remove?: GroupRemoval
  leave?: GroupDeparture
  role?: GroupRoleChange
  settings?: GroupSettings
  accept?: GroupAcceptance
}

export namespace GroupOperation {
  let _codec: Codec<GroupOperation>

  export const codec = (): Codec<GroupOperation> => {
    if (_codec == null) {
      _codec = message<GroupOperation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.accept != null) {
          obj.settings = undefined
          obj.role = undefined
          obj.leave = undefined
          obj.remove = undefined
          obj.add = undefined
          obj.create = undefined
        }

        if (obj.settings != null) {
          obj.accept = undefined
          obj.role = undefined
          obj.leave = undefined
          obj.remove = undefined
          obj.add = undefined
          obj.create = undefined
        }

        if (obj.role != null) {
          obj.accept = undefined
          obj.settings = undefined
          obj.leave = undefined
          obj.remove = undefined
          obj.add = undefined
          obj.create = undefined
        }

        if (obj.leave != null) {
          obj.accept = undefined
          obj.settings = undefined
          obj.role = undefined
          obj.remove = undefined
          obj.add = undefined
          obj.create = undefined
        }

        if (obj.remove != null) {
          obj.accept = undefined
          obj.settings = undefined
          obj.role = undefined
          obj.leave = undefined
          obj.add = undefined
          obj.create = undefined
        }

        if (obj.add != null) {
          obj.accept = undefined
          obj.settings = undefined
          obj.role = undefined
          obj.leave = undefined
          obj.remove = undefined
          obj.create = undefined
        }

        if (obj.create != null) {
          obj.accept = undefined
          obj.settings = undefined
          obj.role = undefined
          obj.leave = undefined
          obj.remove = undefined
          obj.add = undefined
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.author)
        }

        if (obj.parents != null && obj.parents.length > 0) {
          for (const value of obj.parents) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.atMs)
        }

        if (obj.create != null) {
          w.uint32(82)
          GroupCreation.codec().encode(obj.create, w)
        }

        if (obj.add != null) {
          w.uint32(90)
          GroupAddition.codec().encode(obj.add, w)
        }

        if (obj.remove != null) {
          w.uint32(98)
          GroupRemoval.codec().encode(obj.remove, w)
        }

        if (obj.leave != null) {
          w.uint32(106)
          GroupDeparture.codec().encode(obj.leave, w)
        }

        if (obj.role != null) {
          w.uint32(114)
          GroupRoleChange.codec().encode(obj.role, w)
        }

        if (obj.settings != null) {
          w.uint32(122)
          GroupSettings.codec().encode(obj.settings, w)
        }

        if (obj.accept != null) {
          w.uint32(130)
          GroupAcceptance.codec().encode(obj.accept, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: uint8ArrayAlloc(0),
          author: uint8ArrayAlloc(0),
          parents: [],
          atMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.bytes()
              break
            }
            case 2: {
              obj.author = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.parents != null && obj.parents.length === opts.limits.parents) {
                throw new MaxLengthError('Decode error - repeated field "parents" had too many elements')
              }

              if (obj.parents.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "parents" had too many elements')
              }

              obj.parents.push(reader.bytes())
              break
            }
            case 4: {
              obj.atMs = reader.uint64Number()
              break
            }
            case 10: {
              obj.create = GroupCreation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.create
              })
              break
            }
            case 11: {
              obj.add = GroupAddition.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.add
              })
              break
            }
            case 12: {
              obj.remove = GroupRemoval.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.remove
              })
              break
            }
            case 13: {
              obj.leave = GroupDeparture.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.leave
              })
              break
            }
            case 14: {
              obj.role = GroupRoleChange.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.role
              })
              break
            }
            case 15: {
              obj.settings = GroupSettings.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settings
              })
              break
            }
            case 16: {
              obj.accept = GroupAcceptance.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.accept != null) {
          delete obj.settings
          delete obj.role
          delete obj.leave
          delete obj.remove
          delete obj.add
          delete obj.create
        }

        if (obj.settings != null) {
          delete obj.accept
          delete obj.role
          delete obj.leave
          delete obj.remove
          delete obj.add
          delete obj.create
        }

        if (obj.role != null) {
          delete obj.accept
          delete obj.settings
          delete obj.leave
          delete obj.remove
          delete obj.add
          delete obj.create
        }

        if (obj.leave != null) {
          delete obj.accept
          delete obj.settings
          delete obj.role
          delete obj.remove
          delete obj.add
          delete obj.create
        }

        if (obj.remove != null) {
          delete obj.accept
          delete obj.settings
          delete obj.role
          delete obj.leave
          delete obj.add
          delete obj.create
        }

        if (obj.add != null) {
          delete obj.accept
          delete obj.settings
          delete obj.role
          delete obj.leave
          delete obj.remove
          delete obj.create
        }

        if (obj.create != null) {
          delete obj.accept
          delete obj.settings
          delete obj.role
          delete obj.leave
          delete obj.remove
          delete obj.add
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          parents: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.author`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.parents != null && obj.parents === opts.limits.parents) {
                throw new MaxLengthError('Streaming decode error - repeated field "parents" had too many elements')
              }

              if (obj.parents === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "parents" had too many elements')
              }

              yield {
                field: `${prefix}.parents[]`,
                index: obj.parents,
                value: reader.bytes()
              }

              obj.parents++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.atMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 10: {
              yield * GroupCreation.codec().stream(reader, reader.uint32(), `${prefix}.create`, {
                limits: opts.limits?.create
              })

              break
            }
            case 11: {
              yield * GroupAddition.codec().stream(reader, reader.uint32(), `${prefix}.add`, {
                limits: opts.limits?.add
              })

              break
            }
            case 12: {
              yield * GroupRemoval.codec().stream(reader, reader.uint32(), `${prefix}.remove`, {
                limits: opts.limits?.remove
              })

              break
            }
            case 13: {
              yield * GroupDeparture.codec().stream(reader, reader.uint32(), `${prefix}.leave`, {
                limits: opts.limits?.leave
              })

              break
            }
            case 14: {
              yield * GroupRoleChange.codec().stream(reader, reader.uint32(), `${prefix}.role`, {
                limits: opts.limits?.role
              })

              break
            }
            case 15: {
              yield * GroupSettings.codec().stream(reader, reader.uint32(), `${prefix}.settings`, {
                limits: opts.limits?.settings
              })

              break
            }
            case 16: {
              yield * GroupAcceptance.codec().stream(reader, reader.uint32(), `${prefix}.accept`, {
                limits: opts.limits?.accept
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupOperationGroupFieldEvent {
    field: '$.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationParentsFieldEvent {
    field: '$.parents[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationAtMsFieldEvent {
    field: '$.atMs'
    value: number
  }

  export interface GroupOperationCreateNonceFieldEvent {
    field: '$.create.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationCreateSettingsNameFieldEvent {
    field: '$.create.settings.name'
    value: string
  }

  export interface GroupOperationCreateSettingsAddsFieldEvent {
    field: '$.create.settings.adds'
    value: GroupRight
  }

  export interface GroupOperationCreateSettingsPostsFieldEvent {
    field: '$.create.settings.posts'
    value: GroupRight
  }

  export interface GroupOperationCreateSettingsExpiresAfterMsFieldEvent {
    field: '$.create.settings.expiresAfterMs'
    value: number
  }

  export interface GroupOperationCreateAuthorNameFieldEvent {
    field: '$.create.authorName'
    value: string
  }

  export interface GroupOperationAddNewcomersAccountFieldEvent {
    field: '$.add.newcomers[].account'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupOperationAddNewcomersRoleFieldEvent {
    field: '$.add.newcomers[].role'
    value: GroupRole
    index: number
  }

  export interface GroupOperationAddNewcomersNameFieldEvent {
    field: '$.add.newcomers[].name'
    value: string
    index: number
  }

  export interface GroupOperationRemoveAccountFieldEvent {
    field: '$.remove.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationRemoveEndsChainFieldEvent {
    field: '$.remove.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupOperationRemoveEndsSeqFieldEvent {
    field: '$.remove.ends[].seq'
    value: number
    index: number
  }

  export interface GroupOperationLeaveEndsChainFieldEvent {
    field: '$.leave.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupOperationLeaveEndsSeqFieldEvent {
    field: '$.leave.ends[].seq'
    value: number
    index: number
  }

  export interface GroupOperationRoleAccountFieldEvent {
    field: '$.role.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOperationRoleRoleFieldEvent {
    field: '$.role.role'
    value: GroupRole
  }

  export interface GroupOperationSettingsNameFieldEvent {
    field: '$.settings.name'
    value: string
  }

  export interface GroupOperationSettingsAddsFieldEvent {
    field: '$.settings.adds'
    value: GroupRight
  }

  export interface GroupOperationSettingsPostsFieldEvent {
    field: '$.settings.posts'
    value: GroupRight
  }

  export interface GroupOperationSettingsExpiresAfterMsFieldEvent {
    field: '$.settings.expiresAfterMs'
    value: number
  }

  export function encode (obj: Partial<GroupOperation>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupOperation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupOperation>): GroupOperation {
    return decodeMessage(buf, GroupOperation.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupOperation>): Generator<GroupOperationGroupFieldEvent | GroupOperationAuthorFieldEvent | GroupOperationParentsFieldEvent | GroupOperationAtMsFieldEvent | GroupOperationCreateNonceFieldEvent | GroupOperationCreateSettingsNameFieldEvent | GroupOperationCreateSettingsAddsFieldEvent | GroupOperationCreateSettingsPostsFieldEvent | GroupOperationCreateSettingsExpiresAfterMsFieldEvent | GroupOperationCreateAuthorNameFieldEvent | GroupOperationAddNewcomersAccountFieldEvent | GroupOperationAddNewcomersRoleFieldEvent | GroupOperationAddNewcomersNameFieldEvent | GroupOperationRemoveAccountFieldEvent | GroupOperationRemoveEndsChainFieldEvent | GroupOperationRemoveEndsSeqFieldEvent | GroupOperationLeaveEndsChainFieldEvent | GroupOperationLeaveEndsSeqFieldEvent | GroupOperationRoleAccountFieldEvent | GroupOperationRoleRoleFieldEvent | GroupOperationSettingsNameFieldEvent | GroupOperationSettingsAddsFieldEvent | GroupOperationSettingsPostsFieldEvent | GroupOperationSettingsExpiresAfterMsFieldEvent> {
    return streamMessage(buf, GroupOperation.codec(), opts)
  }
}

export interface SignedGroupOperation {
  operation: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace SignedGroupOperation {
  let _codec: Codec<SignedGroupOperation>

  export const codec = (): Codec<SignedGroupOperation> => {
    if (_codec == null) {
      _codec = message<SignedGroupOperation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.operation != null && obj.operation.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.operation)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          operation: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.operation = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.operation`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SignedGroupOperationOperationFieldEvent {
    field: '$.operation'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedGroupOperationSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedGroupOperation>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedGroupOperation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedGroupOperation>): SignedGroupOperation {
    return decodeMessage(buf, SignedGroupOperation.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedGroupOperation>): Generator<SignedGroupOperationOperationFieldEvent | SignedGroupOperationSignatureFieldEvent> {
    return streamMessage(buf, SignedGroupOperation.codec(), opts)
  }
}

export interface GroupCreation {
  nonce: Uint8Array<ArrayBuffer>
  settings?: GroupSettings
  authorName: string
}

export namespace GroupCreation {
  let _codec: Codec<GroupCreation>

  export const codec = (): Codec<GroupCreation> => {
    if (_codec == null) {
      _codec = message<GroupCreation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.nonce)
        }

        if (obj.settings != null) {
          w.uint32(18)
          GroupSettings.codec().encode(obj.settings, w)
        }

        if ((obj.authorName != null && obj.authorName !== '')) {
          w.uint32(26)
          w.string(obj.authorName)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nonce: uint8ArrayAlloc(0),
          authorName: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.nonce = reader.bytes()
              break
            }
            case 2: {
              obj.settings = GroupSettings.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settings
              })
              break
            }
            case 3: {
              obj.authorName = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.nonce`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * GroupSettings.codec().stream(reader, reader.uint32(), `${prefix}.settings`, {
                limits: opts.limits?.settings
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.authorName`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupCreationNonceFieldEvent {
    field: '$.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupCreationSettingsNameFieldEvent {
    field: '$.settings.name'
    value: string
  }

  export interface GroupCreationSettingsAddsFieldEvent {
    field: '$.settings.adds'
    value: GroupRight
  }

  export interface GroupCreationSettingsPostsFieldEvent {
    field: '$.settings.posts'
    value: GroupRight
  }

  export interface GroupCreationSettingsExpiresAfterMsFieldEvent {
    field: '$.settings.expiresAfterMs'
    value: number
  }

  export interface GroupCreationAuthorNameFieldEvent {
    field: '$.authorName'
    value: string
  }

  export function encode (obj: Partial<GroupCreation>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupCreation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupCreation>): GroupCreation {
    return decodeMessage(buf, GroupCreation.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupCreation>): Generator<GroupCreationNonceFieldEvent | GroupCreationSettingsNameFieldEvent | GroupCreationSettingsAddsFieldEvent | GroupCreationSettingsPostsFieldEvent | GroupCreationSettingsExpiresAfterMsFieldEvent | GroupCreationAuthorNameFieldEvent> {
    return streamMessage(buf, GroupCreation.codec(), opts)
  }
}

export interface GroupNewcomer {
  account: Uint8Array<ArrayBuffer>
  role: GroupRole
  name: string
}

export namespace GroupNewcomer {
  let _codec: Codec<GroupNewcomer>

  export const codec = (): Codec<GroupNewcomer> => {
    if (_codec == null) {
      _codec = message<GroupNewcomer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if (obj.role != null && __GroupRoleValues[obj.role] !== 0) {
          w.uint32(16)
          GroupRole.codec().encode(obj.role, w)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(26)
          w.string(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          role: GroupRole.GROUP_ROLE_UNSPECIFIED,
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.account = reader.bytes()
              break
            }
            case 2: {
              obj.role = GroupRole.codec().decode(reader)
              break
            }
            case 3: {
              obj.name = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.role`,
                value: GroupRole.codec().decode(reader)
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupNewcomerAccountFieldEvent {
    field: '$.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupNewcomerRoleFieldEvent {
    field: '$.role'
    value: GroupRole
  }

  export interface GroupNewcomerNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<GroupNewcomer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupNewcomer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupNewcomer>): GroupNewcomer {
    return decodeMessage(buf, GroupNewcomer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupNewcomer>): Generator<GroupNewcomerAccountFieldEvent | GroupNewcomerRoleFieldEvent | GroupNewcomerNameFieldEvent> {
    return streamMessage(buf, GroupNewcomer.codec(), opts)
  }
}

export interface GroupAddition {
  newcomers: GroupNewcomer[]
}

export namespace GroupAddition {
  let _codec: Codec<GroupAddition>

  export const codec = (): Codec<GroupAddition> => {
    if (_codec == null) {
      _codec = message<GroupAddition>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.newcomers != null && obj.newcomers.length > 0) {
          for (const value of obj.newcomers) {
            w.uint32(10)
            GroupNewcomer.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          newcomers: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.newcomers != null && obj.newcomers.length === opts.limits.newcomers) {
                throw new MaxLengthError('Decode error - repeated field "newcomers" had too many elements')
              }

              if (obj.newcomers.length === 256) {
                throw new MaxLengthError('Decode error - repeated field "newcomers" had too many elements')
              }

              obj.newcomers.push(GroupNewcomer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.newcomers$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          newcomers: 256
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.newcomers != null && obj.newcomers === opts.limits.newcomers) {
                throw new MaxLengthError('Streaming decode error - repeated field "newcomers" had too many elements')
              }

              if (obj.newcomers === 256) {
                throw new MaxLengthError('Streaming decode error - repeated field "newcomers" had too many elements')
              }

              for (const evt of GroupNewcomer.codec().stream(reader, reader.uint32(), `${prefix}.newcomers[]`, {
                limits: opts.limits?.newcomers$
              })) {
                yield {
                  ...evt,
                  index: obj.newcomers
                }
              }

              obj.newcomers++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupAdditionNewcomersAccountFieldEvent {
    field: '$.newcomers[].account'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupAdditionNewcomersRoleFieldEvent {
    field: '$.newcomers[].role'
    value: GroupRole
    index: number
  }

  export interface GroupAdditionNewcomersNameFieldEvent {
    field: '$.newcomers[].name'
    value: string
    index: number
  }

  export function encode (obj: Partial<GroupAddition>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupAddition.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupAddition>): GroupAddition {
    return decodeMessage(buf, GroupAddition.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupAddition>): Generator<GroupAdditionNewcomersAccountFieldEvent | GroupAdditionNewcomersRoleFieldEvent | GroupAdditionNewcomersNameFieldEvent> {
    return streamMessage(buf, GroupAddition.codec(), opts)
  }
}

export interface GroupRemoval {
  account: Uint8Array<ArrayBuffer>
  ends: GroupChainEnd[]
}

export namespace GroupRemoval {
  let _codec: Codec<GroupRemoval>

  export const codec = (): Codec<GroupRemoval> => {
    if (_codec == null) {
      _codec = message<GroupRemoval>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if (obj.ends != null && obj.ends.length > 0) {
          for (const value of obj.ends) {
            w.uint32(18)
            GroupChainEnd.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          ends: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.account = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.ends != null && obj.ends.length === opts.limits.ends) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              obj.ends.push(GroupChainEnd.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ends$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          ends: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.ends != null && obj.ends === opts.limits.ends) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              for (const evt of GroupChainEnd.codec().stream(reader, reader.uint32(), `${prefix}.ends[]`, {
                limits: opts.limits?.ends$
              })) {
                yield {
                  ...evt,
                  index: obj.ends
                }
              }

              obj.ends++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupRemovalAccountFieldEvent {
    field: '$.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupRemovalEndsChainFieldEvent {
    field: '$.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupRemovalEndsSeqFieldEvent {
    field: '$.ends[].seq'
    value: number
    index: number
  }

  export function encode (obj: Partial<GroupRemoval>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupRemoval.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRemoval>): GroupRemoval {
    return decodeMessage(buf, GroupRemoval.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRemoval>): Generator<GroupRemovalAccountFieldEvent | GroupRemovalEndsChainFieldEvent | GroupRemovalEndsSeqFieldEvent> {
    return streamMessage(buf, GroupRemoval.codec(), opts)
  }
}

export interface GroupChainEnd {
  chain: Uint8Array<ArrayBuffer>
  seq: number
}

export namespace GroupChainEnd {
  let _codec: Codec<GroupChainEnd>

  export const codec = (): Codec<GroupChainEnd> => {
    if (_codec == null) {
      _codec = message<GroupChainEnd>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.chain != null && obj.chain.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.chain)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.seq)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chain: uint8ArrayAlloc(0),
          seq: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.chain = reader.bytes()
              break
            }
            case 2: {
              obj.seq = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.chain`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupChainEndChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupChainEndSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export function encode (obj: Partial<GroupChainEnd>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupChainEnd.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupChainEnd>): GroupChainEnd {
    return decodeMessage(buf, GroupChainEnd.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupChainEnd>): Generator<GroupChainEndChainFieldEvent | GroupChainEndSeqFieldEvent> {
    return streamMessage(buf, GroupChainEnd.codec(), opts)
  }
}

export interface GroupDeparture {
  ends: GroupChainEnd[]
}

export namespace GroupDeparture {
  let _codec: Codec<GroupDeparture>

  export const codec = (): Codec<GroupDeparture> => {
    if (_codec == null) {
      _codec = message<GroupDeparture>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ends != null && obj.ends.length > 0) {
          for (const value of obj.ends) {
            w.uint32(10)
            GroupChainEnd.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ends: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ends != null && obj.ends.length === opts.limits.ends) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              obj.ends.push(GroupChainEnd.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ends$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          ends: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ends != null && obj.ends === opts.limits.ends) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              for (const evt of GroupChainEnd.codec().stream(reader, reader.uint32(), `${prefix}.ends[]`, {
                limits: opts.limits?.ends$
              })) {
                yield {
                  ...evt,
                  index: obj.ends
                }
              }

              obj.ends++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupDepartureEndsChainFieldEvent {
    field: '$.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupDepartureEndsSeqFieldEvent {
    field: '$.ends[].seq'
    value: number
    index: number
  }

  export function encode (obj: Partial<GroupDeparture>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupDeparture.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupDeparture>): GroupDeparture {
    return decodeMessage(buf, GroupDeparture.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupDeparture>): Generator<GroupDepartureEndsChainFieldEvent | GroupDepartureEndsSeqFieldEvent> {
    return streamMessage(buf, GroupDeparture.codec(), opts)
  }
}

export interface GroupAcceptance {}

export namespace GroupAcceptance {
  let _codec: Codec<GroupAcceptance>

  export const codec = (): Codec<GroupAcceptance> => {
    if (_codec == null) {
      _codec = message<GroupAcceptance>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export function encode (obj: Partial<GroupAcceptance>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupAcceptance.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupAcceptance>): GroupAcceptance {
    return decodeMessage(buf, GroupAcceptance.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupAcceptance>): Generator<{}> {
    return streamMessage(buf, GroupAcceptance.codec(), opts)
  }
}

export interface GroupRoleChange {
  account: Uint8Array<ArrayBuffer>
  role: GroupRole
}

export namespace GroupRoleChange {
  let _codec: Codec<GroupRoleChange>

  export const codec = (): Codec<GroupRoleChange> => {
    if (_codec == null) {
      _codec = message<GroupRoleChange>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if (obj.role != null && __GroupRoleValues[obj.role] !== 0) {
          w.uint32(16)
          GroupRole.codec().encode(obj.role, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          role: GroupRole.GROUP_ROLE_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.account = reader.bytes()
              break
            }
            case 2: {
              obj.role = GroupRole.codec().decode(reader)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.role`,
                value: GroupRole.codec().decode(reader)
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupRoleChangeAccountFieldEvent {
    field: '$.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupRoleChangeRoleFieldEvent {
    field: '$.role'
    value: GroupRole
  }

  export function encode (obj: Partial<GroupRoleChange>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupRoleChange.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRoleChange>): GroupRoleChange {
    return decodeMessage(buf, GroupRoleChange.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRoleChange>): Generator<GroupRoleChangeAccountFieldEvent | GroupRoleChangeRoleFieldEvent> {
    return streamMessage(buf, GroupRoleChange.codec(), opts)
  }
}

export interface GroupSettings {
  name: string
  adds: GroupRight
  posts: GroupRight
  expiresAfterMs: number
}

export namespace GroupSettings {
  let _codec: Codec<GroupSettings>

  export const codec = (): Codec<GroupSettings> => {
    if (_codec == null) {
      _codec = message<GroupSettings>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if (obj.adds != null && __GroupRightValues[obj.adds] !== 0) {
          w.uint32(16)
          GroupRight.codec().encode(obj.adds, w)
        }

        if (obj.posts != null && __GroupRightValues[obj.posts] !== 0) {
          w.uint32(24)
          GroupRight.codec().encode(obj.posts, w)
        }

        if ((obj.expiresAfterMs != null && obj.expiresAfterMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.expiresAfterMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          adds: GroupRight.GROUP_RIGHT_UNSPECIFIED,
          posts: GroupRight.GROUP_RIGHT_UNSPECIFIED,
          expiresAfterMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.string()
              break
            }
            case 2: {
              obj.adds = GroupRight.codec().decode(reader)
              break
            }
            case 3: {
              obj.posts = GroupRight.codec().decode(reader)
              break
            }
            case 4: {
              obj.expiresAfterMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.adds`,
                value: GroupRight.codec().decode(reader)
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.posts`,
                value: GroupRight.codec().decode(reader)
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.expiresAfterMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupSettingsNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface GroupSettingsAddsFieldEvent {
    field: '$.adds'
    value: GroupRight
  }

  export interface GroupSettingsPostsFieldEvent {
    field: '$.posts'
    value: GroupRight
  }

  export interface GroupSettingsExpiresAfterMsFieldEvent {
    field: '$.expiresAfterMs'
    value: number
  }

  export function encode (obj: Partial<GroupSettings>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupSettings.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupSettings>): GroupSettings {
    return decodeMessage(buf, GroupSettings.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupSettings>): Generator<GroupSettingsNameFieldEvent | GroupSettingsAddsFieldEvent | GroupSettingsPostsFieldEvent | GroupSettingsExpiresAfterMsFieldEvent> {
    return streamMessage(buf, GroupSettings.codec(), opts)
  }
}

export interface GroupItem {
  group: Uint8Array<ArrayBuffer>
  author: Uint8Array<ArrayBuffer>
  chain: Uint8Array<ArrayBuffer>
  seq: number
  prev: Uint8Array<ArrayBuffer>
  heads: Uint8Array<ArrayBuffer>[]
  content: Uint8Array<ArrayBuffer>
}

export namespace GroupItem {
  let _codec: Codec<GroupItem>

  export const codec = (): Codec<GroupItem> => {
    if (_codec == null) {
      _codec = message<GroupItem>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.author)
        }

        if ((obj.chain != null && obj.chain.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.chain)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.seq)
        }

        if ((obj.prev != null && obj.prev.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.prev)
        }

        if (obj.heads != null && obj.heads.length > 0) {
          for (const value of obj.heads) {
            w.uint32(50)
            w.bytes(value)
          }
        }

        if ((obj.content != null && obj.content.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.content)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: uint8ArrayAlloc(0),
          author: uint8ArrayAlloc(0),
          chain: uint8ArrayAlloc(0),
          seq: 0,
          prev: uint8ArrayAlloc(0),
          heads: [],
          content: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.bytes()
              break
            }
            case 2: {
              obj.author = reader.bytes()
              break
            }
            case 3: {
              obj.chain = reader.bytes()
              break
            }
            case 4: {
              obj.seq = reader.uint64Number()
              break
            }
            case 5: {
              obj.prev = reader.bytes()
              break
            }
            case 6: {
              if (opts.limits?.heads != null && obj.heads.length === opts.limits.heads) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              obj.heads.push(reader.bytes())
              break
            }
            case 7: {
              obj.content = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          heads: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.author`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.chain`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.prev`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              if (opts.limits?.heads != null && obj.heads === opts.limits.heads) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              yield {
                field: `${prefix}.heads[]`,
                index: obj.heads,
                value: reader.bytes()
              }

              obj.heads++

              break
            }
            case 7: {
              yield {
                field: `${prefix}.content`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupItemGroupFieldEvent {
    field: '$.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupItemAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupItemChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupItemSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface GroupItemPrevFieldEvent {
    field: '$.prev'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupItemHeadsFieldEvent {
    field: '$.heads[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupItemContentFieldEvent {
    field: '$.content'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<GroupItem>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupItem.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupItem>): GroupItem {
    return decodeMessage(buf, GroupItem.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupItem>): Generator<GroupItemGroupFieldEvent | GroupItemAuthorFieldEvent | GroupItemChainFieldEvent | GroupItemSeqFieldEvent | GroupItemPrevFieldEvent | GroupItemHeadsFieldEvent | GroupItemContentFieldEvent> {
    return streamMessage(buf, GroupItem.codec(), opts)
  }
}

export interface SignedGroupItem {
  item: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace SignedGroupItem {
  let _codec: Codec<SignedGroupItem>

  export const codec = (): Codec<SignedGroupItem> => {
    if (_codec == null) {
      _codec = message<SignedGroupItem>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.item != null && obj.item.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.item)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          item: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.item = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.item`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SignedGroupItemItemFieldEvent {
    field: '$.item'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedGroupItemSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedGroupItem>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedGroupItem.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedGroupItem>): SignedGroupItem {
    return decodeMessage(buf, SignedGroupItem.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedGroupItem>): Generator<SignedGroupItemItemFieldEvent | SignedGroupItemSignatureFieldEvent> {
    return streamMessage(buf, SignedGroupItem.codec(), opts)
  }
}

export interface GroupParcel {
  group: Uint8Array<ArrayBuffer>
  operations: SignedGroupOperation[]
  key: Uint8Array<ArrayBuffer>
  sealed: Uint8Array<ArrayBuffer>
  message: Uint8Array<ArrayBuffer>
  items: SignedGroupItem[]
  known?: GroupKnown
  unreached: Uint8Array<ArrayBuffer>[]
  read?: GroupRead
  letters: GroupLetter[]
}

export namespace GroupParcel {
  let _codec: Codec<GroupParcel>

  export const codec = (): Codec<GroupParcel> => {
    if (_codec == null) {
      _codec = message<GroupParcel>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
        }

        if (obj.operations != null && obj.operations.length > 0) {
          for (const value of obj.operations) {
            w.uint32(18)
            SignedGroupOperation.codec().encode(value, w)
          }
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.key)
        }

        if ((obj.sealed != null && obj.sealed.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.sealed)
        }

        if ((obj.message != null && obj.message.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.message)
        }

        if (obj.items != null && obj.items.length > 0) {
          for (const value of obj.items) {
            w.uint32(50)
            SignedGroupItem.codec().encode(value, w)
          }
        }

        if (obj.known != null) {
          w.uint32(58)
          GroupKnown.codec().encode(obj.known, w)
        }

        if (obj.unreached != null && obj.unreached.length > 0) {
          for (const value of obj.unreached) {
            w.uint32(66)
            w.bytes(value)
          }
        }

        if (obj.read != null) {
          w.uint32(74)
          GroupRead.codec().encode(obj.read, w)
        }

        if (obj.letters != null && obj.letters.length > 0) {
          for (const value of obj.letters) {
            w.uint32(82)
            GroupLetter.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: uint8ArrayAlloc(0),
          operations: [],
          key: uint8ArrayAlloc(0),
          sealed: uint8ArrayAlloc(0),
          message: uint8ArrayAlloc(0),
          items: [],
          unreached: [],
          letters: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.operations != null && obj.operations.length === opts.limits.operations) {
                throw new MaxLengthError('Decode error - repeated field "operations" had too many elements')
              }

              if (obj.operations.length === 256) {
                throw new MaxLengthError('Decode error - repeated field "operations" had too many elements')
              }

              obj.operations.push(SignedGroupOperation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.operations$
              }))
              break
            }
            case 3: {
              obj.key = reader.bytes()
              break
            }
            case 4: {
              obj.sealed = reader.bytes()
              break
            }
            case 5: {
              obj.message = reader.bytes()
              break
            }
            case 6: {
              if (opts.limits?.items != null && obj.items.length === opts.limits.items) {
                throw new MaxLengthError('Decode error - repeated field "items" had too many elements')
              }

              if (obj.items.length === 256) {
                throw new MaxLengthError('Decode error - repeated field "items" had too many elements')
              }

              obj.items.push(SignedGroupItem.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.items$
              }))
              break
            }
            case 7: {
              obj.known = GroupKnown.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
              })
              break
            }
            case 8: {
              if (opts.limits?.unreached != null && obj.unreached.length === opts.limits.unreached) {
                throw new MaxLengthError('Decode error - repeated field "unreached" had too many elements')
              }

              if (obj.unreached.length === 512) {
                throw new MaxLengthError('Decode error - repeated field "unreached" had too many elements')
              }

              obj.unreached.push(reader.bytes())
              break
            }
            case 9: {
              obj.read = GroupRead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.read
              })
              break
            }
            case 10: {
              if (opts.limits?.letters != null && obj.letters.length === opts.limits.letters) {
                throw new MaxLengthError('Decode error - repeated field "letters" had too many elements')
              }

              if (obj.letters.length === 16) {
                throw new MaxLengthError('Decode error - repeated field "letters" had too many elements')
              }

              obj.letters.push(GroupLetter.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.letters$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          operations: 256,
          items: 256,
          unreached: 512,
          letters: 16
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.operations != null && obj.operations === opts.limits.operations) {
                throw new MaxLengthError('Streaming decode error - repeated field "operations" had too many elements')
              }

              if (obj.operations === 256) {
                throw new MaxLengthError('Streaming decode error - repeated field "operations" had too many elements')
              }

              for (const evt of SignedGroupOperation.codec().stream(reader, reader.uint32(), `${prefix}.operations[]`, {
                limits: opts.limits?.operations$
              })) {
                yield {
                  ...evt,
                  index: obj.operations
                }
              }

              obj.operations++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.sealed`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.message`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              if (opts.limits?.items != null && obj.items === opts.limits.items) {
                throw new MaxLengthError('Streaming decode error - repeated field "items" had too many elements')
              }

              if (obj.items === 256) {
                throw new MaxLengthError('Streaming decode error - repeated field "items" had too many elements')
              }

              for (const evt of SignedGroupItem.codec().stream(reader, reader.uint32(), `${prefix}.items[]`, {
                limits: opts.limits?.items$
              })) {
                yield {
                  ...evt,
                  index: obj.items
                }
              }

              obj.items++

              break
            }
            case 7: {
              yield * GroupKnown.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
              })

              break
            }
            case 8: {
              if (opts.limits?.unreached != null && obj.unreached === opts.limits.unreached) {
                throw new MaxLengthError('Streaming decode error - repeated field "unreached" had too many elements')
              }

              if (obj.unreached === 512) {
                throw new MaxLengthError('Streaming decode error - repeated field "unreached" had too many elements')
              }

              yield {
                field: `${prefix}.unreached[]`,
                index: obj.unreached,
                value: reader.bytes()
              }

              obj.unreached++

              break
            }
            case 9: {
              yield * GroupRead.codec().stream(reader, reader.uint32(), `${prefix}.read`, {
                limits: opts.limits?.read
              })

              break
            }
            case 10: {
              if (opts.limits?.letters != null && obj.letters === opts.limits.letters) {
                throw new MaxLengthError('Streaming decode error - repeated field "letters" had too many elements')
              }

              if (obj.letters === 16) {
                throw new MaxLengthError('Streaming decode error - repeated field "letters" had too many elements')
              }

              for (const evt of GroupLetter.codec().stream(reader, reader.uint32(), `${prefix}.letters[]`, {
                limits: opts.limits?.letters$
              })) {
                yield {
                  ...evt,
                  index: obj.letters
                }
              }

              obj.letters++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupParcelGroupFieldEvent {
    field: '$.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelOperationsOperationFieldEvent {
    field: '$.operations[].operation'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelOperationsSignatureFieldEvent {
    field: '$.operations[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelSealedFieldEvent {
    field: '$.sealed'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelMessageFieldEvent {
    field: '$.message'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelItemsItemFieldEvent {
    field: '$.items[].item'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelItemsSignatureFieldEvent {
    field: '$.items[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelKnownHeadsFieldEvent {
    field: '$.known.heads[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelKnownChainsAuthorFieldEvent {
    field: '$.known.chains[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelKnownChainsChainFieldEvent {
    field: '$.known.chains[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelKnownChainsRangesFirstFieldEvent {
    field: '$.known.chains[].ranges[].first'
    value: number
    index: number
  }

  export interface GroupParcelKnownChainsRangesLastFieldEvent {
    field: '$.known.chains[].ranges[].last'
    value: number
    index: number
  }

  export interface GroupParcelKnownAnswerFieldEvent {
    field: '$.known.answer'
    value: boolean
  }

  export interface GroupParcelKnownKeylessFieldEvent {
    field: '$.known.keyless'
    value: boolean
  }

  export interface GroupParcelUnreachedFieldEvent {
    field: '$.unreached[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelReadIdFieldEvent {
    field: '$.read.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupParcelReadReadAtMsFieldEvent {
    field: '$.read.readAtMs'
    value: number
  }

  export interface GroupParcelLettersToFieldEvent {
    field: '$.letters[].to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupParcelLettersHopsFieldEvent {
    field: '$.letters[].hops'
    value: number
    index: number
  }

  export interface GroupParcelLettersMessageFieldEvent {
    field: '$.letters[].message'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<GroupParcel>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupParcel.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupParcel>): GroupParcel {
    return decodeMessage(buf, GroupParcel.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupParcel>): Generator<GroupParcelGroupFieldEvent | GroupParcelOperationsOperationFieldEvent | GroupParcelOperationsSignatureFieldEvent | GroupParcelKeyFieldEvent | GroupParcelSealedFieldEvent | GroupParcelMessageFieldEvent | GroupParcelItemsItemFieldEvent | GroupParcelItemsSignatureFieldEvent | GroupParcelKnownHeadsFieldEvent | GroupParcelKnownChainsAuthorFieldEvent | GroupParcelKnownChainsChainFieldEvent | GroupParcelKnownChainsRangesFirstFieldEvent | GroupParcelKnownChainsRangesLastFieldEvent | GroupParcelKnownAnswerFieldEvent | GroupParcelKnownKeylessFieldEvent | GroupParcelUnreachedFieldEvent | GroupParcelReadIdFieldEvent | GroupParcelReadReadAtMsFieldEvent | GroupParcelLettersToFieldEvent | GroupParcelLettersHopsFieldEvent | GroupParcelLettersMessageFieldEvent> {
    return streamMessage(buf, GroupParcel.codec(), opts)
  }
}

export interface GroupLetter {
  to: Uint8Array<ArrayBuffer>
  hops: number
  message: Uint8Array<ArrayBuffer>
}

export namespace GroupLetter {
  let _codec: Codec<GroupLetter>

  export const codec = (): Codec<GroupLetter> => {
    if (_codec == null) {
      _codec = message<GroupLetter>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.to)
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(16)
          w.uint32(obj.hops)
        }

        if ((obj.message != null && obj.message.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.message)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          to: uint8ArrayAlloc(0),
          hops: 0,
          message: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.to = reader.bytes()
              break
            }
            case 2: {
              obj.hops = reader.uint32()
              break
            }
            case 3: {
              obj.message = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.to`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.hops`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.message`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupLetterToFieldEvent {
    field: '$.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupLetterHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export interface GroupLetterMessageFieldEvent {
    field: '$.message'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<GroupLetter>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupLetter.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupLetter>): GroupLetter {
    return decodeMessage(buf, GroupLetter.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupLetter>): Generator<GroupLetterToFieldEvent | GroupLetterHopsFieldEvent | GroupLetterMessageFieldEvent> {
    return streamMessage(buf, GroupLetter.codec(), opts)
  }
}

export interface GroupRead {
  id: Uint8Array<ArrayBuffer>
  readAtMs: number
}

export namespace GroupRead {
  let _codec: Codec<GroupRead>

  export const codec = (): Codec<GroupRead> => {
    if (_codec == null) {
      _codec = message<GroupRead>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.readAtMs != null && obj.readAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.readAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          readAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.readAtMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.readAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupReadIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupReadReadAtMsFieldEvent {
    field: '$.readAtMs'
    value: number
  }

  export function encode (obj: Partial<GroupRead>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupRead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRead>): GroupRead {
    return decodeMessage(buf, GroupRead.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRead>): Generator<GroupReadIdFieldEvent | GroupReadReadAtMsFieldEvent> {
    return streamMessage(buf, GroupRead.codec(), opts)
  }
}

export interface GroupKnown {
  heads: Uint8Array<ArrayBuffer>[]
  chains: GroupChain[]
  answer: boolean
  keyless: boolean
}

export namespace GroupKnown {
  let _codec: Codec<GroupKnown>

  export const codec = (): Codec<GroupKnown> => {
    if (_codec == null) {
      _codec = message<GroupKnown>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.heads != null && obj.heads.length > 0) {
          for (const value of obj.heads) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (obj.chains != null && obj.chains.length > 0) {
          for (const value of obj.chains) {
            w.uint32(18)
            GroupChain.codec().encode(value, w)
          }
        }

        if ((obj.answer != null && obj.answer !== false)) {
          w.uint32(24)
          w.bool(obj.answer)
        }

        if ((obj.keyless != null && obj.keyless !== false)) {
          w.uint32(32)
          w.bool(obj.keyless)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          heads: [],
          chains: [],
          answer: false,
          keyless: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.heads != null && obj.heads.length === opts.limits.heads) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              obj.heads.push(reader.bytes())
              break
            }
            case 2: {
              if (opts.limits?.chains != null && obj.chains.length === opts.limits.chains) {
                throw new MaxLengthError('Decode error - repeated field "chains" had too many elements')
              }

              if (obj.chains.length === 512) {
                throw new MaxLengthError('Decode error - repeated field "chains" had too many elements')
              }

              obj.chains.push(GroupChain.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.chains$
              }))
              break
            }
            case 3: {
              obj.answer = reader.bool()
              break
            }
            case 4: {
              obj.keyless = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          heads: 64,
          chains: 512
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.heads != null && obj.heads === opts.limits.heads) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              yield {
                field: `${prefix}.heads[]`,
                index: obj.heads,
                value: reader.bytes()
              }

              obj.heads++

              break
            }
            case 2: {
              if (opts.limits?.chains != null && obj.chains === opts.limits.chains) {
                throw new MaxLengthError('Streaming decode error - repeated field "chains" had too many elements')
              }

              if (obj.chains === 512) {
                throw new MaxLengthError('Streaming decode error - repeated field "chains" had too many elements')
              }

              for (const evt of GroupChain.codec().stream(reader, reader.uint32(), `${prefix}.chains[]`, {
                limits: opts.limits?.chains$
              })) {
                yield {
                  ...evt,
                  index: obj.chains
                }
              }

              obj.chains++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.answer`,
                value: reader.bool()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.keyless`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupKnownHeadsFieldEvent {
    field: '$.heads[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupKnownChainsAuthorFieldEvent {
    field: '$.chains[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupKnownChainsChainFieldEvent {
    field: '$.chains[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GroupKnownChainsRangesFirstFieldEvent {
    field: '$.chains[].ranges[].first'
    value: number
    index: number
  }

  export interface GroupKnownChainsRangesLastFieldEvent {
    field: '$.chains[].ranges[].last'
    value: number
    index: number
  }

  export interface GroupKnownAnswerFieldEvent {
    field: '$.answer'
    value: boolean
  }

  export interface GroupKnownKeylessFieldEvent {
    field: '$.keyless'
    value: boolean
  }

  export function encode (obj: Partial<GroupKnown>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupKnown.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupKnown>): GroupKnown {
    return decodeMessage(buf, GroupKnown.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupKnown>): Generator<GroupKnownHeadsFieldEvent | GroupKnownChainsAuthorFieldEvent | GroupKnownChainsChainFieldEvent | GroupKnownChainsRangesFirstFieldEvent | GroupKnownChainsRangesLastFieldEvent | GroupKnownAnswerFieldEvent | GroupKnownKeylessFieldEvent> {
    return streamMessage(buf, GroupKnown.codec(), opts)
  }
}

export interface GroupChain {
  author: Uint8Array<ArrayBuffer>
  chain: Uint8Array<ArrayBuffer>
  ranges: GroupRange[]
}

export namespace GroupChain {
  let _codec: Codec<GroupChain>

  export const codec = (): Codec<GroupChain> => {
    if (_codec == null) {
      _codec = message<GroupChain>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.author)
        }

        if ((obj.chain != null && obj.chain.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.chain)
        }

        if (obj.ranges != null && obj.ranges.length > 0) {
          for (const value of obj.ranges) {
            w.uint32(26)
            GroupRange.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          author: uint8ArrayAlloc(0),
          chain: uint8ArrayAlloc(0),
          ranges: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.author = reader.bytes()
              break
            }
            case 2: {
              obj.chain = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.ranges != null && obj.ranges.length === opts.limits.ranges) {
                throw new MaxLengthError('Decode error - repeated field "ranges" had too many elements')
              }

              if (obj.ranges.length === 32) {
                throw new MaxLengthError('Decode error - repeated field "ranges" had too many elements')
              }

              obj.ranges.push(GroupRange.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ranges$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          ranges: 32
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.author`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.chain`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.ranges != null && obj.ranges === opts.limits.ranges) {
                throw new MaxLengthError('Streaming decode error - repeated field "ranges" had too many elements')
              }

              if (obj.ranges === 32) {
                throw new MaxLengthError('Streaming decode error - repeated field "ranges" had too many elements')
              }

              for (const evt of GroupRange.codec().stream(reader, reader.uint32(), `${prefix}.ranges[]`, {
                limits: opts.limits?.ranges$
              })) {
                yield {
                  ...evt,
                  index: obj.ranges
                }
              }

              obj.ranges++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupChainAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupChainChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupChainRangesFirstFieldEvent {
    field: '$.ranges[].first'
    value: number
    index: number
  }

  export interface GroupChainRangesLastFieldEvent {
    field: '$.ranges[].last'
    value: number
    index: number
  }

  export function encode (obj: Partial<GroupChain>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupChain.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupChain>): GroupChain {
    return decodeMessage(buf, GroupChain.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupChain>): Generator<GroupChainAuthorFieldEvent | GroupChainChainFieldEvent | GroupChainRangesFirstFieldEvent | GroupChainRangesLastFieldEvent> {
    return streamMessage(buf, GroupChain.codec(), opts)
  }
}

export interface GroupRange {
  first: number
  last: number
}

export namespace GroupRange {
  let _codec: Codec<GroupRange>

  export const codec = (): Codec<GroupRange> => {
    if (_codec == null) {
      _codec = message<GroupRange>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.first != null && obj.first !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.first)
        }

        if ((obj.last != null && obj.last !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.last)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          first: 0,
          last: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.first = reader.uint64Number()
              break
            }
            case 2: {
              obj.last = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.first`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.last`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupRangeFirstFieldEvent {
    field: '$.first'
    value: number
  }

  export interface GroupRangeLastFieldEvent {
    field: '$.last'
    value: number
  }

  export function encode (obj: Partial<GroupRange>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupRange.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRange>): GroupRange {
    return decodeMessage(buf, GroupRange.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupRange>): Generator<GroupRangeFirstFieldEvent | GroupRangeLastFieldEvent> {
    return streamMessage(buf, GroupRange.codec(), opts)
  }
}

export interface GroupOrigin {
  author: Uint8Array<ArrayBuffer>
  chain: Uint8Array<ArrayBuffer>
  seq: number
  addressees: number
  unverified: boolean
  offeredBy: Uint8Array<ArrayBuffer>
}

export namespace GroupOrigin {
  let _codec: Codec<GroupOrigin>

  export const codec = (): Codec<GroupOrigin> => {
    if (_codec == null) {
      _codec = message<GroupOrigin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.author)
        }

        if ((obj.chain != null && obj.chain.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.chain)
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.seq)
        }

        if ((obj.addressees != null && obj.addressees !== 0)) {
          w.uint32(32)
          w.uint32(obj.addressees)
        }

        if ((obj.unverified != null && obj.unverified !== false)) {
          w.uint32(40)
          w.bool(obj.unverified)
        }

        if ((obj.offeredBy != null && obj.offeredBy.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.offeredBy)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          author: uint8ArrayAlloc(0),
          chain: uint8ArrayAlloc(0),
          seq: 0,
          addressees: 0,
          unverified: false,
          offeredBy: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.author = reader.bytes()
              break
            }
            case 2: {
              obj.chain = reader.bytes()
              break
            }
            case 3: {
              obj.seq = reader.uint64Number()
              break
            }
            case 4: {
              obj.addressees = reader.uint32()
              break
            }
            case 5: {
              obj.unverified = reader.bool()
              break
            }
            case 6: {
              obj.offeredBy = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.author`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.chain`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.addressees`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.unverified`,
                value: reader.bool()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.offeredBy`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupOriginAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOriginChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GroupOriginSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface GroupOriginAddresseesFieldEvent {
    field: '$.addressees'
    value: number
  }

  export interface GroupOriginUnverifiedFieldEvent {
    field: '$.unverified'
    value: boolean
  }

  export interface GroupOriginOfferedByFieldEvent {
    field: '$.offeredBy'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<GroupOrigin>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupOrigin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupOrigin>): GroupOrigin {
    return decodeMessage(buf, GroupOrigin.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupOrigin>): Generator<GroupOriginAuthorFieldEvent | GroupOriginChainFieldEvent | GroupOriginSeqFieldEvent | GroupOriginAddresseesFieldEvent | GroupOriginUnverifiedFieldEvent | GroupOriginOfferedByFieldEvent> {
    return streamMessage(buf, GroupOrigin.codec(), opts)
  }
}

export interface DeviceList {
  account: Uint8Array<ArrayBuffer>
  version: number
  devices: DeviceCertificate[]
}

export namespace DeviceList {
  let _codec: Codec<DeviceList>

  export const codec = (): Codec<DeviceList> => {
    if (_codec == null) {
      _codec = message<DeviceList>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.account != null && obj.account.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.account)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.version)
        }

        if (obj.devices != null && obj.devices.length > 0) {
          for (const value of obj.devices) {
            w.uint32(26)
            DeviceCertificate.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          account: uint8ArrayAlloc(0),
          version: 0,
          devices: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.account = reader.bytes()
              break
            }
            case 2: {
              obj.version = reader.uint64Number()
              break
            }
            case 3: {
              if (opts.limits?.devices != null && obj.devices.length === opts.limits.devices) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              if (obj.devices.length === 8) {
                throw new MaxLengthError('Decode error - repeated field "devices" had too many elements')
              }

              obj.devices.push(DeviceCertificate.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          devices: 8
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.account`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              if (opts.limits?.devices != null && obj.devices === opts.limits.devices) {
                throw new MaxLengthError('Streaming decode error - repeated field "devices" had too many elements')
              }

              if (obj.devices === 8) {
                throw new MaxLengthError('Streaming decode error - repeated field "devices" had too many elements')
              }

              for (const evt of DeviceCertificate.codec().stream(reader, reader.uint32(), `${prefix}.devices[]`, {
                limits: opts.limits?.devices$
              })) {
                yield {
                  ...evt,
                  index: obj.devices
                }
              }

              obj.devices++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DeviceListAccountFieldEvent {
    field: '$.account'
    value: Uint8Array<ArrayBuffer>
  }

  export interface DeviceListVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface DeviceListDevicesDeviceFieldEvent {
    field: '$.devices[].device'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface DeviceListDevicesSignatureFieldEvent {
    field: '$.devices[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface DeviceListDevicesAddedMsFieldEvent {
    field: '$.devices[].addedMs'
    value: number
    index: number
  }

  export function encode (obj: Partial<DeviceList>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, DeviceList.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceList>): DeviceList {
    return decodeMessage(buf, DeviceList.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceList>): Generator<DeviceListAccountFieldEvent | DeviceListVersionFieldEvent | DeviceListDevicesDeviceFieldEvent | DeviceListDevicesSignatureFieldEvent | DeviceListDevicesAddedMsFieldEvent> {
    return streamMessage(buf, DeviceList.codec(), opts)
  }
}

export interface DeviceCertificate {
  device: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
  addedMs: number
}

export namespace DeviceCertificate {
  let _codec: Codec<DeviceCertificate>

  export const codec = (): Codec<DeviceCertificate> => {
    if (_codec == null) {
      _codec = message<DeviceCertificate>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.device)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if ((obj.addedMs != null && obj.addedMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.addedMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          device: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          addedMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.device = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            case 3: {
              obj.addedMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.device`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.addedMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DeviceCertificateDeviceFieldEvent {
    field: '$.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface DeviceCertificateSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface DeviceCertificateAddedMsFieldEvent {
    field: '$.addedMs'
    value: number
  }

  export function encode (obj: Partial<DeviceCertificate>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, DeviceCertificate.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceCertificate>): DeviceCertificate {
    return decodeMessage(buf, DeviceCertificate.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeviceCertificate>): Generator<DeviceCertificateDeviceFieldEvent | DeviceCertificateSignatureFieldEvent | DeviceCertificateAddedMsFieldEvent> {
    return streamMessage(buf, DeviceCertificate.codec(), opts)
  }
}

export interface SignedDeviceList {
  list: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace SignedDeviceList {
  let _codec: Codec<SignedDeviceList>

  export const codec = (): Codec<SignedDeviceList> => {
    if (_codec == null) {
      _codec = message<SignedDeviceList>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.list != null && obj.list.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.list)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          list: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.list = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.list`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SignedDeviceListListFieldEvent {
    field: '$.list'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedDeviceListSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedDeviceList>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedDeviceList.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedDeviceList>): SignedDeviceList {
    return decodeMessage(buf, SignedDeviceList.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedDeviceList>): Generator<SignedDeviceListListFieldEvent | SignedDeviceListSignatureFieldEvent> {
    return streamMessage(buf, SignedDeviceList.codec(), opts)
  }
}

export interface PreKeys {
  registrationId: number
  device: Uint8Array<ArrayBuffer>
  oneTimeId: number
  oneTimeKey: Uint8Array<ArrayBuffer>
  signedId: number
  signedKey: Uint8Array<ArrayBuffer>
  signedSignature: Uint8Array<ArrayBuffer>
  kyberId: number
  kyberKey: Uint8Array<ArrayBuffer>
  kyberSignature: Uint8Array<ArrayBuffer>
}

export namespace PreKeys {
  let _codec: Codec<PreKeys>

  export const codec = (): Codec<PreKeys> => {
    if (_codec == null) {
      _codec = message<PreKeys>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.registrationId != null && obj.registrationId !== 0)) {
          w.uint32(8)
          w.uint32(obj.registrationId)
        }

        if ((obj.device != null && obj.device.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.device)
        }

        if ((obj.oneTimeId != null && obj.oneTimeId !== 0)) {
          w.uint32(24)
          w.uint32(obj.oneTimeId)
        }

        if ((obj.oneTimeKey != null && obj.oneTimeKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.oneTimeKey)
        }

        if ((obj.signedId != null && obj.signedId !== 0)) {
          w.uint32(40)
          w.uint32(obj.signedId)
        }

        if ((obj.signedKey != null && obj.signedKey.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.signedKey)
        }

        if ((obj.signedSignature != null && obj.signedSignature.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.signedSignature)
        }

        if ((obj.kyberId != null && obj.kyberId !== 0)) {
          w.uint32(64)
          w.uint32(obj.kyberId)
        }

        if ((obj.kyberKey != null && obj.kyberKey.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.kyberKey)
        }

        if ((obj.kyberSignature != null && obj.kyberSignature.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.kyberSignature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          registrationId: 0,
          device: uint8ArrayAlloc(0),
          oneTimeId: 0,
          oneTimeKey: uint8ArrayAlloc(0),
          signedId: 0,
          signedKey: uint8ArrayAlloc(0),
          signedSignature: uint8ArrayAlloc(0),
          kyberId: 0,
          kyberKey: uint8ArrayAlloc(0),
          kyberSignature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.registrationId = reader.uint32()
              break
            }
            case 2: {
              obj.device = reader.bytes()
              break
            }
            case 3: {
              obj.oneTimeId = reader.uint32()
              break
            }
            case 4: {
              obj.oneTimeKey = reader.bytes()
              break
            }
            case 5: {
              obj.signedId = reader.uint32()
              break
            }
            case 6: {
              obj.signedKey = reader.bytes()
              break
            }
            case 7: {
              obj.signedSignature = reader.bytes()
              break
            }
            case 8: {
              obj.kyberId = reader.uint32()
              break
            }
            case 9: {
              obj.kyberKey = reader.bytes()
              break
            }
            case 10: {
              obj.kyberSignature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.registrationId`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.device`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.oneTimeId`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.oneTimeKey`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.signedId`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.signedKey`,
                value: reader.bytes()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.signedSignature`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.kyberId`,
                value: reader.uint32()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.kyberKey`,
                value: reader.bytes()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.kyberSignature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PreKeysRegistrationIdFieldEvent {
    field: '$.registrationId'
    value: number
  }

  export interface PreKeysDeviceFieldEvent {
    field: '$.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PreKeysOneTimeIdFieldEvent {
    field: '$.oneTimeId'
    value: number
  }

  export interface PreKeysOneTimeKeyFieldEvent {
    field: '$.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PreKeysSignedIdFieldEvent {
    field: '$.signedId'
    value: number
  }

  export interface PreKeysSignedKeyFieldEvent {
    field: '$.signedKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PreKeysSignedSignatureFieldEvent {
    field: '$.signedSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PreKeysKyberIdFieldEvent {
    field: '$.kyberId'
    value: number
  }

  export interface PreKeysKyberKeyFieldEvent {
    field: '$.kyberKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PreKeysKyberSignatureFieldEvent {
    field: '$.kyberSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PreKeys>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PreKeys.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreKeys>): PreKeys {
    return decodeMessage(buf, PreKeys.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreKeys>): Generator<PreKeysRegistrationIdFieldEvent | PreKeysDeviceFieldEvent | PreKeysOneTimeIdFieldEvent | PreKeysOneTimeKeyFieldEvent | PreKeysSignedIdFieldEvent | PreKeysSignedKeyFieldEvent | PreKeysSignedSignatureFieldEvent | PreKeysKyberIdFieldEvent | PreKeysKyberKeyFieldEvent | PreKeysKyberSignatureFieldEvent> {
    return streamMessage(buf, PreKeys.codec(), opts)
  }
}

export interface Routes {
  peerId: Uint8Array<ArrayBuffer>
  addresses: Uint8Array<ArrayBuffer>[]
  atMs: number
}

export namespace Routes {
  let _codec: Codec<Routes>

  export const codec = (): Codec<Routes> => {
    if (_codec == null) {
      _codec = message<Routes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.peerId != null && obj.peerId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.peerId)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.atMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          peerId: uint8ArrayAlloc(0),
          addresses: [],
          atMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peerId = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses.length === 16) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 3: {
              obj.atMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 16
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.peerId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses === 16) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.bytes()
              }

              obj.addresses++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.atMs`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RoutesPeerIdFieldEvent {
    field: '$.peerId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RoutesAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RoutesAtMsFieldEvent {
    field: '$.atMs'
    value: number
  }

  export function encode (obj: Partial<Routes>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Routes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Routes>): Routes {
    return decodeMessage(buf, Routes.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Routes>): Generator<RoutesPeerIdFieldEvent | RoutesAddressesFieldEvent | RoutesAtMsFieldEvent> {
    return streamMessage(buf, Routes.codec(), opts)
  }
}

export interface MailboxHost {
  peerId: Uint8Array<ArrayBuffer>
  key: Uint8Array<ArrayBuffer>
  addresses: Uint8Array<ArrayBuffer>[]
  operator: string
}

export namespace MailboxHost {
  let _codec: Codec<MailboxHost>

  export const codec = (): Codec<MailboxHost> => {
    if (_codec == null) {
      _codec = message<MailboxHost>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.peerId != null && obj.peerId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.peerId)
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.key)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if ((obj.operator != null && obj.operator !== '')) {
          w.uint32(34)
          w.string(obj.operator)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          peerId: uint8ArrayAlloc(0),
          key: uint8ArrayAlloc(0),
          addresses: [],
          operator: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peerId = reader.bytes()
              break
            }
            case 2: {
              obj.key = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses.length === 16) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 4: {
              obj.operator = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 16
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.peerId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses === 16) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.bytes()
              }

              obj.addresses++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.operator`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface MailboxHostPeerIdFieldEvent {
    field: '$.peerId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxHostKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxHostAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxHostOperatorFieldEvent {
    field: '$.operator'
    value: string
  }

  export function encode (obj: Partial<MailboxHost>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, MailboxHost.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxHost>): MailboxHost {
    return decodeMessage(buf, MailboxHost.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxHost>): Generator<MailboxHostPeerIdFieldEvent | MailboxHostKeyFieldEvent | MailboxHostAddressesFieldEvent | MailboxHostOperatorFieldEvent> {
    return streamMessage(buf, MailboxHost.codec(), opts)
  }
}

export interface MailboxRoute {
  host?: MailboxHost
  sid: Uint8Array<ArrayBuffer>
  senderKey: Uint8Array<ArrayBuffer>
  untilMs: number
  guard: Uint8Array<ArrayBuffer>
}

export namespace MailboxRoute {
  let _codec: Codec<MailboxRoute>

  export const codec = (): Codec<MailboxRoute> => {
    if (_codec == null) {
      _codec = message<MailboxRoute>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.host != null) {
          w.uint32(10)
          MailboxHost.codec().encode(obj.host, w)
        }

        if ((obj.sid != null && obj.sid.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sid)
        }

        if ((obj.senderKey != null && obj.senderKey.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.senderKey)
        }

        if ((obj.untilMs != null && obj.untilMs !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.untilMs)
        }

        if ((obj.guard != null && obj.guard.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.guard)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sid: uint8ArrayAlloc(0),
          senderKey: uint8ArrayAlloc(0),
          untilMs: 0,
          guard: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.host = MailboxHost.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.host
              })
              break
            }
            case 2: {
              obj.sid = reader.bytes()
              break
            }
            case 3: {
              obj.senderKey = reader.bytes()
              break
            }
            case 4: {
              obj.untilMs = reader.uint64Number()
              break
            }
            case 5: {
              obj.guard = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * MailboxHost.codec().stream(reader, reader.uint32(), `${prefix}.host`, {
                limits: opts.limits?.host
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.sid`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.senderKey`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.untilMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.guard`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface MailboxRouteHostPeerIdFieldEvent {
    field: '$.host.peerId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxRouteHostKeyFieldEvent {
    field: '$.host.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxRouteHostAddressesFieldEvent {
    field: '$.host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxRouteHostOperatorFieldEvent {
    field: '$.host.operator'
    value: string
  }

  export interface MailboxRouteSidFieldEvent {
    field: '$.sid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxRouteSenderKeyFieldEvent {
    field: '$.senderKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxRouteUntilMsFieldEvent {
    field: '$.untilMs'
    value: number
  }

  export interface MailboxRouteGuardFieldEvent {
    field: '$.guard'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<MailboxRoute>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, MailboxRoute.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxRoute>): MailboxRoute {
    return decodeMessage(buf, MailboxRoute.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxRoute>): Generator<MailboxRouteHostPeerIdFieldEvent | MailboxRouteHostKeyFieldEvent | MailboxRouteHostAddressesFieldEvent | MailboxRouteHostOperatorFieldEvent | MailboxRouteSidFieldEvent | MailboxRouteSenderKeyFieldEvent | MailboxRouteUntilMsFieldEvent | MailboxRouteGuardFieldEvent> {
    return streamMessage(buf, MailboxRoute.codec(), opts)
  }
}

export interface HostDescription {
  host: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace HostDescription {
  let _codec: Codec<HostDescription>

  export const codec = (): Codec<HostDescription> => {
    if (_codec == null) {
      _codec = message<HostDescription>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.host != null && obj.host.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.host)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          host: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.host = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.host`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface HostDescriptionHostFieldEvent {
    field: '$.host'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HostDescriptionSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<HostDescription>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, HostDescription.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HostDescription>): HostDescription {
    return decodeMessage(buf, HostDescription.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HostDescription>): Generator<HostDescriptionHostFieldEvent | HostDescriptionSignatureFieldEvent> {
    return streamMessage(buf, HostDescription.codec(), opts)
  }
}

export interface AuthorisedCommand {
  command: Uint8Array<ArrayBuffer>
  mac: Uint8Array<ArrayBuffer>
}

export namespace AuthorisedCommand {
  let _codec: Codec<AuthorisedCommand>

  export const codec = (): Codec<AuthorisedCommand> => {
    if (_codec == null) {
      _codec = message<AuthorisedCommand>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.command != null && obj.command.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.command)
        }

        if ((obj.mac != null && obj.mac.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.mac)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          command: uint8ArrayAlloc(0),
          mac: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.command = reader.bytes()
              break
            }
            case 2: {
              obj.mac = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.command`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.mac`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface AuthorisedCommandCommandFieldEvent {
    field: '$.command'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AuthorisedCommandMacFieldEvent {
    field: '$.mac'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AuthorisedCommand>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AuthorisedCommand.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AuthorisedCommand>): AuthorisedCommand {
    return decodeMessage(buf, AuthorisedCommand.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AuthorisedCommand>): Generator<AuthorisedCommandCommandFieldEvent | AuthorisedCommandMacFieldEvent> {
    return streamMessage(buf, AuthorisedCommand.codec(), opts)
  }
}

export interface Command {
  create?: NewQueue
  put?: PutCell
  get?: GetCells
  ack?: AckCells
  rotate?: ChangeSenders
  delete?: DeleteQueue
  check?: CheckHost
  putBundle?: PutBundle
  getBundle?: GetBundle
  publish?: PublishRecord
  find?: FindRecord
}

export namespace Command {
  let _codec: Codec<Command>

  export const codec = (): Codec<Command> => {
    if (_codec == null) {
      _codec = message<Command>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.find != null) {
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.publish != null) {
          obj.find = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.getBundle != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.putBundle != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.check != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.delete != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.rotate != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.ack != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.get = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.get != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.put = undefined
          obj.create = undefined
        }

        if (obj.put != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.create = undefined
        }

        if (obj.create != null) {
          obj.find = undefined
          obj.publish = undefined
          obj.getBundle = undefined
          obj.putBundle = undefined
          obj.check = undefined
          obj.delete = undefined
          obj.rotate = undefined
          obj.ack = undefined
          obj.get = undefined
          obj.put = undefined
        }

        if (obj.create != null) {
          w.uint32(10)
          NewQueue.codec().encode(obj.create, w)
        }

        if (obj.put != null) {
          w.uint32(18)
          PutCell.codec().encode(obj.put, w)
        }

        if (obj.get != null) {
          w.uint32(26)
          GetCells.codec().encode(obj.get, w)
        }

        if (obj.ack != null) {
          w.uint32(34)
          AckCells.codec().encode(obj.ack, w)
        }

        if (obj.rotate != null) {
          w.uint32(42)
          ChangeSenders.codec().encode(obj.rotate, w)
        }

        if (obj.delete != null) {
          w.uint32(50)
          DeleteQueue.codec().encode(obj.delete, w)
        }

        if (obj.check != null) {
          w.uint32(58)
          CheckHost.codec().encode(obj.check, w)
        }

        if (obj.putBundle != null) {
          w.uint32(66)
          PutBundle.codec().encode(obj.putBundle, w)
        }

        if (obj.getBundle != null) {
          w.uint32(74)
          GetBundle.codec().encode(obj.getBundle, w)
        }

        if (obj.publish != null) {
          w.uint32(82)
          PublishRecord.codec().encode(obj.publish, w)
        }

        if (obj.find != null) {
          w.uint32(90)
          FindRecord.codec().encode(obj.find, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.create = NewQueue.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.create
              })
              break
            }
            case 2: {
              obj.put = PutCell.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.put
              })
              break
            }
            case 3: {
              obj.get = GetCells.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.get
              })
              break
            }
            case 4: {
              obj.ack = AckCells.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ack
              })
              break
            }
            case 5: {
              obj.rotate = ChangeSenders.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.rotate
              })
              break
            }
            case 6: {
              obj.delete = DeleteQueue.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.delete
              })
              break
            }
            case 7: {
              obj.check = CheckHost.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.check
              })
              break
            }
            case 8: {
              obj.putBundle = PutBundle.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.putBundle
              })
              break
            }
            case 9: {
              obj.getBundle = GetBundle.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.getBundle
              })
              break
            }
            case 10: {
              obj.publish = PublishRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.publish
              })
              break
            }
            case 11: {
              obj.find = FindRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.find
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.find != null) {
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.publish != null) {
          delete obj.find
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.getBundle != null) {
          delete obj.find
          delete obj.publish
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.putBundle != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.check != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.delete != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.rotate != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.ack
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.ack != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.get
          delete obj.put
          delete obj.create
        }

        if (obj.get != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.put
          delete obj.create
        }

        if (obj.put != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.create
        }

        if (obj.create != null) {
          delete obj.find
          delete obj.publish
          delete obj.getBundle
          delete obj.putBundle
          delete obj.check
          delete obj.delete
          delete obj.rotate
          delete obj.ack
          delete obj.get
          delete obj.put
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * NewQueue.codec().stream(reader, reader.uint32(), `${prefix}.create`, {
                limits: opts.limits?.create
              })

              break
            }
            case 2: {
              yield * PutCell.codec().stream(reader, reader.uint32(), `${prefix}.put`, {
                limits: opts.limits?.put
              })

              break
            }
            case 3: {
              yield * GetCells.codec().stream(reader, reader.uint32(), `${prefix}.get`, {
                limits: opts.limits?.get
              })

              break
            }
            case 4: {
              yield * AckCells.codec().stream(reader, reader.uint32(), `${prefix}.ack`, {
                limits: opts.limits?.ack
              })

              break
            }
            case 5: {
              yield * ChangeSenders.codec().stream(reader, reader.uint32(), `${prefix}.rotate`, {
                limits: opts.limits?.rotate
              })

              break
            }
            case 6: {
              yield * DeleteQueue.codec().stream(reader, reader.uint32(), `${prefix}.delete`, {
                limits: opts.limits?.delete
              })

              break
            }
            case 7: {
              yield * CheckHost.codec().stream(reader, reader.uint32(), `${prefix}.check`, {
                limits: opts.limits?.check
              })

              break
            }
            case 8: {
              yield * PutBundle.codec().stream(reader, reader.uint32(), `${prefix}.putBundle`, {
                limits: opts.limits?.putBundle
              })

              break
            }
            case 9: {
              yield * GetBundle.codec().stream(reader, reader.uint32(), `${prefix}.getBundle`, {
                limits: opts.limits?.getBundle
              })

              break
            }
            case 10: {
              yield * PublishRecord.codec().stream(reader, reader.uint32(), `${prefix}.publish`, {
                limits: opts.limits?.publish
              })

              break
            }
            case 11: {
              yield * FindRecord.codec().stream(reader, reader.uint32(), `${prefix}.find`, {
                limits: opts.limits?.find
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface CommandCreateReceiverFieldEvent {
    field: '$.create.receiver'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandCreateSendersFieldEvent {
    field: '$.create.senders[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandCreateTtlMsFieldEvent {
    field: '$.create.ttlMs'
    value: number
  }

  export interface CommandCreateTokenFieldEvent {
    field: '$.create.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandCreateChallengeFieldEvent {
    field: '$.create.challenge'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandCreateSolutionFieldEvent {
    field: '$.create.solution'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPutSidFieldEvent {
    field: '$.put.sid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPutTagFieldEvent {
    field: '$.put.tag'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPutBodyFieldEvent {
    field: '$.put.body'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandGetRidFieldEvent {
    field: '$.get.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandGetAfterFieldEvent {
    field: '$.get.after'
    value: bigint
  }

  export interface CommandGetWaitMsFieldEvent {
    field: '$.get.waitMs'
    value: number
  }

  export interface CommandGetCellsFieldEvent {
    field: '$.get.cells'
    value: number
  }

  export interface CommandGetOnTickFieldEvent {
    field: '$.get.onTick'
    value: boolean
  }

  export interface CommandAckRidFieldEvent {
    field: '$.ack.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandAckUpToFieldEvent {
    field: '$.ack.upTo'
    value: bigint
  }

  export interface CommandRotateRidFieldEvent {
    field: '$.rotate.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandRotateAddFieldEvent {
    field: '$.rotate.add[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandRotateRemoveFieldEvent {
    field: '$.rotate.remove[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandDeleteRidFieldEvent {
    field: '$.delete.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPutBundleRidFieldEvent {
    field: '$.putBundle.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPutBundleRecordFieldEvent {
    field: '$.putBundle.record'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandGetBundleNameFieldEvent {
    field: '$.getBundle.name'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandPublishRecordFieldEvent {
    field: '$.publish.record'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandFindKeyFieldEvent {
    field: '$.find.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CommandFindNotBeforeFieldEvent {
    field: '$.find.notBefore'
    value: number
  }

  export function encode (obj: Partial<Command>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Command.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Command>): Command {
    return decodeMessage(buf, Command.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Command>): Generator<CommandCreateReceiverFieldEvent | CommandCreateSendersFieldEvent | CommandCreateTtlMsFieldEvent | CommandCreateTokenFieldEvent | CommandCreateChallengeFieldEvent | CommandCreateSolutionFieldEvent | CommandPutSidFieldEvent | CommandPutTagFieldEvent | CommandPutBodyFieldEvent | CommandGetRidFieldEvent | CommandGetAfterFieldEvent | CommandGetWaitMsFieldEvent | CommandGetCellsFieldEvent | CommandGetOnTickFieldEvent | CommandAckRidFieldEvent | CommandAckUpToFieldEvent | CommandRotateRidFieldEvent | CommandRotateAddFieldEvent | CommandRotateRemoveFieldEvent | CommandDeleteRidFieldEvent | CommandPutBundleRidFieldEvent | CommandPutBundleRecordFieldEvent | CommandGetBundleNameFieldEvent | CommandPublishRecordFieldEvent | CommandFindKeyFieldEvent | CommandFindNotBeforeFieldEvent> {
    return streamMessage(buf, Command.codec(), opts)
  }
}

export interface NewQueue {
  receiver: Uint8Array<ArrayBuffer>
  senders: Uint8Array<ArrayBuffer>[]
  ttlMs: number
  token: Uint8Array<ArrayBuffer>
  challenge: Uint8Array<ArrayBuffer>
  solution: Uint8Array<ArrayBuffer>
}

export namespace NewQueue {
  let _codec: Codec<NewQueue>

  export const codec = (): Codec<NewQueue> => {
    if (_codec == null) {
      _codec = message<NewQueue>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.receiver != null && obj.receiver.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.receiver)
        }

        if (obj.senders != null && obj.senders.length > 0) {
          for (const value of obj.senders) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.ttlMs != null && obj.ttlMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.ttlMs)
        }

        if ((obj.token != null && obj.token.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.token)
        }

        if ((obj.challenge != null && obj.challenge.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.challenge)
        }

        if ((obj.solution != null && obj.solution.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.solution)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          receiver: uint8ArrayAlloc(0),
          senders: [],
          ttlMs: 0,
          token: uint8ArrayAlloc(0),
          challenge: uint8ArrayAlloc(0),
          solution: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.receiver = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.senders != null && obj.senders.length === opts.limits.senders) {
                throw new MaxLengthError('Decode error - repeated field "senders" had too many elements')
              }

              if (obj.senders.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "senders" had too many elements')
              }

              obj.senders.push(reader.bytes())
              break
            }
            case 3: {
              obj.ttlMs = reader.uint64Number()
              break
            }
            case 4: {
              obj.token = reader.bytes()
              break
            }
            case 5: {
              obj.challenge = reader.bytes()
              break
            }
            case 6: {
              obj.solution = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          senders: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.receiver`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.senders != null && obj.senders === opts.limits.senders) {
                throw new MaxLengthError('Streaming decode error - repeated field "senders" had too many elements')
              }

              if (obj.senders === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "senders" had too many elements')
              }

              yield {
                field: `${prefix}.senders[]`,
                index: obj.senders,
                value: reader.bytes()
              }

              obj.senders++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.ttlMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.token`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.challenge`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.solution`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface NewQueueReceiverFieldEvent {
    field: '$.receiver'
    value: Uint8Array<ArrayBuffer>
  }

  export interface NewQueueSendersFieldEvent {
    field: '$.senders[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface NewQueueTtlMsFieldEvent {
    field: '$.ttlMs'
    value: number
  }

  export interface NewQueueTokenFieldEvent {
    field: '$.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface NewQueueChallengeFieldEvent {
    field: '$.challenge'
    value: Uint8Array<ArrayBuffer>
  }

  export interface NewQueueSolutionFieldEvent {
    field: '$.solution'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<NewQueue>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, NewQueue.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NewQueue>): NewQueue {
    return decodeMessage(buf, NewQueue.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NewQueue>): Generator<NewQueueReceiverFieldEvent | NewQueueSendersFieldEvent | NewQueueTtlMsFieldEvent | NewQueueTokenFieldEvent | NewQueueChallengeFieldEvent | NewQueueSolutionFieldEvent> {
    return streamMessage(buf, NewQueue.codec(), opts)
  }
}

export interface PutCell {
  sid: Uint8Array<ArrayBuffer>
  tag: Uint8Array<ArrayBuffer>
  body: Uint8Array<ArrayBuffer>
}

export namespace PutCell {
  let _codec: Codec<PutCell>

  export const codec = (): Codec<PutCell> => {
    if (_codec == null) {
      _codec = message<PutCell>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.sid != null && obj.sid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.sid)
        }

        if ((obj.tag != null && obj.tag.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.tag)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.body)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sid: uint8ArrayAlloc(0),
          tag: uint8ArrayAlloc(0),
          body: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.sid = reader.bytes()
              break
            }
            case 2: {
              obj.tag = reader.bytes()
              break
            }
            case 3: {
              obj.body = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.sid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.tag`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.body`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PutCellSidFieldEvent {
    field: '$.sid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PutCellTagFieldEvent {
    field: '$.tag'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PutCellBodyFieldEvent {
    field: '$.body'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PutCell>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PutCell.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PutCell>): PutCell {
    return decodeMessage(buf, PutCell.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PutCell>): Generator<PutCellSidFieldEvent | PutCellTagFieldEvent | PutCellBodyFieldEvent> {
    return streamMessage(buf, PutCell.codec(), opts)
  }
}

export interface GetCells {
  rid: Uint8Array<ArrayBuffer>
  after: bigint
  waitMs: number
  cells: number
  onTick: boolean
}

export namespace GetCells {
  let _codec: Codec<GetCells>

  export const codec = (): Codec<GetCells> => {
    if (_codec == null) {
      _codec = message<GetCells>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.rid != null && obj.rid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.rid)
        }

        if ((obj.after != null && obj.after !== 0n)) {
          w.uint32(16)
          w.uint64(obj.after)
        }

        if ((obj.waitMs != null && obj.waitMs !== 0)) {
          w.uint32(24)
          w.uint32(obj.waitMs)
        }

        if ((obj.cells != null && obj.cells !== 0)) {
          w.uint32(32)
          w.uint32(obj.cells)
        }

        if ((obj.onTick != null && obj.onTick !== false)) {
          w.uint32(40)
          w.bool(obj.onTick)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rid: uint8ArrayAlloc(0),
          after: 0n,
          waitMs: 0,
          cells: 0,
          onTick: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.rid = reader.bytes()
              break
            }
            case 2: {
              obj.after = reader.uint64()
              break
            }
            case 3: {
              obj.waitMs = reader.uint32()
              break
            }
            case 4: {
              obj.cells = reader.uint32()
              break
            }
            case 5: {
              obj.onTick = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.rid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.after`,
                value: reader.uint64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.waitMs`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.cells`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.onTick`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GetCellsRidFieldEvent {
    field: '$.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface GetCellsAfterFieldEvent {
    field: '$.after'
    value: bigint
  }

  export interface GetCellsWaitMsFieldEvent {
    field: '$.waitMs'
    value: number
  }

  export interface GetCellsCellsFieldEvent {
    field: '$.cells'
    value: number
  }

  export interface GetCellsOnTickFieldEvent {
    field: '$.onTick'
    value: boolean
  }

  export function encode (obj: Partial<GetCells>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GetCells.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GetCells>): GetCells {
    return decodeMessage(buf, GetCells.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GetCells>): Generator<GetCellsRidFieldEvent | GetCellsAfterFieldEvent | GetCellsWaitMsFieldEvent | GetCellsCellsFieldEvent | GetCellsOnTickFieldEvent> {
    return streamMessage(buf, GetCells.codec(), opts)
  }
}

export interface AckCells {
  rid: Uint8Array<ArrayBuffer>
  upTo: bigint
}

export namespace AckCells {
  let _codec: Codec<AckCells>

  export const codec = (): Codec<AckCells> => {
    if (_codec == null) {
      _codec = message<AckCells>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.rid != null && obj.rid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.rid)
        }

        if ((obj.upTo != null && obj.upTo !== 0n)) {
          w.uint32(16)
          w.uint64(obj.upTo)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rid: uint8ArrayAlloc(0),
          upTo: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.rid = reader.bytes()
              break
            }
            case 2: {
              obj.upTo = reader.uint64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.rid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.upTo`,
                value: reader.uint64()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface AckCellsRidFieldEvent {
    field: '$.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AckCellsUpToFieldEvent {
    field: '$.upTo'
    value: bigint
  }

  export function encode (obj: Partial<AckCells>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AckCells.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AckCells>): AckCells {
    return decodeMessage(buf, AckCells.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AckCells>): Generator<AckCellsRidFieldEvent | AckCellsUpToFieldEvent> {
    return streamMessage(buf, AckCells.codec(), opts)
  }
}

export interface ChangeSenders {
  rid: Uint8Array<ArrayBuffer>
  add: Uint8Array<ArrayBuffer>[]
  remove: Uint8Array<ArrayBuffer>[]
}

export namespace ChangeSenders {
  let _codec: Codec<ChangeSenders>

  export const codec = (): Codec<ChangeSenders> => {
    if (_codec == null) {
      _codec = message<ChangeSenders>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.rid != null && obj.rid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.rid)
        }

        if (obj.add != null && obj.add.length > 0) {
          for (const value of obj.add) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.remove != null && obj.remove.length > 0) {
          for (const value of obj.remove) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rid: uint8ArrayAlloc(0),
          add: [],
          remove: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.rid = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.add != null && obj.add.length === opts.limits.add) {
                throw new MaxLengthError('Decode error - repeated field "add" had too many elements')
              }

              if (obj.add.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "add" had too many elements')
              }

              obj.add.push(reader.bytes())
              break
            }
            case 3: {
              if (opts.limits?.remove != null && obj.remove.length === opts.limits.remove) {
                throw new MaxLengthError('Decode error - repeated field "remove" had too many elements')
              }

              if (obj.remove.length === 64) {
                throw new MaxLengthError('Decode error - repeated field "remove" had too many elements')
              }

              obj.remove.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          add: 64,
          remove: 64
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.rid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.add != null && obj.add === opts.limits.add) {
                throw new MaxLengthError('Streaming decode error - repeated field "add" had too many elements')
              }

              if (obj.add === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "add" had too many elements')
              }

              yield {
                field: `${prefix}.add[]`,
                index: obj.add,
                value: reader.bytes()
              }

              obj.add++

              break
            }
            case 3: {
              if (opts.limits?.remove != null && obj.remove === opts.limits.remove) {
                throw new MaxLengthError('Streaming decode error - repeated field "remove" had too many elements')
              }

              if (obj.remove === 64) {
                throw new MaxLengthError('Streaming decode error - repeated field "remove" had too many elements')
              }

              yield {
                field: `${prefix}.remove[]`,
                index: obj.remove,
                value: reader.bytes()
              }

              obj.remove++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ChangeSendersRidFieldEvent {
    field: '$.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChangeSendersAddFieldEvent {
    field: '$.add[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChangeSendersRemoveFieldEvent {
    field: '$.remove[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ChangeSenders>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChangeSenders.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeSenders>): ChangeSenders {
    return decodeMessage(buf, ChangeSenders.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeSenders>): Generator<ChangeSendersRidFieldEvent | ChangeSendersAddFieldEvent | ChangeSendersRemoveFieldEvent> {
    return streamMessage(buf, ChangeSenders.codec(), opts)
  }
}

export interface DeleteQueue {
  rid: Uint8Array<ArrayBuffer>
}

export namespace DeleteQueue {
  let _codec: Codec<DeleteQueue>

  export const codec = (): Codec<DeleteQueue> => {
    if (_codec == null) {
      _codec = message<DeleteQueue>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.rid != null && obj.rid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.rid)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rid: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.rid = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.rid`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DeleteQueueRidFieldEvent {
    field: '$.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<DeleteQueue>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, DeleteQueue.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeleteQueue>): DeleteQueue {
    return decodeMessage(buf, DeleteQueue.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeleteQueue>): Generator<DeleteQueueRidFieldEvent> {
    return streamMessage(buf, DeleteQueue.codec(), opts)
  }
}

export interface CheckHost {}

export namespace CheckHost {
  let _codec: Codec<CheckHost>

  export const codec = (): Codec<CheckHost> => {
    if (_codec == null) {
      _codec = message<CheckHost>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export function encode (obj: Partial<CheckHost>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CheckHost.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CheckHost>): CheckHost {
    return decodeMessage(buf, CheckHost.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CheckHost>): Generator<{}> {
    return streamMessage(buf, CheckHost.codec(), opts)
  }
}

export interface PutBundle {
  rid: Uint8Array<ArrayBuffer>
  record: Uint8Array<ArrayBuffer>
}

export namespace PutBundle {
  let _codec: Codec<PutBundle>

  export const codec = (): Codec<PutBundle> => {
    if (_codec == null) {
      _codec = message<PutBundle>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.rid != null && obj.rid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.rid)
        }

        if ((obj.record != null && obj.record.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.record)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rid: uint8ArrayAlloc(0),
          record: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.rid = reader.bytes()
              break
            }
            case 2: {
              obj.record = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.rid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.record`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PutBundleRidFieldEvent {
    field: '$.rid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PutBundleRecordFieldEvent {
    field: '$.record'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PutBundle>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PutBundle.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PutBundle>): PutBundle {
    return decodeMessage(buf, PutBundle.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PutBundle>): Generator<PutBundleRidFieldEvent | PutBundleRecordFieldEvent> {
    return streamMessage(buf, PutBundle.codec(), opts)
  }
}

export interface GetBundle {
  name: Uint8Array<ArrayBuffer>
}

export namespace GetBundle {
  let _codec: Codec<GetBundle>

  export const codec = (): Codec<GetBundle> => {
    if (_codec == null) {
      _codec = message<GetBundle>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.name`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GetBundleNameFieldEvent {
    field: '$.name'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<GetBundle>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GetBundle.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GetBundle>): GetBundle {
    return decodeMessage(buf, GetBundle.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GetBundle>): Generator<GetBundleNameFieldEvent> {
    return streamMessage(buf, GetBundle.codec(), opts)
  }
}

export interface PublishRecord {
  record: Uint8Array<ArrayBuffer>
}

export namespace PublishRecord {
  let _codec: Codec<PublishRecord>

  export const codec = (): Codec<PublishRecord> => {
    if (_codec == null) {
      _codec = message<PublishRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.record != null && obj.record.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.record)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          record: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.record = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.record`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PublishRecordRecordFieldEvent {
    field: '$.record'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PublishRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PublishRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PublishRecord>): PublishRecord {
    return decodeMessage(buf, PublishRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PublishRecord>): Generator<PublishRecordRecordFieldEvent> {
    return streamMessage(buf, PublishRecord.codec(), opts)
  }
}

export interface FindRecord {
  key: Uint8Array<ArrayBuffer>
  notBefore: number
}

export namespace FindRecord {
  let _codec: Codec<FindRecord>

  export const codec = (): Codec<FindRecord> => {
    if (_codec == null) {
      _codec = message<FindRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if ((obj.notBefore != null && obj.notBefore !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.notBefore)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0),
          notBefore: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.notBefore = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.notBefore`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface FindRecordKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface FindRecordNotBeforeFieldEvent {
    field: '$.notBefore'
    value: number
  }

  export function encode (obj: Partial<FindRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, FindRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<FindRecord>): FindRecord {
    return decodeMessage(buf, FindRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<FindRecord>): Generator<FindRecordKeyFieldEvent | FindRecordNotBeforeFieldEvent> {
    return streamMessage(buf, FindRecord.codec(), opts)
  }
}

export interface MailboxReply {
  status: ReplyStatus
  generation: bigint
  untilMs: number
  retryAfterMs: number
  challenge: Uint8Array<ArrayBuffer>
  cell?: StoredCell
  more: boolean
  record: Uint8Array<ArrayBuffer>
  stored: number
}

export namespace MailboxReply {
  let _codec: Codec<MailboxReply>

  export const codec = (): Codec<MailboxReply> => {
    if (_codec == null) {
      _codec = message<MailboxReply>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.status != null && __ReplyStatusValues[obj.status] !== 0) {
          w.uint32(8)
          ReplyStatus.codec().encode(obj.status, w)
        }

        if ((obj.generation != null && obj.generation !== 0n)) {
          w.uint32(16)
          w.uint64(obj.generation)
        }

        if ((obj.untilMs != null && obj.untilMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.untilMs)
        }

        if ((obj.retryAfterMs != null && obj.retryAfterMs !== 0)) {
          w.uint32(32)
          w.uint32(obj.retryAfterMs)
        }

        if ((obj.challenge != null && obj.challenge.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.challenge)
        }

        if (obj.cell != null) {
          w.uint32(50)
          StoredCell.codec().encode(obj.cell, w)
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(56)
          w.bool(obj.more)
        }

        if ((obj.record != null && obj.record.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.record)
        }

        if ((obj.stored != null && obj.stored !== 0)) {
          w.uint32(72)
          w.uint32(obj.stored)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          status: ReplyStatus.UNSPECIFIED,
          generation: 0n,
          untilMs: 0,
          retryAfterMs: 0,
          challenge: uint8ArrayAlloc(0),
          more: false,
          record: uint8ArrayAlloc(0),
          stored: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.status = ReplyStatus.codec().decode(reader)
              break
            }
            case 2: {
              obj.generation = reader.uint64()
              break
            }
            case 3: {
              obj.untilMs = reader.uint64Number()
              break
            }
            case 4: {
              obj.retryAfterMs = reader.uint32()
              break
            }
            case 5: {
              obj.challenge = reader.bytes()
              break
            }
            case 6: {
              obj.cell = StoredCell.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.cell
              })
              break
            }
            case 7: {
              obj.more = reader.bool()
              break
            }
            case 8: {
              obj.record = reader.bytes()
              break
            }
            case 9: {
              obj.stored = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.status`,
                value: ReplyStatus.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.untilMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.retryAfterMs`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.challenge`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield * StoredCell.codec().stream(reader, reader.uint32(), `${prefix}.cell`, {
                limits: opts.limits?.cell
              })

              break
            }
            case 7: {
              yield {
                field: `${prefix}.more`,
                value: reader.bool()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.record`,
                value: reader.bytes()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.stored`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface MailboxReplyStatusFieldEvent {
    field: '$.status'
    value: ReplyStatus
  }

  export interface MailboxReplyGenerationFieldEvent {
    field: '$.generation'
    value: bigint
  }

  export interface MailboxReplyUntilMsFieldEvent {
    field: '$.untilMs'
    value: number
  }

  export interface MailboxReplyRetryAfterMsFieldEvent {
    field: '$.retryAfterMs'
    value: number
  }

  export interface MailboxReplyChallengeFieldEvent {
    field: '$.challenge'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxReplyCellAtFieldEvent {
    field: '$.cell.at'
    value: bigint
  }

  export interface MailboxReplyCellSidFieldEvent {
    field: '$.cell.sid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxReplyCellTagFieldEvent {
    field: '$.cell.tag'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxReplyCellBodyFieldEvent {
    field: '$.cell.body'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxReplyMoreFieldEvent {
    field: '$.more'
    value: boolean
  }

  export interface MailboxReplyRecordFieldEvent {
    field: '$.record'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MailboxReplyStoredFieldEvent {
    field: '$.stored'
    value: number
  }

  export function encode (obj: Partial<MailboxReply>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, MailboxReply.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxReply>): MailboxReply {
    return decodeMessage(buf, MailboxReply.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MailboxReply>): Generator<MailboxReplyStatusFieldEvent | MailboxReplyGenerationFieldEvent | MailboxReplyUntilMsFieldEvent | MailboxReplyRetryAfterMsFieldEvent | MailboxReplyChallengeFieldEvent | MailboxReplyCellAtFieldEvent | MailboxReplyCellSidFieldEvent | MailboxReplyCellTagFieldEvent | MailboxReplyCellBodyFieldEvent | MailboxReplyMoreFieldEvent | MailboxReplyRecordFieldEvent | MailboxReplyStoredFieldEvent> {
    return streamMessage(buf, MailboxReply.codec(), opts)
  }
}

export interface StoredCell {
  at: bigint
  sid: Uint8Array<ArrayBuffer>
  tag: Uint8Array<ArrayBuffer>
  body: Uint8Array<ArrayBuffer>
}

export namespace StoredCell {
  let _codec: Codec<StoredCell>

  export const codec = (): Codec<StoredCell> => {
    if (_codec == null) {
      _codec = message<StoredCell>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.at != null && obj.at !== 0n)) {
          w.uint32(8)
          w.uint64(obj.at)
        }

        if ((obj.sid != null && obj.sid.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sid)
        }

        if ((obj.tag != null && obj.tag.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.tag)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.body)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          at: 0n,
          sid: uint8ArrayAlloc(0),
          tag: uint8ArrayAlloc(0),
          body: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.at = reader.uint64()
              break
            }
            case 2: {
              obj.sid = reader.bytes()
              break
            }
            case 3: {
              obj.tag = reader.bytes()
              break
            }
            case 4: {
              obj.body = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.at`,
                value: reader.uint64()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.sid`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.tag`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.body`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface StoredCellAtFieldEvent {
    field: '$.at'
    value: bigint
  }

  export interface StoredCellSidFieldEvent {
    field: '$.sid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StoredCellTagFieldEvent {
    field: '$.tag'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StoredCellBodyFieldEvent {
    field: '$.body'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StoredCell>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StoredCell.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StoredCell>): StoredCell {
    return decodeMessage(buf, StoredCell.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StoredCell>): Generator<StoredCellAtFieldEvent | StoredCellSidFieldEvent | StoredCellTagFieldEvent | StoredCellBodyFieldEvent> {
    return streamMessage(buf, StoredCell.codec(), opts)
  }
}

export enum ReplyStatus {
  UNSPECIFIED = 'UNSPECIFIED',
  OK = 'OK',
  GONE = 'GONE',
  FULL = 'FULL',
  BUSY = 'BUSY',
  PUZZLE = 'PUZZLE',
  REFUSED = 'REFUSED'
}

enum __ReplyStatusValues {
  UNSPECIFIED = 0,
  OK = 1,
  GONE = 2,
  FULL = 3,
  BUSY = 4,
  PUZZLE = 5,
  REFUSED = 6
}

export namespace ReplyStatus {
  export const codec = (): Codec<ReplyStatus> => {
    return enumeration<ReplyStatus>(__ReplyStatusValues)
  }
}
