import { Argument } from 'commander'
import type { CommandModule } from '../command.ts'
import { forgetContact, listContacts } from '../contacts.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['people', 'people rename ada "Ada from work"', 'people note ada "met at the lake"',
  'people typing ada off']

const onOff = (): Argument => new Argument('<on|off>').choices(['on', 'off'])

export const build: CommandModule['build'] = (command, run) => {
  command.command('ls', { isDefault: true }).description('Lists everyone known here.').action(run(listContacts))
  command.command('rename').description('Gives someone a nickname of your own.')
    .argument('<who>').argument('<name>')
    .action(run(async ({ call, out }, who: string, name: string) => { showContact(out, await call('people.rename', { who, name })) }))
  command.command('remove').description('Forgets someone, and what was said with them.')
    .argument('<who>').action(run(forgetContact))
  command.command('note').description('Your own words about someone; nobody is told. None remove them.')
    .argument('<who>').argument('[text...]')
    .action(run(async ({ call, out }, who: string, words: string[]) => {
      showContact(out, await call('chats.setNote', { who, text: words.join(' ') }))
    }))
  command.command('unread').description('Marks a conversation as one to come back to.').argument('<who>')
    .action(run(async ({ call, out }, who: string) => { showContact(out, await call('chats.markUnread', { who })) }))
  command.command('receipts').description('Whether someone learns that you read their messages.')
    .argument('<who>').addArgument(onOff())
    .action(run(async ({ call, out }, who: string, word: string) => {
      showContact(out, await call('people.setReceipts', { who, on: word === 'on' }))
    }))
  command.command('typing').description('Whether each of you sees when the other writes.')
    .argument('<who>').addArgument(onOff())
    .action(run(async ({ call, out }, who: string, word: string) => {
      showContact(out, await call('people.setTyping', { who, on: word === 'on' }))
    }))
}
