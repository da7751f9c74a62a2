import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { SCRIPTS, isShell } from '../completing.ts'

export const examples: CommandModule['examples'] = [
  'completion bash >> ~/.bashrc', 'completion zsh >> ~/.zshrc', 'completion fish > ~/.config/fish/completions/nobyte.fish'
]

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<shell>', 'bash, zsh or fish')
    .action(run(async ({ out }, shell: string) => {
      if (!isShell(shell)) throw new AppError('BAD_INPUT', `no completion for "${shell}"`, { hint: 'bash, zsh or fish' })
      out.row({ type: 'completion', shell, script: SCRIPTS[shell] }, SCRIPTS[shell])
    }))
}
