import './people.css'

export { CaseCard } from './case-card.tsx'
export { PeopleSheets } from './people-sheets.tsx'
export { RatingDetails } from './rating-details.tsx'
export { StatementView } from './statement-view.tsx'
