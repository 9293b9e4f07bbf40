import { theme as antdTheme } from 'antd'
import type { ThemeConfig } from 'antd'

const shared = { fontSize: 14, borderRadius: 6, wireframe: false } as const

/** Every pair of text and ground at 4.5 : 1 at least (WCAG 2.2 AA), which the defaults are not. */
const light: ThemeConfig = {
  algorithm: antdTheme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1650b5',
    colorInfo: '#1650b5',
    colorLink: '#1650b5',
    colorError: '#b8152a',
    colorSuccess: '#1d6b3a',
    colorWarning: '#8a4b00',
    colorBgLayout: '#f3f6fa',
    colorText: '#1a2431',
    colorTextSecondary: '#4c5969',
    colorTextTertiary: '#4c5969',
    colorTextQuaternary: '#5a6676',
    colorTextDescription: '#4c5969',
    colorTextPlaceholder: '#5a6676',
    colorTextDisabled: '#5a6676',
    colorBorder: '#8b97a6',
  },
}

const dark: ThemeConfig = {
  algorithm: antdTheme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#3a6fd0',
    colorInfo: '#8fbdf7',
    colorLink: '#8fbdf7',
    colorError: '#e0525f',
    colorSuccess: '#6fce94',
    colorWarning: '#e8a44a',
    colorBgBase: '#10151c',
    colorBgContainer: '#19212b',
    colorBgElevated: '#202a36',
    colorBgLayout: '#10151c',
    colorText: '#e7edf4',
    colorTextSecondary: '#b9c4d1',
    colorTextTertiary: '#b9c4d1',
    colorTextQuaternary: '#a7b3c2',
    colorTextDescription: '#b9c4d1',
    colorTextPlaceholder: '#a7b3c2',
    colorTextDisabled: '#a7b3c2',
    colorBorder: '#5d6b7c',
  },
  components: {
    Button: {
      colorError: '#ff9d94',
      colorErrorHover: '#ffb8b1',
      colorErrorActive: '#ff8a7f',
      dangerColor: '#2a0a08',
    },
    Radio: { colorPrimary: '#8fbdf7', colorPrimaryHover: '#b3d3fa', colorPrimaryActive: '#8fbdf7' },
  },
}

export const themeOf = (isDark: boolean): ThemeConfig => (isDark ? dark : light)
