/** What `npm start` runs: a node that explains itself, from the first minute on. */
import { resolve } from 'node:path'
import { hasCode, type Client } from '../api/client.ts'
import type { NetworkDescription } from '../api/schema.ts'
import { connectIfRunning, type Context } from './context.ts'
import { runDaemon, stayAsNode } from './foreground.ts'
import { askName, showProfile } from './initialising.ts'
import { openInBrowser, wayInText } from './opening.ts'
import { askLine } from './prompts.ts'
import { choosePassphrase } from './secrets.ts'
import { KEY_MARGIN_MS, openProfile, showNode } from './starting.ts'

const INTRODUCTION = 'nobyte: a messenger with nobody in the middle.'

export async function welcome (context: Context): Promise<void> {
  const { out } = context
  const running = await connectIfRunning(context)
  if (running !== undefined) {
    out.note(`${INTRODUCTION}\nA node is running already (pid ${(await running.call('status')).pid}). See: nobyte status`)
    return running.close()
  }
  await stayAsNode(context, {
    begin: async () => await runDaemon(context, { prose: true }),
    proceed: async () => await context.withNode(async client => { await guide(context, client) })
  })
}

async function guide (context: Context, client: Client): Promise<void> {
  const { out, home, interactive } = context
  const { state } = await client.call('status')
  out.note(`${INTRODUCTION}\nYour messages live here, on this computer: ${home.data}`)
  await offerPage(context, client)
  if (interactive && state === 'empty') await makeFirstProfile(context, client)
  else if (interactive) showNode(context, await openProfile(context, client))
  else out.note(state === 'empty' ? NEXT_WITHOUT_PROFILE : NEXT_LOCKED)
  out.note('This node stays up until Ctrl-C. In another terminal, with ./scripts/nobyte (or an installed nobyte):')
  out.note('   nobyte status · nobyte invite · nobyte people · nobyte help')
}

/** Whoever would rather click than type does all of it there. */
async function offerPage (context: Context, client: Client): Promise<void> {
  if (context.settings.page.value !== true) return
  try {
    const way = await client.call('page.open', {})
    const opened = await openInBrowser(way.file)
    const head = opened ? 'Your browser opens the page; otherwise it is here:' : 'The page is here, for a browser on this computer:'
    context.out.note(`${head}\n${wayInText(context, way)}`)
  } catch (err) {
    context.out.note(`There is no page: ${(err as Error).message}`)
  }
}

const NEXT_WITHOUT_PROFILE = 'There is no profile yet. Make one:\n   ./scripts/nobyte init --name NAME\n   ./scripts/nobyte unlock'
const NEXT_LOCKED = 'The profile is locked. Open it:\n   ./scripts/nobyte unlock'

async function makeFirstProfile (context: Context, client: Client): Promise<void> {
  const { out } = context
  const name = await askName(context)
  const passphrase = await choosePassphrase(context, {})
  const choice = await chooseNetwork(context)
  const network = choice.kind === 'file' ? choice.network : undefined
  out.note('Making the keys…')
  try {
    showProfile(context, await client.call('profile.create', { name, passphrase, network }))
  } catch (err) {
    if (!hasCode(err, 'EXISTS')) throw err
    return out.note('Meanwhile a profile was made in the page; nothing was changed here.')
  }
  await askLine('Press Enter when you have written them down. ', context)
  out.note('Starting…')
  showNode(context, { kind: 'ready', ready: await client.call('unlock', { passphrase }, { signal: context.deadline(KEY_MARGIN_MS) }) })
  if (choice.kind === 'link') return await followLink(context, client, choice.link)
  const invite = await client.call('invites.create', {})
  out.note('Send this link to one person; it works once, for 7 days:')
  out.row({ type: 'invite', ...invite }, invite.link)
}

type Choice = { kind: 'lan' } | { kind: 'file', network: NetworkDescription } | { kind: 'link', link: string }

/** Asks again until the answer can be used. */
async function chooseNetwork (context: Context): Promise<Choice> {
  const { out, programs } = context
  while (true) {
    const answer = await askLine('Network: Enter for the local one, or a network file, or an invite link: ', context)
    if (answer === '') return { kind: 'lan' }
    if (answer.startsWith('nobyte:')) return { kind: 'link', link: answer }
    try {
      return { kind: 'file', network: await programs.readNetworkFile(resolve(answer)) as NetworkDescription }
    } catch (err) {
      if (!hasCode(err, 'NOT_FOUND', 'BAD_INPUT')) throw err
      out.note(err.message)
    }
  }
}

async function followLink ({ out, timeoutMs, deadline }: Context, client: Client, link: string): Promise<void> {
  try {
    const { name, state } = await client.call('invites.accept', { link, timeoutMs, wait: true }, { signal: deadline(5000) })
    out.note(state === 'ready'
      ? `You are in contact with ${name}. Write: nobyte send ${name} hello`
      : `${name} has not answered yet; this completes by itself.`)
  } catch (err) {
    // The node is up all the same; a link that does not work is no reason to end it.
    out.note(`The link did not work: ${(err as Error).message}`)
  }
}
