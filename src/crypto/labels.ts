/**
 * Every label under which a key is derived or a signature or MAC is made, in one place: no two uses share a label, and
 * a label that is another's prefix differs from it in the length or the next byte of what follows. Layouts: ../wire/README.md.
 */
export const LABELS = {
  /** recovery entropy → the account's Ed25519 seed */
  account: 'nobyte account 1',
  /** signed by the account: an encoded DeviceList */
  deviceList: 'nobyte device list 1',
  /** signed by a device: the account key that it serves */
  deviceCertificate: 'nobyte device certificate 1',

  /** signed by a record's key: the record's other fields */
  record: 'nobyte record 1',

  /** pair secret → seconds by which this pair's epochs are shifted */
  rendezvousOffset: 'nobyte rv1 off',
  /** pair secret, device, replica, epoch → the record's Ed25519 seed */
  rendezvousKey: 'nobyte rv1 key',
  /** pair secret, device, replica, epoch → the record's AES-256 key */
  rendezvousEncryption: 'nobyte rv1 enc',

  /** link secret → the bundle's AES-256 key */
  linkBundle: 'nobyte link 1 bundle',
  /** link secret → the key under which a link's hint is made */
  linkHint: 'nobyte link 1 hint',
  /** link secret → the request's AES-256 key */
  linkRequest: 'nobyte link 1 request',
  /** link secret → the reply's AES-256 key */
  linkReply: 'nobyte link 1 reply',
  /** signed by the link's key: the request's hash and the status that answers it */
  linkStatus: 'nobyte link 1 status',

  /** MAC under the pair secret: which pair a proof is for, to its two ends only */
  handshakeHint: 'hs1 hint',
  /** MAC under the pair secret: both proofs of a delivery stream */
  handshake: 'hs1',

  /** infrastructure node's seed → the X25519 key that its mailbox's commands are sealed to */
  mailboxHost: 'nobyte mailbox 1 host',
  /** signed by a mailbox host's libp2p key: what it says of itself */
  mailboxDescription: 'nobyte mailbox 1 description',
  /** X25519(ephemeral, host) → the keys of one command and its reply */
  mailboxCommand: 'nobyte mailbox 1 command',
  /** X25519(queue key, host) → the key that authorises commands for a queue */
  mailboxQueue: 'nobyte mailbox 1 queue',
  /** hashed with a queue's public key and the host's: a queue's ids */
  mailboxReceiver: 'nobyte mailbox 1 rid',
  mailboxSender: 'nobyte mailbox 1 sid',
  /** MACed by a host: a puzzle that it set */
  mailboxPuzzle: 'nobyte mailbox 1 puzzle',
  /** a private network's key → the token that its members show to make queues */
  mailboxToken: 'nobyte mailbox 1 token',
  /** pair or link secret, sid → the AES-256 key of cells; MAC under it: a cell's tag */
  cell: 'nobyte cell 1',
  cellTag: 'nobyte cell tag 1',

  /** hashed with a public key and a nonce: what somebody nearby promises to open */
  nearbyCommitment: 'nobyte nearby 1 commitment',
  /** X25519 of two who stand beside each other, transcript → the two words on both screens, the keys of what they say then */
  nearbyWords: 'nobyte nearby 1 words',
  nearbyKeys: 'nobyte nearby 1 keys',

  /** signed by a member's account, and hashed: a step of a group's membership */
  groupOperation: 'nobyte group operation 1',
  /** the same of what a member says to a group */
  groupItem: 'nobyte group item 1',
  /** hashed with a group and two accounts: whether a newcomer gets a line of their own to a member */
  groupNeighbours: 'nobyte group neighbours 1',

  /** signed by a post's author, and hashed */
  channelPost: 'nobyte channel post 1',
  /** read key → the secret under which those who serve a channel tell where they are, as a contact does under a pair secret */
  channelPlaces: 'nobyte channel places 1',
  /** read key, epoch → the name of the topic, and the AES-256 key of what is said on it */
  channelTopic: 'nobyte channel topic 1',
  channelTopicKey: 'nobyte channel topic key 1',
  /** read key → the key under which a talk's hint is made, and the AES-256 key of its question and answer */
  channelHint: 'nobyte channel hint 1',
  channelTalk: 'nobyte channel talk 1',

  /** the identifier that both account keys carry in a safety number */
  safetyNumber: 'nobyte safety number 1',
  /** the same of a group's members together */
  groupNumber: 'nobyte group number 1',

  /** bound to the wrapped data key in the vault's header */
  vault: 'nobyte vault 1',

  /** data key, table → the 6 bytes that a table's store keys begin with */
  storeTag: 'nobyte store 1 tag',
  /** data key, table → the key under which row ids are hashed */
  storeName: 'nobyte store 1 name',
  /** data key, table → the AES-256 key of a table's values */
  storeTable: 'nobyte store 1 table',
  /** rotating sub-key, table → the AES-256 key of a rotating table's values */
  storeRotating: 'nobyte store 1 rotating',
  /** data key → the AES-256 key that wraps the rotating sub-keys */
  storeSubkeys: 'nobyte store 1 subkeys',
  /** data key → the MAC key of the rollback counter file */
  storeCounter: 'nobyte store 1 counter',
  /** a mailbox host's body key → the keys that cells and bundles are sealed under, and the one that hides whose they are */
  hostCells: 'nobyte host 1 cells',
  hostBundles: 'nobyte host 1 bundles',
  hostNames: 'nobyte host 1 names',
  /** a mailbox host's body key → the number that tells clients whether what they stored can still be there */
  hostGeneration: 'nobyte host 1 generation'
} as const
