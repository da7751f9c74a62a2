/**
 * Completion. The shell hands the words typed so far to the hidden `__complete`, the last one unfinished; one
 * candidate a line comes back. It must be quick, and silent whatever happens.
 */
import { connect } from '../api/client.ts'
import { CATALOGUE } from './catalogue.ts'
import { homeOf } from './settings.ts'

const NODE_MS = 80
const SUBCOMMANDS: Record<string, string[]> = {
  people: ['ls', 'rename', 'remove', 'note', 'unread', 'receipts'],
  group: ['ls', 'create', 'info', 'add', 'remove', 'role', 'set', 'leave', 'forget', 'verify'],
  channel: ['ls', 'create', 'follow', 'post', 'link', 'serve', 'info', 'rename', 'admit', 'dismiss', 'leave'],
  invite: ['ls', 'revoke', '--qr', '--expires', '--reusable', '--no-network-key'],
  requests: ['ls', 'approve', 'decline'],
  network: ['create', 'join', 'show'],
  passphrase: ['change'],
  config: ['get', 'set', 'path'],
  completion: ['bash', 'zsh', 'fish']
}
const FLAGS = ['--profile', '--json', '--quiet', '--verbose', '--no-input', '--yes', '--timeout', '--no-color', '--help']
const TAKES_PERSON = [
  'send', 'read', 'chat', 'verify', 'block', 'unblock', 'why', 'mute', 'archive', 'expire',
  'people rename', 'people remove', 'people note', 'people unread', 'people receipts'
]

export async function complete (words: string[]): Promise<void> {
  const unfinished = words.at(-1) ?? ''
  const before = words.slice(0, -1).filter(word => !word.startsWith('-'))
  const candidates = unfinished.startsWith('-') ? FLAGS : await candidatesAfter(before)
  const fitting = candidates.filter(candidate => candidate.toLowerCase().startsWith(unfinished.toLowerCase()))
  if (fitting.length > 0) process.stdout.write(`${fitting.join('\n')}\n`)
}

async function candidatesAfter (before: string[]): Promise<string[]> {
  const [command, ...rest] = before
  if (command === undefined) return [...CATALOGUE.map(({ name }) => name), 'help']
  if (command === 'help') return rest.length === 0 ? CATALOGUE.map(({ name }) => name) : []
  if (TAKES_PERSON.includes(before.join(' '))) return await people()
  return rest.length === 0 ? SUBCOMMANDS[command] ?? [] : []
}

async function people (): Promise<string[]> {
  const signal = AbortSignal.timeout(NODE_MS)
  try {
    const client = await connect(homeOf(process.env, process.env.NOBYTE_PROFILE), { signal })
    try {
      const { contacts } = await client.call('people.list', {}, { signal })
      // A name goes into the command line: one that the shell would read as more than a word stays out.
      return contacts.map(({ name }) => name).filter(name => /^[\p{L}\p{N}._@ ()-]+$/u.test(name))
    } finally {
      client.close()
    }
  } catch {
    return []
  }
}

const BASH = `_nobyte_complete () {
  local IFS=$'\\n'
  local word candidates=()
  for word in $(nobyte __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
    candidates+=("$(printf '%q' "$word")")
  done
  COMPREPLY=("\${candidates[@]}")
}
complete -o default -F _nobyte_complete nobyte`

const ZSH = `#compdef nobyte
_nobyte () {
  local -a candidates
  candidates=("\${(@f)$(nobyte __complete "\${(@)words[2,$CURRENT]}" 2>/dev/null)}")
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -- $candidates
}
compdef _nobyte nobyte`

const FISH = `function __nobyte_complete
  set -l words (commandline -opc) (commandline -ct)
  nobyte __complete $words[2..-1] 2>/dev/null
end
complete -c nobyte -f -a '(__nobyte_complete)'`

export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const
export const isShell = (name: string): name is keyof typeof SCRIPTS => Object.hasOwn(SCRIPTS, name)
