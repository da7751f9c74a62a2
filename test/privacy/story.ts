/**
 * Two people who become contacts through a link and write to each other without ever being online together, each with the
 * program in a process of its own; a mailbox host of one operator, a proxy of another, and somebody who listens on every line.
 * The host stands behind a firewall that lets in whoever is not Ada. What is then everywhere, is looked at.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { toBase64url, type Bytes } from '../../src/base/bytes.ts'
import { peerIdBytes } from '../../src/network/addresses.ts'
import { newNetwork, readNetworkFile, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { parseLink } from '../../src/wire/link.ts'
import { tempFolder } from '../network/testbed.ts'
import { freePort } from '../support/ports.ts'
import type { Build } from './builds.ts'
import { needlesFor } from './needles.ts'
import { Person, Server, type Secrets } from './processes.ts'
import { Recorder } from './recorder.ts'
import { Scanner } from './scanner.ts'
import { openWithWhatIsThere } from './seizure.ts'

const FIRST_WORDS = ['The lighthouse has two keepers tonight', 'And neither of them has seen the other'] as const
/** letters: less than a cell, and several */
const LENGTHS = [1, 900, 9000]

/** The names of what was found. */
export interface Found {
  disk: string[]
  memory: string[]
}

export interface Evidence {
  /** the name of everything that is nobody's but the two's */
  secrets: string[]
  /** what tells one mailbox from another */
  queues: string[]
  /** by which Ada's and Radia's nodes are found */
  places: { ada: string[], radia: string[] }
  host: Found
  proxy: Found
  /** in clear on any line */
  packets: string[]
  /** what a stored cell opens to with what is on the disk of the killed host */
  opened: Bytes | undefined
  /** the lengths of what was sent to the server over each line */
  lines: { radiaToHost: number[], proxyToHost: number[], adaToProxy: number[], radiaToProxy: number[] }
  /** how many commands the host read, as it says */
  received: { direct: number, proxied: number }
  /** what lies in clear in the folders of the two, who are off */
  atHome: string[]
  /** what is found in the memory of their own nodes while they are unlocked */
  unlocked: string[]
}

interface World {
  host: Server
  proxy: Server
  lines: Record<'adaToProxy' | 'radiaToHost' | 'radiaToProxy' | 'proxyToHost', Recorder>
  people: { ada: Person, radia: Person }
}

async function recorderTo (port: number, options: { most?: number } = {}): Promise<Recorder> {
  const recorder = await Recorder.to(port, options)
  onTestFinished(async () => { await recorder[Symbol.asyncDispose]() })
  return recorder
}

/** @param seesAda whether the firewall lets Ada in as well */
async function setUp (build: Build, seesAda: boolean): Promise<World> {
  const folder = await tempFolder()
  // A token in place of puzzles, which take their time.
  const network = { ...newNetwork({ name: 'ours', open: true }), token: 'members' }
  const [hostPort, proxyPort, closed] = [await freePort(), await freePort(), `/ip4/127.0.0.1/tcp/${await freePort()}`]
  const file = async (name: string, bootstrap: NetworkDescriptor['bootstrap']): Promise<string> => {
    const path = join(folder, `${name}.json`)
    await writeFile(path, JSON.stringify({ ...network, bootstrap }))
    return path
  }
  const lines = {
    // The proxy tells others where the host is: they find this line closed.
    proxyToHost: await recorderTo(hostPort, { most: 1 }), radiaToHost: await recorderTo(hostPort),
    adaToProxy: await recorderTo(proxyPort), radiaToProxy: await recorderTo(proxyPort)
  }
  const hostFile = await file('host', [])
  const host = await Server.serve(build, {
    network: hostFile, port: hostPort, announce: closed, operator: 'Orla', flags: ['--no-proxy', '--no-relay']
  })
  const [hostEntry] = (await readNetworkFile(hostFile)).bootstrap
  const hostAt = (address: string): NetworkDescriptor['bootstrap'][number] =>
    ({ ...hostEntry!, addresses: hostEntry!.addresses.map(text => text.replace(/^.*(?=\/p2p\/)/, address)) })
  const proxyFile = await file('proxy', [hostAt(lines.proxyToHost.address)])
  const proxy = await Server.serve(build, { network: proxyFile, port: proxyPort, operator: 'Pia', flags: ['--no-mailbox'] })
  const proxyEntry = (await readNetworkFile(proxyFile)).bootstrap.find(({ operator }) => operator === 'Pia')!
  // Whoever reads of an address on the internet serves no DHT, which would make the host come to them by itself.
  const proxyAt = (address: string): NetworkDescriptor['bootstrap'][number] => ({
    ...proxyEntry, addresses: [address, '/dns4/pia.example/tcp/4501'].map(at => proxyEntry.addresses[0]!.replace(/^.*(?=\/p2p\/)/, at))
  })
  await file('host', [hostEntry!, proxyEntry]) // it knows a proxy by its file
  const adas = await file('ada', [proxyAt(lines.adaToProxy.address), hostAt(seesAda ? lines.radiaToHost.address : closed)])
  const radias = await file('radia', [proxyAt(lines.radiaToProxy.address), hostAt(lines.radiaToHost.address)])
  const people = {
    ada: await Person.arrive(build, 'Ada Quillfeather', adas), radia: await Person.arrive(build, 'Radia Pearlbridge', radias)
  }
  return { host, proxy, lines, people }
}

