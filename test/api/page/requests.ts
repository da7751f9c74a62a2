/** Which requests are answered at all: S01 to S05, S07, S08. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect } from 'vitest'
import type { Check } from './cases.ts'
import { FILES } from './visitors.ts'

const JSON_TYPE = 'application/json'

export function requests (check: Check): void {
  check('S01 it listens on 127.0.0.1 alone', async visited => {
    const { port } = await visited.open()
    const elsewhere = Object.values(networkInterfaces()).flat().map(it => it!.address).filter(address => address !== '127.0.0.1')
    for (const address of ['127.0.0.2', '::1', ...elsewhere]) {
      const socket = visited.dial(port, address)
      expect(await once(socket, 'connect').then(() => 'in', () => 'out'), address).toBe('out')
    }
  })

  check('S01 nobody else gets its port, not even a part of what comes in there', async visited => {
    const { port } = await visited.open()
    const other = createServer()
    other.listen({ host: '127.0.0.1', port, reusePort: true })
    const outcome = await once(other, 'listening').then(() => 'shared', (err: unknown) => (err as { code: string }).code)
    other.close()
    expect(outcome).toBe('EADDRINUSE')
  })

  check('S02 a host that is not exactly ours, once, is misdirected and gets no body', async visited => {
    const door = await visited.open()
    const { host, port } = door
    const label = host.split(':')[0]!
    expect((await door.ask()).status).toBe(200)
    const others = [
      [], [host, host], [host, 'evil.example'], ['evil.example', host], [`evil.example:${port}`], [`localhost:${port}`],
      [`127.0.0.1:${port}`], [label], [host.toUpperCase()], [`${label}.:${port}`], [`x.${host}`], ['']
    ]
    for (const hosts of others) {
      expect(await door.ask({ host: hosts }), hosts.join()).toMatchObject({ status: 421, body: '' })
      const call = { host: hosts, method: 'POST', target: '/rpc', body: '{}' }
      expect(await door.ask(call), hosts.join()).toMatchObject({ status: 421, body: '' })
    }
    expect(await door.raw('GET / HTTP/1.0\r\n\r\n')).toMatchObject({ status: 421, body: '' })
    const socket = door.socket({ Host: 'evil.example', Origin: door.origin }).on('error', () => {})
    const [, response] = await once(socket, 'unexpected-response') as [unknown, { statusCode: number }]
    socket.terminate()
    expect(response.statusCode).toBe(421)
  })

  check('S03 a target that leads out of the files, or is none, is refused', async visited => {
    const door = await visited.open()
    expect(await door.ask({ target: '/assets/app.js' })).toMatchObject({ status: 200, body: FILES['assets/app.js'] })
    const targets = [
      '//', '//evil.example/', '/..', '/../index.html', '/assets/../../x', '/assets%2fapp.js', '/assets%2Fapp.js', '/assets%5Capp.js',
      '/assets\\app.js', '/%00', 'http://evil.example/', `http://${door.host}/`, '*', 'assets/app.js'
    ]
    for (const target of targets) expect((await door.ask({ target })).status, target).toBe(400)
    expect((await door.ask({ target: '/index.html' })).status).toBe(404)
  })

  check('S04 another origin is refused, whatever it calls itself', async visited => {
    const door = await visited.open()
    const { origin, port } = door
    const token = await door.token()
    const others = [
      'null', '', 'file://', `${origin}/`, origin.replace('http:', 'https:'), `http://127.0.0.1:${port}`, `http://localhost:${port}`,
      origin.replace(/\d+$/, String(port + 1)), origin.toUpperCase(), 'http://evil.example'
    ]
    for (const Origin of [...others, [origin, origin], [origin, 'null']]) {
      expect((await door.ask({ headers: { Origin } })).status, String(Origin)).toBe(403)
      const headers = { Origin, Authorization: `Bearer ${token}` }
      expect((await door.post('/rpc', { jsonrpc: '2.0', id: 1, method: 'status' }, headers)).status, String(Origin)).toBe(403)
    }
    expect((await door.ask({ headers: { Origin: origin } })).status).toBe(200)
  })

  check('S05 what another site makes a browser ask for is refused, but to be visited', async visited => {
    const door = await visited.open()
    const from = async (site: string | string[], more: Record<string, string> = {}, target = '/', method = 'GET'): Promise<number> =>
      (await door.ask({ method, target, headers: { 'Sec-Fetch-Site': site, ...more } })).status
    const visit = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
    for (const site of ['same-site', 'cross-site']) {
      expect(await from(site)).toBe(403)
      expect(await from(site, {}, '/assets/app.js')).toBe(403)
      expect(await from(site, visit, '/assets/app.js')).toBe(403)
      expect(await from(site, { ...visit, 'Sec-Fetch-Dest': 'iframe' })).toBe(403)
      expect(await from(site, { ...visit, 'Sec-Fetch-Mode': 'no-cors' })).toBe(403)
      expect(await from(site, visit, '/', 'HEAD')).toBe(403)
      expect((await door.post('/session', { code: door.code }, { 'Sec-Fetch-Site': site, ...visit })).status).toBe(403)
      expect(await door.knock({ Origin: door.origin, 'Sec-Fetch-Site': site })).toBe(403)
      expect(await from(site, visit)).toBe(200)
    }
    expect(await from(['same-origin', 'cross-site'])).toBe(403)
    expect((await door.post('/session', { code: 'x' }, { 'Sec-Fetch-Site': 'none' })).status).toBe(403)
    expect(await from('none')).toBe(200)
    expect(await from('same-origin', {}, '/assets/app.js')).toBe(200)
  })

  check('S07 nobody is told what other origins may do, and OPTIONS is refused', async visited => {
    const door = await visited.open()
    const token = await door.token()
    const answers = [
      await door.ask(), await door.ask({ target: '/none' }), await door.post('/session', { code: 'x' }), await door.call(token),
      await door.call('wrong'), await door.ask({ host: ['x'] }), await door.raw('nonsense\r\n\r\n'),
      ...await Promise.all(['/', '/rpc', '/session', '/api'].map(async target => await door.ask({
        method: 'OPTIONS', target, headers: { Origin: door.origin, 'Access-Control-Request-Method': 'POST' }
      })))
    ]
    for (const { headers } of answers) expect([...headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    expect(answers.slice(-4).map(({ status }) => status)).toEqual([405, 405, 405, 405])
  })

  check('S08 calls are POST and JSON, and nothing else is POST', async visited => {
    const door = await visited.open()
    const token = await door.token()
    for (const target of ['/rpc', '/session']) {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
        const headers = { 'Content-Type': JSON_TYPE, Authorization: `Bearer ${token}` }
        expect((await door.ask({ method, target, headers })).status, `${method} ${target}`).toBe(405)
      }
      const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
      const types = [...forms, `${JSON_TYPE}; charset=utf-8`, '', [JSON_TYPE, 'text/plain']]
      for (const type of types) expect((await door.post(target, '{}', { 'Content-Type': type })).status, String(type)).toBe(415)
      expect((await door.ask({ method: 'POST', target, body: '{}' })).status).toBe(415)
    }
    for (const target of ['/', '/assets/app.js', '/api', '/none']) {
      expect((await door.ask({ method: 'POST', target, headers: { 'Content-Type': JSON_TYPE }, body: '{}' })).status).toBe(405)
    }
  })
}
