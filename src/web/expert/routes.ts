/** Where one can be in the workbench. */
export type ListName = 'offered' | 'doing' | 'done'
export type Route =
  | { name: 'list'; list: ListName }
  | { name: 'ticket'; id: string }
  | { name: 'notices' }
  | { name: 'me' }
  | { name: 'invitation'; code: string }

export const listNames: readonly ListName[] = ['offered', 'doing', 'done']

const ticketAddress =
  /^#\/tickets\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i
const invitationAddress = /^#\/invitation\/([\w-]{43})$/

/**
 * What the part of an address after `#` asks for. It may come from a message or from anybody: only the pages of
 * the workbench are understood, everything else is the first of them.
 */
export function readRoute(hash: string): Route {
  const [, id] = ticketAddress.exec(hash) ?? []
  if (id !== undefined) return { name: 'ticket', id: id.toLowerCase() }
  const [, code] = invitationAddress.exec(hash) ?? []
  if (code !== undefined) return { name: 'invitation', code }
  if (hash === '#/notices') return { name: 'notices' }
  if (hash === '#/me') return { name: 'me' }
  return { name: 'list', list: listNames.find((list) => hash === `#/${list}`) ?? 'offered' }
}

export function addressOf(route: Route): string {
  switch (route.name) {
    case 'list':
      return `#/${route.list}`
    case 'ticket':
      return `#/tickets/${route.id}`
    case 'invitation':
      return `#/invitation/${route.code}`
    case 'notices':
    case 'me':
      return `#/${route.name}`
  }
}
