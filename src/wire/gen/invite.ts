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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          withdrawn: false
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

  export function encode (obj: Partial<Bundle>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Bundle.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Bundle>): Bundle {
    return decodeMessage(buf, Bundle.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Bundle>): Generator<BundlePreKeysRegistrationIdFieldEvent | BundlePreKeysDeviceFieldEvent | BundlePreKeysOneTimeIdFieldEvent | BundlePreKeysOneTimeKeyFieldEvent | BundlePreKeysSignedIdFieldEvent | BundlePreKeysSignedKeyFieldEvent | BundlePreKeysSignedSignatureFieldEvent | BundlePreKeysKyberIdFieldEvent | BundlePreKeysKyberKeyFieldEvent | BundlePreKeysKyberSignatureFieldEvent | BundleRoutesPeerIdFieldEvent | BundleRoutesAddressesFieldEvent | BundleRoutesAtMsFieldEvent | BundleDevicesListFieldEvent | BundleDevicesSignatureFieldEvent | BundleNameFieldEvent | BundleWithdrawnFieldEvent> {
    return streamMessage(buf, Bundle.codec(), opts)
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          pairSecret: uint8ArrayAlloc(0),
          text: ''
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

  export function encode (obj: Partial<Introduction>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Introduction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Introduction>): Introduction {
    return decodeMessage(buf, Introduction.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Introduction>): Generator<IntroductionDevicesListFieldEvent | IntroductionDevicesSignatureFieldEvent | IntroductionPreKeysRegistrationIdFieldEvent | IntroductionPreKeysDeviceFieldEvent | IntroductionPreKeysOneTimeIdFieldEvent | IntroductionPreKeysOneTimeKeyFieldEvent | IntroductionPreKeysSignedIdFieldEvent | IntroductionPreKeysSignedKeyFieldEvent | IntroductionPreKeysSignedSignatureFieldEvent | IntroductionPreKeysKyberIdFieldEvent | IntroductionPreKeysKyberKeyFieldEvent | IntroductionPreKeysKyberSignatureFieldEvent | IntroductionRoutesPeerIdFieldEvent | IntroductionRoutesAddressesFieldEvent | IntroductionRoutesAtMsFieldEvent | IntroductionNameFieldEvent | IntroductionPairSecretFieldEvent | IntroductionTextFieldEvent> {
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
