import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Terminal } from './terminal.ts'

/** Ada and Radia on a network of their own, in contact. Radia's name is used by no other test's changes. */
let infra: Terminal
let ada: Terminal
let radia: Terminal
let networkFile: string

beforeAll(async () => {
  [infra, ada, radia] = await Promise.all([Terminal.open(), Terminal.open(), Terminal.open()])
  networkFile = join(infra.folder, 'demo.json')
  const [network] = await infra.json('network', 'create', '--name', 'demo', '--out', networkFile)
  expect(network).toEqual({ type: 'network', id: expect.stringMatching(/^[0-9a-f]{16}$/), name: 'demo', file: networkFile })
  const [serving] = await infra.json('serve', '--network', networkFile, '--listen', '/ip4/127.0.0.1/tcp/0', '--background')
  expect(serving).toEqual({ type: 'ready', peerId: expect.any(String), addresses: [expect.any(String)], pid: expect.any(Number) })
  for (const [terminal, name] of [[ada, 'Ada'], [radia, 'Radia']] as const) {
    await terminal.settle(name, networkFile)
    await terminal.start()
  }
  const invited = await ada.run(['invite'])
  expect(invited.stdout).toMatch(/^nobyte:[A-Za-z0-9_-]+\n$/)
  const [contact] = await radia.json('accept', invited.stdout.trim(), '--wait')
  expect(contact).toMatchObject({ type: 'contact', contactId: expect.any(String), name: 'Ada', state: 'ready' })
})

afterAll(async () => {
  for (const terminal of [ada, radia, infra]) await terminal[Symbol.asyncDispose]()
})

