/**
 * Every protocol id, in one place. An incompatible change gets a new major version, and both are served for one
 * release. History and byte layouts: README.md in this folder.
 */
export const PROTOCOLS = {
  /** one long-lived stream between two devices of contacts: proof, envelopes, acknowledgements. Since 0.1 */
  delivery: '/nobyte/delivery/1.0.0',
  /** one request and one reply: the joiner's first message to the inviter. Since 0.1 */
  invite: '/nobyte/invite/1.0.0',
  /** two descriptions: how each of two contacts who talk through a relay may be reached directly. Since 0.1 */
  punch: '/nobyte/punch/1.0.0',
  /** a client's commands to a mailbox host, and its replies; every frame has one size. Since 0.1 */
  mailbox: '/nobyte/mailbox/1.0.0',
  /** mailbox frames on their way to a host, so that it does not see from where. Since 0.1 */
  proxy: '/nobyte/proxy/1.0.0',
  /** on the network of those who let their neighbours see them: two names; and a meeting with two spoken words. Since 0.1 */
  nearbyName: '/nobyte/nearby/name/1.0.0',
  nearbyMeeting: '/nobyte/nearby/meeting/1.0.0',
  /** two who have a channel: each sends what the other lacks. Since 0.1 */
  channel: '/nobyte/channel/1.0.0',
  /** gossipsub's own, between such two alone: posts as they are made. Since 0.1 */
  topics: '/meshsub/1.2.0'
} as const

/** Kademlia under the network's own id, so that two networks never mix their routing tables. */
export const kadProtocol = (networkId: string): string => `/nobyte/${networkId}/kad/1.0.0`

/** identify and ping under the network's own id: a node of another network cannot even say who it is. */
export const networkPrefix = (networkId: string): string => `nobyte/${networkId}`

/** identify's protocol version: constant, so that it names no version of anything. */
export const IDENTIFY_VERSION = 'nobyte/1'

/** kad-dht picks a record's validator by this first part of its key. */
export const DHT_NAMESPACE = 'nobyte'
