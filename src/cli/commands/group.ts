import type { GroupRole } from '../../api/schema.ts'
import type { CommandModule } from '../command.ts'
import { forgetGroup, joinGroup, leaveGroup, linkToGroup, listGroups, offerPast, setGroup, showing, verifyGroup } from '../groups.ts'

export const examples: CommandModule['examples'] = [
  'group create "Saturday walk" ada ben', 'group info "Saturday walk"', 'group role "Saturday walk" ada admin',
  'group link "Saturday walk" --uses 5 --expires 1d', 'group join nobyte:AR…'
]

export const build: CommandModule['build'] = (command, run) => {
  const sub = (name: string, says: string): typeof command => command.command(name).description(says).argument('<group>')
  command.command('ls', { isDefault: true }).description('Lists your groups.').action(run(listGroups))
  sub('create', 'Makes a group; write to it by its name.').argument('[who...]', 'contacts of yours')
    .action(run(showing(async ({ call }, name: string, people: string[]) => await call('groups.create', { name, people }))))
  sub('info', 'Who is in it, who may what, and what is odd.')
    .action(run(showing(async ({ call }, group: string) => await call('groups.info', { group }))))
  sub('add', 'Adds contacts of yours.').argument('<who...>').option('--role <role>', 'reader, member, admin or owner')
    .action(run(showing(async ({ call }, group: string, people: string[], { role }: { role?: GroupRole }) =>
      await call('groups.add', { group, people, role }))))
  sub('remove', 'Removes a member.').argument('<who>')
    .action(run(showing(async ({ call }, group: string, person: string) => await call('groups.remove', { group, person }))))
  sub('role', 'Makes a member a reader, member, admin or owner.').argument('<who>').argument('<role>')
    .action(run(showing(async ({ call }, group: string, person: string, role: GroupRole) =>
      await call('groups.setRole', { group, person, role }))))
  sub('set', 'Its name, who may do what, and how long messages stay.').option('--name <name>')
    .option('--adds <who>', 'admins or members').option('--posts <who>', 'admins or members')
    .option('--expires <time>', 'how long after they were read messages disappear, from 5m to 52w; or "off"')
    .action(run(showing(setGroup)))
  sub('past', 'Hands a newcomer what was said before.').argument('<who>').option('--last <n>', 'at most 1,000').action(run(offerPast))
  sub('link', 'Makes a link into it: your node adds whoever uses it.')
    .option('--uses <n>', 'how many may use it').option('--expires <time>', 'how long it works, such as 1d; 7d when absent')
    .option('--ls', 'those of yours that still work').option('--revoke', 'makes all of yours useless')
    .action(run(linkToGroup))
  command.command('join').description('Follows a link into a group.').argument('<link>').action(run(joinGroup))
  sub('accept', 'Takes part in one that somebody added you to.')
    .action(run(showing(async ({ call }, group: string) => await call('groups.accept', { group }))))
  sub('leave', 'Leaves it; what was said stays here.').action(run(leaveGroup))
  sub('forget', 'Forgets one that you left, and what was said there.').action(run(forgetGroup))
  sub('verify', 'The number that is the same for all who know the same members.').action(run(verifyGroup))
}
