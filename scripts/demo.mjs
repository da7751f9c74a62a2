// A story of two people and an operator. Every line is printed after the thing it tells has happened and been checked;
// the first thing that differs ends the story with exit code 1.
import { strict as assert } from 'node:assert'
import { searchMemory } from './memory.mjs'
import { Stage } from './stage.mjs'
import { readArguments } from './usage.mjs'

readArguments(import.meta.url, { options: {} })
const MESSAGES = 16
const KILLED_AFTER = 6
const LEFT = ['I am off to the harbour.', 'The key is under the third stone.', 'Tell nobody, and least of all Orla.']

const startedMs = performance.now()
const tell = text => console.log(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(5)} s  ${text}`)
const more = text => console.log(`         ${text}`)

async function play (stage) {
  const [network] = await stage.as('operator', 'network', 'create', '--name', 'demo', '--out', stage.path('demo.json'))
  tell(`A private network, ${network.name}: whoever has its file has its key.`)

  const operator = await stage.serve(
    'operator', '--network', stage.path('demo.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--operator', 'Orla'
  )
  tell(`Orla serves it: a bootstrap and DHT node and a mailbox host, process ${operator.pid}.`)

  const [ada, radia] = await Promise.all(['ada', 'radia'].map(async who => {
    const name = who === 'ada' ? 'Ada' : 'Radia'
    const files = ['--network', stage.path('demo.json'), '--passphrase-file', stage.path('passphrase')]
    const [profile] = await stage.as(who, 'init', '--name', name, ...files)
    assert.equal(profile.recoveryWords.length, 24)
    return { ...profile, ...await stage.start(who) }
  }))
  tell(`Ada (process ${ada.pid}) and Radia (process ${radia.pid}) have profiles and start their nodes.`)

  const [{ link }] = await stage.as('ada', 'invite')
  tell(`Ada makes an invite link of ${link.length} characters and hands it to Radia.`)
  const [met] = await stage.as('radia', 'accept', link, '--wait')
  assert.deepEqual([met.name, met.state, met.contactId], ['Ada', 'ready', ada.accountId])
  tell('Radia accepts it, and the two are in contact.')
  const [[mine], [yours]] = await Promise.all([stage.as('ada', 'verify', 'Radia'), stage.as('radia', 'verify', 'Ada')])
  assert.equal(mine.digits, yours.digits)
  tell(`Both read the same safety number: ${mine.digits.replaceAll(/\D/g, '').match(/.{5}/g).slice(0, 4).join(' ')} …`)

  const said = { ada: [], radia: [] }
  const other = { ada: 'Radia', radia: 'Ada' }
  const say = async (who, text, wait = 'delivered') => {
    const [message] = await stage.as(who, 'send', other[who], text, '--wait', wait)
    if (wait === 'delivered') assert.match(message.state, /^(delivered|read)$/)
    said[who].push(text)
  }
  await say('ada', 'Is anybody between us?')
  await say('radia', 'Somebody who carried us to each other, and no further.')
  tell('They write to each other; both messages are delivered.')

  await stage.stop('radia', radia.pid)
  for (const text of LEFT) await say('ada', text, 'queued')
  const left = await until(async () => await stage.as('ada', 'read', 'Radia', '--limit', `${LEFT.length}`),
    rows => rows.every(({ state }) => state === 'in mailbox'))
  const [{ custody: [{ host, untilMs }] }] = left
  assert.equal(host, 'Orla')
  const days = Math.round((untilMs - Date.now()) / 86_400_000)
  tell(`Radia is off. What Ada writes lies with Orla, sealed, for up to ${days} days.`)
  const held = await lookAt(stage, operator, { ada, radia, said })
  await stage.stop('ada', ada.pid)
  const nodes = { radia: await stage.start('radia') }
  const found = await until(async () => await stage.as('radia', 'read', 'Ada', '--limit', `${LEFT.length}`),
    rows => rows.at(-1).text === LEFT.at(-1))
  assert.deepEqual(found.map(({ text }) => text), LEFT)
  tell('Ada is off as well. Radia comes back, and finds all of it.')
  nodes.ada = await stage.start('ada')
  await until(async () => await stage.as('ada', 'read', 'Radia', '--limit', `${LEFT.length}`),
    rows => rows.every(({ state }) => state === 'delivered' || state === 'read'))
  tell('Ada comes back, and sees that Radia has it.')

  await stage.kill(operator.pid)
  tell('Orla\'s node is killed (SIGKILL). There is no server left at all.')
  await say('ada', 'Still there?')
  await say('radia', 'Still here.')
  tell('They still talk.')

  // Whoever dialled last knows where the other is, and finds them again with nobody's help.
  const [{ peers }] = await stage.as('ada', 'network', 'show')
  const [crashing, staying] = peers.some(({ direction }) => direction === 'outbound') ? ['ada', 'radia'] : ['radia', 'ada']
  const [one, two] = [other[staying], other[crashing]]
  for (let i = 1; i <= MESSAGES; i++) {
    if (i === KILLED_AFTER + 1) await stage.kill(nodes[crashing].pid)
    const both = i <= KILLED_AFTER ? ['ada', 'radia'] : [staying]
    await Promise.all(both.map(async who => await say(who, `part ${i}`, 'queued')))
  }
  tell(`Both send as fast as they can. After ${KILLED_AFTER} messages each, ${one}'s node is killed (SIGKILL); ${two} sends on.`)
  const [{ waiting }] = await stage.as(staying, 'status')
  assert.ok(waiting >= MESSAGES - KILLED_AFTER)
  tell(`${waiting} messages wait, encrypted, on ${two}'s computer; there is nobody else to keep them.`)

  const again = await stage.start(crashing)
  assert.notEqual(again.peerId, nodes[crashing].peerId)
  assert.ok(again.addresses.every(address => !nodes[crashing].addresses.includes(address)))
  nodes[crashing] = again
  tell(`${one} starts her node again, process ${again.pid}, with another address and another peer id.`)
  await say(crashing, 'My power was gone. Now I am back.')
  await say(staying, 'That was the last part.')
  await check(stage, said)
  tell(`Both conversations are compared: ${said.ada.length + said.radia.length} messages, none lost, none doubled, all in order.`)

  await Promise.all(['ada', 'radia'].map(async who => { await stage.stop(who, nodes[who].pid) }))
  tell('Both nodes are stopped.')
  report(held)
}

