import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { AppError } from '../../shared/errors.ts'
import { newToken } from '../../shared/ids.ts'
import { openLink } from '../../wechat/links.ts'
import type { Account } from '../../wechat/open-wechat.ts'
import { isSameText } from '../../wechat/protocol/signature.ts'
import { authorizeUrl, signInFromWeb } from '../../wechat/web-sign-in.ts'

const CODE = /^[\w-]{22}$/
const STATE_COOKIE = 'zhiwen-wechat-state'
const STATE_SECONDS = 600
const STATE_PATH = '/wechat/web'

/** Under `/r`: the links in messages. Nothing can be read from one, and looking at it uses nothing up. */
export const linkRoutes = new Hono<AppEnv>()
  .get('/:code', (c) => {
    const code = c.req.param('code')
    if (!CODE.test(code)) throw new AppError('not_found', 'link_used')
    c.header('cache-control', 'no-store')
    return c.html(openingPage({ code, auto: false }))
  })
  .post('/:code', async (c) => {
    const code = c.req.param('code')
    if (!CODE.test(code)) throw new AppError('not_found', 'link_used')
    c.header('cache-control', 'no-store')
    return c.json(await openLink(c.get('deps'), code))
  })

/** Under `/wechat/web`: opens the chat page as whom WeChat knows. */
export const webRoutes = new Hono<AppEnv>()
  .get('/', (c) => {
    const deps = c.get('deps')
    const account = verifiedAccount(deps)
    const publicUrl = deps.wechat?.publicUrl ?? ''
    const state = newToken().replaceAll(/[-_]/g, '0')
    setCookie(c, STATE_COOKIE, state, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: publicUrl.startsWith('https:'),
      path: STATE_PATH,
      maxAge: STATE_SECONDS,
    })
    c.header('cache-control', 'no-store')
    return c.redirect(authorizeUrl(account, publicUrl, state))
  })
  .get('/return', async (c) => {
    const deps = c.get('deps')
    const account = verifiedAccount(deps)
    const { code = '', state = '' } = c.req.query()
    // Only the browser that set out comes back: nobody is led into another's conversation.
    const bound = getCookie(c, STATE_COOKIE) ?? ''
    if (bound === '' || code === '' || !isSameText(bound, state)) {
      throw new AppError('forbidden', 'wechat_state')
    }
    setCookie(c, STATE_COOKIE, '', { path: STATE_PATH, maxAge: 0 })
    c.header('cache-control', 'no-store')
    const signedIn = await signInFromWeb(deps, account, code)
    if (signedIn.what === 'known') return c.html(openingPage({ code: signedIn.code, auto: true }))
    if (signedIn.what === 'snapshot') return c.redirect('/')
    throw new AppError('forbidden', 'wechat_state')
  })
  .get('/open.js', (c) => {
    return c.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' })
  })
  .get('/open.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))

/** @throws AppError `not_found` where nobody can be known */
function verifiedAccount({ wechat }: Deps): Account {
  const account = wechat?.account
  if (!account?.config.verified || account.config.secret === undefined) {
    throw new AppError('not_found', 'route_unknown')
  }
  return account
}

/** Puts the token where the chat page looks for it (`web/chat/session.ts`). */
const SCRIPT = `const button = document.querySelector('button')
const problem = document.querySelector('[role=alert]')
async function open() {
  button.disabled = true
  try {
    const response = await fetch('/r/' + button.dataset.code, { method: 'POST' })
    if (response.ok) {
      const opened = await response.json()
      localStorage.setItem('zhiwen.token', JSON.stringify(opened.token))
      localStorage.setItem('zhiwen.conversation', JSON.stringify(opened.conversationId))
    } else if (localStorage.getItem('zhiwen.token') === null) {
      problem.textContent = '这个链接已经用过或已过期。请回到公众号，回复“我的咨询”获取新的链接。'
      return
    }
    location.replace('/')
  } catch (error) {
    problem.textContent = '没有连上服务，请检查网络后再试。'
    button.disabled = false
  }
}
button.addEventListener('click', open)
if (button.dataset.auto === '1') open()
`

const STYLE = `:root{color-scheme:light dark}body{font:1.125rem/1.7 system-ui,sans-serif;max-width:30rem;
margin:4rem auto;padding:0 1.25rem;text-align:center}button{font:inherit;min-height:3rem;padding:0 2rem;
border:0;border-radius:.5rem;background:#0958d9;color:#fff}button:disabled{background:#595959}
[role=alert]{min-height:3rem}`

function openingPage({ code, auto }: { code: string; auto: boolean }) {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>我的咨询</title>
        <link rel="stylesheet" href="/wechat/web/open.css" />
      </head>
      <body>
        <main>
          <h1>我的咨询</h1>
          <p>点击后以您本人的身份打开咨询页面。链接只能使用一次，请不要转发给他人。</p>
          <p>
            <button type="button" data-code="${code}" data-auto="${auto ? '1' : '0'}">打开</button>
          </p>
          <p role="alert"></p>
        </main>
        <script type="module" src="/wechat/web/open.js"></script>
      </body>
    </html>`
}
