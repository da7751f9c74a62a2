/** Lists several bootstrap nodes in a network file, one after another, as soon as it is told to. */
import { once } from 'node:events'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { addBootstrap } from '../../../src/network/networks/descriptors.ts'

const [path, host, count] = process.argv.slice(2)
console.log(JSON.stringify('ready'))
await once(process.stdin, 'data')
for (let port = 1; port <= Number(count); port++) {
  const peerId = peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString()
  await addBootstrap(path!, [`/ip4/9.9.9.${host}/tcp/${port}/p2p/${peerId}`])
}
process.exit(0)
