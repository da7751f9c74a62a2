// Which way two people reach each other who are behind routers: every two kinds of routers once, with real nodes, a real
// server and routers made of network namespaces. A table on stderr, one JSON line a pair on stdout. Nothing leaves this
// computer. Needs root, iproute2 and nftables; takes about two minutes and leaves nothing behind.
//   npm run nat                                    all pairs
//   npm run nat -- symmetric/port-restricted       some
import { Country, PAIRS } from '../test/nat/pairs.ts'
import { readArguments } from './usage.mjs'

const MAX_MS = 10 * 60_000

const nameOf = routers => routers.join('/')
const { positionals: asked } = readArguments(import.meta.url, { allowPositionals: true, options: {} })
const pairs = asked.length === 0 ? PAIRS : PAIRS.filter(pair => asked.includes(nameOf(pair)) || asked.includes(nameOf(pair.toReversed())))
if (asked.length > 0 && pairs.length === 0) {
  console.error(`no such pair. There are: ${PAIRS.map(nameOf).join(', ')}`)
  process.exit(2)
}
if (process.getuid?.() !== 0) {
  console.error('network namespaces need root: sudo npm run nat')
  process.exit(2)
}

const seconds = ms => `${(ms / 1000).toFixed(1)} s`
const row = cells => console.error(`| ${cells.join(' | ')} |`)

const country = await Country.found()
// However it ends, no namespace and no node stays behind.
async function giveUp (why) {
  console.error(why)
  await country[Symbol.asyncDispose]()
  process.exit(1)
}
const late = setTimeout(() => { void giveUp('this takes too long; it was given up') }, MAX_MS)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { void giveUp('ended') })
try {
  row(['one', 'the other', 'route', 'in contact after', 'on this route after', 'message and receipt'])
  row(['---', '---', '---', '---', '---', '---'])
  for (const pair of pairs) {
    const { routers: [one, other], route, contactMs, routeMs, messageMs, ...more } = await country.meet(pair)
    console.log(JSON.stringify({ one, other, route, contactMs, routeMs, messageMs, ...more }))
    row([one, other, route, seconds(contactMs), seconds(routeMs), `${Math.round(messageMs)} ms`])
  }
} finally {
  clearTimeout(late)
  await country[Symbol.asyncDispose]()
}
