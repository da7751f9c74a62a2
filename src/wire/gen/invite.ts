/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Bundle {
  preKeys?: PreKeys
  routes?: Routes
  devices?: SignedDeviceList
  name: string
  withdrawn: boolean
  mailboxes: MailboxRoute[]
  group?: LinkedGroup
}

export namespace Bundle {
  let _codec: Codec<Bundle>

  export const codec = (): Codec<Bundle> => {
    if (_codec == null) {
      _codec = message<Bundle>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.preKeys != null) {
          w.uint32(10)
          PreKeys.codec().encode(obj.preKeys, w)
        }

        if (obj.routes != null) {
          w.uint32(18)
          Routes.codec().encode(obj.routes, w)
        }

        if (obj.devices != null) {
          w.uint32(26)
          SignedDeviceList.codec().encode(obj.devices, w)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(34)
          w.string(obj.name)
        }

        if ((obj.withdrawn != null && obj.withdrawn !== false)) {
          w.uint32(40)
          w.bool(obj.withdrawn)
        }

        if (obj.mailboxes != null && obj.mailboxes.length > 0) {
          for (const value of obj.mailboxes) {
            w.uint32(50)
            MailboxRoute.codec().encode(value, w)
          }
        }

        if (obj.group != null) {
          w.uint32(58)
          LinkedGroup.codec().encode(obj.group, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          withdrawn: false,
          mailboxes: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.preKeys = PreKeys.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.preKeys
              })
              break
            }
            case 2: {
              obj.routes = Routes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.routes
              })
              break
            }
            case 3: {
              obj.devices = SignedDeviceList.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.devices
              })
              break
            }
            case 4: {
              obj.name = reader.string()
              break
            }
            case 5: {
              obj.withdrawn = reader.bool()
              break
            }
            case 6: {
              if (opts.limits?.mailboxes != null && obj.mailboxes.length === opts.limits.mailboxes) {
                throw new MaxLengthError('Decode error - repeated field "mailboxes" had too many elements')
              }

              if (obj.mailboxes.length === 4) {
                throw new MaxLengthError('Decode error - repeated field "mailboxes" had too many elements')
              }

              obj.mailboxes.push(MailboxRoute.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mailboxes$
              }))
              break
            }
            case 7: {
              obj.group = LinkedGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
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
        const obj = {
          mailboxes: 4
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * PreKeys.codec().stream(reader, reader.uint32(), `${prefix}.preKeys`, {
                limits: opts.limits?.preKeys
              })

              break
            }
            case 2: {
              yield * Routes.codec().stream(reader, reader.uint32(), `${prefix}.routes`, {
                limits: opts.limits?.routes
              })

              break
            }
            case 3: {
              yield * SignedDeviceList.codec().stream(reader, reader.uint32(), `${prefix}.devices`, {
                limits: opts.limits?.devices
              })

              break
            }
            case 4: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.withdrawn`,
                value: reader.bool()
              }
              break
            }
            case 6: {
              if (opts.limits?.mailboxes != null && obj.mailboxes === opts.limits.mailboxes) {
                throw new MaxLengthError('Streaming decode error - repeated field "mailboxes" had too many elements')
              }

              if (obj.mailboxes === 4) {
                throw new MaxLengthError('Streaming decode error - repeated field "mailboxes" had too many elements')
              }

              for (const evt of MailboxRoute.codec().stream(reader, reader.uint32(), `${prefix}.mailboxes[]`, {
                limits: opts.limits?.mailboxes$
              })) {
                yield {
                  ...evt,
                  index: obj.mailboxes
                }
              }

              obj.mailboxes++

              break
            }
            case 7: {
              yield * LinkedGroup.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
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

  export interface BundlePreKeysRegistrationIdFieldEvent {
    field: '$.preKeys.registrationId'
    value: number
  }

  export interface BundlePreKeysDeviceFieldEvent {
    field: '$.preKeys.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundlePreKeysOneTimeIdFieldEvent {
    field: '$.preKeys.oneTimeId'
    value: number
  }

  export interface BundlePreKeysOneTimeKeyFieldEvent {
    field: '$.preKeys.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundlePreKeysSignedIdFieldEvent {
    field: '$.preKeys.signedId'
    value: number
  }

  export interface BundlePreKeysSignedKeyFieldEvent {
    field: '$.preKeys.signedKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundlePreKeysSignedSignatureFieldEvent {
    field: '$.preKeys.signedSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundlePreKeysKyberIdFieldEvent {
    field: '$.preKeys.kyberId'
    value: number
  }

  export interface BundlePreKeysKyberKeyFieldEvent {
    field: '$.preKeys.kyberKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundlePreKeysKyberSignatureFieldEvent {
    field: '$.preKeys.kyberSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleRoutesPeerIdFieldEvent {
    field: '$.routes.peerId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleRoutesAddressesFieldEvent {
    field: '$.routes.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleRoutesAtMsFieldEvent {
    field: '$.routes.atMs'
    value: number
  }

  export interface BundleDevicesListFieldEvent {
    field: '$.devices.list'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleDevicesSignatureFieldEvent {
    field: '$.devices.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface BundleWithdrawnFieldEvent {
    field: '$.withdrawn'
    value: boolean
  }

  export interface BundleMailboxesHostPeerIdFieldEvent {
    field: '$.mailboxes[].host.peerId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface BundleMailboxesHostKeyFieldEvent {
    field: '$.mailboxes[].host.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface BundleMailboxesHostAddressesFieldEvent {
    field: '$.mailboxes[].host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleMailboxesHostOperatorFieldEvent {
    field: '$.mailboxes[].host.operator'
    value: string
    index: number
  }

  export interface BundleMailboxesSidFieldEvent {
    field: '$.mailboxes[].sid'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface BundleMailboxesSenderKeyFieldEvent {
    field: '$.mailboxes[].senderKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface BundleMailboxesUntilMsFieldEvent {
    field: '$.mailboxes[].untilMs'
    value: number
    index: number
  }

  export interface BundleMailboxesGuardFieldEvent {
    field: '$.mailboxes[].guard'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface BundleGroupGroupFieldEvent {
    field: '$.group.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface BundleGroupNameFieldEvent {
    field: '$.group.name'
    value: string
  }

  export function encode (obj: Partial<Bundle>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Bundle.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Bundle>): Bundle {
    return decodeMessage(buf, Bundle.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Bundle>): Generator<BundlePreKeysRegistrationIdFieldEvent | BundlePreKeysDeviceFieldEvent | BundlePreKeysOneTimeIdFieldEvent | BundlePreKeysOneTimeKeyFieldEvent | BundlePreKeysSignedIdFieldEvent | BundlePreKeysSignedKeyFieldEvent | BundlePreKeysSignedSignatureFieldEvent | BundlePreKeysKyberIdFieldEvent | BundlePreKeysKyberKeyFieldEvent | BundlePreKeysKyberSignatureFieldEvent | BundleRoutesPeerIdFieldEvent | BundleRoutesAddressesFieldEvent | BundleRoutesAtMsFieldEvent | BundleDevicesListFieldEvent | BundleDevicesSignatureFieldEvent | BundleNameFieldEvent | BundleWithdrawnFieldEvent | BundleMailboxesHostPeerIdFieldEvent | BundleMailboxesHostKeyFieldEvent | BundleMailboxesHostAddressesFieldEvent | BundleMailboxesHostOperatorFieldEvent | BundleMailboxesSidFieldEvent | BundleMailboxesSenderKeyFieldEvent | BundleMailboxesUntilMsFieldEvent | BundleMailboxesGuardFieldEvent | BundleGroupGroupFieldEvent | BundleGroupNameFieldEvent> {
    return streamMessage(buf, Bundle.codec(), opts)
  }
}

export interface LinkedGroup {
  group: Uint8Array<ArrayBuffer>
  name: string
}

export namespace LinkedGroup {
  let _codec: Codec<LinkedGroup>

  export const codec = (): Codec<LinkedGroup> => {
    if (_codec == null) {
      _codec = message<LinkedGroup>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.group)
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
          group: uint8ArrayAlloc(0),
          name: ''
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
                field: `${prefix}.group`,
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

  export interface LinkedGroupGroupFieldEvent {
    field: '$.group'
    value: Uint8Array<ArrayBuffer>
  }

  export interface LinkedGroupNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<LinkedGroup>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, LinkedGroup.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkedGroup>): LinkedGroup {
    return decodeMessage(buf, LinkedGroup.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkedGroup>): Generator<LinkedGroupGroupFieldEvent | LinkedGroupNameFieldEvent> {
    return streamMessage(buf, LinkedGroup.codec(), opts)
  }
}

export interface SealedRequest {
  hint: Uint8Array<ArrayBuffer>
  nonce: Uint8Array<ArrayBuffer>
  ciphertext: Uint8Array<ArrayBuffer>
}

export namespace SealedRequest {
  let _codec: Codec<SealedRequest>

  export const codec = (): Codec<SealedRequest> => {
    if (_codec == null) {
      _codec = message<SealedRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.hint != null && obj.hint.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.hint)
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.nonce)
        }

        if ((obj.ciphertext != null && obj.ciphertext.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.ciphertext)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hint: uint8ArrayAlloc(0),
          nonce: uint8ArrayAlloc(0),
          ciphertext: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.hint = reader.bytes()
              break
            }
            case 2: {
              obj.nonce = reader.bytes()
              break
            }
            case 3: {
              obj.ciphertext = reader.bytes()
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
                field: `${prefix}.hint`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.nonce`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.ciphertext`,
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

  export interface SealedRequestHintFieldEvent {
    field: '$.hint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SealedRequestNonceFieldEvent {
    field: '$.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SealedRequestCiphertextFieldEvent {
    field: '$.ciphertext'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SealedRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SealedRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SealedRequest>): SealedRequest {
    return decodeMessage(buf, SealedRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SealedRequest>): Generator<SealedRequestHintFieldEvent | SealedRequestNonceFieldEvent | SealedRequestCiphertextFieldEvent> {
    return streamMessage(buf, SealedRequest.codec(), opts)
  }
}

export interface Introduction {
  devices?: SignedDeviceList
  preKeys?: PreKeys
  routes?: Routes
  name: string
  pairSecret: Uint8Array<ArrayBuffer>
  text: string
  mailboxes: MailboxRoute[]
}

export namespace Introduction {
  let _codec: Codec<Introduction>

  export const codec = (): Codec<Introduction> => {
    if (_codec == null) {
      _codec = message<Introduction>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.devices != null) {
          w.uint32(10)
          SignedDeviceList.codec().encode(obj.devices, w)
        }

        if (obj.preKeys != null) {
          w.uint32(18)
          PreKeys.codec().encode(obj.preKeys, w)
        }

        if (obj.routes != null) {
          w.uint32(26)
          Routes.codec().encode(obj.routes, w)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(34)
          w.string(obj.name)
        }

        if ((obj.pairSecret != null && obj.pairSecret.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.pairSecret)
        }

        if ((obj.text != null && obj.text !== '')) {
          w.uint32(50)
          w.string(obj.text)
        }

        if (obj.mailboxes != null && obj.mailboxes.length > 0) {
          for (const value of obj.mailboxes) {
            w.uint32(58)
            MailboxRoute.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          pairSecret: uint8ArrayAlloc(0),
          text: '',
          mailboxes: []
        }

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
              obj.preKeys = PreKeys.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.preKeys
              })
              break
            }
            case 3: {
              obj.routes = Routes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.routes
              })
              break
            }
            case 4: {
              obj.name = reader.string()
              break
            }
            case 5: {
              obj.pairSecret = reader.bytes()
              break
            }
            case 6: {
              obj.text = reader.string()
              break
            }
            case 7: {
              if (opts.limits?.mailboxes != null && obj.mailboxes.length === opts.limits.mailboxes) {
                throw new MaxLengthError('Decode error - repeated field "mailboxes" had too many elements')
              }

              if (obj.mailboxes.length === 4) {
                throw new MaxLengthError('Decode error - repeated field "mailboxes" had too many elements')
              }

              obj.mailboxes.push(MailboxRoute.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mailboxes$
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
          mailboxes: 4
        }

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
              yield * PreKeys.codec().stream(reader, reader.uint32(), `${prefix}.preKeys`, {
                limits: opts.limits?.preKeys
              })

              break
            }
            case 3: {
              yield * Routes.codec().stream(reader, reader.uint32(), `${prefix}.routes`, {
                limits: opts.limits?.routes
              })

              break
            }
            case 4: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.pairSecret`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.text`,
                value: reader.string()
              }
              break
            }
            case 7: {
              if (opts.limits?.mailboxes != null && obj.mailboxes === opts.limits.mailboxes) {
                throw new MaxLengthError('Streaming decode error - repeated field "mailboxes" had too many elements')
              }

              if (obj.mailboxes === 4) {
                throw new MaxLengthError('Streaming decode error - repeated field "mailboxes" had too many elements')
              }

              for (const evt of MailboxRoute.codec().stream(reader, reader.uint32(), `${prefix}.mailboxes[]`, {
                limits: opts.limits?.mailboxes$
              })) {
                yield {
                  ...evt,
                  index: obj.mailboxes
                }
              }

              obj.mailboxes++

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

  export interface IntroductionDevicesListFieldEvent {
    field: '$.devices.list'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionDevicesSignatureFieldEvent {
    field: '$.devices.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysRegistrationIdFieldEvent {
    field: '$.preKeys.registrationId'
    value: number
  }

  export interface IntroductionPreKeysDeviceFieldEvent {
    field: '$.preKeys.device'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysOneTimeIdFieldEvent {
    field: '$.preKeys.oneTimeId'
    value: number
  }

  export interface IntroductionPreKeysOneTimeKeyFieldEvent {
    field: '$.preKeys.oneTimeKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysSignedIdFieldEvent {
    field: '$.preKeys.signedId'
    value: number
  }

  export interface IntroductionPreKeysSignedKeyFieldEvent {
    field: '$.preKeys.signedKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysSignedSignatureFieldEvent {
    field: '$.preKeys.signedSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysKyberIdFieldEvent {
    field: '$.preKeys.kyberId'
    value: number
  }

  export interface IntroductionPreKeysKyberKeyFieldEvent {
    field: '$.preKeys.kyberKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionPreKeysKyberSignatureFieldEvent {
    field: '$.preKeys.kyberSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionRoutesPeerIdFieldEvent {
    field: '$.routes.peerId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionRoutesAddressesFieldEvent {
    field: '$.routes.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionRoutesAtMsFieldEvent {
    field: '$.routes.atMs'
    value: number
  }

  export interface IntroductionNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface IntroductionPairSecretFieldEvent {
    field: '$.pairSecret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionTextFieldEvent {
    field: '$.text'
    value: string
  }

  export interface IntroductionMailboxesHostPeerIdFieldEvent {
    field: '$.mailboxes[].host.peerId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface IntroductionMailboxesHostKeyFieldEvent {
    field: '$.mailboxes[].host.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface IntroductionMailboxesHostAddressesFieldEvent {
    field: '$.mailboxes[].host.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface IntroductionMailboxesHostOperatorFieldEvent {
    field: '$.mailboxes[].host.operator'
    value: string
    index: number
  }

  export interface IntroductionMailboxesSidFieldEvent {
    field: '$.mailboxes[].sid'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface IntroductionMailboxesSenderKeyFieldEvent {
    field: '$.mailboxes[].senderKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface IntroductionMailboxesUntilMsFieldEvent {
    field: '$.mailboxes[].untilMs'
    value: number
    index: number
  }

  export interface IntroductionMailboxesGuardFieldEvent {
    field: '$.mailboxes[].guard'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Introduction>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Introduction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Introduction>): Introduction {
    return decodeMessage(buf, Introduction.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Introduction>): Generator<IntroductionDevicesListFieldEvent | IntroductionDevicesSignatureFieldEvent | IntroductionPreKeysRegistrationIdFieldEvent | IntroductionPreKeysDeviceFieldEvent | IntroductionPreKeysOneTimeIdFieldEvent | IntroductionPreKeysOneTimeKeyFieldEvent | IntroductionPreKeysSignedIdFieldEvent | IntroductionPreKeysSignedKeyFieldEvent | IntroductionPreKeysSignedSignatureFieldEvent | IntroductionPreKeysKyberIdFieldEvent | IntroductionPreKeysKyberKeyFieldEvent | IntroductionPreKeysKyberSignatureFieldEvent | IntroductionRoutesPeerIdFieldEvent | IntroductionRoutesAddressesFieldEvent | IntroductionRoutesAtMsFieldEvent | IntroductionNameFieldEvent | IntroductionPairSecretFieldEvent | IntroductionTextFieldEvent | IntroductionMailboxesHostPeerIdFieldEvent | IntroductionMailboxesHostKeyFieldEvent | IntroductionMailboxesHostAddressesFieldEvent | IntroductionMailboxesHostOperatorFieldEvent | IntroductionMailboxesSidFieldEvent | IntroductionMailboxesSenderKeyFieldEvent | IntroductionMailboxesUntilMsFieldEvent | IntroductionMailboxesGuardFieldEvent> {
    return streamMessage(buf, Introduction.codec(), opts)
  }
}

export interface Reply {
  status: InviteStatus
  signature: Uint8Array<ArrayBuffer>
}

export namespace Reply {
  let _codec: Codec<Reply>

  export const codec = (): Codec<Reply> => {
    if (_codec == null) {
      _codec = message<Reply>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.status != null && __InviteStatusValues[obj.status] !== 0) {
          w.uint32(8)
          InviteStatus.codec().encode(obj.status, w)
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
          status: InviteStatus.UNSPECIFIED,
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.status = InviteStatus.codec().decode(reader)
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
                field: `${prefix}.status`,
                value: InviteStatus.codec().decode(reader)
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

  export interface ReplyStatusFieldEvent {
    field: '$.status'
    value: InviteStatus
  }

  export interface ReplySignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Reply>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Reply.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reply>): Reply {
    return decodeMessage(buf, Reply.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reply>): Generator<ReplyStatusFieldEvent | ReplySignatureFieldEvent> {
    return streamMessage(buf, Reply.codec(), opts)
  }
}

export enum InviteStatus {
  UNSPECIFIED = 'UNSPECIFIED',
  ACCEPTED = 'ACCEPTED',
  WAITING = 'WAITING',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
  REFUSED = 'REFUSED'
}

enum __InviteStatusValues {
  UNSPECIFIED = 0,
  ACCEPTED = 1,
  WAITING = 2,
  USED = 3,
  EXPIRED = 4,
  REFUSED = 5
}

export namespace InviteStatus {
  export const codec = (): Codec<InviteStatus> => {
    return enumeration<InviteStatus>(__InviteStatusValues)
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
