import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as Messages, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { usePreferences } from './preferences.ts'
import { Gate } from './sign-in/gate.tsx'
import { themeOf } from './theme.ts'

const RETRIES = 1

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < RETRIES && 'problem' in error === false,
      refetchOnWindowFocus: true,
    },
  },
})

/** The one that the server has put into the page, for the styles of the components. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce

export function App() {
  const { language, dark } = usePreferences()
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={themeOf(dark)}
      button={{ autoInsertSpace: false }}
      {...(nonce !== undefined && { csp: { nonce } })}
    >
      <Messages>
        <QueryClientProvider client={client}>
          <Gate />
        </QueryClientProvider>
      </Messages>
    </ConfigProvider>
  )
}
