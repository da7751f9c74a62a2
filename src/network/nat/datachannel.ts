/** A WebRTC data channel as the socket below a libp2p connection. Noise and Yamux run above it as they do above TCP. */
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { DataChannel, PeerConnection } from 'node-datachannel'
import type { Uint8ArrayList } from 'uint8arraylist'
import { SECOND, pause, type Clock } from '../../base/time.ts'
import { silentLogger } from '../stack.ts'

/** one message of the channel; both ends take 256 KiB */
const MAX_MESSAGE_BYTES = 64 * 1024
/** The library queues without bound, so the sender waits above this, */
const FULL_BYTES = 1024 * 1024
/** and goes on below this. */
const DRAINED_BYTES = FULL_BYTES / 4
const CLOSE_TIMEOUT_MS = SECOND
const CLOSE_CHECK_MS = 20

interface DataChannelParts {
  /** ends with the connection */
  peer: PeerConnection
  /** open */
  channel: DataChannel
  direction: 'inbound' | 'outbound'
  remoteAddr: Multiaddr
  clock: Clock
}

export class DataChannelConnection extends AbstractMultiaddrConnection {
  readonly #peer: PeerConnection
  readonly #channel: DataChannel
  readonly #clock: Clock

  constructor ({ peer, channel, clock, direction, remoteAddr }: DataChannelParts) {
    super({ direction, remoteAddr, log: silentLogger, maxMessageSize: MAX_MESSAGE_BYTES })
    this.#peer = peer
    this.#channel = channel
    this.#clock = clock
    channel.setBufferedAmountLowThreshold(DRAINED_BYTES)
    channel.onBufferedAmountLow(() => { this.safeDispatchEvent('drain') })
    channel.onMessage(message => {
      if (typeof message === 'string') this.abort(new Error('text on a channel of bytes'))
      else this.onData(message instanceof ArrayBuffer ? new Uint8Array(message) : message)
    })
    channel.onClosed(() => { this.#end() })
    channel.onError(text => { this.abort(new Error(text)) })
    peer.onStateChange(state => {
      if (state === 'failed' || state === 'disconnected' || state === 'closed') this.#end()
    })
  }

  override sendData (data: Uint8ArrayList): SendResult {
    try {
      this.#channel.sendMessageBinary(data.subarray())
      return { sentBytes: data.byteLength, canSendMore: this.#channel.bufferedAmount() < FULL_BYTES }
    } catch (err) {
      // The channel may be closed before it says so. Yamux sends from event handlers, where what is thrown ends the process.
      this.abort(err as Error)
      return { sentBytes: data.byteLength, canSendMore: false }
    }
  }

  override async sendClose ({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const deadlineMs = this.#clock.now() + CLOSE_TIMEOUT_MS
    while (this.#channel.isOpen() && this.#channel.bufferedAmount() > 0 && this.#clock.now() < deadlineMs) {
      await pause(this.#clock, CLOSE_CHECK_MS, signal).catch(() => {})
      if (signal?.aborted === true) break
    }
    this.#peer.close()
  }

  override sendReset (): void {
    this.#peer.close()
  }

  // A channel cannot be told to wait: Yamux's windows bound what can arrive.
  override sendPause (): void {}

  override sendResume (): void {}

  #end (): void {
    this.onTransportClosed()
    this.#peer.close()
  }
}
