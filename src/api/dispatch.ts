/** JSON-RPC 2.0, apart from any transport: one frame in, at most one frame out, whatever is in it. */
import type { ZodError } from 'zod'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { describeMethods } from './openrpc.ts'
import { methods, type ApiEvent, type MethodName, type ParsedParams, type Result } from './schema.ts'

export const MAX_BATCH = 50

export interface CallContext {
  /** aborts when the caller goes away or cancels */
  signal: AbortSignal
  /** sends each event as a notification, once the call was answered, until the caller goes away. @throws AppError EXISTS */
  stream: (source: (signal: AbortSignal) => AsyncIterable<ApiEvent>) => void
  endStream: () => void
}

/** Only what a node offers: a name that is missing here is a method not found. */
export type MethodTable = {
  [Name in MethodName]?: (params: ParsedParams<Name>, context: CallContext) => Promise<Result<Name>> | Result<Name>
}

type Id = string | number | null
interface Failure {
  code: number
  message: string
  data: { code: string, hint?: string, details?: unknown, retryAfterMs?: number }
}
type Reply = { jsonrpc: '2.0', id: Id } & ({ result: unknown } | { error: Failure })

export interface Caller extends Omit<CallContext, 'signal'> {
  /** @returns the call's signal, and what to do when it has ended */
  begin: (id: Id) => { signal: AbortSignal, end: () => void }
  cancel: (id: Id) => void
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @returns the frame to send back; undefined when only notifications came. Never rejects. */
export async function answerFrame (
  frame: Uint8Array, { table, caller, log }: { table: MethodTable, caller: Caller, log: Log }
): Promise<string | undefined> {
  const answer = async (request: unknown): Promise<Reply | undefined> => await answerRequest(request, { table, caller, log })
  let parsed: unknown
  try {
    parsed = JSON.parse(utf8.decode(frame))
  } catch {
    return write(failed(null, parseFailure))
  }
  if (!Array.isArray(parsed)) return write(await answer(parsed))
  if (parsed.length === 0) return write(failed(null, invalid('an empty batch')))
  if (parsed.length > MAX_BATCH) return write(failed(null, invalid(`a batch of more than ${MAX_BATCH}`, 'TOO_MANY')))
  const replies: Reply[] = []
  for (const request of parsed) {
    const reply = await answer(request)
    if (reply !== undefined) replies.push(reply)
  }
  return replies.length === 0 ? undefined : write(replies)
}

export const refusalFrame = (err: AppError): string => write(failed(null, failureOf(err)))!

const write = (reply: Reply | Reply[] | undefined): string | undefined => reply === undefined ? undefined : JSON.stringify(reply)
const failed = (id: Id, error: Failure): Reply => ({ jsonrpc: '2.0', id, error })
const invalid = (what: string, code: AppError['code'] = 'BAD_INPUT'): Failure =>
  ({ code: -32600, message: `Invalid request: ${what}`, data: { code } })
const parseFailure: Failure = { code: -32700, message: 'Parse error: not JSON in UTF-8', data: { code: 'BAD_INPUT' } }

async function answerRequest (
  request: unknown, { table, caller, log }: { table: MethodTable, caller: Caller, log: Log }
): Promise<Reply | undefined> {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return failed(null, invalid('not an object'))
  const { jsonrpc, id, method, params = {} } = request as Record<string, unknown>
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number' && id !== null) return failed(null, invalid('id'))
  if (jsonrpc !== '2.0') return failed(id ?? null, invalid('jsonrpc must be "2.0"'))
  if (typeof method !== 'string') return failed(id ?? null, invalid('method must be a string'))
  if (method === 'rpc.cancel') {
    caller.cancel((params as { id?: Id } | null)?.id ?? null)
    return id === undefined ? undefined : { jsonrpc, id, result: {} }
  }
  const call = caller.begin(id ?? null)
  try {
    const result = await invoke(method, params, { table, context: { ...caller, signal: call.signal } })
    return id === undefined ? undefined : { jsonrpc, id, result }
  } catch (err) {
    if (!(err instanceof AppError)) {
      log.error('api.method-failed', { method: known(method) ? method : 'unknown', ...errorFields(err) })
    }
    return id === undefined ? undefined : failed(id, failureOf(err))
  } finally {
    call.end()
  }
}

const known = (method: string): method is MethodName => Object.hasOwn(methods, method)

async function invoke (
  method: string, params: unknown, { table, context }: { table: MethodTable, context: CallContext }
): Promise<unknown> {
  if (method === 'rpc.discover') return describeMethods(Object.keys(table) as MethodName[])
  // An own property only: "constructor" and "__proto__" name no method.
  if (!known(method) || !Object.hasOwn(table, method)) throw new MethodNotFound(known(method))
  const declaration = methods[method]
  const checked = declaration.params.safeParse(params)
  if (!checked.success) throw new InvalidParams(checked.error)
  const run = table[method] as (params: unknown, context: CallContext) => unknown
  // Parsing the result drops every field that the schema does not name, so nothing leaves by accident.
  return declaration.result.parse(await run(checked.data, context))
}

class MethodNotFound extends AppError {
  constructor (elsewhere: boolean) {
    const [message, hint] = elsewhere
      ? ['This node serves a network and knows no person', 'A person\'s node has another home: another NOBYTE_HOME or --profile']
      : ['Method not found', 'See: nobyte rpc rpc.discover']
    super('NOT_FOUND', message, { hint })
  }
}

class InvalidParams extends AppError {
  constructor (error: ZodError) {
    const details = error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }))
    const first = details[0]
    super('BAD_INPUT', `Invalid params: ${first?.path === '' ? '' : `${first?.path}: `}${first?.message ?? ''}`, { details })
  }
}

const rpcCode = (err: AppError): number =>
  err instanceof MethodNotFound ? -32601 : err instanceof InvalidParams ? -32602 : -32000

function failureOf (err: unknown): Failure {
  // What is not an AppError may quote content or paths, so it stays here.
  if (!(err instanceof AppError)) {
    return { code: -32603, message: 'Internal error', data: { code: 'INTERNAL', hint: 'See: nobyte doctor' } }
  }
  const { message, code, hint, details, retryAfterMs } = err
  return { code: rpcCode(err), message, data: { code, hint, details, retryAfterMs } }
}
