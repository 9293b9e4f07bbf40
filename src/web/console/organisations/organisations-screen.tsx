import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { peopleText } from '../administration/people-text.ts'
import { useWords } from '../use-words.ts'
import { OrganisationTree } from './organisation-tree.tsx'

export function OrganisationsScreen() {
  const { organisations: words } = useWords(peopleText)
  const text = useText()
  return (
    <div className="stack">
      <h1>{text.screens.organisations}</h1>
      <p>{words.intro}</p>
      <OrganisationTree />
    </div>
  )
}
