/**
 * The page's one line to the node: a WebSocket that comes back by itself, calls on it, and the stream of events. The
 * token lies in this tab's memory and its session storage, nowhere else.
 */
import { computed, signal } from '@preact/signals'
import { AppError, Calls, nodeGone, type CallOptions } from '../../api/remote.ts'
import type { ApiEvent, MethodName, Params, Result, Status } from '../../api/schema.ts'

/** code: this tab has no session; the rest is the node's own state */
/** foreign: something else than the node may answer this page */
export type Phase = 'connecting' | 'foreign' | 'code' | 'empty' | 'locked' | 'open'

const TOKEN_KEY = 'nobyte.session'
const UNKNOWN_SESSION = 4401
const FIRST_DELAY_MS = 150
const MAX_DELAY_MS = 3000
/** Somebody may unlock the node on the command line, or in another tab. */
const LOCKED_LOOK_MS = 1000

export const phase = signal<Phase>('connecting')
/** this tab was let in before: most likely it is so again */
export const letIn = signal(false)
/** whether the node answers at this moment */
export const connected = signal(false)
/** the node was there before and is not now */
export const lost = signal(false)
export const status = signal<Status | undefined>(undefined)
/** how whoever sits here is called; empty while the profile is locked */
export const ownName = computed(() => status.value?.name ?? '')

type Listener = (event: ApiEvent) => void
const eventListeners = new Set<Listener>()
const openListeners = new Set<() => void>()
const lockedListeners = new Set<(how: { asked: boolean }) => void>()
let lockAsked = false

let calls: Calls | undefined
let socket: WebSocket | undefined
let token: string | undefined
let latestSeq: number | undefined
let delayMs = FIRST_DELAY_MS
let retry: ReturnType<typeof setTimeout> | undefined
let looking: ReturnType<typeof setTimeout> | undefined

/** @returns a function that ends it */
export function onEvent (listener: Listener): () => void {
  eventListeners.add(listener)
  return () => { eventListeners.delete(listener) }
}

/** Calls back each time the profile is open and events flow: at first, and after each interruption. */
export function onOpen (listener: () => void): void {
  openListeners.add(listener)
}

/** Calls back when the profile is open no more: nothing of it may stay in the page. `asked`: by whoever sits here. */
export function onLocked (listener: (how: { asked: boolean }) => void): void {
  lockedListeners.add(listener)
}

export async function lock (): Promise<void> {
  lockAsked = true
  await call('lock')
}

/** @throws AppError with the node's code; NODE_NOT_RUNNING while there is no connection */
export async function call <Name extends MethodName> (
  name: Name, params?: Params<Name>, options?: CallOptions
): Promise<Result<Name>> {
  if (calls === undefined) throw nodeGone()
  return await calls.call(name, params, options)
}

/** Takes the code from the address, if one is there, and connects. */
export async function begin (): Promise<void> {
  // A service worker could read and answer everything that this page asks for.
  const { serviceWorker } = navigator as { serviceWorker?: { controller: unknown } }
  if ((serviceWorker?.controller ?? null) !== null) {
    phase.value = 'foreign'
    return
  }
  const code = /^#code=(.+)$/.exec(location.hash)?.[1]
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  token = sessionStorage.getItem(TOKEN_KEY) ?? undefined
  letIn.value = token !== undefined
  if (code !== undefined) await signIn(decodeURIComponent(code)).catch(() => { connect() })
  else connect()
}

/** @throws AppError REFUSED: not the code, or an old one; NODE_NOT_RUNNING */
export async function signIn (code: string): Promise<void> {
  let answer: Response
  try {
    answer = await fetch('/session', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: code.trim() }), cache: 'no-store'
    })
  } catch {
    throw nodeGone()
  }
  if (!answer.ok) throw new AppError('REFUSED', 'this code opens nothing')
  token = (await answer.json() as { token: string }).token
  sessionStorage.setItem(TOKEN_KEY, token)
  connect()
}

/** Tries again now rather than at the end of the wait. */
export function reconnect (): void {
  if (connected.value) return
  delayMs = FIRST_DELAY_MS
  connect()
}

function connect (): void {
  clearTimeout(retry)
  socket?.close()
  if (token === undefined) {
    phase.value = 'code'
    return
  }
  const ws = new WebSocket(`ws://${location.host}/api`)
  socket = ws
  const mine = new Calls(frame => { ws.send(frame) })
  ws.addEventListener('open', () => {
    void authenticate(ws, mine).catch(() => { ws.close() })
  })
  ws.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = mine.receive(data)
    if (event !== undefined) tell(event)
  })
  ws.addEventListener('close', ({ code }) => {
    mine.end(nodeGone())
    if (socket === ws) onClosed(code)
  })
}

async function authenticate (ws: WebSocket, mine: Calls): Promise<void> {
  // Id 0 is before every id of Calls.
  const accepted = new Promise<void>((resolve, reject) => {
    ws.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { id, error } = JSON.parse(data) as { id?: number, error?: unknown }
      if (id !== 0) reject(new TypeError('not an answer to the first frame'))
      else if (error === undefined) resolve()
      else reject(new TypeError('not accepted'))
    }, { once: true })
    ws.addEventListener('close', () => { reject(nodeGone()) }, { once: true })
  })
  ws.send(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'rpc.authenticate', params: { token } }))
  await accepted
  calls = mine
  delayMs = FIRST_DELAY_MS
  await settle()
}

/** Asks in which state the node is, and follows it there. */
export async function settle (): Promise<void> {
  const now = await call('status')
  status.value = now
  connected.value = true
  lost.value = false
  if (now.state === 'open') {
    const { latestSeq: newest } = await call('events.subscribe', latestSeq === undefined ? {} : { from: latestSeq })
      .catch(async (err: unknown) => {
        if (err instanceof AppError && err.code === 'EXISTS') return { latestSeq: latestSeq ?? 0 } // subscribed already
        throw err
      })
    latestSeq ??= newest
    phase.value = 'open'
    for (const listener of openListeners) listener()
  } else {
    const wasOpen = phase.value === 'open'
    phase.value = now.state
    if (wasOpen) for (const listener of lockedListeners) listener({ asked: lockAsked })
    lockAsked = false
    clearTimeout(looking)
    looking = setTimeout(() => {
      if (connected.value && phase.value !== 'open') settle().catch(() => {}) // where the connection ends, onClosed says so
    }, LOCKED_LOOK_MS)
  }
}

export async function refreshStatus (): Promise<void> {
  status.value = await call('status')
}

function tell (event: ApiEvent): void {
  const { seq } = event as { seq?: number } // an ephemeral one has none
  if (seq !== undefined) latestSeq = Math.max(latestSeq ?? 0, seq)
  for (const listener of eventListeners) listener(event)
}

function onClosed (code: number): void {
  calls = undefined
  socket = undefined
  connected.value = false
  if (code === UNKNOWN_SESSION) {
    token = undefined
    latestSeq = undefined
    sessionStorage.removeItem(TOKEN_KEY)
    phase.value = 'code'
    return
  }
  lost.value = phase.value !== 'connecting'
  retry = setTimeout(connect, delayMs)
  delayMs = Math.min(MAX_DELAY_MS, delayMs * 1.6)
}
