/** How large, how many, how long: the bounds of everything that arrives from a network, derived from one another. */
const KIB = 1024

export const MAC_BYTES = 32
export const NONCE_BYTES = 32
export const HINT_BYTES = 16

/** the longest text of one message, in UTF-8 bytes */
export const MAX_TEXT_BYTES = 64 * KIB
/** contents that travel together in one envelope, encoded; one longest text and its fields always fit */
export const MAX_ENVELOPE_PLAINTEXT_BYTES = MAX_TEXT_BYTES + KIB
/** one grapheme, as people joined by others with colours of their own */
export const MAX_EMOJI_BYTES = 64
/** how long after they were read messages disappear */
export const MIN_EXPIRY_MS = 5 * 60_000
export const MAX_EXPIRY_MS = 366 * 24 * 3_600_000
export const MAX_TARGETS_PER_DELETION = 256
export const MAX_CONTENTS_PER_ENVELOPE = 4096
/** a PreKey message adds 1,759 B, a later one 106 B (measured) */
export const MAX_CIPHERTEXT_BYTES = MAX_ENVELOPE_PLAINTEXT_BYTES + 2 * KIB
export const MAX_DELIVERY_FRAME_BYTES = MAX_CIPHERTEXT_BYTES + 64
export const MAX_HASHES_PER_ACK = 1024
/** of an encoded PreKeys, which has about 1,826 */
export const MAX_PRE_KEYS_BYTES = 2 * KIB
export const ENVELOPE_HASH_BYTES = 16
/** unreceipted envelopes of one session; 2,048 overtaken at once left 48 undecryptable (measured) */
export const MAX_UNACKED_ENVELOPES = 1000

export const MAX_DEVICES = 8
export const MAX_ROUTE_ADDRESSES = 16
export const MAX_ADDRESS_BYTES = 256
export const MAX_NAME_BYTES = 128
export const MAX_REQUEST_TEXT_CHARS = 200
export const MAX_REQUESTS = 50

/** what a rendezvous record's plaintext, and a bundle's, are padded to */
export const RENDEZVOUS_PLAINTEXT_BYTES = KIB
/** The largest with which a record always fits into one mailbox frame, beside its command and a MAC. */
export const BUNDLE_PLAINTEXT_BYTES = 3712
/** a record's other fields: public key 32, seq, eol, nonce 12, tag 16, signature 64, and their tags */
export const MAX_RECORD_BYTES = BUNDLE_PLAINTEXT_BYTES + 256

/** the invite protocol's two frames have one size each, whatever they say */
export const INVITE_REQUEST_BYTES = 12 * KIB
export const INVITE_REPLY_BYTES = 256
export const MAX_LINK_CHARS = 300

export const FRAME_TIMEOUT_MS = 10_000
/** a proof that fails is answered with random bytes after a delay between these two */
export const REFUSAL_DELAY_MIN_MS = 50
export const REFUSAL_DELAY_MAX_MS = 250
export const MAX_FAILED_PROOFS_PER_MINUTE = 5

/** a frame between a mailbox host and its client, either way, whatever it says */
export const CELL_BYTES = 4 * KIB
export const QUEUE_KEY_BYTES = 32
export const QUEUE_ID_BYTES = 24
export const CELL_TAG_BYTES = 16
/** what a bundle is asked for by: SHA-256 of its link's public key */
export const BUNDLE_NAME_BYTES = 32
/** what is left of a frame after the ephemeral key and the AEAD's tag */
export const MAILBOX_PLAINTEXT_BYTES = CELL_BYTES - QUEUE_KEY_BYTES - 16
/** every cell's body has this size; 208 bytes of the frame remain for the command around it */
export const MAX_CELL_BODY_BYTES = 3840
/** 20 × 3,792 bytes hold the longest envelope and the frame around it */
export const MAX_CELLS_PER_ENVELOPE = 20
export const FETCH_SIZES = [1, 8, 32] as const
export const MAX_MAILBOX_WAIT_MS = 25_000
export const MAILBOX_TTL_MS = 14 * 24 * 3_600_000
export const MAX_SENDERS_PER_COMMAND = 64
export const MAX_SENDERS_PER_QUEUE = 1024
export const PUZZLE_SOLUTION_BYTES = 8
/** before the first mailbox frame: a host's PeerId, and whether the proxy carries anything to it */
export const MAX_PROXY_HELLO_BYTES = 64
/** a STUN request: what always fits into one packet */
export const MAX_STUN_REQUEST_BYTES = 548
/** an answer may be larger than its request by this factor: it goes to whatever address the packet claimed */
export const MAX_STUN_GAIN = 2

/** one side's description: 8 candidates of 24 bytes, and its keys */
export const MAX_PUNCH_FRAME_BYTES = KIB
export const MAX_CANDIDATES = 8

