import type { CommandModule } from '../command.ts'
import { openInBrowser, wayInText } from '../opening.ts'
import { ensureRunning } from '../starting.ts'

export const examples: CommandModule['examples'] = ['open', 'open --print', 'open --plain']

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--print', 'start no browser, only say where the page is')
    .option('--plain', 'at 127.0.0.1, for a browser that does not know where *.localhost leads')
    .action(run(async (context, { print = false, plain = false }: { print?: boolean, plain?: boolean }) => {
      const { out, deadline } = context
      const { client } = await ensureRunning(context)
      const way = await client.call('page.open', { plain }, { signal: deadline() }).finally(() => { client.close() })
      const opened = !print && await openInBrowser(way.file)
      const { address, code, codeExpiresAtMs, phrase } = way
      const head = opened
        ? `${out.good('✓')} your browser opens the page; otherwise:`
        : 'Open this address in a browser on this computer, and type the code:'
      out.row({ type: 'page', address, code, codeExpiresAtMs, phrase, opened }, `${head}\n${wayInText(context, way)}`)
    }))
}