describe('two people', () => {
  test('see each other among their people', async () => {
    await radia.json('send', 'Ada', 'are you there?', '--wait', 'delivered') // then she is
    expect(await radia.json('people')).toMatchObject([{ type: 'contact', name: 'Ada', verified: false, online: true }])
    expect((await radia.run(['__complete', 'send', 'a'])).stdout).toBe('Ada\n')
  })

  test('send and read, with every field that scripts rely on', async () => {
    const [sent] = await radia.json('send', 'ADA', 'hello', '--wait', 'delivered')
    expect(sent).toEqual({
      type: 'message', messageId: expect.any(String), contactId: expect.any(String), state: expect.stringMatching(/^(delivered|read)$/)
    })
    const messages = await ada.json('read', 'radia')
    expect(messages.find(({ messageId }) => messageId === sent.messageId)).toMatchObject({
      type: 'message',
      direction: 'in',
      from: 'Radia',
      text: 'hello',
      sentAtMs: expect.any(Number),
      deliveredAtMs: expect.any(Number),
      state: 'received'
    })
    expect((await ada.json('read', 'radia', '--unread'))).toEqual([])
  })

  test('make a group and talk in it by its name', async () => {
    const [made] = await ada.json('group', 'create', 'Evening walk', 'radia')
    expect(made).toMatchObject({
      type: 'group', groupId: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'Evening walk', heads: [expect.any(String)],
      members: [{ contactId: expect.any(String), name: 'Ada', role: 'owner' }, { name: 'Radia', role: 'member' }]
    })
    const [sent] = await ada.json('send', 'evening walk', 'at eight?', '--wait', 'delivered')
    expect(sent).toMatchObject({ type: 'message', contactId: made!.groupId, state: 'delivered' })
    const { groupId } = made!
    expect(await radia.json('read', 'Evening walk')).toMatchObject([{ from: 'Ada', direction: 'in', text: 'at eight?', groupId }])
    expect(await ada.json('read', 'Evening walk')).toMatchObject([{ from: 'Ada', direction: 'out', delivered: { of: 1, count: 1 } }])
    expect((await ada.run(['read', 'Evening walk', '--timeline'])).stdout).toMatch(/Radia has (read )?it/)
    const messageId = String(sent!.messageId)
    expect(await ada.json('edit', messageId, 'at seven?')).toMatchObject([{ text: 'at seven?', edited: true, groupId }])
    expect(await ada.json('pin', messageId)).toMatchObject([{ pinned: true }])
    expect(await ada.json('group', 'set', 'Evening walk', '--expires', '1d')).toMatchObject([{ expiresAfterMs: 86_400_000 }])
    expect(await ada.json('mute', 'Evening walk')).toMatchObject([{ contactId: groupId, muted: true, group: { members: 2 } }])
    expect(await radia.run(['group', 'remove', 'Evening walk', 'Ada'])).toMatchObject({ code: 5 })
    expect(await ada.json('group', 'past', 'Evening walk', 'radia', '--last', '5')).toEqual([{ type: 'group-past', offered: 0 }])
    expect(await radia.json('group', 'leave', 'Evening walk', '--yes')).toMatchObject([{ type: 'group', state: 'gone' }])
    expect((await ada.run(['group', 'info', 'Evening walk'])).stdout).toContain('owner')
  })

  test('post to a channel, which whoever has its link follows', async () => {
    const [made] = await ada.json('channel', 'create', 'Night sky')
    expect(made).toMatchObject({
      type: 'channel', name: 'Night sky', role: 'owner', serving: true, link: expect.stringMatching(/^nobyte-channel:/)
    })
    const [sent] = await ada.json('channel', 'post', 'Night sky', 'Perseids', 'tonight')
    expect(sent).toMatchObject({ type: 'message', contactId: made!.channelId, state: 'sent' })
    const listening = radia.begin(['listen', '--json', '--from', '0'])
    expect(await radia.json('channel', 'follow', String(made!.link))).toMatchObject([{ name: 'Night sky', role: 'follower' }])
    for await (const line of createInterface({ input: listening.stdout! })) {
      const { type, posts } = JSON.parse(line) as { type: string, posts?: number }
      if (type === 'channel' && posts === 2) break
    }
    const { channelId } = made!
    expect(await radia.json('read', 'night sky')).toMatchObject([{ from: 'Night sky', text: 'Perseids tonight', channelId }])
    expect(await radia.json('search', 'perseids')).toMatchObject([{ text: 'Perseids tonight' }])
    expect(await radia.run(['send', 'Night sky', 'me too'])).toMatchObject({ code: 5 })
    expect((await radia.run(['channel', 'serve', 'Night sky', 'on'])).stderr).toContain('address')
    expect((await ada.run(['channel', 'info', 'Night sky'])).stdout).toContain('owner')
    expect(await radia.json('channel', 'leave', 'Night sky', '--yes')).toMatchObject([{ serving: false }])
    expect((await radia.run(['channel'])).stderr).toContain('None yet')
  })

  test('--wait read returns when the other has read it', async () => {
    const sending = radia.json('send', 'Ada', 'have you seen this?', '--wait', 'read')
    const listening = ada.begin(['listen', '--json', '--from', '0'])
    for await (const line of createInterface({ input: listening.stdout! })) {
      if ((JSON.parse(line) as { text?: string }).text !== 'have you seen this?') continue
      await ada.json('read', 'Radia')
      break
    }
    expect((await sending)[0].state).toBe('read')
  })

  test('text comes from standard input, too, in any language and of several lines', async () => {
    const text = 'erste Zeile\nسطر ثان\n\tthird 🎈'
    const { code, rows } = await radia.run(['send', 'Ada', '-', '--json', '--wait', 'delivered'], { input: `${text}\n` })
    expect(code).toBe(0)
    const messages = await ada.json('read', 'Radia', '--peek')
    expect(messages.find(({ messageId }) => messageId === rows[0].messageId).text).toBe(text)
  })

  test('what cannot be sent is said: nobody of that name, nothing at all, too much', async () => {
    expect(await radia.run(['--json', 'send', 'bob', 'hi'])).toMatchObject({
      code: 6, stdout: '', error: { code: 'NOT_FOUND', message: 'no person or chat called "bob"', hint: 'See: nobyte people' }
    })
    expect(await radia.run(['send', 'Ada', '-', '--json'], { input: '\n' })).toMatchObject({ code: 2, error: { code: 'BAD_INPUT' } })
    const tooLong = 'x'.repeat(64 * 1024 + 1)
    expect(await radia.run(['send', 'Ada', '-', '--json'], { input: tooLong })).toMatchObject({ code: 2, error: { code: 'TOO_LARGE' } })
  })

  test('compare the same safety number', async () => {
    const [[mine], [theirs]] = await Promise.all([ada.json('verify', 'Radia'), radia.json('verify', 'Ada')])
    expect(mine).toMatchObject({ type: 'safety-number', verified: false })
    expect(mine.digits.replaceAll(/\D/g, '')).toHaveLength(60)
    expect(theirs.digits).toBe(mine.digits)
    expect((await ada.json('verify', 'Radia', '--match'))[0]).toMatchObject({ type: 'contact', verified: true })
    expect((await ada.json('verify', 'Radia', '--differ'))[0]).toMatchObject({ type: 'contact', verified: false })
  })

  test('listen resumes behind any event; its reader may go away at any line', async () => {
    await radia.json('send', 'Ada', 'one of several', '--wait', 'delivered')
    const firstLine = async (...args: string[]): Promise<{ seq: number, type: string }> => {
      const listening = ada.begin(['listen', '--json', ...args])
      const [line] = await once(createInterface({ input: listening.stdout! }), 'line') as [string]
      listening.stdout!.destroy()
      const ended = once(listening, 'exit')
      await radia.json('send', 'Ada', 'this line finds the pipe closed', '--wait', 'delivered')
      expect(await ended).toEqual([0, null])
      return JSON.parse(line) as { seq: number, type: string }
    }
    const first = await firstLine('--from', '0')
    const second = await firstLine('--from', String(first.seq))
    expect(second.seq).toBeGreaterThan(first.seq)
    expect((await firstLine('--from', String(first.seq))).seq).toBe(second.seq)
  })

  test('edit, react to and take back a message; what cannot be done is said', async () => {
    const [{ messageId }] = await radia.json('send', 'Ada', 'meet me at nine', '--wait', 'delivered')
    expect((await radia.json('edit', messageId, 'meet', 'me', 'at', 'ten'))[0]).toMatchObject({
      type: 'message', messageId, text: 'meet me at ten', edited: true, deleted: false, reactions: []
    })
    expect((await radia.run(['react', messageId, '👍'])).stdout).toContain('meet me at ten (edited)  👍')
    expect((await radia.json('react', messageId, '--none'))[0].reactions).toEqual([])
    expect(await ada.run(['edit', messageId, 'not mine', '--json'])).toMatchObject({ code: 5, error: { code: 'REFUSED' } })
    expect(await radia.run(['react', messageId, '--json'])).toMatchObject({ code: 2, error: { code: 'USAGE' } })
    expect((await radia.json('pin', messageId))[0]).toMatchObject({ pinned: true })
    expect(await radia.json('read', 'Ada', '--pinned')).toMatchObject([{ messageId }])
    expect(await ada.json('search', 'MEET', 'ten', '--with', 'Radia')).toMatchObject([{ messageId, text: 'meet me at ten' }])
    expect(await ada.json('search', 'nine')).toEqual([])
    const listening = ada.begin(['listen', '--json', '--from', '0'])
    const changed = (async () => {
      for await (const line of createInterface({ input: listening.stdout! })) {
        const event = JSON.parse(line) as { type: string, messageId?: string, deleted?: boolean }
        if (event.type === 'message-changed' && event.messageId === messageId && event.deleted === true) return event
      }
    })()
    expect((await radia.json('delete', messageId, '--everyone'))[0]).toEqual({ type: 'message-removed', messageId, everyone: true })
    expect(await changed).toMatchObject({ text: '', edited: false })
    expect((await ada.run(['read', 'Radia'])).stdout).toContain('(deleted)')
    await ada.json('delete', messageId)
    expect((await ada.json('read', 'Radia')).map(row => row.messageId)).not.toContain(messageId)
    expect(await ada.run(['delete', 'nothing', '--json'])).toMatchObject({ code: 2, error: { code: 'BAD_INPUT' } })
  })

  test('mute, archive, note and come back to a conversation', async () => {
    expect((await radia.json('mute', 'Ada', '--for', '8h'))[0]).toMatchObject({ type: 'contact', muted: true, archived: false })
    expect((await radia.json('archive', 'Ada'))[0]).toMatchObject({ archived: true })
    await ada.json('send', 'Radia', 'muted and archived', '--wait', 'delivered')
    expect((await radia.json('people'))[0]).toMatchObject({ muted: true, archived: true })
    expect((await radia.json('mute', 'Ada', '--off'))[0]).toMatchObject({ muted: false, archived: false })
    expect((await radia.json('archive', 'Ada'))[0]).toMatchObject({ archived: true })
    await ada.json('send', 'Radia', 'brings it back', '--wait', 'delivered')
    expect((await radia.json('people'))[0]).toMatchObject({ archived: false })
    expect((await radia.json('expire', 'Ada'))[0]).toMatchObject({ expiresAfterMs: 28 * 24 * 3600 * 1000 })
    const [{ messageId }] = await radia.json('send', 'Ada', 'for four weeks')
    expect((await radia.json('read', 'Ada', '--peek')).find(row => row.messageId === messageId).expiresAfterMs).toBe(28 * 24 * 3600 * 1000)
    expect((await radia.json('expire', 'Ada', 'off'))[0]).toMatchObject({ expiresAfterMs: 0 })
    expect((await radia.json('people', 'note', 'Ada', 'met', 'at the lake'))[0]).toMatchObject({ note: 'met at the lake' })
    expect((await radia.json('people', 'note', 'Ada'))[0].note).toBeUndefined()
    expect((await radia.json('people', 'unread', 'Ada'))[0]).toMatchObject({ markedUnread: true })
    await radia.json('read', 'Ada')
    expect((await radia.json('people'))[0]).toMatchObject({ markedUnread: false, unread: 0 })
    await radia.json('rpc', 'chats.setDraft', JSON.stringify({ who: 'Ada', text: 'begun and' }))
    expect((await radia.json('rpc', 'chats.draft', '{"who":"Ada"}'))[0].result.draft).toMatchObject({ text: 'begun and' })
    expect(await radia.run(['mute', 'Ada', '--for', 'ever', '--json'])).toMatchObject({ code: 2, error: { code: 'BAD_INPUT' } })
  })

  test('chat line by line', async () => {
    const chat = radia.begin(['chat', 'Ada', '--json', '--limit', '1'])
    const lines = createInterface({ input: chat.stdout! })
    await once(lines, 'line') // it shows the past: it is up
    chat.stdin!.write('typed in a chat\n')
    const listening = ada.begin(['listen', '--json', '--from', '0'])
    for await (const line of createInterface({ input: listening.stdout! })) {
      if ((JSON.parse(line) as { text?: string }).text === 'typed in a chat') break
    }
    const answer = once(lines, 'line') as Promise<[string]>
    await ada.json('send', 'Radia', 'answered from elsewhere')
    expect(JSON.parse((await answer)[0])).toMatchObject({ type: 'message', direction: 'in', text: 'answered from elsewhere' })
    chat.stdin!.end('/quit\n')
    expect(await once(chat, 'exit')).toEqual([0, null])
  })

  test('a revoked link is gone from the list, and a damaged one is refused', async () => {
    const [invite] = await ada.json('invite', '--expires', '1h')
    expect(invite).toMatchObject({ type: 'invite', link: expect.any(String), expiresAtMs: expect.any(Number), reusable: false })
    expect(await ada.json('invite', 'ls')).toContainEqual(invite)
    await ada.json('invite', 'revoke', invite.inviteId)
    expect(await ada.json('invite', 'ls')).not.toContainEqual(invite)
    expect((await radia.run(['accept', 'nobyte:AAAA', '--json'])).error?.code).toBe('BAD_LINK')
  })

  test('infrastructure says what it holds, knows nobody, and is stopped like any node', async () => {
    await using other = await Terminal.open()
    const file = join(other.folder, 'other.json')
    await other.json('network', 'create', '--name', 'other', '--out', file, '--open')
    const again = await other.run(['network', 'create', '--name', 'again', '--out', file, '--json'])
    expect(again).toMatchObject({ code: 5, error: { code: 'EXISTS' } })
    const node = other.begin(['serve', '--network', file, '--listen', '/ip4/127.0.0.1/tcp/0', '--operator', 'Orla', '--json'])
    const [line] = await once(createInterface({ input: node.stdout! }), 'line') as [string]
    expect(JSON.parse(line)).toMatchObject({ type: 'ready', pid: node.pid })
    expect((await other.json('status'))[0]).toMatchObject({ type: 'status', role: 'infrastructure', network: 'other' })
    expect((await other.json('rpc', 'holdings.show'))[0]).toMatchObject({ type: 'result', result: { counts: expect.any(Object) } })
    expect((await other.run(['people', '--json'])).error?.code).toBe('NOT_FOUND')
    expect((await other.run(['start', '--json', '--no-input'])).error?.code).toBe('REFUSED')
    await other.json('stop')
    expect(node.exitCode ?? (await once(node, 'exit'))[0]).toBe(0)
  })
})

