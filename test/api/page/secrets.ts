/** Codes, tokens, and what lies on the disk: S09, S10, S14 to S16, S18. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, stat } from 'node:fs/promises'
import { expect } from 'vitest'
import type { Check } from './cases.ts'
import { authenticate } from './visitors.ts'

/** Another program: it sends each of these on a connection of its own, and prints with what status it was answered. */
const STRANGER = `
const [port, ...requests] = process.argv.slice(1)
const statuses = requests.map(request => new Promise(resolve => {
  const socket = require('node:net').connect(Number(port), '127.0.0.1')
  socket.write(request)
  socket.once('data', data => resolve(data.toString().split(' ')[1]))
}))
Promise.all(statuses).then(all => { process.stdout.write(all.join(), () => process.exit()) })
`

export function secrets (check: Check): void {
  check('S09 a token counts as a Bearer header alone: not in a cookie, not in a query, not twice', async visited => {
    const door = await visited.open()
    const token = await door.token()
    expect((await door.call(token)).status).toBe(200)
    const call = { jsonrpc: '2.0', id: 1, method: 'status' }
    for (const headers of [
      {}, { Cookie: `token=${token}` }, { Authorization: token }, { Authorization: `Basic ${token}` }, { Authorization: `bearer ${token}` },
      { Authorization: `Bearer ${token}x` }, { Authorization: 'Bearer ' }, { Authorization: [`Bearer ${token}`, `Bearer ${token}`] }
    ]) expect((await door.post('/rpc', call, headers)).status, JSON.stringify(headers)).toBe(401)
    visited.clock.pass(60_000)
    for (const query of [`?token=${token}`, `?access_token=${token}`, '?']) {
      expect((await door.post(`/rpc${query}`, call)).status).not.toBe(200)
      expect((await door.ask({ target: `/${query}` })).status).toBe(400)
    }
  })

  check('S09 no answer ever sets a cookie', async visited => {
    const door = await visited.open()
    const token = await door.token()
    for (const { headers } of [await door.ask(), await door.call(token), await door.post('/session', { code: door.way.code })]) {
      expect(headers.has('set-cookie')).toBe(false)
    }
  })

  check('S09 a launch code has 128 bits, works once, and for a minute', async visited => {
    const door = await visited.open()
    expect(Buffer.from(door.code, 'base64url').byteLength).toBe(16)
    const token = await door.token()
    expect(Buffer.from(token, 'base64url').byteLength).toBe(32)
    const again = await door.post('/session', { code: door.code })
    expect({ ...again, body: JSON.parse(again.body) }).toMatchObject({ status: 401, body: { error: { code: 'REFUSED' } } })
    const late = await visited.open()
    expect(late.code).not.toBe(door.code)
    visited.clock.pass(60_001)
    expect((await late.post('/session', { code: late.code })).status).toBe(401)
    for (const body of ['', '{', '{}', 'null', '[]', '{"code":1}', '{"code":null}', '{"code":""}']) {
      expect((await late.post('/session', body)).status, body).toBe(401)
      visited.clock.pass(10_000)
    }
  })

  check('S09 a code to type works once, as people type, for ten minutes', async visited => {
    const door = await visited.open()
    expect(door.way.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    const typed = door.way.code.toLowerCase().replace('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o')
    const token = await door.token(typed)
    expect((await door.call(token)).status).toBe(200)
    expect((await door.post('/session', { code: door.way.code })).status).toBe(401)
    const late = await visited.open()
    visited.clock.pass(600_001)
    expect((await late.post('/session', { code: late.way.code })).status).toBe(401)
  })

  check('S09 what is kept of tokens opens nothing, and a token of long ago neither', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const kept = await readFile(`${visited.home.runtime}/page.json`, 'utf8')
    expect(kept).toContain('"sessions":[{')
    for (const secret of [token, Buffer.from(token, 'base64url').toString('hex'), door.code]) expect(kept).not.toContain(secret)
    visited.clock.pass(31 * 24 * 3600 * 1000)
    expect((await door.call(token)).status).toBe(401)
  })

  check('S10 whoever guesses waits, and is turned away in a crowd; the owner never', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const statuses: number[] = []
    const guess = (times: number): Promise<void>[] =>
      Array.from({ length: times }, async () => { statuses.push((await door.call('wrong')).status) })
    const isOwnerIn = async (): Promise<void> => {
      expect((await door.call(token)).status).toBe(200)
      const again = await visited.open()
      expect((await again.call(await again.token(again.way.code))).status).toBe(200)
    }
    const few = guess(13)
    await expect.poll(() => statuses.length, { timeout: 60_000 }).toBe(10)
    await isOwnerIn()
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 401))
    const crowd = guess(40)
    await expect.poll(() => statuses.filter(status => status === 429).length, { timeout: 60_000 }).toBe(27)
    await isOwnerIn()
    expect(statuses).toHaveLength(37)
    visited.clock.pass(60_000)
    await Promise.all([...few, ...crowd])
    expect(statuses.filter(status => status === 401)).toHaveLength(26)
  })

  check('S10 wrong codes, and wrong tokens on a WebSocket, count as guesses as well', async visited => {
    const door = await visited.open()
    for (let i = 0; i < 5; i++) {
      expect((await door.post('/session', { code: 'AAAA-AAAA' })).status).toBe(401)
      expect(await door.closedAfter(authenticate('wrong'))).toBe(4401)
    }
    const answered: number[] = []
    const late = [door.knock({ Authorization: 'Bearer wrong' }), door.post('/session', { code: 'x' }).then(({ status }) => status)]
      .map(async status => { answered.push(await status) })
    await door.ask()
    expect(answered).toEqual([])
    // Whoever of the two comes a moment later waits for the time after this one.
    await expect.poll(() => {
      visited.clock.pass(1000)
      return answered
    }, { timeout: 60_000 }).toEqual([401, 401])
    await Promise.all(late)
  })

  check('S10 a hundred wrong codes, and no code can be typed any more', async visited => {
    const door = await visited.open()
    for (let i = 0; i < 100; i++) {
      await door.post('/session', { code: `AAAA-AA${i}` })
      if (i % 5 === 0) visited.clock.pass(2000)
    }
    expect((await door.post('/session', { code: door.way.code })).status).toBe(401)
    expect(await (await visited.open()).token()).toEqual(expect.any(String))
  })

  check('S14 what is on the disk of it is for its owner alone', async visited => {
    const door = await visited.open()
    await door.token(door.way.code)
    for (const path of [`${visited.home.runtime}/page.json`, `${visited.home.data}/phrase`, (await visited.open()).way.file]) {
      expect((await stat(path)).mode & 0o777, path).toBe(0o600)
    }
    expect((await stat(visited.home.runtime)).mode & 0o777).toBe(0o700)
  })

  if (process.getuid?.() === 0) {
    check("S14 another user's program is refused, even with a token of ours", async visited => {
      const door = await visited.open()
      const token = await door.token()
      const bearer = `Host: ${door.host}\r\nAuthorization: Bearer ${token}\r\n`
      const body = '{"jsonrpc":"2.0","id":1,"method":"status"}'
      const requests = [
        `GET / HTTP/1.1\r\n${bearer}\r\n`,
        `POST /rpc HTTP/1.1\r\n${bearer}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        `GET /api HTTP/1.1\r\n${bearer}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
          'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
      ]
      const asked = async (uid: number): Promise<string> => {
        const child = spawn(process.execPath, ['-e', STRANGER, String(door.port), ...requests], {
          uid, gid: uid, cwd: '/', stdio: ['ignore', 'pipe', 'inherit']
        })
        let said = ''
        child.stdout.on('data', data => { said += String(data) })
        await once(child, 'close')
        return said
      }
      expect(await asked(65534)).toBe('401,401,401')
      expect(await asked(0)).toBe('200,200,101')
    })
  }

  check('S15 the code stands in a file, for a minute and until it was used, and never in the address', async visited => {
    const door = await visited.open()
    expect(door.way.file.startsWith(visited.home.runtime)).toBe(true)
    expect(JSON.stringify(door.way)).not.toContain(door.code)
    expect(door.way.address).toBe(`${door.origin}/`)
    const there = async (): Promise<boolean> => await stat(door.way.file).then(() => true, () => false)
    expect(await there()).toBe(true)
    await door.token()
    await expect.poll(there).toBe(false)
    await visited.open()
    expect(await there()).toBe(true)
    visited.clock.pass(60_000)
    await expect.poll(there).toBe(false)
  })

  check('S16 the address has a name of 128 bits, new at each run, or, where asked for, none and a port of its own', async visited => {
    const door = await visited.open()
    expect(door.host).toMatch(/^[0-9a-f]{32}\.localhost:\d+$/)
    expect((await visited.open()).origin).toBe(door.origin)
    const plain = await visited.open({ plain: true })
    expect(plain.origin).toBe(`http://127.0.0.1:${plain.port}`)
    expect(plain.port).not.toBe(door.port)
    expect((await plain.ask()).status).toBe(200)
    expect((await plain.ask({ host: [door.host] })).status).toBe(421)
    await visited.restart({ keep: false })
    expect((await visited.open()).host.split(':')[0]).not.toBe(door.host.split(':')[0])
  })

  check('S16 a page that is open goes on after its node was locked or killed, and not after a stop', async visited => {
    const door = await visited.open()
    const token = await door.token()
    await visited.restart({ keep: true })
    expect((await door.call(token)).status).toBe(200)
    expect((await visited.open()).origin).toBe(door.origin)
    await visited.restart({ keep: false })
    const next = await visited.open()
    expect((await next.call(token)).status).toBe(401)
  })

  check('S18 the profile has two words of its own, which stay, and are told to nobody without a token', async visited => {
    const door = await visited.open()
    const { phrase } = door.way
    expect(phrase).toHaveLength(2)
    expect((await visited.open()).way.phrase).toEqual(phrase)
    await visited.restart({ keep: false })
    const again = await visited.open()
    expect(again.way.phrase).toEqual(phrase)
    for (const { body } of [await again.ask(), await again.call(undefined), await again.post('/session', { code: 'x' })]) {
      for (const word of phrase) expect(body).not.toContain(word)
    }
    await rm(`${visited.home.data}/phrase`)
    expect((await visited.open()).way.phrase).not.toEqual(phrase)
  })
}
