import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface ChannelPost {
  channel: Uint8Array<ArrayBuffer>
  author: Uint8Array<ArrayBuffer>
  chain: Uint8Array<ArrayBuffer>
  seq: number
  prev: Uint8Array<ArrayBuffer>
  atMs: number
  settings?: ChannelSettings
  text?: ChannelText
  admit?: ChannelAdmission
  dismiss?: ChannelDismissal
  edit?: ChannelEdit
  retract?: ChannelRetraction
  pin?: ChannelPin
}

export namespace ChannelPost {
  let _codec: Codec<ChannelPost>

  export const codec = (): Codec<ChannelPost> => {
    if (_codec == null) {
      _codec = message<ChannelPost>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.pin != null) {
          obj.retract = undefined
          obj.edit = undefined
          obj.dismiss = undefined
          obj.admit = undefined
          obj.text = undefined
          obj.settings = undefined
        }

        if (obj.retract != null) {
          obj.pin = undefined
          obj.edit = undefined
          obj.dismiss = undefined
          obj.admit = undefined
          obj.text = undefined
          obj.settings = undefined
        }

        if (obj.edit != null) {
          obj.pin = undefined
          obj.retract = undefined
          obj.dismiss = undefined
          obj.admit = undefined
          obj.text = undefined
          obj.settings = undefined
        }

        if (obj.dismiss != null) {
          obj.pin = undefined
          obj.retract = undefined
          obj.edit = undefined
          obj.admit = undefined
          obj.text = undefined
          obj.settings = undefined
        }

        if (obj.admit != null) {
          obj.pin = undefined
          obj.retract = undefined
          obj.edit = undefined
          obj.dismiss = undefined
          obj.text = undefined
          obj.settings = undefined
        }

        if (obj.text != null) {
          obj.pin = undefined
          obj.retract = undefined
          obj.edit = undefined
          obj.dismiss = undefined
          obj.admit = undefined
          obj.settings = undefined
        }

        if (obj.settings != null) {
          obj.pin = undefined
          obj.retract = undefined
          obj.edit = undefined
          obj.dismiss = undefined
          obj.admit = undefined
          obj.text = undefined
        }

        if ((obj.channel != null && obj.channel.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.channel)
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

        if ((obj.atMs != null && obj.atMs !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.atMs)
        }

        if (obj.settings != null) {
          w.uint32(58)
          ChannelSettings.codec().encode(obj.settings, w)
        }

        if (obj.text != null) {
          w.uint32(66)
          ChannelText.codec().encode(obj.text, w)
        }

        if (obj.admit != null) {
          w.uint32(74)
          ChannelAdmission.codec().encode(obj.admit, w)
        }

        if (obj.dismiss != null) {
          w.uint32(82)
          ChannelDismissal.codec().encode(obj.dismiss, w)
        }

        if (obj.edit != null) {
          w.uint32(90)
          ChannelEdit.codec().encode(obj.edit, w)
        }

        if (obj.retract != null) {
          w.uint32(98)
          ChannelRetraction.codec().encode(obj.retract, w)
        }

        if (obj.pin != null) {
          w.uint32(106)
          ChannelPin.codec().encode(obj.pin, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          channel: uint8ArrayAlloc(0),
          author: uint8ArrayAlloc(0),
          chain: uint8ArrayAlloc(0),
          seq: 0,
          prev: uint8ArrayAlloc(0),
          atMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.channel = reader.bytes()
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
              obj.atMs = reader.uint64Number()
              break
            }
            case 7: {
              obj.settings = ChannelSettings.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settings
              })
              break
            }
            case 8: {
              obj.text = ChannelText.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.text
              })
              break
            }
            case 9: {
              obj.admit = ChannelAdmission.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.admit
              })
              break
            }
            case 10: {
              obj.dismiss = ChannelDismissal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.dismiss
              })
              break
            }
            case 11: {
              obj.edit = ChannelEdit.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.edit
              })
              break
            }
            case 12: {
              obj.retract = ChannelRetraction.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.retract
              })
              break
            }
            case 13: {
              obj.pin = ChannelPin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pin
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.pin != null) {
          delete obj.retract
          delete obj.edit
          delete obj.dismiss
          delete obj.admit
          delete obj.text
          delete obj.settings
        }

        if (obj.retract != null) {
          delete obj.pin
          delete obj.edit
          delete obj.dismiss
          delete obj.admit
          delete obj.text
          delete obj.settings
        }

        if (obj.edit != null) {
          delete obj.pin
          delete obj.retract
          delete obj.dismiss
          delete obj.admit
          delete obj.text
          delete obj.settings
        }

        if (obj.dismiss != null) {
          delete obj.pin
          delete obj.retract
          delete obj.edit
          delete obj.admit
          delete obj.text
          delete obj.settings
        }

        if (obj.admit != null) {
          delete obj.pin
          delete obj.retract
          delete obj.edit
          delete obj.dismiss
          delete obj.text
          delete obj.settings
        }

        if (obj.text != null) {
          delete obj.pin
          delete obj.retract
          delete obj.edit
          delete obj.dismiss
          delete obj.admit
          delete obj.settings
        }

        if (obj.settings != null) {
          delete obj.pin
          delete obj.retract
          delete obj.edit
          delete obj.dismiss
          delete obj.admit
          delete obj.text
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.channel`,
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
              yield {
                field: `${prefix}.atMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 7: {
              yield * ChannelSettings.codec().stream(reader, reader.uint32(), `${prefix}.settings`, {
                limits: opts.limits?.settings
              })

              break
            }
            case 8: {
              yield * ChannelText.codec().stream(reader, reader.uint32(), `${prefix}.text`, {
                limits: opts.limits?.text
              })

              break
            }
            case 9: {
              yield * ChannelAdmission.codec().stream(reader, reader.uint32(), `${prefix}.admit`, {
                limits: opts.limits?.admit
              })

              break
            }
            case 10: {
              yield * ChannelDismissal.codec().stream(reader, reader.uint32(), `${prefix}.dismiss`, {
                limits: opts.limits?.dismiss
              })

              break
            }
            case 11: {
              yield * ChannelEdit.codec().stream(reader, reader.uint32(), `${prefix}.edit`, {
                limits: opts.limits?.edit
              })

              break
            }
            case 12: {
              yield * ChannelRetraction.codec().stream(reader, reader.uint32(), `${prefix}.retract`, {
                limits: opts.limits?.retract
              })

              break
            }
            case 13: {
              yield * ChannelPin.codec().stream(reader, reader.uint32(), `${prefix}.pin`, {
                limits: opts.limits?.pin
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

  export interface ChannelPostChannelFieldEvent {
    field: '$.channel'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface ChannelPostPrevFieldEvent {
    field: '$.prev'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostAtMsFieldEvent {
    field: '$.atMs'
    value: number
  }

  export interface ChannelPostSettingsNameFieldEvent {
    field: '$.settings.name'
    value: string
  }

  export interface ChannelPostTextTextFieldEvent {
    field: '$.text.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostAdmitAuthorFieldEvent {
    field: '$.admit.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostAdmitNameFieldEvent {
    field: '$.admit.name'
    value: string
  }

  export interface ChannelPostDismissAuthorFieldEvent {
    field: '$.dismiss.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostDismissEndsAuthorFieldEvent {
    field: '$.dismiss.ends[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelPostDismissEndsChainFieldEvent {
    field: '$.dismiss.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelPostDismissEndsSeqFieldEvent {
    field: '$.dismiss.ends[].seq'
    value: number
    index: number
  }

  export interface ChannelPostDismissEndsHashFieldEvent {
    field: '$.dismiss.ends[].hash'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelPostEditTargetFieldEvent {
    field: '$.edit.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostEditTextFieldEvent {
    field: '$.edit.text'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostRetractTargetsFieldEvent {
    field: '$.retract.targets[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostPinTargetFieldEvent {
    field: '$.pin.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPostPinOffFieldEvent {
    field: '$.pin.off'
    value: boolean
  }

  export function encode (obj: Partial<ChannelPost>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelPost.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelPost>): ChannelPost {
    return decodeMessage(buf, ChannelPost.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelPost>): Generator<ChannelPostChannelFieldEvent | ChannelPostAuthorFieldEvent | ChannelPostChainFieldEvent | ChannelPostSeqFieldEvent | ChannelPostPrevFieldEvent | ChannelPostAtMsFieldEvent | ChannelPostSettingsNameFieldEvent | ChannelPostTextTextFieldEvent | ChannelPostAdmitAuthorFieldEvent | ChannelPostAdmitNameFieldEvent | ChannelPostDismissAuthorFieldEvent | ChannelPostDismissEndsAuthorFieldEvent | ChannelPostDismissEndsChainFieldEvent | ChannelPostDismissEndsSeqFieldEvent | ChannelPostDismissEndsHashFieldEvent | ChannelPostEditTargetFieldEvent | ChannelPostEditTextFieldEvent | ChannelPostRetractTargetsFieldEvent | ChannelPostPinTargetFieldEvent | ChannelPostPinOffFieldEvent> {
    return streamMessage(buf, ChannelPost.codec(), opts)
  }
}

export interface ChannelSettings {
  name: string
}

export namespace ChannelSettings {
  let _codec: Codec<ChannelSettings>

  export const codec = (): Codec<ChannelSettings> => {
    if (_codec == null) {
      _codec = message<ChannelSettings>((obj, w, opts = {}) => {
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

  export interface ChannelSettingsNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<ChannelSettings>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelSettings.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelSettings>): ChannelSettings {
    return decodeMessage(buf, ChannelSettings.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelSettings>): Generator<ChannelSettingsNameFieldEvent> {
    return streamMessage(buf, ChannelSettings.codec(), opts)
  }
}

export interface ChannelText {
  text: Uint8Array<ArrayBuffer>
}

export namespace ChannelText {
  let _codec: Codec<ChannelText>

  export const codec = (): Codec<ChannelText> => {
    if (_codec == null) {
      _codec = message<ChannelText>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.text != null && obj.text.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.text)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          text: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
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

  export interface ChannelTextTextFieldEvent {
    field: '$.text'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ChannelText>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelText.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelText>): ChannelText {
    return decodeMessage(buf, ChannelText.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelText>): Generator<ChannelTextTextFieldEvent> {
    return streamMessage(buf, ChannelText.codec(), opts)
  }
}

export interface ChannelEdit {
  target: Uint8Array<ArrayBuffer>
  text: Uint8Array<ArrayBuffer>
}

export namespace ChannelEdit {
  let _codec: Codec<ChannelEdit>

  export const codec = (): Codec<ChannelEdit> => {
    if (_codec == null) {
      _codec = message<ChannelEdit>((obj, w, opts = {}) => {
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

  export interface ChannelEditTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelEditTextFieldEvent {
    field: '$.text'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ChannelEdit>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelEdit.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelEdit>): ChannelEdit {
    return decodeMessage(buf, ChannelEdit.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelEdit>): Generator<ChannelEditTargetFieldEvent | ChannelEditTextFieldEvent> {
    return streamMessage(buf, ChannelEdit.codec(), opts)
  }
}

export interface ChannelRetraction {
  targets: Uint8Array<ArrayBuffer>[]
}

export namespace ChannelRetraction {
  let _codec: Codec<ChannelRetraction>

  export const codec = (): Codec<ChannelRetraction> => {
    if (_codec == null) {
      _codec = message<ChannelRetraction>((obj, w, opts = {}) => {
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

  export interface ChannelRetractionTargetsFieldEvent {
    field: '$.targets[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ChannelRetraction>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelRetraction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelRetraction>): ChannelRetraction {
    return decodeMessage(buf, ChannelRetraction.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelRetraction>): Generator<ChannelRetractionTargetsFieldEvent> {
    return streamMessage(buf, ChannelRetraction.codec(), opts)
  }
}

export interface ChannelPin {
  target: Uint8Array<ArrayBuffer>
  off: boolean
}

export namespace ChannelPin {
  let _codec: Codec<ChannelPin>

  export const codec = (): Codec<ChannelPin> => {
    if (_codec == null) {
      _codec = message<ChannelPin>((obj, w, opts = {}) => {
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

  export interface ChannelPinTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelPinOffFieldEvent {
    field: '$.off'
    value: boolean
  }

  export function encode (obj: Partial<ChannelPin>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelPin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelPin>): ChannelPin {
    return decodeMessage(buf, ChannelPin.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelPin>): Generator<ChannelPinTargetFieldEvent | ChannelPinOffFieldEvent> {
    return streamMessage(buf, ChannelPin.codec(), opts)
  }
}

export interface ChannelAdmission {
  author: Uint8Array<ArrayBuffer>
  name: string
}

export namespace ChannelAdmission {
  let _codec: Codec<ChannelAdmission>

  export const codec = (): Codec<ChannelAdmission> => {
    if (_codec == null) {
      _codec = message<ChannelAdmission>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.author)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          author: uint8ArrayAlloc(0),
          name: ''
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
                field: `${prefix}.author`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
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

  export interface ChannelAdmissionAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelAdmissionNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<ChannelAdmission>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelAdmission.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelAdmission>): ChannelAdmission {
    return decodeMessage(buf, ChannelAdmission.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelAdmission>): Generator<ChannelAdmissionAuthorFieldEvent | ChannelAdmissionNameFieldEvent> {
    return streamMessage(buf, ChannelAdmission.codec(), opts)
  }
}

export interface ChannelDismissal {
  author: Uint8Array<ArrayBuffer>
  ends: ChannelHead[]
}

export namespace ChannelDismissal {
  let _codec: Codec<ChannelDismissal>

  export const codec = (): Codec<ChannelDismissal> => {
    if (_codec == null) {
      _codec = message<ChannelDismissal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.author != null && obj.author.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.author)
        }

        if (obj.ends != null && obj.ends.length > 0) {
          for (const value of obj.ends) {
            w.uint32(18)
            ChannelHead.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          author: uint8ArrayAlloc(0),
          ends: []
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
              if (opts.limits?.ends != null && obj.ends.length === opts.limits.ends) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends.length === 8) {
                throw new MaxLengthError('Decode error - repeated field "ends" had too many elements')
              }

              obj.ends.push(ChannelHead.codec().decode(reader, reader.uint32(), {
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
          ends: 8
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
              if (opts.limits?.ends != null && obj.ends === opts.limits.ends) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              if (obj.ends === 8) {
                throw new MaxLengthError('Streaming decode error - repeated field "ends" had too many elements')
              }

              for (const evt of ChannelHead.codec().stream(reader, reader.uint32(), `${prefix}.ends[]`, {
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

  export interface ChannelDismissalAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelDismissalEndsAuthorFieldEvent {
    field: '$.ends[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelDismissalEndsChainFieldEvent {
    field: '$.ends[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelDismissalEndsSeqFieldEvent {
    field: '$.ends[].seq'
    value: number
    index: number
  }

  export interface ChannelDismissalEndsHashFieldEvent {
    field: '$.ends[].hash'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<ChannelDismissal>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelDismissal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelDismissal>): ChannelDismissal {
    return decodeMessage(buf, ChannelDismissal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelDismissal>): Generator<ChannelDismissalAuthorFieldEvent | ChannelDismissalEndsAuthorFieldEvent | ChannelDismissalEndsChainFieldEvent | ChannelDismissalEndsSeqFieldEvent | ChannelDismissalEndsHashFieldEvent> {
    return streamMessage(buf, ChannelDismissal.codec(), opts)
  }
}

export interface SignedChannelPost {
  post: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace SignedChannelPost {
  let _codec: Codec<SignedChannelPost>

  export const codec = (): Codec<SignedChannelPost> => {
    if (_codec == null) {
      _codec = message<SignedChannelPost>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.post != null && obj.post.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.post)
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
          post: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.post = reader.bytes()
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
                field: `${prefix}.post`,
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

  export interface SignedChannelPostPostFieldEvent {
    field: '$.post'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedChannelPostSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedChannelPost>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedChannelPost.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedChannelPost>): SignedChannelPost {
    return decodeMessage(buf, SignedChannelPost.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedChannelPost>): Generator<SignedChannelPostPostFieldEvent | SignedChannelPostSignatureFieldEvent> {
    return streamMessage(buf, SignedChannelPost.codec(), opts)
  }
}

export interface ChannelHead {
  author: Uint8Array<ArrayBuffer>
  chain: Uint8Array<ArrayBuffer>
  seq: number
  hash: Uint8Array<ArrayBuffer>
}

export namespace ChannelHead {
  let _codec: Codec<ChannelHead>

  export const codec = (): Codec<ChannelHead> => {
    if (_codec == null) {
      _codec = message<ChannelHead>((obj, w, opts = {}) => {
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

        if ((obj.hash != null && obj.hash.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.hash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          author: uint8ArrayAlloc(0),
          chain: uint8ArrayAlloc(0),
          seq: 0,
          hash: uint8ArrayAlloc(0)
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
              obj.hash = reader.bytes()
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
                field: `${prefix}.hash`,
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

  export interface ChannelHeadAuthorFieldEvent {
    field: '$.author'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelHeadChainFieldEvent {
    field: '$.chain'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChannelHeadSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface ChannelHeadHashFieldEvent {
    field: '$.hash'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ChannelHead>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelHead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelHead>): ChannelHead {
    return decodeMessage(buf, ChannelHead.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelHead>): Generator<ChannelHeadAuthorFieldEvent | ChannelHeadChainFieldEvent | ChannelHeadSeqFieldEvent | ChannelHeadHashFieldEvent> {
    return streamMessage(buf, ChannelHead.codec(), opts)
  }
}

export interface ChannelKnown {
  heads: ChannelHead[]
}

export namespace ChannelKnown {
  let _codec: Codec<ChannelKnown>

  export const codec = (): Codec<ChannelKnown> => {
    if (_codec == null) {
      _codec = message<ChannelKnown>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.heads != null && obj.heads.length > 0) {
          for (const value of obj.heads) {
            w.uint32(10)
            ChannelHead.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          heads: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.heads != null && obj.heads.length === opts.limits.heads) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads.length === 24) {
                throw new MaxLengthError('Decode error - repeated field "heads" had too many elements')
              }

              obj.heads.push(ChannelHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.heads$
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
          heads: 24
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.heads != null && obj.heads === opts.limits.heads) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              if (obj.heads === 24) {
                throw new MaxLengthError('Streaming decode error - repeated field "heads" had too many elements')
              }

              for (const evt of ChannelHead.codec().stream(reader, reader.uint32(), `${prefix}.heads[]`, {
                limits: opts.limits?.heads$
              })) {
                yield {
                  ...evt,
                  index: obj.heads
                }
              }

              obj.heads++

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

  export interface ChannelKnownHeadsAuthorFieldEvent {
    field: '$.heads[].author'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelKnownHeadsChainFieldEvent {
    field: '$.heads[].chain'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelKnownHeadsSeqFieldEvent {
    field: '$.heads[].seq'
    value: number
    index: number
  }

  export interface ChannelKnownHeadsHashFieldEvent {
    field: '$.heads[].hash'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<ChannelKnown>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelKnown.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelKnown>): ChannelKnown {
    return decodeMessage(buf, ChannelKnown.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelKnown>): Generator<ChannelKnownHeadsAuthorFieldEvent | ChannelKnownHeadsChainFieldEvent | ChannelKnownHeadsSeqFieldEvent | ChannelKnownHeadsHashFieldEvent> {
    return streamMessage(buf, ChannelKnown.codec(), opts)
  }
}

export interface ChannelBatch {
  posts: SignedChannelPost[]
  last: boolean
  more: boolean
}

export namespace ChannelBatch {
  let _codec: Codec<ChannelBatch>

  export const codec = (): Codec<ChannelBatch> => {
    if (_codec == null) {
      _codec = message<ChannelBatch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.posts != null && obj.posts.length > 0) {
          for (const value of obj.posts) {
            w.uint32(10)
            SignedChannelPost.codec().encode(value, w)
          }
        }

        if ((obj.last != null && obj.last !== false)) {
          w.uint32(16)
          w.bool(obj.last)
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(24)
          w.bool(obj.more)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          posts: [],
          last: false,
          more: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.posts != null && obj.posts.length === opts.limits.posts) {
                throw new MaxLengthError('Decode error - repeated field "posts" had too many elements')
              }

              if (obj.posts.length === 256) {
                throw new MaxLengthError('Decode error - repeated field "posts" had too many elements')
              }

              obj.posts.push(SignedChannelPost.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.posts$
              }))
              break
            }
            case 2: {
              obj.last = reader.bool()
              break
            }
            case 3: {
              obj.more = reader.bool()
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
          posts: 256
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.posts != null && obj.posts === opts.limits.posts) {
                throw new MaxLengthError('Streaming decode error - repeated field "posts" had too many elements')
              }

              if (obj.posts === 256) {
                throw new MaxLengthError('Streaming decode error - repeated field "posts" had too many elements')
              }

              for (const evt of SignedChannelPost.codec().stream(reader, reader.uint32(), `${prefix}.posts[]`, {
                limits: opts.limits?.posts$
              })) {
                yield {
                  ...evt,
                  index: obj.posts
                }
              }

              obj.posts++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.last`,
                value: reader.bool()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.more`,
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

  export interface ChannelBatchPostsPostFieldEvent {
    field: '$.posts[].post'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelBatchPostsSignatureFieldEvent {
    field: '$.posts[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChannelBatchLastFieldEvent {
    field: '$.last'
    value: boolean
  }

  export interface ChannelBatchMoreFieldEvent {
    field: '$.more'
    value: boolean
  }

  export function encode (obj: Partial<ChannelBatch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelBatch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelBatch>): ChannelBatch {
    return decodeMessage(buf, ChannelBatch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChannelBatch>): Generator<ChannelBatchPostsPostFieldEvent | ChannelBatchPostsSignatureFieldEvent | ChannelBatchLastFieldEvent | ChannelBatchMoreFieldEvent> {
    return streamMessage(buf, ChannelBatch.codec(), opts)
  }
}
