import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
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

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Contents>): Generator<ContentsCounterFieldEvent | ContentsContentsIdFieldEvent | ContentsContentsLamportFieldEvent | ContentsContentsSeqFieldEvent | ContentsContentsSentAtMsFieldEvent | ContentsContentsTextTextFieldEvent | ContentsContentsTextReplyToFieldEvent | ContentsContentsReadIdsFieldEvent | ContentsContentsReadReadAtMsFieldEvent | ContentsContentsKeysDevicesListFieldEvent | ContentsContentsKeysDevicesSignatureFieldEvent | ContentsContentsKeysSpareRegistrationIdFieldEvent | ContentsContentsKeysSpareDeviceFieldEvent | ContentsContentsKeysSpareOneTimeIdFieldEvent | ContentsContentsKeysSpareOneTimeKeyFieldEvent | ContentsContentsKeysSpareSignedIdFieldEvent | ContentsContentsKeysSpareSignedKeyFieldEvent | ContentsContentsKeysSpareSignedSignatureFieldEvent | ContentsContentsKeysSpareKyberIdFieldEvent | ContentsContentsKeysSpareKyberKeyFieldEvent | ContentsContentsKeysSpareKyberSignatureFieldEvent | ContentsContentsPairSecretSecretFieldEvent | ContentsContentsProfileNameFieldEvent | ContentsRepeatedFieldEvent> {
    return streamMessage(buf, Contents.codec(), opts)
  }
}

export interface Content {
  id: Uint8Array<ArrayBuffer>
  lamport: number
  seq: number
  sentAtMs: number
  text?: Text
  read?: ReadReceipt
  keys?: Keys
  pairSecret?: PairSecret
  profile?: Profile
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

        if (obj.profile != null) {
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.pairSecret != null) {
          obj.profile = undefined
          obj.keys = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.keys != null) {
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.read = undefined
          obj.text = undefined
        }

        if (obj.read != null) {
          obj.profile = undefined
          obj.pairSecret = undefined
          obj.keys = undefined
          obj.text = undefined
        }

        if (obj.text != null) {
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          lamport: 0,
          seq: 0,
          sentAtMs: 0
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
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.profile != null) {
          delete obj.pairSecret
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.pairSecret != null) {
          delete obj.profile
          delete obj.keys
          delete obj.read
          delete obj.text
        }

        if (obj.keys != null) {
          delete obj.profile
          delete obj.pairSecret
          delete obj.read
          delete obj.text
        }

        if (obj.read != null) {
          delete obj.profile
          delete obj.pairSecret
          delete obj.keys
          delete obj.text
        }

        if (obj.text != null) {
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

  export interface ContentTextTextFieldEvent {
    field: '$.text.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentTextReplyToFieldEvent {
    field: '$.text.replyTo'
    value: Uint8Array<ArrayBuffer>
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

  export function encode (obj: Partial<Content>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Content.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Content {
    return decodeMessage(buf, Content.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Generator<ContentIdFieldEvent | ContentLamportFieldEvent | ContentSeqFieldEvent | ContentSentAtMsFieldEvent | ContentTextTextFieldEvent | ContentTextReplyToFieldEvent | ContentReadIdsFieldEvent | ContentReadReadAtMsFieldEvent | ContentKeysDevicesListFieldEvent | ContentKeysDevicesSignatureFieldEvent | ContentKeysSpareRegistrationIdFieldEvent | ContentKeysSpareDeviceFieldEvent | ContentKeysSpareOneTimeIdFieldEvent | ContentKeysSpareOneTimeKeyFieldEvent | ContentKeysSpareSignedIdFieldEvent | ContentKeysSpareSignedKeyFieldEvent | ContentKeysSpareSignedSignatureFieldEvent | ContentKeysSpareKyberIdFieldEvent | ContentKeysSpareKyberKeyFieldEvent | ContentKeysSpareKyberSignatureFieldEvent | ContentPairSecretSecretFieldEvent | ContentProfileNameFieldEvent> {
    return streamMessage(buf, Content.codec(), opts)
  }
}

export interface Text {
  text: Uint8Array<ArrayBuffer>
  replyTo: Uint8Array<ArrayBuffer>
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          text: uint8ArrayAlloc(0),
          replyTo: uint8ArrayAlloc(0)
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

  export function encode (obj: Partial<Text>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Text.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Text>): Text {
    return decodeMessage(buf, Text.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Text>): Generator<TextTextFieldEvent | TextReplyToFieldEvent> {
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
