/** The people known here. */
import type { Context } from './context.ts'
import { confirm } from './prompts.ts'
import { showContact } from './rows.ts'

export async function listContacts ({ call, out }: Context): Promise<void> {
  const { contacts } = await call('people.list')
  for (const contact of contacts) showContact(out, contact)
  if (contacts.length === 0) out.note('Nobody yet. Invite someone: nobyte invite')
}

export async function forgetContact (context: Context, who: string): Promise<void> {
  const { contactId, name } = await context.call('people.verify', { who })
  await confirm(`Forget ${name} and everything said with them?`, context)
  await context.call('people.remove', { who: contactId })
  context.out.row({ type: 'contact-removed', contactId, name }, `${context.out.good('✓')} forgot ${name}`)
}
