/** What the README promises to a stranger happens as written. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { Checkout, freePort, printed, readmeBlocks } from './checkout.ts'

const TOUR_PORT = 4501
const HOMES = ['ada', 'radia', 'infra', 'friend'].map(who => `.play/${who}`)

let checkout: Checkout | undefined
afterEach(async () => {
  await checkout?.clear(HOMES)
  checkout = undefined
})

test('the tour in the README works by copy and paste, and leaves nothing readable behind', async () => {
  checkout = new Checkout()
  const [tour = ''] = readmeBlocks('sh')
  expect(tour).toContain('$n accept "$link" --wait && $n send Ada "hello" --wait delivered')
  // As written, unless somebody on this computer uses that very port.
  const said = await checkout.shell(tour.replaceAll(String(TOUR_PORT), String(await freePort(TOUR_PORT))))
  expect(said).toMatch(/Radia: hello/)

  const [ada, radia] = [...said.matchAll(/\b[0-9a-f]{64}\b/g)].map(match => match[0])
  for (const home of ['.play/ada', '.play/radia', '.play/infra']) {
    const disk = checkout.bytes(home)
    expect(disk.length).toBeGreaterThan(0)
    for (const secret of ['hello', 'Radia', 'correct-horse', ada!, radia!, Buffer.from(ada!, 'hex'), Buffer.from(radia!, 'hex')]) {
      expect(disk.includes(secret), `${String(secret)} in ${home}`).toBe(false)
    }
  }
})

test('the bot in the README answers whoever writes to it', async () => {
  checkout = new Checkout()
  const [bot = ''] = readmeBlocks('js')
  expect(bot.trim().split('\n').length).toBeLessThanOrEqual(15)
  writeFileSync(checkout.path('bot.mjs'), bot)
  await checkout.shell(`
    n=./scripts/nobyte; mkdir -p .play && echo correct-horse > .play/pw
    $n network create --name ours --out .play/ours.json
    NOBYTE_HOME=.play/infra $n serve --network .play/ours.json --listen /ip4/127.0.0.1/tcp/0 --background
    export NOBYTE_HOME=.play/friend
    $n init --name Friend --network .play/ours.json --passphrase-file .play/pw && $n start --passphrase-file .play/pw`)
  const running = checkout.spawn(process.execPath, ['bot.mjs', '.play/ours.json'])
  const [link] = await printed(running, /nobyte:\S+/)

  const following = checkout.spawn('./scripts/nobyte', ['listen', '--json'], { env: { NOBYTE_HOME: '.play/friend' } })
  const answered = printed(following, /message:received|"received"/)
  await checkout.shell(`NOBYTE_HOME=.play/friend ./scripts/nobyte accept '${link}' --wait &&
    NOBYTE_HOME=.play/friend ./scripts/nobyte send Echo 'Is anybody there?' --wait delivered`)
  await answered
  expect(await checkout.shell('NOBYTE_HOME=.play/friend ./scripts/nobyte read Echo')).toContain('You said: Is anybody there?')

  const ended = once(running, 'close')
  running.kill('SIGINT')
  expect(await ended).toEqual([0, null])
})