describe('somebody who is away', () => {
  test('gets it later: --wait ends with 8 while it is kept here, and why says so', async () => {
    await using bob = await Terminal.open()
    await bob.settle('Bob', networkFile)
    await bob.start()
    const [invite] = await bob.json('invite')
    await ada.json('accept', invite.link, '--wait')
    await bob.json('stop')
    const { code, rows, error } = await ada.run(['send', 'Bob', 'for later', '--wait', 'delivered', '--timeout', '2s', '--json'])
    expect({ code, error: error?.code }).toEqual({ code: 8, error: 'QUEUED' })
    expect(rows[0].state).toMatch(/^(waiting|sent|in mailbox)$/)
    expect((await ada.json('status'))[0].waiting).toBeGreaterThan(0)
    expect((await ada.json('why', 'Bob'))[0]).toMatchObject({ type: 'why', lines: expect.any(Array) })
    const delivered = ada.json('send', 'Bob', 'and this', '--wait', 'delivered', '--timeout', '60s')
    await bob.start()
    await delivered
    expect((await bob.json('read', 'Ada')).map(({ text }) => text)).toEqual(['for later', 'and this'])
  })

  test('a newcomer joins the network by its file, and waits for approval behind a reusable link', async () => {
    await using dora = await Terminal.open()
    await dora.settle('Dora')
    await dora.start()
    expect((await dora.json('network', 'show'))[0]).toMatchObject({ type: 'network', kind: 'lan' })
    expect((await dora.json('network', 'join', networkFile))[0]).toMatchObject({ type: 'network', name: 'demo', file: networkFile })
    expect((await dora.json('network', 'show'))[0]).toMatchObject({ type: 'network', kind: 'network', private: true })
    const [invite] = await radia.json('invite', '--reusable')
    const [asked] = await dora.json('accept', invite.link, '--text', 'we met at the lake')
    expect(asked.state).not.toBe('ready')
    const listening = radia.begin(['listen', '--json', '--from', '0'])
    for await (const line of createInterface({ input: listening.stdout! })) {
      if ((JSON.parse(line) as { type: string }).type === 'request') break
    }
    const [request] = await radia.json('requests')
    expect(request).toMatchObject({ type: 'request', requestId: expect.any(String), name: 'Dora', text: 'we met at the lake' })
    expect((await radia.json('requests', 'approve', request.requestId))[0]).toMatchObject({ type: 'contact', name: 'Dora' })
    expect(await radia.json('requests')).toEqual([])
    await dora.json('send', asked.contactId, 'thank you', '--wait', 'delivered', '--timeout', '60s')
    await radia.json('people', 'remove', 'Dora', '--yes')
    await radia.json('invite', 'revoke', invite.inviteId)
  })

  test('forgetting somebody wants a confirmation', async () => {
    await using carol = await Terminal.open()
    await carol.settle('Carol', networkFile)
    await carol.start()
    const [invite] = await carol.json('invite')
    await radia.json('accept', invite.link, '--wait')
    expect(await ada.run(['accept', invite.link, '--wait', '--json'])).toMatchObject({ code: 5, error: { code: 'LINK_USED' } })
    expect(await radia.run(['people', 'remove', 'Carol', '--json'])).toMatchObject({ code: 9, error: { code: 'CONFIRMATION_NEEDED' } })
    expect((await radia.json('people', 'rename', 'Carol', 'Cee'))[0]).toMatchObject({ type: 'contact', name: 'Cee' })
    expect((await radia.json('block', 'Cee'))[0]).toMatchObject({ blocked: true })
    expect((await radia.run(['send', 'Cee', 'hi', '--json']))).toMatchObject({ code: 5, error: { code: 'BLOCKED' } })
    expect((await radia.json('unblock', 'Cee'))[0]).toMatchObject({ blocked: false })
    await radia.json('people', 'remove', 'Cee', '--yes')
    expect((await radia.json('people')).map(({ name }) => name)).toEqual(['Ada'])
  })
})
