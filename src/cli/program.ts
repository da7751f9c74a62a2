/** The command line: global flags, the catalogue of commands, and how an error ends the process. */
import { Command, CommanderError } from 'commander'
import { AppError } from '../api/client.ts'
import { CATALOGUE } from './catalogue.ts'
import type { Run } from './command.ts'
import { openContext, type Context } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { Output, endQuietlyOnClosedPipe } from './output.ts'
import type { Programs } from './programs.ts'
import type { Flags } from './settings.ts'

/** @param args without the interpreter and the script. @returns the exit code */
export async function runCommandLine (args: string[], programs: Programs): Promise<number> {
  endQuietlyOnClosedPipe()
  if (args[0] === '__complete') {
    const { complete } = await import('./completing.ts')
    await complete(args.slice(1))
    return EXIT.ok
  }
  let context: Context | undefined
  const program = defineProgram(programs)
  const run: Run = action => async (...rest) => {
    context = await openContext({ flags: givenFlags(program), programs })
    await action(context, ...rest)
  }
  program.hook('preSubcommand', async (_program, command) => { await buildCommand(command, run) })
  try {
    await program.parseAsync(withoutHelpCommand(args), { from: 'user' })
    return Number(process.exitCode ?? EXIT.ok)
  } catch (err) {
    if (err instanceof CommanderError && err.exitCode === 0) return EXIT.ok // help or the version was shown
    if (isCode(err, 'commander.help') && program.args.length === 0) {
      program.outputHelp()
      return EXIT.ok
    }
    const out = context?.out ?? earlyOutput(args)
    return out.fail(err instanceof CommanderError ? usageError(err, program) : err)
  }
}

export function defineProgram ({ version }: Pick<Programs, 'version'>): Command {
  const program = new Command('nobyte')
    .description('A peer-to-peer messenger with nobody in the middle, and so nothing to hand over.')
    .usage('[flags] <command> …')
    .helpCommand(false)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr () {}, getOutHasColors: () => false })
    .helpOption('-h, --help', 'show help')
    .version(version, '-V, --version', 'show the version')
    .option('--profile <name>', 'use another profile')
    .option('--json', 'print one JSON object a line')
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'tell more about failures')
    .option('--no-input', 'never ask')
    .option('--yes', 'confirm everything')
    .option('--timeout <time>', 'how long to wait, such as 30s or 2m')
    .option('--no-color', 'no colours')
    .addHelpText('after', '\nExamples:\n  $ nobyte init --name Ada\n  $ nobyte start\n  $ nobyte help send\n\n' +
      'Exit codes: 0 ok, 1 failure, 2 usage, 3 node not running, 4 locked, 5 refused, 6 not found, 7 timed out,\n' +
      '  8 queued, 9 confirmation needed, 10 network blocked, 130 interrupted')
  for (const { name, group, summary } of CATALOGUE) {
    program.command(name).description(sentence(summary)).summary(summary).helpGroup(`${group}:`)
  }
  return program
}

/** Loads the command that is about to run. A subcommand of one that is loaded already needs nothing more. */
export async function buildCommand (command: Command, run: Run): Promise<void> {
  const entry = CATALOGUE.find(({ name }) => name === command.name())
  if (entry === undefined || command.parent?.parent !== null) return
  const { build, examples } = await entry.load()
  build(command, run)
  const shown = examples.map(example => `  $ ${example.includes('nobyte ') ? '' : 'nobyte '}${example}`).join('\n')
  if (command.commands.length > 0) command.helpCommand('help [command]', 'shows help for one of these')
  command.addHelpText('after', `\nExamples:\n${shown}`)
  const globally = '\nGlobal flags work here, too. See: nobyte --help'
  for (const one of [command, ...command.commands]) one.addHelpText('after', globally)
}

const isCode = (err: unknown, code: string): boolean => err instanceof CommanderError && err.code === code

const sentence = (summary: string): string => `${summary[0]!.toUpperCase()}${summary.slice(1)}.`

/** `nobyte help send` is `nobyte send --help`, which loads the command. */
function withoutHelpCommand (args: string[]): string[] {
  const at = args.findIndex(arg => !arg.startsWith('-'))
  return args[at] === 'help' ? [...args.slice(0, at), ...args.slice(at + 1), '--help'] : args
}

/** What was typed, without the defaults: the environment and the config file come before those. */
function givenFlags (program: Command): Flags {
  const flags = program.opts<Flags>()
  return Object.fromEntries(Object.entries(flags).filter(([name]) => program.getOptionValueSource(name) === 'cli'))
}

/** For errors before the settings are known. */
const earlyOutput = (args: string[]): Output => new Output({
  json: args.includes('--json') || /^(1|true|yes|on)$/i.test(process.env.NOBYTE_JSON ?? ''), quiet: false, verbose: false, colour: false
})

function usageError (err: CommanderError, program: Command): AppError {
  if (isCode(err, 'commander.help')) {
    const name = program.args[0]
    return new AppError('USAGE', `${name} needs to know what`, { hint: `See: nobyte ${name} --help` })
  }
  const [first = '', suggestion] = err.message.replace(/^error: /, '').split('\n')
  const known = program.commands.find(command => command.name() === program.args[0])
  const hint = suggestion?.replace(/^\((.*)\)$/, '$1') ?? `See: nobyte ${known === undefined ? '--help' : `${known.name()} --help`}`
  return new AppError('USAGE', first, { hint })
}
