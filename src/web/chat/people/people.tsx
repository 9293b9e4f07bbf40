import './people.css'

export { CaseCard } from './case-card.tsx'
export { HandOverSheet } from './hand-over-sheet.tsx'
export { MenuSheet } from './menu-sheet.tsx'
export { RatingDetails } from './rating-details.tsx'
export { StatementView } from './statement-view.tsx'
