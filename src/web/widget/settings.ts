const words = {
  zh: {
    label: '知识产权咨询',
    close: '关闭咨询窗口',
    opening: '正在打开……',
    blocked: '咨询窗口无法在本页打开。',
    openInTab: '在新窗口中咨询',
  },
  en: {
    label: 'IP consultation',
    close: 'Close consultation window',
    opening: 'Opening…',
    blocked: 'The consultation window cannot open on this page.',
    openInTab: 'Consult in a new window',
  },
} as const

type Words = (typeof words)['zh' | 'en']

export type Settings = {
  origin: string
  language: 'zh' | 'en'
  words: Words
  label: string
  color: string
  ink: string
  side: 'left' | 'right'
}

/** Black or white, whichever can be read on `color`; anything but `#rrggbb` falls back to our blue. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}

export function readSettings(script: HTMLScriptElement): Settings {
  const read = (name: string) => script.getAttribute(`data-${name}`) ?? ''
  const language = read('lang') === 'en' ? 'en' : 'zh'
  const color = /^#[0-9a-f]{6}$/i.test(read('color')) ? read('color') : '#134f9c'
  return {
    origin: new URL(script.src).origin,
    language,
    words: words[language],
    label: read('label') || words[language].label,
    color,
    ink: inkOn(color),
    side: read('pos') === 'left' ? 'left' : 'right',
  }
}
