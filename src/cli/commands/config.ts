import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { showPaths } from '../paths.ts'
import { SETTINGS, isSetting, parseSetting, readConfig, writeConfig } from '../settings.ts'

export const examples: CommandModule['examples'] = ['config get', 'config set timeout 2m', 'config path --explain']

const unknown = (key: string): AppError =>
  new AppError('NOT_FOUND', `no setting called "${key}"`, { hint: `There are: ${Object.keys(SETTINGS).join(', ')}` })

export const build: CommandModule['build'] = (command, run) => {
  command.command('get').description('Shows one setting, or all.').argument('[key]')
    .action(run(async ({ settings, out }, key?: string) => {
      if (key !== undefined && !isSetting(key)) throw unknown(key)
      for (const [name, { value, source }] of Object.entries(settings)) {
        if (key !== undefined && key !== name) continue
        out.row({ type: 'setting', key: name, value, source }, key === undefined ? `${name} = ${value}` : `${value}`)
      }
    }))
  command.command('set').description('Changes a setting in the config file; without a value, back to its default.')
    .argument('<key>').argument('[value]')
    .action(run(async ({ home, out }, key: string, text?: string) => {
      if (!isSetting(key)) throw unknown(key)
      const { [key]: _, ...others } = await readConfig(home.configFile)
      const value = text === undefined ? SETTINGS[key].fallback : parseSetting(key, text)
      await writeConfig(home.configFile, text === undefined ? others : { ...others, [key]: value })
      out.row({ type: 'setting', key, value, source: text === undefined ? 'default' : 'config file' }, `${key} = ${value}`)
    }))
  command.command('path').description('Shows where everything lies.')
    .option('--explain', 'and where each path and each setting comes from')
    .action(run(async (context, { explain }: { explain?: true }) => { showPaths(context, explain === true) }))
}
