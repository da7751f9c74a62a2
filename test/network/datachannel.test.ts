import { multiaddr } from '@multiformats/multiaddr'
import { cleanup, PeerConnection, type DataChannel, type DescriptionType } from 'node-datachannel'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../src/base/time.ts'
import { DataChannelConnection } from '../../src/network/nat/datachannel.ts'

afterAll(() => { cleanup() })

/** Two ends of the library's own, with an open channel. */
async function connected (): Promise<Array<{ peer: PeerConnection, channel: DataChannel }>> {
  const peers = ['here', 'there'].map(name => new PeerConnection(name, { iceServers: [] })) as [PeerConnection, PeerConnection]
  for (const [i, peer] of peers.entries()) {
    const other = peers[1 - i]!
    peer.onLocalDescription((sdp, type) => { other.setRemoteDescription(sdp, type as DescriptionType) })
    peer.onLocalCandidate((candidate, mid) => { other.addRemoteCandidate(candidate, mid) })
  }
  const theirs = new Promise<DataChannel>(resolve => { peers[1].onDataChannel(resolve) })
  const channel = peers[0].createDataChannel('')
  await new Promise<void>(resolve => { channel.onOpen(resolve) })
  return [{ peer: peers[0], channel }, { peer: peers[1], channel: await theirs }]
}

test('what is sent on a channel that has just closed is lost with the connection, and throws at nobody', async () => {
  const [here, there] = await connected()
  const connection = new DataChannelConnection({
    ...here!, direction: 'outbound', remoteAddr: multiaddr('/ip4/127.0.0.1/udp/1/webrtc'), clock: systemClock
  })
  const closed = new Promise<void>(resolve => { connection.addEventListener('close', () => { resolve() }) })
  here!.channel.close()
  expect(here!.channel.isOpen()).toBe(false)
  expect(connection.status).toBe('open')
  connection.send(new Uint8Array(100))
  await closed
  expect(connection.status).toBe('aborted')
  there!.peer.close()
})
