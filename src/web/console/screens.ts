import { lazy } from 'react'
import type { ComponentType } from 'react'
import type { Role } from './account.ts'
import { administrationScreens } from './administration/administration-screens.ts'
import type { ScreenTitle } from './text/screen-titles.ts'

/** A screen takes the `:parameters` of its path as strings. */
type Content = ComponentType<Record<string, string>>

export type Group = 'work' | 'archive' | 'insight' | 'administration'

export type Screen = {
  /** After `#`, such as `/cases/:id`. */
  path: string
  title: ScreenTitle
  roles: readonly Role[]
  /** Where it stands in the menu; undefined: reached from another screen. */
  group?: Group
  Content: Content
}

const readers: readonly Role[] = ['administrator', 'staff', 'auditor']
const workers: readonly Role[] = ['administrator', 'staff']

/** Loaded when it is first shown. */
function later(load: () => Promise<Content>): Content {
  return lazy(async () => ({ default: await load() }))
}

/** Every screen of the console, in the order of the menu. */
export const screens: readonly Screen[] = [
  {
    path: '/',
    title: 'queue',
    roles: readers,
    group: 'work',
    Content: later(async () => (await import('./queue/queue-screen.tsx')).QueueScreen),
  },
  {
    path: '/cases/:id',
    title: 'case',
    roles: readers,
    Content: later(async () => (await import('./case/case-screen.tsx')).CaseScreen),
  },
  {
    path: '/inbox',
    title: 'inbox',
    roles: readers,
    group: 'work',
    Content: later(async () => (await import('./inbox/inbox-screen.tsx')).InboxScreen),
  },
  {
    path: '/follow-ups',
    title: 'followUps',
    roles: workers,
    group: 'work',
    Content: later(async () => (await import('./records/follow-ups-screen.tsx')).FollowUpsScreen),
  },
  {
    path: '/complaints',
    title: 'complaints',
    roles: workers,
    group: 'work',
    Content: later(async () => (await import('./records/complaints-screen.tsx')).ComplaintsScreen),
  },
  {
    path: '/trainings',
    title: 'trainings',
    roles: readers,
    group: 'work',
    Content: later(async () => (await import('./training/trainings-screen.tsx')).TrainingsScreen),
  },
  {
    path: '/trainings/:id',
    title: 'training',
    roles: readers,
    Content: later(async () => (await import('./training/training-screen.tsx')).TrainingScreen),
  },
  {
    path: '/policies',
    title: 'policies',
    roles: readers,
    group: 'work',
    Content: later(async () => (await import('./policies/policies-screen.tsx')).PoliciesScreen),
  },
  {
    path: '/policies/:id',
    title: 'policy',
    roles: readers,
    Content: later(async () => (await import('./policies/policy-screen.tsx')).PolicyScreen),
  },
  {
    path: '/enterprises',
    title: 'enterprises',
    roles: readers,
    group: 'work',
    Content: later(async () => (await import('./ledger/enterprises-screen.tsx')).EnterprisesScreen),
  },
  {
    path: '/enterprises/:id',
    title: 'enterprise',
    roles: readers,
    Content: later(async () => (await import('./ledger/enterprise-screen.tsx')).EnterpriseScreen),
  },
  {
    path: '/key-enterprises',
    title: 'keyEnterprises',
    roles: readers,
    Content: later(async () => (await import('./ledger/key-list-screen.tsx')).KeyListScreen),
  },
  {
    path: '/special-lists',
    title: 'specialLists',
    roles: readers,
    group: 'work',
    Content: later(
      async () => (await import('./special/special-lists-screen.tsx')).SpecialListsScreen,
    ),
  },
  {
    path: '/special-lists/:id',
    title: 'specialList',
    roles: readers,
    Content: later(
      async () => (await import('./special/special-list-screen.tsx')).SpecialListScreen,
    ),
  },
  {
    path: '/consultations',
    title: 'consultations',
    roles: workers,
    group: 'archive',
    Content: later(
      async () => (await import('./records/consultations-screen.tsx')).ConsultationsScreen,
    ),
  },
  {
    path: '/consultations/:number/entry',
    title: 'correctEntry',
    roles: workers,
    Content: later(
      async () => (await import('./entry/correct-entry-screen.tsx')).CorrectEntryScreen,
    ),
  },
  {
    path: '/entry',
    title: 'entry',
    roles: workers,
    group: 'archive',
    Content: later(async () => (await import('./entry/entry-screen.tsx')).EntryScreen),
  },
  {
    path: '/curated',
    title: 'curated',
    roles: readers,
    group: 'archive',
    Content: later(async () => (await import('./records/curated-screen.tsx')).CuratedScreen),
  },
  {
    path: '/holds',
    title: 'holds',
    roles: ['administrator'],
    group: 'archive',
    Content: later(async () => (await import('./holds/holds-screen.tsx')).HoldsScreen),
  },
  ...administrationScreens(later),
  {
    path: '/undelivered',
    title: 'undelivered',
    roles: ['administrator'],
    group: 'administration',
    Content: later(
      async () => (await import('./undelivered/undelivered-screen.tsx')).UndeliveredScreen,
    ),
  },
]

export const allowedScreens = (role: Role): readonly Screen[] =>
  screens.filter(({ roles }) => roles.includes(role))

/** The screen of an address with the values of its parameters. */
export function screenAt(
  path: string,
): { screen: Screen; parameters: Record<string, string> } | undefined {
  const [plain = ''] = path.split('?')
  for (const screen of screens) {
    const parameters = match(screen.path, plain)
    if (parameters) return { screen, parameters }
  }
  return undefined
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? ''
    if (part.startsWith(':') && value !== '') parameters[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return parameters
}