/** @param build that everybody runs */
export async function neverTogether (build: Build, { seesAda = false }: { seesAda?: boolean } = {}): Promise<Evidence> {
  const { host, proxy, lines, people: { ada, radia } } = await setUp(build, seesAda)

  await ada.on()
  await ada.does({ order: 'settle', mailboxes: 1 })
  const link = await ada.does({ order: 'invite' })
  const invite: Secrets = { 'invite link': link, 'invite secret': parseLink(link).secret }
  const unlocked = new Set(await ada.remembers(invite))
  await ada.off()

  await radia.on()
  await radia.does({ order: 'settle', mailboxes: 1 })
  await radia.does({ order: 'accept', link })
  await radia.does({ order: 'leave', texts: [FIRST_WORDS[0]] })
  await radia.off()

  const known = async (): Promise<Secrets> => ({ ...await ada.secrets(), ...await radia.secrets() })
  const texts: Secrets = { 'first words': FIRST_WORDS[0], 'the answer': FIRST_WORDS[1] }
  const before = { ...await known(), ...texts }
  await ada.on()
  await ada.does({ order: 'read', text: FIRST_WORDS[0] })
  await ada.does({ order: 'leave', texts: [FIRST_WORDS[1]] })
  for (const name of await ada.remembers(before)) unlocked.add(name)
  await ada.off()

  await radia.on()
  await radia.does({ order: 'read', text: FIRST_WORDS[1] })
  await radia.does({ order: 'leave', texts: LENGTHS.map(length => 'x'.repeat(length)) })
  for (const name of await radia.remembers(before)) unlocked.add(name)
  await radia.off()

  const secrets: Secrets = { ...invite, ...await known(), ...texts }
  const queues = { ...await ada.queues(), ...await radia.queues() }
  const places = { ada: ada.places(), radia: radia.places() }
  const everything = { ...secrets, ...queues, ...places.ada, ...places.radia }
  const received = await host.received()
  const [atHost, atProxy] = [await host.seize(everything), await proxy.seize(everything)]
  return {
    secrets: Object.keys(secrets).sort(),
    queues: Object.keys(queues).sort(),
    places: { ada: Object.keys(places.ada).sort(), radia: Object.keys(places.radia).sort() },
    host: atHost,
    proxy: atProxy,
    packets: new Scanner(needlesFor(everything)).bytes(Buffer.concat(Object.values(lines).map(({ packets }) => packets))),
    opened: await openWithWhatIsThere(host.home),
    lines: Object.fromEntries(Object.entries(lines).map(([name, { lengths }]) => [name, lengths])) as Evidence['lines'],
    received,
    atHome: [...await ada.leaves(secrets), ...await radia.leaves(secrets)],
    unlocked: [...unlocked].sort()
  }
}

/** What is found at each of two servers, who are host and proxy both. */
export interface NewcomerEvidence {
  secrets: string[]
  packets: string[]
  atHome: string[]
  servers: {
    found: Found
    /** by their names: of mailboxes that lie here, and of the others */
    own: string[]
    others: string[]
    received: { direct: number, proxied: number }
  }[]
  /** of both people */
  places: string[]
}

/** Ada makes a link and goes; Cleo, who has that link and nothing else, follows it, writes and goes; Ada reads it. */
export async function byLinkAlone (build: Build): Promise<NewcomerEvidence> {
  const folder = await tempFolder()
  const network = join(folder, 'network.json')
  await writeFile(network, JSON.stringify(newNetwork({ name: 'ours' })))
  const lines: Recorder[] = []
  const servers: Server[] = []
  for (const operator of ['Orla', 'Pia']) {
    const port = await freePort()
    const line = await recorderTo(port)
    lines.push(line)
    servers.push(await Server.serve(build, { network, port, announce: line.address, operator, flags: ['--no-relay'] }))
  }
  const hosts = (await readNetworkFile(network)).bootstrap
    .map(({ addresses }) => toBase64url(peerIdBytes(addresses[0]!.split('/p2p/')[1]!)))
  const ada = await Person.arrive(build, 'Ada Quillfeather', network)
  const cleo = await Person.arrive(build, 'Cleo Marigold')

  await ada.on()
  await ada.does({ order: 'settle', mailboxes: 2 })
  const link = await ada.does({ order: 'invite' })
  await ada.off()
  await cleo.on()
  await cleo.does({ order: 'accept', link })
  await cleo.does({ order: 'settle', mailboxes: 2 })
  await cleo.does({ order: 'leave', texts: [FIRST_WORDS[0]] })
  await cleo.off()
  await ada.on()
  await ada.does({ order: 'read', text: FIRST_WORDS[0] })
  await ada.off()

  const secrets: Secrets = {
    'invite link': link, 'invite secret': parseLink(link).secret, 'first words': FIRST_WORDS[0],
    ...await ada.secrets(), ...await cleo.secrets()
  }
  const queues = { ...await ada.queues(), ...await cleo.queues() }
  const places = { ...ada.places(), ...cleo.places() }
  const everything = { ...secrets, ...queues, ...places }
  const packets = new Scanner(needlesFor({ ...secrets, ...queues })).bytes(Buffer.concat(lines.map(line => line.packets)))
  const seized: NewcomerEvidence['servers'] = []
  for (const [i, server] of servers.entries()) {
    const own = Object.keys(queues).filter(name => name.endsWith(hosts[i]!)).sort()
    seized.push({
      own,
      others: Object.keys(queues).filter(name => !own.includes(name)),
      received: await server.received(),
      found: await server.seize(everything)
    })
  }
  return {
    secrets: Object.keys(secrets),
    places: Object.keys(places),
    packets,
    servers: seized,
    atHome: [...await ada.leaves(secrets), ...await cleo.leaves(secrets)]
  }
}
