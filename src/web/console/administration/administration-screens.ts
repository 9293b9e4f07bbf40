import type { ComponentType } from 'react'
import type { Role } from '../account.ts'
import type { Screen } from '../screens.ts'

type Content = ComponentType<Record<string, string>>
type Later = (load: () => Promise<Content>) => Content
type Listed = Omit<Screen, 'Content'> & { load: () => Promise<Content> }

const readers: readonly Role[] = ['administrator', 'staff', 'auditor']
const workers: readonly Role[] = ['administrator', 'staff']
const administrators: readonly Role[] = ['administrator']

/** The dashboard and what administrators look after, in the order of the menu. */
const listed: readonly Listed[] = [
  {
    path: '/dashboard',
    title: 'dashboard',
    roles: readers,
    group: 'insight',
    load: async () => (await import('../dashboard/dashboard-screen.tsx')).DashboardScreen,
  },
  {
    path: '/gaps',
    title: 'gaps',
    roles: workers,
    group: 'insight',
    load: async () => (await import('../gaps/gaps-screen.tsx')).GapsScreen,
  },
  {
    path: '/gaps/:id',
    title: 'gap',
    roles: workers,
    load: async () => (await import('../gaps/gap-screen.tsx')).GapScreen,
  },
  {
    path: '/reports',
    title: 'reports',
    roles: readers,
    group: 'insight',
    load: async () => (await import('../reports/reports-screen.tsx')).ReportsScreen,
  },
  {
    path: '/reports/:id',
    title: 'report',
    roles: readers,
    load: async () => (await import('../reports/report-screen.tsx')).ReportScreen,
  },
  {
    path: '/reviews',
    title: 'reviews',
    roles: readers,
    group: 'insight',
    load: async () => (await import('../reviews/reviews-screen.tsx')).ReviewsScreen,
  },
  {
    path: '/reviews/:id',
    title: 'review',
    roles: workers,
    load: async () => (await import('../reviews/review-screen.tsx')).ReviewScreen,
  },
  {
    path: '/guide',
    title: 'guide',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('./guide-screen.tsx')).GuideScreen,
  },
  {
    path: '/knowledge',
    title: 'knowledge',
    roles: readers,
    group: 'administration',
    load: async () => (await import('../knowledge/knowledge-screen.tsx')).KnowledgeScreen,
  },
  {
    path: '/documents',
    title: 'documents',
    roles: readers,
    group: 'administration',
    load: async () => (await import('../documents/documents-screen.tsx')).DocumentsScreen,
  },
  {
    path: '/documents/:id',
    title: 'version',
    roles: readers,
    load: async () => (await import('../documents/version-screen.tsx')).VersionScreen,
  },
  {
    path: '/recalls',
    title: 'recalls',
    roles: readers,
    group: 'administration',
    load: async () => (await import('../documents/recalls-screen.tsx')).RecallsScreen,
  },
  {
    path: '/recalls/:id',
    title: 'recall',
    roles: readers,
    load: async () => (await import('../documents/recall-screen.tsx')).RecallScreen,
  },
  {
    path: '/experts',
    title: 'experts',
    roles: readers,
    group: 'administration',
    load: async () => (await import('../experts/experts-screen.tsx')).ExpertsScreen,
  },
  {
    path: '/experts/:id',
    title: 'expert',
    roles: ['administrator', 'staff'],
    load: async () => (await import('../experts/expert-screen.tsx')).ExpertScreen,
  },
  {
    path: '/rotation',
    title: 'rotation',
    roles: readers,
    group: 'administration',
    load: async () => (await import('../rotation/rotation-screen.tsx')).RotationScreen,
  },
  {
    path: '/organisations',
    title: 'organisations',
    roles: readers,
    group: 'administration',
    load: async () =>
      (await import('../organisations/organisations-screen.tsx')).OrganisationsScreen,
  },
  {
    path: '/accounts',
    title: 'accounts',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../accounts/accounts-screen.tsx')).AccountsScreen,
  },
  {
    path: '/embed',
    title: 'embed',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../settings/embed-screen.tsx')).EmbedScreen,
  },
  {
    path: '/channel',
    title: 'channel',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../channel/channel-screen.tsx')).ChannelScreen,
  },
  {
    path: '/terms',
    title: 'terms',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../settings/terms-screen.tsx')).TermsScreen,
  },
  {
    path: '/models',
    title: 'models',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../settings/models-screen.tsx')).ModelsScreen,
  },
  {
    path: '/trial',
    title: 'trial',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../trial/trial-screen.tsx')).TrialScreen,
  },
  {
    path: '/privacy',
    title: 'privacy',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('../settings/privacy-screen.tsx')).PrivacyScreen,
  },
  {
    path: '/audit',
    title: 'audit',
    roles: ['administrator', 'auditor'],
    group: 'administration',
    load: async () => (await import('./audit-screen.tsx')).AuditScreen,
  },
  {
    path: '/switches',
    title: 'switches',
    roles: administrators,
    group: 'administration',
    load: async () => (await import('./switches-screen.tsx')).SwitchesScreen,
  },
]

/** @param later loads a screen when it is first shown */
export const administrationScreens = (later: Later): readonly Screen[] =>
  listed.map(({ load, ...screen }) => ({ ...screen, Content: later(load) }))
