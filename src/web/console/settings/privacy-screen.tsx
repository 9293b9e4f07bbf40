import { privacyText, privacyVersion } from '../../shared/privacy-text.ts'
import { usePreferences } from '../preferences.ts'
import { useText } from '../use-text.ts'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { settingsText } from '../administration/settings-text.ts'
import { useWords } from '../use-words.ts'
import { type ShownSettings, useSettings } from './use-settings.ts'

/** What askers are told and how long things are kept. */
export function PrivacyScreen() {
  const { privacy: words, readOnly } = useWords(settingsText)
  const text = useText()
  const settings = useSettings()
  return (
    <div className="stack">
      <h1>{text.screens.privacy}</h1>
      <p>{readOnly}</p>
      <Loaded of={settings}>{({ service }) => <Retention service={service} />}</Loaded>
      <section className="card stack">
        <h2>
          {words.version} {privacyVersion}
        </h2>
        <p className="muted">
          {words.shown}。{words.source}
        </p>
        <Notice />
      </section>
    </div>
  )
}

function Retention({ service }: Pick<ShownSettings, 'service'>) {
  const { privacy: words, none } = useWords(settingsText)
  const channels = (['smtp', 'wecomApp', 'wecomRobot', 'webhook'] as const).filter(
    (name) => service.notices[name],
  )
  return (
    <section className="card stack">
      <h2>{words.retention}</h2>
      <FactList
        facts={[
          [words.dialogue, words.dialogueMonths(service.dialogueRetentionMonths)],
          [words.audit, words.auditDays(service.auditRetentionDays)],
          [words.token, words.tokenDays],
          [words.contact, words.contactNote],
          [words.notices, channels.map((name) => words.channels[name]).join('、') || none],
          [words.proxies, service.trustedProxies.join('、') || none],
          [words.deployment, words.deployments[service.deployment]],
          [words.database, words.databases[service.database]],
        ]}
      />
    </section>
  )
}

function Notice() {
  const { language } = usePreferences()
  const notice = privacyText[language]
  return (
    <FactList facts={notice.parts.map(({ heading, text }): [string, string] => [heading, text])} />
  )
}
