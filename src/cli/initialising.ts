/** `init`: a profile made by a node in set-up mode. */
import { resolve } from 'node:path'
import { AppError, type Client } from '../api/client.ts'
import type { NetworkDescription, ProfileCreated } from '../api/schema.ts'
import type { Context } from './context.ts'
import { stopNode } from './processes.ts'
import { askLine } from './prompts.ts'
import { choosePassphrase, readRecoveryWords, type PassphraseOptions } from './secrets.ts'
import { ensureRunning, KEY_MARGIN_MS } from './starting.ts'

export interface InitFlags extends PassphraseOptions {
  name?: string
  network?: string
  recover?: true
  wordsFile?: string
}

/** Never overwrites. @throws AppError EXISTS */
export async function initialise (context: Context, flags: InitFlags): Promise<void> {
  const network = flags.network === undefined ? undefined : await context.programs.readNetworkFile(resolve(flags.network))
  if (flags.name === '' || (flags.name === undefined && !context.interactive)) {
    throw new AppError('USAGE', 'a name is needed', { hint: 'Type: nobyte init --name NAME' })
  }
  const { client, spawned } = await ensureRunning(context)
  try {
    await refuseSecondProfile(client)
    const name = flags.name ?? await askName(context)
    const recoveryWords = flags.recover === true ? await readRecoveryWords(context, flags.wordsFile) : undefined
    const passphrase = await choosePassphrase(context, flags)
    const options = { name, passphrase, network: network as NetworkDescription | undefined }
    context.out.note('Making the keys…')
    const calling = { signal: context.deadline(KEY_MARGIN_MS) }
    if (recoveryWords === undefined) showProfile(context, await client.call('profile.create', options, calling))
    else showRecovered(context, await client.call('profile.recover', { ...options, recoveryWords }, calling))
  } finally {
    // Whether it ends in time or not: the profile is there, or something else is to be told.
    if (spawned) await stopNode(client, AbortSignal.timeout(context.timeoutMs)).catch(() => {})
    client.close()
  }
  context.out.note('Next: nobyte start')
}

export async function refuseSecondProfile (client: Client): Promise<void> {
  const { state, role } = await client.call('status')
  if (state !== 'empty' || role !== 'user') {
    const hint = 'Use --profile NAME or another NOBYTE_HOME for a second one'
    throw new AppError('EXISTS', 'there is a profile already; nothing was changed', { hint })
  }
}

export async function askName (context: Context): Promise<string> {
  while (true) {
    const name = await askLine('Your name, as others see it: ', context)
    if (name !== '') return name
  }
}

export function showProfile ({ out }: Context, profile: ProfileCreated): void {
  const { name, recoveryWords: words } = profile
  const column = (at: number): string => `${String(at + 1).padStart(2)} ${(words[at] ?? '').padEnd(10)}`
  const grid = Array.from({ length: 6 }, (_, row) => `  ${[0, 6, 12, 18].map(start => column(start + row)).join(' ').trimEnd()}`)
  out.row({ type: 'profile', ...profile }, `${out.good('✓')} ${name}  ${out.faint(profile.accountId)}\n\n${grid.join('\n')}\n`)
  out.note('Write these 24 words down, in order. They are shown this once and bring your account back on another\n' +
    'computer; they do not bring back contacts or messages. Nobody can reset them.')
}

function showRecovered ({ out }: Context, profile: { accountId: string, name: string }): void {
  out.row({ type: 'profile', ...profile }, `${out.good('✓')} ${profile.name}  ${out.faint(profile.accountId)}`)
  out.note('Your account is back: the same safety numbers, on a new device. Contacts and messages are not: ask for new links.')
}
