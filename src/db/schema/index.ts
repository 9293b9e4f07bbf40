export * from './conversations.ts'
export * from './knowledge.ts'
