/**
 * The API's one source: method names, parameters, results, errors and events. Types, validation, the typed client and
 * the OpenRPC document all come from here. The command line imports types only: zod costs it 72 ms.
 */
import type { z } from 'zod'
import { channelMethods } from './schema/channels.ts'
import { chatMethods } from './schema/chats.ts'
import { groupMethods } from './schema/groups.ts'
import { mailboxMethods } from './schema/mailboxes.ts'
import { messageMethods } from './schema/messages.ts'
import { nearbyMethods } from './schema/nearby.ts'
import { nodeMethods } from './schema/node.ts'
import { peopleMethods } from './schema/people.ts'

export const methods = {
  ...nodeMethods, ...peopleMethods, ...messageMethods, ...chatMethods, ...groupMethods, ...channelMethods, ...mailboxMethods,
  ...nearbyMethods
} as const

export type MethodName = keyof typeof methods
export type Params<Name extends MethodName> = z.input<(typeof methods)[Name]['params']>
export type ParsedParams<Name extends MethodName> = z.output<(typeof methods)[Name]['params']>
export type Result<Name extends MethodName> = z.output<(typeof methods)[Name]['result']>

export type { Channel } from './schema/channels.ts'
export type { Chat, Preferences } from './schema/chats.ts'
export type { Group, GroupLink, GroupRight, GroupRole } from './schema/groups.ts'
export type { MailboxState } from './schema/mailboxes.ts'
export type { Contact, Message, MessageState, NetworkDescription, Ready, Saying } from './schema/values.ts'
export type { NearbyPerson, NearbyStatus } from './schema/nearby.ts'
export type { Holding, NetworkStatus, NodeState, ProfileCreated, Status, WayIn } from './schema/node.ts'
export type { Explanation, Invite, Request, SafetyNumber } from './schema/people.ts'
export type { ApiEvent, KeptEvent, Moment, Sent } from './schema/messages.ts'
