import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { printableJson } from '../printable.ts'

export const examples: CommandModule['examples'] = ['rpc status', `rpc people.rename '{"who":"ada","name":"Ada L."}'`, 'rpc rpc.discover']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<method>', 'see rpc.discover')
    .argument('[json]', 'its parameters, by name', '{}')
    .action(run(async ({ withNode, deadline, out }, method: string, json: string) => {
      let params: unknown
      try {
        params = JSON.parse(json)
      } catch (err) {
        throw new AppError('BAD_INPUT', 'the parameters are not JSON', { hint: (err as Error).message })
      }
      const result = await withNode(async client => await client.request(method, params, { signal: deadline() }))
      out.row({ type: 'result', method, result }, printableJson(result))
    }))
}
