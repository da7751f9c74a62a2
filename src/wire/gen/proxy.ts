import { decodeMessage, encodeMessage, enumeration, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface ProxyTarget {
  host: Uint8Array<ArrayBuffer>
}

export namespace ProxyTarget {
  let _codec: Codec<ProxyTarget>

  export const codec = (): Codec<ProxyTarget> => {
    if (_codec == null) {
      _codec = message<ProxyTarget>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.host != null && obj.host.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.host)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          host: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.host = reader.bytes()
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

  export interface ProxyTargetHostFieldEvent {
    field: '$.host'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProxyTarget>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProxyTarget.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProxyTarget>): ProxyTarget {
    return decodeMessage(buf, ProxyTarget.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProxyTarget>): Generator<ProxyTargetHostFieldEvent> {
    return streamMessage(buf, ProxyTarget.codec(), opts)
  }
}

export interface ProxyAnswer {
  status: ProxyStatus
  retryAfterMs: number
}

export namespace ProxyAnswer {
  let _codec: Codec<ProxyAnswer>

  export const codec = (): Codec<ProxyAnswer> => {
    if (_codec == null) {
      _codec = message<ProxyAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.status != null && __ProxyStatusValues[obj.status] !== 0) {
          w.uint32(8)
          ProxyStatus.codec().encode(obj.status, w)
        }

        if ((obj.retryAfterMs != null && obj.retryAfterMs !== 0)) {
          w.uint32(16)
          w.uint32(obj.retryAfterMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          status: ProxyStatus.UNSPECIFIED,
          retryAfterMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.status = ProxyStatus.codec().decode(reader)
              break
            }
            case 2: {
              obj.retryAfterMs = reader.uint32()
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
                value: ProxyStatus.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.retryAfterMs`,
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

  export interface ProxyAnswerStatusFieldEvent {
    field: '$.status'
    value: ProxyStatus
  }

  export interface ProxyAnswerRetryAfterMsFieldEvent {
    field: '$.retryAfterMs'
    value: number
  }

  export function encode (obj: Partial<ProxyAnswer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProxyAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProxyAnswer>): ProxyAnswer {
    return decodeMessage(buf, ProxyAnswer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProxyAnswer>): Generator<ProxyAnswerStatusFieldEvent | ProxyAnswerRetryAfterMsFieldEvent> {
    return streamMessage(buf, ProxyAnswer.codec(), opts)
  }
}

export enum ProxyStatus {
  UNSPECIFIED = 'UNSPECIFIED',
  OPEN = 'OPEN',
  UNKNOWN_HOST = 'UNKNOWN_HOST',
  UNREACHABLE = 'UNREACHABLE',
  BUSY = 'BUSY'
}

enum __ProxyStatusValues {
  UNSPECIFIED = 0,
  OPEN = 1,
  UNKNOWN_HOST = 2,
  UNREACHABLE = 3,
  BUSY = 4
}

export namespace ProxyStatus {
  export const codec = (): Codec<ProxyStatus> => {
    return enumeration<ProxyStatus>(__ProxyStatusValues)
  }
}