/** what two who stand beside each other send: a name, a promise, what it opens to, and everything after that */
export const NEARBY_NAME_BYTES = MAX_NAME_BYTES + 2
export const NEARBY_COMMITMENT_BYTES = 32
export const NEARBY_OPENING_BYTES = 64
export const NEARBY_SEALED_BYTES = 512
/** how long somebody is to be seen by their neighbours, at most */
export const MAX_NEARBY_MS = 10 * 60_000
/** of people nearby, and of those at one address */
export const MAX_NEARBY_PEOPLE = 20
export const MAX_NEARBY_PER_HOST = 4

/** members of a group */
export const MAX_GROUP_MEMBERS = 1000
/** with whom a newcomer gets a line of their own: with all, or, where they are more, with so many by chance */
export const GROUP_NEIGHBOURS = 32
/** of an introduction that members hand on, and over how many of them */
export const MAX_GROUP_LETTER_BYTES = 12 * KIB
export const MAX_LETTER_HOPS = 3
export const MAX_NEWCOMERS_PER_OPERATION = 256
/** steps of a membership that nobody has answered, named by the next one */
export const MAX_GROUP_PARENTS = 64
export const MAX_CHAINS_PER_REMOVAL = 64
/** 256 newcomers of 168 bytes, 64 parents of 34, and the rest */
export const MAX_GROUP_OPERATION_BYTES = 48 * KIB
/** of one group, and of those the ones by one author: whoever makes steps without end leaves room for the others */
export const MAX_GROUP_OPERATIONS = 8192
export const MAX_GROUP_OPERATIONS_PER_AUTHOR = 2048
/** steps that wait for one that they name */
export const MAX_PENDING_GROUP_OPERATIONS = 1000
export const GROUP_NONCE_BYTES = 16
export const GROUP_CHAIN_BYTES = 16
export const MAX_GROUPS = 256
/** a text in a group: with its item, and 512 members to hand it on to, it fits into one envelope */
export const MAX_GROUP_TEXT_BYTES = 32 * KIB
/** a text, 64 heads of 34, and the rest */
export const MAX_GROUP_ITEM_BYTES = MAX_GROUP_TEXT_BYTES + 4 * KIB
/** of a chain, and of the chains that a group's members have between them */
export const MAX_RANGES_PER_CHAIN = 32
export const MAX_CHAINS_PER_GROUP = 512
export const MAX_UNREACHED_MEMBERS = 512
/** items whose membership has not come, and for how long they wait */
export const MAX_HELD_GROUP_ITEMS = 1000
export const GROUP_ITEM_HELD_MS = 24 * 3_600_000
/** steps and items that one contact is handed because they say that they lack them: in a burst, and in the long run */
export const MAX_HANDED_AT_ONCE = 20_000
export const MAX_HANDED_PER_SECOND = 5
/** after so many items, or so long, a member's sender key is replaced */
export const MAX_ITEMS_PER_SENDER_KEY = 100
export const SENDER_KEY_LIFE_MS = 7 * 24 * 3_600_000

/** channels that one follows or posts to, at most */
export const MAX_CHANNELS = 64
export const MAX_CHANNEL_TEXT_BYTES = 16 * KIB
/** a text, or a name with 8 ends of 100 bytes, and the rest */
export const MAX_CHANNEL_POST_BYTES = MAX_CHANNEL_TEXT_BYTES + KIB
/** what a post is padded to on a topic: the smallest that holds it */
export const CHANNEL_PADDINGS = [512, KIB, 4 * KIB, 32 * KIB] as const
/** with a nonce of 12 and a tag of 16 */
export const MAX_TOPIC_MESSAGE_BYTES = 32 * KIB + 28
/** several messages may come in one piece */
export const MAX_TOPIC_PIECE_BYTES = 256 * KIB
export const MAX_CHANNEL_ADMINS = 16
/** of all authors together; the two counts keep what both sides know within CHANNEL_TALK_BYTES */
export const MAX_CHANNEL_CHAINS = 24
export const MAX_CHAINS_PER_DISMISSAL = 8
/** of one channel */
export const MAX_CHANNEL_POSTS = 200_000
export const MAX_CHANNEL_BYTES = 256 * KIB * KIB
/** what opens a talk between two who have a channel, and the answer: each has one size, whatever it says */
export const CHANNEL_TALK_BYTES = 4 * KIB
export const MAX_POSTS_PER_BATCH = 256
export const MAX_CHANNEL_BATCH_BYTES = 96 * KIB
/** of one talk, each way */
export const MAX_TALK_BYTES = 4 * KIB * KIB
/** posts of one channel that are taken from a topic: so many at once, and a second from then on; a talk brings the rest */
export const CHANNEL_POSTS_AT_ONCE = 200
export const CHANNEL_POSTS_PER_SECOND = 20
export const MAX_CHANNEL_LINK_CHARS = 400
