import './people.css'
import '../training/training.css'

export { TrainingBanner } from '../training/training-banner.tsx'
export { TrainingCard } from '../training/training-card.tsx'
export { CaseCard } from './case-card.tsx'
export { PeopleSheets } from './people-sheets.tsx'
export { RatingDetails } from './rating-details.tsx'
export { StatementView } from './statement-view.tsx'