/** What each has on their screen is what the other has said, once, and in that order. */
async function check (stage, said) {
  for (const [who, from] of [['ada', 'radia'], ['radia', 'ada']]) {
    const name = from === 'ada' ? 'Ada' : 'Radia'
    const rows = await stage.as(who, 'read', name, '--limit', '200')
    const texts = direction => rows.filter(row => row.direction === direction).map(row => row.text)
    assert.deepEqual(texts('in'), said[from])
    assert.deepEqual(texts('out'), said[who])
    for (const row of rows) if (row.direction === 'out') assert.match(row.state, /^(delivered|read)$/)
  }
}

/** Everything that the operator's process can say, and a search through its disk and memory for what it must not hold. */
async function lookAt (stage, { pid, peerId }, { ada, radia, said }) {
  const [[status], [network], [{ result: { counts } }]] = await Promise.all([
    stage.as('operator', 'status'), stage.as('operator', 'network', 'show'), stage.as('operator', 'rpc', 'holdings.show')
  ])
  assert.deepEqual([status.role, status.peerId ?? peerId], ['infrastructure', peerId])
  const needles = {
    'Ada\'s account': Buffer.from(ada.accountId, 'hex'),
    'Radia\'s account': Buffer.from(radia.accountId, 'hex'),
    'Ada\'s account as text': Buffer.from(ada.accountId),
    'Radia\'s account as text': Buffer.from(radia.accountId),
    'Radia\'s name': Buffer.from('Radia')
  }
  for (const text of [...said.ada, ...said.radia]) needles[`"${text}"`] = Buffer.from(text)
  const disk = stage.disk('operator')
  const onDisk = Object.keys(needles).filter(name => disk.includes(needles[name]))
  const memory = searchMemory(pid, { ...needles, 'its own network\'s name': Buffer.from(status.networkId) })
  assert.deepEqual(onDisk, [])
  // The last needle is one that must be there: it shows that the search finds what there is.
  if (memory !== undefined) assert.deepEqual(memory.found, ['its own network\'s name'])
  assert.ok(counts.cells > 0)
  return { status, peers: network.peers, counts, disk, memory, needles: Object.keys(needles).length }
}

/** Asks again until what is answered is so. */
async function until (ask, isSo) {
  for (;;) {
    const answer = await ask()
    if (isSo(answer)) return answer
    await new Promise(resolve => { setTimeout(resolve, 100) })
  }
}

function report ({ status, peers, counts, disk, memory, needles }) {
  console.log('\nWhat Orla\'s process held, while messages waited in it, and could have handed over:')
  more(`connections   ${peers.length}: ${peers.map(({ address }) => address.replace(/\/p2p\/.*/, '')).join(', ')}`)
  more(`DHT records   ${counts.records}, ${counts.recordBytes} bytes, encrypted; their keys change daily and name nobody`)
  more(`mailboxes     ${counts.queues} queues of nobody knows whom; ${counts.cells} sealed cells of one size, under a key in memory only`)
  more(`peer ids      ${counts.knownPeers}, each made anew when a node starts`)
  more(`network       its name and key; ${disk.length} bytes on disk, its own key among them`)
  for (const note of status.notes) more(`note          ${note}`)
  console.log('What it did not hold:')
  const places = memory === undefined ? 'on its disk' : `on its disk or in the ${Math.round(memory.bytes / 2 ** 20)} MiB of its memory`
  more(`names, accounts, messages: ${needles} were looked for, and none found ${places}`)
}

const stage = new Stage()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { stage.clear(); process.exit(130) })
try {
  await play(stage)
} catch (err) {
  tell(`This is not what should have happened: ${err.message}`)
  process.exitCode = 1
} finally {
  stage.clear()
}
