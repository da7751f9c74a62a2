/** Whatever the node refuses or cannot do, the page says in the reader's language. */
import { readdir, readFile } from 'node:fs/promises'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/** by the node's English */
type ErrorWords = Record<string, string>

const SRC = new URL('../../src/', import.meta.url)
/** What the page says of these by their kind alone: what their words add is for a log, or for a peer. */
const BY_KIND = new Set([
  'ABORTED', 'BLOCKED', 'CONFIRMATION_NEEDED', 'CORRUPT', 'DISK_FULL', 'INTERNAL', 'KEY_CHANGED', 'LINK_EXPIRED', 'LINK_USED', 'LOCKED',
  'MAILBOX_BUSY', 'MAILBOX_REFUSED', 'NETWORK_BLOCKED', 'NETWORK_MISMATCH', 'NEWER_SCHEMA', 'NODE_NOT_RUNNING', 'NO_PROFILE',
  'PEER_UNREACHABLE', 'PROTOCOL', 'QUEUED', 'ROLLED_BACK', 'SESSION_BROKEN', 'USAGE', 'WRONG_PASSPHRASE'
])
/** Where errors are made that no page's call ends with: other programs, what peers are told, what is not on the page yet. */
const ELSEWHERE = new RegExp(`^(?:${[
  'cli/', 'web/', 'wire/', 'protocols/', 'infra', 'hosting', 'messenger/channels/',
  'api/(?:home|client|server|metrics|lines|remote)', 'api/page/',
  'network/(?:dht|upnp|gate|nat)/', 'network/(?:topics|dial|heartbeat|node)', 'crypto/(?:cells|channel-keys|padding)'
].join('|')})`)

interface Thrown { file: string, codes: string[], message: string }

/** What an expression may come to: {0}, {1} stand for what is filled in; undefined for what cannot be read off. */
function textsOf (node: ts.Expression | undefined): (string | undefined)[] {
  if (node === undefined) return [undefined]
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map((span, i) => `{${i}}${span.literal.text}`).join('')]
  }
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (ts.isBinaryExpression(node)) {
    return textsOf(node.left).flatMap(left => textsOf(node.right).map(right =>
      left === undefined || right === undefined ? undefined : left + right))
  }
  return [undefined]
}

async function thrown (): Promise<Thrown[]> {
  const all: Thrown[] = []
  for (const file of await readdir(SRC, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'AppError') {
        const codes = textsOf(node.arguments?.[0]).filter(code => code !== undefined)
        for (const message of textsOf(node.arguments?.[1])) if (message !== undefined) all.push({ file, codes, message })
      }
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, await readFile(new URL(file, SRC), 'utf8'), ts.ScriptTarget.Latest))
  }
  return all
}

const errors = await thrown()
const particular = [...new Set(errors.filter(({ file, codes }) =>
  !ELSEWHERE.test(file) && (codes.length === 0 || codes.some(code => !BY_KIND.has(code)))).map(({ message }) => message))]

test('errors are found in the source, and what they say', () => {
  expect(errors.length).toBeGreaterThan(300)
  const some = ['no such message here', 'no person or chat called "{0}"', 'a note has at most {0} KiB']
  expect(particular).toEqual(expect.arrayContaining(some))
})

describe.each(['de', 'ru', 'ar'])('%s', language => {
  const wordsOf = async (): Promise<ErrorWords> =>
    (await import(new URL(`web/locales/errors/${language}.ts`, SRC).href) as Record<string, ErrorWords>)[language]!

  test('each error that a call from the page may end with has words, and they fill in no more than the node does', async () => {
    const words = await wordsOf()
    expect(particular.filter(message => words[message] === undefined)).toEqual([])
    for (const [message, text] of Object.entries(words)) {
      expect(text.trim(), message).not.toBe('')
      for (const [hole] of text.matchAll(/\{\d\}/g)) expect(message).toContain(hole)
    }
  })

  test('no words stand there for what the node says no longer', async () => {
    const files = (await readdir(SRC, { recursive: true })).filter(file => file.endsWith('.ts') && !file.startsWith('web/'))
    const sources = await Promise.all(files.map(async file => await readFile(new URL(file, SRC), 'utf8')))
    const source = sources.join('\n').replaceAll('\\\'', '\'')
    const isSaid = (message: string): boolean => message.split(/\{\d\}/).every(part => source.includes(part))
    expect(Object.keys(await wordsOf()).filter(message => !isSaid(message))).toEqual([])
  })
})
