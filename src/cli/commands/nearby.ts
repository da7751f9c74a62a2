import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { meetNearby, showNearby, showPerson, waitNearby } from '../nearby.ts'

export const examples: CommandModule['examples'] = ['nearby', 'nearby --pick radia --timeout 2m', 'nearby --match radia', 'nearby --stop']

interface Options { pick?: string, match?: string, differ?: string, stop?: true }

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--pick <who>', 'ask somebody to meet, by name or id, and wait for the two words')
    .option('--match <who>', 'the words are the same on both screens')
    .option('--differ <who>', 'they are not')
    .option('--stop', 'be seen no more')
    .action(run(async (context, { pick, match, differ, stop }: Options) => {
      const { call, out, interactive } = context
      const chosen = [pick, match, differ, stop].filter(option => option !== undefined)
      if (chosen.length > 1) throw new AppError('USAGE', 'one of --pick, --match, --differ and --stop at a time')
      if (stop === true) {
        await call('nearby.stop')
        return out.row({ type: 'nearby-stopped' }, `${out.good('✓')} nobody nearby sees you any more`)
      }
      if (pick !== undefined) {
        await call('nearby.start')
        return showPerson(out, await waitNearby(context, pick, {
          act: async (client, id) => await client.call('nearby.pick', { id }), states: ['compare', 'confirmed', 'met']
        }))
      }
      const who = match ?? differ
      if (who !== undefined) {
        return showPerson(out, await waitNearby(context, who, {
          act: async (client, id) => await client.call('nearby.confirm', { id, match: match !== undefined }), states: ['met']
        }))
      }
      if (interactive && !out.json) return await meetNearby(context)
      showNearby(out, await call('nearby.start'))
    }))
}
