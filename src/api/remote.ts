/**
 * The caller's side of the API, whatever carries its frames: a Unix socket for programs, a WebSocket for the page. It
 * runs in a browser, and so imports nothing of Node.
 */
import { AppError, type ErrorCode } from '../base/errors.ts'
import { systemClock } from '../base/time.ts'
import type { ApiEvent, MethodName, Params, Result } from './schema.ts'

export { AppError, hasCode } from '../base/errors.ts'

/** milliseconds since 1970 */
export const now = (): number => systemClock.now()

export interface CallOptions {
  signal?: AbortSignal
}

export interface Caller {
  /** @throws AppError with the node's code, NODE_NOT_RUNNING when it goes away; the signal's reason */
  call: <Name extends MethodName>(name: Name, params?: Params<Name>, options?: CallOptions) => Promise<Result<Name>>
  /** The same for a method that only its caller knows. */
  request: (name: string, params: unknown, options?: CallOptions) => Promise<unknown>
}

interface Waiting { resolve: (result: unknown) => void, reject: (err: unknown) => void }
interface Incoming {
  id?: number | null
  method?: string
  params?: ApiEvent
  result?: unknown
  error?: { message: string, data?: Partial<AppError> }
}

/** Calls on one connection. Whoever holds the connection hands in what arrives, and says when it is over. */
export class Calls implements Caller {
  readonly #write: (frame: string) => Promise<void> | void
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: AppError | undefined

  constructor (write: (frame: string) => Promise<void> | void) {
    this.#write = write
  }

  /** @returns an event, when that is what the frame holds. @throws SyntaxError: no JSON */
  receive (frame: string): ApiEvent | undefined {
    const { id, method, params, result, error } = JSON.parse(frame) as Incoming
    if (method === 'event') return params
    const call = id === undefined || id === null ? undefined : this.#waiting.get(id)
    if (call === undefined) return undefined
    if (error === undefined) call.resolve(result)
    else call.reject(remoteError(error))
    return undefined
  }

  /** Nothing more arrives: whatever waits fails with this. */
  end (reason: AppError): void {
    this.#ended ??= reason
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
  }

  async call <Name extends MethodName> (name: Name, params?: Params<Name>, options?: CallOptions): Promise<Result<Name>> {
    return await this.request(name, params ?? {}, options) as Result<Name>
  }

  async request (name: string, params: unknown, { signal }: CallOptions = {}): Promise<unknown> {
    signal?.throwIfAborted()
    if (this.#ended !== undefined) throw this.#ended
    const id = ++this.#lastId
    const onAbort = (): void => {
      void this.#send({ jsonrpc: '2.0', method: 'rpc.cancel', params: { id } }).catch(() => {})
      this.#waiting.get(id)?.reject(signal?.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        this.#send({ jsonrpc: '2.0', id, method: name, params }).catch(() => { reject(nodeGone()) })
      })
    } finally {
      this.#waiting.delete(id)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  async #send (frame: object): Promise<void> {
    await this.#write(JSON.stringify(frame))
  }
}

export const nodeGone = (message = 'the node went away'): AppError =>
  new AppError('NODE_NOT_RUNNING', message, { hint: 'Start it: nobyte start' })

function remoteError ({ message, data = {} }: NonNullable<Incoming['error']>): AppError {
  const { code = 'INTERNAL' as ErrorCode, hint, details, retryAfterMs } = data
  return new AppError(code, message, { hint, retryAfterMs, details })
}
