/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

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
